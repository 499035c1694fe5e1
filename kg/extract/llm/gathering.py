"""The gathering: what was kept of all passages becomes one extract, with equal things made one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from kg import reference
from kg.extract.llm import names
from kg.extract.llm.grounding import Stretch
from kg.extract.llm.items import EntityItem, EventItem
from kg.extract.llm.kept import Kept, Stated, Told
from kg.extract.llm.scene import Scene
from kg.extract.rules.claimbook import ClaimBook, Entry
from kg.extract.rules.modality import Modality
from kg.model import (
    Attribution,
    Designation,
    Effect,
    Entity,
    EntityClass,
    Event,
    EventClass,
    Extract,
    Mention,
    MentionKind,
    NodeId,
    NodeObject,
    Origin,
    Post,
    Predicate,
    Tenure,
    Toll,
)

RULE = "llm"
"""What claims of a model call their rule."""
CONFIDENCE = 0.55
"""A prior below that of every rule of grammar: the words are there, the reading is a model's. It was not measured."""


@dataclass(slots=True, eq=False)
class _Node:
    """One thing of the document; ``at`` is where it is first spoken of."""

    at: Stretch
    mentions: dict[Stretch, MentionKind] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class _Entity(_Node):
    cls: EntityClass = EntityClass.ACTOR
    names: list[str] = field(default_factory=list)

    @property
    def proper(self) -> bool:
        return MentionKind.NAME in self.mentions.values()


@dataclass(slots=True, eq=False)
class _Event(_Node):
    cls: EventClass = EventClass.EVENT


@dataclass(slots=True, eq=False)
class _Told(_Node):
    source: Stretch | None = None
    content: tuple[Stretch, ...] = ()
    claimant: _Node | None = None


@dataclass(slots=True, eq=False)
class _Toll(_Node):
    effect: Effect = Effect.KILLED
    bounds: tuple[int | None, int | None] = (None, None)
    group: _Node | None = None


@dataclass(slots=True, eq=False)
class _Titled(_Node):
    label: str = ""
    key: tuple[object, ...] = ()


AnyNode = TypeVar("AnyNode", bound=_Node)


class Gathering:
    """Collects what passages give, in their order."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._entities: list[_Entity] = []
        self._events: list[_Event] = []
        self._told: list[_Told] = []
        self._tolls: list[_Toll] = []
        self._designations: list[_Titled] = []
        self._posts: list[_Titled] = []
        self._tenures: list[_Titled] = []
        self._claims: list[tuple[Stated, _Node, _Node | None, _Told | None]] = []

    def known(self) -> list[tuple[str, EntityClass]]:
        """The entities with a name so far, in the order of the text."""
        return [(self._name(e), e.cls) for e in sorted(self._entities, key=lambda e: e.at) if e.proper]

    def add(self, kept: Kept) -> None:
        """Takes what was kept of the next passage."""
        nodes: dict[str, _Node] = {}
        for ref, item in kept.entities.items():
            nodes[ref] = self._entity(item, {m.stretch: m.kind for m in kept.mentions if m.of == ref})
        for ref, event in kept.events.items():
            nodes[ref] = self._event(event, {m.stretch: m.kind for m in kept.mentions if m.of == ref})
        told = {ref: self._attribution(item, nodes) for ref, item in kept.attributions.items()}
        objects = {(c.item.subject, c.item.predicate): c.ref for c in reversed(kept.claims) if c.ref is not None}
        first = {s: c.evidence for c in reversed(kept.claims) for s in (c.ref, c.item.subject) if s is not None}
        counted = {c.ref: c.mention or c.evidence for c in reversed(kept.claims) if c.ref is not None}
        for ref, toll in kept.tolls.items():
            group = nodes[toll.group] if toll.group is not None else None
            nodes[ref] = self._toll(counted[ref], toll.effect, (toll.minimum, toll.maximum), group)
        for ref, designation in kept.designations.items():
            designee = nodes[objects[ref, Predicate.DESIGNEE] or ""]
            nodes[ref] = _titled(self._designations, first[ref], designation.label, id(designee))
        for ref, post in kept.posts.items():
            tenure = next(s for (s, p), o in objects.items() if p is Predicate.POST and o == ref)
            organisation = objects.get((tenure, Predicate.ORGANISATION))
            whose = id(nodes[organisation]) if organisation is not None else None
            nodes[ref] = _titled(self._posts, first[ref], post.label, whose)
        for ref in kept.tenures:
            holder, held = (nodes[objects[ref, p] or ""] for p in (Predicate.HOLDER, Predicate.POST))
            nodes[ref] = _titled(self._tenures, first[ref], "", id(holder), id(held))
        for claim in kept.claims:
            self._claims.append(
                (
                    claim,
                    nodes[claim.item.subject],
                    nodes[claim.ref] if claim.ref is not None else None,
                    told[claim.item.attribution] if claim.item.attribution is not None else None,
                )
            )

    def extract(self, extractor: str, origins: tuple[Origin, ...]) -> Extract:
        """The extract, with nodes numbered in the order of the text."""
        ids: dict[int, NodeId] = {}
        for letter, listed in (
            ("n", self._entities),
            ("e", self._events),
            ("a", self._told),
            ("t", self._tolls),
            ("d", self._designations),
            ("p", self._posts),
            ("o", self._tenures),
        ):
            ids.update((id(n), NodeId(f"{letter}{i}")) for i, n in enumerate(_ordered(listed), start=1))
        span = self._scene.span
        mentions = {
            Mention(span(s), ids[id(n)], kind)
            for n in (*self._entities, *self._events)
            for s, kind in n.mentions.items()
        }
        return Extract(
            document=self._scene.document.id,
            extractor=extractor,
            entities=tuple(self._described(e, ids[id(e)]) for e in _ordered(self._entities)),
            events=tuple(Event(ids[id(e)], e.cls) for e in _ordered(self._events)),
            mentions=tuple(sorted(mentions)),
            attributions=tuple(self._reported(t, ids) for t in _ordered(self._told)),
            tolls=tuple(
                Toll(ids[id(t)], t.effect, *t.bounds, ids[id(t.group)] if t.group is not None else None)
                for t in _ordered(self._tolls)
            ),
            designations=tuple(Designation(ids[id(d)], d.label) for d in _ordered(self._designations)),
            posts=tuple(Post(ids[id(p)], p.label) for p in _ordered(self._posts)),
            tenures=tuple(Tenure(ids[id(t)]) for t in _ordered(self._tenures)),
            claims=self._book(ids).claims(),
            origins=origins,
        )

    def _book(self, ids: dict[int, NodeId]) -> ClaimBook:
        book = ClaimBook()
        span = self._scene.span
        for claim, subject, object_, told in self._claims:
            item = claim.item
            claimant = ids[id(told.claimant)] if told is not None and told.claimant is not None else None
            value = claim.value or (NodeObject(ids[id(object_)]) if object_ is not None else None)
            if value is None:
                continue
            book.add(
                Entry(
                    ids[id(subject)],
                    item.predicate,
                    value,
                    claimant,
                    Modality(item.polarity, item.certainty, item.realis),
                ),
                span(claim.evidence),
                RULE,
                CONFIDENCE,
                mention=span(claim.mention) if claim.mention is not None else None,
                attribution=ids[id(told)] if told is not None else None,
            )
        return book

    def _entity(self, item: EntityItem, mentions: dict[Stretch, MentionKind]) -> _Entity:
        """The entity that an item is: one that shares its name, or words that both take for the same, or a new one."""
        for node in self._entities:
            if node.cls.is_a(EntityClass.PLACE) != item.cls.is_a(EntityClass.PLACE):
                continue
            named = any(names.key(n) == names.key(item.name) for n in node.names)
            shared = node.mentions.keys() & mentions.keys()
            if named or (shared and any(names.may_name(n, item.name) for n in node.names)):
                node.mentions.update(mentions)
                node.at = min(node.at, *mentions)
                node.names.append(item.name)
                if item.cls.is_a(node.cls):
                    node.cls = item.cls
                return node
        node = _Entity(min(mentions), dict(mentions), item.cls, [item.name])
        self._entities.append(node)
        return node

    def _event(self, item: EventItem, mentions: dict[Stretch, MentionKind]) -> _Event:
        for node in self._events:
            related = node.cls.is_a(item.cls) or item.cls.is_a(node.cls)
            if related and node.mentions.keys() & mentions.keys():
                node.mentions.update(mentions)
                node.at = min(node.at, *mentions)
                if item.cls.is_a(node.cls):
                    node.cls = item.cls
                return node
        node = _Event(min(mentions), dict(mentions), item.cls)
        self._events.append(node)
        return node

    def _attribution(self, item: Told, nodes: dict[str, _Node]) -> _Told:
        claimant = nodes[item.claimant] if item.claimant is not None else None
        for node in self._told:
            if node.at == item.cue and node.source == item.source and node.claimant is claimant:
                if all(any(p.contains(q) for p in node.content) for q in item.content):
                    return node
                if all(any(p.contains(q) for p in item.content) for q in node.content):
                    node.content = item.content
                    return node
        node = _Told(item.cue, {}, item.source, item.content, claimant)
        self._told.append(node)
        return node

    def _toll(self, at: Stretch, effect: Effect, bounds: tuple[int | None, int | None], group: _Node | None) -> _Toll:
        for node in self._tolls:
            if (node.at, node.effect, node.bounds, node.group) == (at, effect, bounds, group):
                return node
        node = _Toll(at, {}, effect, bounds, group)
        self._tolls.append(node)
        return node

    def _name(self, entity: _Entity) -> str:
        """The fullest of its names; of a thing without one, the words that first describe it."""
        kinds = MentionKind.NAME if entity.proper else MentionKind.NOMINAL
        words = [self._scene.words(s) for s, kind in sorted(entity.mentions.items()) if kind is kinds]
        if not entity.proper:
            return words[0] if words else self._scene.words(min(entity.mentions))
        given = [n for n in entity.names if any(names.may_name(n, w) for w in words)]
        return max(given or words, key=lambda n: (len(n.split()), -(given or words).index(n)))

    def _described(self, entity: _Entity, node: NodeId) -> Entity:
        name = self._name(entity)
        country, listed = _listed(name, entity.cls) if entity.proper else (None, None)
        if listed is not None and entity.cls is EntityClass.STATE and reference.state_by_name(name) is None:
            state = reference.state(country or "")
            name = state.name if state is not None else name  # "Iraqi", "Baghdad": what the packaged list calls it
        others = {self._scene.words(s) for s, kind in entity.mentions.items() if kind is MentionKind.NAME}
        bare = {o.removesuffix("'s").removesuffix("’s") for o in others}
        aliases = {o for o in bare if reference.state_by_adjective(o) is None and names.key(o) != names.key(name)}
        return Entity(node, entity.cls, name, entity.proper, tuple(sorted(aliases)), country, listed)

    def _reported(self, told: _Told, ids: dict[int, NodeId]) -> Attribution:
        span = self._scene.span
        return Attribution(
            ids[id(told)],
            span(told.source) if told.source is not None else None,
            span(told.at),
            tuple(span(part) for part in told.content),
            ids[id(told.claimant)] if told.claimant is not None else None,
        )


def _listed(name: str, cls: EntityClass) -> tuple[str | None, str | None]:
    """The country and the entry of the packaged lists that a name stands for."""
    if cls is EntityClass.STATE:
        state = reference.state(names.state_code(name) or "")
        return (state.code, state.reference) if state is not None else (None, None)
    if cls is EntityClass.COUNTRY:
        state = reference.state_by_name(name)
        return (state.code, state.reference) if state is not None else (None, None)
    organisation = reference.organisation_by_name(name) if cls.is_a(EntityClass.ORGANISATION) else None
    return (organisation.country, organisation.reference) if organisation is not None else (None, None)


def _titled(listed: list[_Titled], at: Stretch, label: str, *whose: object) -> _Titled:
    """The post, tenure or designation with this title of this actor; a new one where there is none yet."""
    key = (label.casefold(), *whose)
    for node in listed:
        if node.key == key:
            node.at = min(node.at, at)
            return node
    node = _Titled(at, {}, label, key)
    listed.append(node)
    return node


def _ordered(nodes: list[AnyNode]) -> list[AnyNode]:
    """In the order of the text; what begins at one place in the order in which it was given."""
    return sorted(nodes, key=lambda n: n.at)
