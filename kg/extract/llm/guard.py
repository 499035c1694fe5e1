"""The guard: keeps of an answer what the text bears out, and counts what it refuses, by reason.

Nothing is repaired: an item holds as the model gave it, or it is dropped, and with it what rests on it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from kg.extract.llm import names, wording
from kg.extract.llm.bench import Bench
from kg.extract.llm.grounding import Grounding, Stretch
from kg.extract.llm.items import (
    AttributionItem,
    DesignationItem,
    EntityItem,
    EventItem,
    MentionItem,
    PostItem,
    TenureItem,
    TollItem,
)
from kg.extract.llm.kept import Denoting, Kept, Told
from kg.extract.llm.passages import Passage
from kg.extract.llm.reason import Reason
from kg.extract.llm.said import Said
from kg.extract.llm.scene import Scene
from kg.extract.llm.sources import source_of
from kg.extract.llm.trial import Trial
from kg.extract.rules import phrases
from kg.model import EntityClass, MentionKind, Predicate

Identified = TypeVar(
    "Identified", EntityItem, EventItem, AttributionItem, TollItem, DesignationItem, PostItem, TenureItem
)


class Guard:
    """Sifts the answer about one passage."""

    def __init__(self, scene: Scene, passage: Passage, earlier: Collection[str] = ()) -> None:
        """``earlier`` are names of entities that answers about earlier passages were kept for."""
        self._scene = scene
        self._grounding = Grounding(scene.text, passage.ranges)
        self._earlier = {names.key(name) for name in earlier}
        self._kept = Kept()
        self._known: set[str] = set()

    def sift(self, said: Said) -> Kept:
        """What of the answer holds."""
        kept = self._kept
        kept.returned, kept.ignored = said.returned, said.ignored
        kept.refused.update(said.refused)
        entities, events = self._unique(said.entities), self._unique(said.events)
        attributions = self._unique(said.attributions)
        tolls = self._unique(said.tolls)
        kept.designations = self._unique(said.designations)
        kept.posts = self._unique(said.posts)
        kept.tenures = self._unique(said.tenures)
        self._denoted(said.mentions, entities, events)
        for ref, item in attributions.items():
            told = self._told(item)
            if isinstance(told, Told):
                kept.attributions[ref] = told
            else:
                self._refuse(told)
        for ref, toll in tolls.items():
            refused = self._group(toll)
            if refused is None:
                kept.tolls[ref] = toll
            else:
                self._refuse(refused)
        trial = Trial(Bench(self._scene, self._grounding, kept, frozenset(self._known)), said.claims)
        for claim in said.claims:
            stated = trial.of(claim)
            if isinstance(stated, Reason):
                self._refuse(stated)
            else:
                kept.claims.append(stated)
        self._settle()
        return kept

    def _refuse(self, reason: Reason) -> None:
        self._kept.refused[reason] += 1

    def _unique(self, items: list[Identified]) -> dict[str, Identified]:
        """The items by id; a second one with the same id is refused."""
        out: dict[str, Identified] = {}
        for item in items:
            if item.id in self._known:
                self._refuse(Reason.DUPLICATE)
            else:
                self._known.add(item.id)
                out[item.id] = item
        return out

    def _found(self, quote: str, where: str | None) -> list[Stretch]:
        """Where a quote stands; what had to be normalised for it is counted."""
        if where is None:
            found = list(self._grounding.find(quote))
        else:
            around = self._grounding.find(where)
            found = [s for a in around for s in self._grounding.find(quote, a)]
        found = sorted(set(found))
        if found and not found[0].exact:
            self._kept.normalised += 1
        return found

    # Mentions, entities and events.

    def _denoted(self, items: list[MentionItem], entities: dict[str, EntityItem], events: dict[str, EventItem]) -> None:
        """Keeps mentions that denote what they are said to denote, and of entities and events those that have one."""
        grounded: list[Denoting] = []
        taken: set[tuple[str, Stretch]] = set()
        for item in items:
            if item.of not in entities and item.of not in events:
                self._refuse(Reason.DANGLING)
                continue
            found = self._found(item.quote, item.where)
            free = [s for s in found if (item.of, s) not in taken]
            if not free:
                self._refuse(Reason.DUPLICATE if found else Reason.NOT_FOUND)
                continue
            event = events.get(item.of)
            outcome = self._trigger(event, free[0]) if event is not None else self._mention(entities[item.of], free[0])
            if isinstance(outcome, Denoting) and len(free) > 1 and self._is_open(item, outcome, free):
                outcome = Reason.AMBIGUOUS
            if isinstance(outcome, Reason):
                self._refuse(outcome)
                continue
            taken.add((item.of, free[0]))
            grounded.append(outcome)
        grounded = self._coherent(grounded, entities)
        self._kept.events = self._having(events, grounded)
        for ref, event in list(self._kept.events.items()):
            told = (self._scene.tokens(m.stretch) for m in grounded if m.of == ref)
            if not any(tokens is not None and wording.is_trigger(tokens, event.cls) for tokens in told):
                del self._kept.events[ref]
                self._refuse(Reason.CLASS)
        named = self._having(entities, grounded)
        for ref, entity in list(named.items()):
            if not self._is_named(entity, [m for m in grounded if m.of == ref]):
                del named[ref]
                self._refuse(Reason.NAME)
        self._kept.entities = named
        for mention in grounded:
            if mention.of in self._kept.events or mention.of in named:
                self._kept.mentions.append(mention)
            else:
                self._refuse(Reason.DEPENDENT)

    def _coherent(self, mentions: list[Denoting], entities: dict[str, EntityItem]) -> list[Denoting]:
        """Without descriptions that the model alone takes for one thing.

        What has no name goes by one noun ("three soldiers", "the soldiers"), or by what the rules take for one.
        """
        out = []
        for mention in mentions:
            own = [m for m in mentions if m.of == mention.of]
            first = min((m.stretch for m in own if m.kind is MentionKind.NOMINAL), default=None)
            if (
                mention.kind is MentionKind.NOMINAL
                and mention.of in entities
                and first is not None
                and not any(m.kind is MentionKind.NAME for m in own)
                and not names.may_be_one(self._scene, first, mention.stretch)
            ):
                self._refuse(Reason.OTHER_NAME)
            else:
                out.append(mention)
        return out

    def _having(self, items: dict[str, Identified], mentions: list[Denoting]) -> dict[str, Identified]:
        """Those that a mention denotes."""
        denoted = {m.of for m in mentions}
        for ref in items.keys() - denoted:
            del ref
            self._refuse(Reason.UNMENTIONED)
        return {ref: item for ref, item in items.items() if ref in denoted}

    def _is_open(self, item: MentionItem, mention: Denoting, found: list[Stretch]) -> bool:
        """Whether it matters which of several places is meant, and the answer does not say. For names it does not."""
        if mention.kind is MentionKind.NAME:
            return False
        sentences = {self._scene.sentences_of(s)[:1] for s in found}
        return item.where is None or len(sentences) > 1 or mention.kind is MentionKind.PRONOUN

    def _trigger(self, event: EventItem, stretch: Stretch) -> Denoting | Reason:
        tokens = self._scene.tokens(stretch)
        if tokens is None or not (wording.is_trigger(tokens, event.cls) or wording.may_go_on(tokens, event.cls)):
            return Reason.CLASS
        return Denoting(event.id, stretch, MentionKind.TRIGGER)

    def _mention(self, entity: EntityItem, stretch: Stretch) -> Denoting | Reason:
        kind = names.kind_of(self._scene, stretch)
        if kind is None:
            return Reason.CLASS
        if kind is MentionKind.NAME and not names.may_name(entity.name, self._scene.words(stretch)):
            return Reason.OTHER_NAME
        if names.contradicts(self._scene, stretch, kind, entity.cls):
            return Reason.CLASS
        return Denoting(entity.id, stretch, kind)

    def _is_named(self, entity: EntityItem, mentions: list[Denoting]) -> bool:
        """Whether an entity's name stands in the text: as one of its mentions, or as the name that these refer to."""
        words = {names.key(self._scene.words(m.stretch)) for m in mentions}
        if names.key(entity.name) in words | self._earlier:
            return True
        named = [self._scene.words(m.stretch) for m in mentions if m.kind is MentionKind.NAME]
        if any(names.are_listed_alike(entity.name, each) for each in named):
            return True
        found = self._grounding.find(entity.name)
        if any(names.kind_of(self._scene, s) is MentionKind.NAME for s in found):
            return True
        heads = {self._scene.head(m.stretch) for m in mentions}
        return any(self._scene.head(s) in heads for s in found)

    # Attributions and tolls.

    def _told(self, item: AttributionItem) -> Told | Reason:
        """The attribution whose words stand in the text, next to each other and each in its part."""
        scene = self._scene
        contents = [self._found(quote, None) for quote in item.content]
        cues = self._found(item.cue, item.where)
        sources = self._found(item.source, item.where) if item.source is not None else []
        if not cues or not all(contents) or (item.source is not None and not sources):
            return Reason.NOT_FOUND
        if item.claimant is not None and item.claimant not in self._kept.entities:
            return Reason.DEPENDENT if item.claimant in self._known else Reason.DANGLING
        if item.claimant is not None and not self._kept.entities[item.claimant].cls.is_a(EntityClass.ACTOR):
            return Reason.JOIN
        if item.claimant is not None and item.source is None:
            return Reason.SOURCE
        refused: Reason = Reason.CUE
        for content in contents[0]:
            for cue in cues:
                parts = self._contents(content, contents[1:])
                if parts is None or any(cue.overlaps(p) for p in parts):
                    continue
                source = source_of(scene, cue, sources, parts)
                if isinstance(source, Reason):
                    refused = source
                    continue
                if item.claimant is not None and not self._is_claimant(item.claimant, source):
                    refused = Reason.SOURCE
                    continue
                return Told(item.id, source, cue, parts, item.claimant)
        return refused

    def _contents(self, first: Stretch, others: list[list[Stretch]]) -> tuple[Stretch, ...] | None:
        """All parts of a content, in the order of the text; ``None`` where one is in another block than the first."""
        block = self._scene.block_of(first)
        if block is None:
            return None
        parts = [first]
        for found in others:
            part = next((s for s in found if block.contains(s) and not any(s.overlaps(p) for p in parts)), None)
            if part is None:
                return None
            parts.append(part)
        return tuple(sorted(parts))

    def _is_claimant(self, ref: str, source: Stretch | None) -> bool:
        """Whether the words of the source denote the claimant."""
        if source is None:
            return False
        head = self._scene.head(source)
        who = phrases.antecedent(head) if head is not None else None  # "Karimi, who said"
        for mention in self._kept.mentions:
            if mention.of == ref and self._scene.head(mention.stretch) in (head, who):
                return True
        return False

    def _group(self, toll: TollItem) -> Reason | None:
        """Why a toll cannot be, whatever is claimed of it."""
        bounds = (toll.minimum, toll.maximum)
        if bounds == (None, None) or any(b is not None and b < 0 for b in bounds):
            return Reason.MALFORMED
        if toll.minimum is not None and toll.maximum is not None and toll.minimum > toll.maximum:
            return Reason.MALFORMED
        if toll.group is None:
            return None
        entity = self._kept.entities.get(toll.group)
        if entity is None:
            return Reason.DEPENDENT if toll.group in self._known else Reason.DANGLING
        return None if entity.cls.is_a(EntityClass.ACTOR) else Reason.JOIN

    # What rests on what was refused.

    def _settle(self) -> None:
        """Drops what rests on refused items, and what no claim is about, until nothing changes."""
        kept = self._kept
        while True:
            before = len(kept)
            said = {(c.item.subject, c.item.predicate) for c in kept.claims}
            whole = {
                s
                for s in {s for s, _ in said}
                if (s not in kept.tenures or {(s, Predicate.HOLDER), (s, Predicate.POST)} <= said)
                and (s not in kept.designations or (s, Predicate.DESIGNEE) in said)
            }
            self._drop_claims(whole)
            used = {c.item.subject for c in kept.claims} | {c.ref for c in kept.claims if c.ref is not None}
            for table in (kept.events, kept.tolls, kept.designations, kept.posts, kept.tenures):
                for ref in [r for r in table if r not in used]:
                    del table[ref]
                    self._refuse(Reason.UNCLAIMED)
            alive = kept.events.keys() | kept.entities.keys()
            gone = [m for m in kept.mentions if m.of not in alive]
            kept.mentions = [m for m in kept.mentions if m.of in alive]
            kept.refused[Reason.DEPENDENT] += len(gone)
            if len(kept) == before:
                break
        kept.refused = +kept.refused

    def _drop_claims(self, whole: set[str]) -> None:
        """Drops claims about what is gone or not whole: a tenure without holder or post, a designation of nobody."""
        kept = self._kept
        nodes = {
            *kept.entities, *kept.events, *kept.tolls, *kept.designations, *kept.posts, *kept.tenures,
        }  # fmt: skip
        holding = [c for c in kept.claims if c.item.subject in whole & nodes and (c.ref is None or c.ref in nodes)]
        kept.refused[Reason.DEPENDENT] += len(kept.claims) - len(holding)
        kept.claims = holding
