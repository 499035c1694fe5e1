"""Assembly: what the rules found becomes an extract of numbered nodes and claims."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.extract.rules import confidence, evidence, modality
from kg.extract.rules.accusations import Blame
from kg.extract.rules.attributions import Attributed
from kg.extract.rules.cast import Cast, Member
from kg.extract.rules.claimbook import ClaimBook, Entry
from kg.extract.rules.happenings import OUTCOMES, Happening
from kg.extract.rules.merging import is_harm
from kg.extract.rules.modality import Modality
from kg.extract.rules.occurrence import Filler, Occurrence
from kg.extract.rules.reading import Reading
from kg.extract.rules.statements import Counted, Label, Office, Relation
from kg.extract.rules.voice import Voice, Voices
from kg.model import (
    Attribution,
    Certainty,
    ClaimObject,
    ClassObject,
    DateObject,
    Designation,
    Effect,
    Entity,
    EntityClass,
    Event,
    Extract,
    Mention,
    MentionKind,
    NodeId,
    NodeObject,
    Polarity,
    Post,
    Predicate,
    Span,
    Tenure,
    TextObject,
    Toll,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_PRESUPPOSED = frozenset(
    {"office-before-name", "office-apposition", "relation-compound", "relation-possessive", "relation-including"}
)
"""Rules whose words stand inside a noun phrase: in indirect speech they are the document's own, not the source's."""


@dataclass(slots=True)
class Findings:
    """Everything that the rules found in one reading."""

    reading: Reading
    cast: Cast
    attributed: list[Attributed]
    voices: Voices
    happenings: list[Happening]
    counted: list[Counted]
    occurrences: list[Occurrence]
    relations: list[Relation]
    offices: list[Office]
    labels: list[Label]
    blames: list[Blame]


@dataclass(slots=True)
class Assembly:
    """Turns findings into an extract."""

    found: Findings
    book: ClaimBook = field(default_factory=ClaimBook)
    _entities: dict[int, NodeId] = field(default_factory=dict)
    _events: dict[int, NodeId] = field(default_factory=dict)
    _triggers: dict[int, NodeId] = field(default_factory=dict)

    def extract(self, extractor: str) -> Extract:
        """The extract, with nodes numbered in the order of the text."""
        entities = self._entity_nodes()
        attributions = self._attributions()
        events = tuple(
            Event(self._event_id(h, number), h.cls) for number, h in enumerate(self.found.happenings, start=1)
        )
        tolls = self._tolls()
        for happening in self.found.happenings:
            self._happening(happening)
        self._blames()
        self._relations()
        posts, tenures = self._offices()
        designations = self._designations()
        return Extract(
            document=self.found.reading.document.id,
            extractor=extractor,
            entities=entities,
            events=events,
            mentions=self._mentions(),
            attributions=attributions,
            tolls=tolls,
            designations=designations,
            posts=posts,
            tenures=tenures,
            claims=self.book.claims(),
        )

    # nodes

    def _entity_nodes(self) -> tuple[Entity, ...]:
        members = sorted(
            (m for m in self.found.cast.members if m.mentions),
            key=lambda m: min((c.begin, c.end) for c in m.mentions),
        )
        out = []
        for number, member in enumerate(members, start=1):
            node = NodeId(f"n{number}")
            self._entities[id(member)] = node
            name = member.name
            aliases = tuple(sorted({n for n in member.names if n != name})) if member.proper else ()
            reference = (
                member.reference
                if member.reference and member.reference.split("/")[0] in {"state", "organisation"}
                else None
            )
            out.append(Entity(node, member.cls, name, member.proper, aliases, member.country, reference))
        return tuple(out)

    def _event_id(self, happening: Happening, number: int) -> NodeId:
        node = NodeId(f"e{number}")
        self._events[id(happening)] = node
        for occurrence in happening.occurrences:
            self._triggers[occurrence.token.i] = node
        return node

    def _attributions(self) -> tuple[Attribution, ...]:
        reading = self.found.reading
        out = []
        for number, (item, claimant) in enumerate(
            zip(self.found.attributed, self.found.voices.claimants, strict=True), start=1
        ):
            out.append(
                Attribution(
                    NodeId(f"a{number}"),
                    reading.span(*item.source) if item.source else None,
                    reading.span(*item.cue),
                    tuple(reading.span(begin, end) for begin, end in item.contents),
                    self._entities.get(id(claimant)) if claimant is not None else None,
                )
            )
        return tuple(out)

    def _mentions(self) -> tuple[Mention, ...]:
        reading = self.found.reading
        out = {
            Mention(reading.span(c.begin, c.end), self._entities[id(m)], c.kind)
            for m in self.found.cast.members
            for c in m.mentions
        }
        out |= {
            Mention(reading.span(o.begin, o.end), self._events[id(h)], MentionKind.TRIGGER)
            for h in self.found.happenings
            for o in h.occurrences
        }
        return tuple(sorted(out))

    # claims

    def _voice(self, token: Token, rule: str = "") -> Voice:
        voice = self.found.voices.at(token)
        if (
            voice.attribution is not None
            and rule in _PRESUPPOSED
            and not self.found.attributed[voice.attribution].quoted
        ):
            return Voice(None, None, Modality())
        return voice

    def _state(
        self,
        subject: NodeId,
        predicate: Predicate,
        object_: ClaimObject,
        token: Token,
        rule: str,
        held: Modality,
        voice: Voice,
        *,
        others: list[Token] | None = None,
        mention: Span | None = None,
        claimant: Member | None = None,
    ) -> None:
        attributed = self.found.attributed[voice.attribution] if voice.attribution is not None else None
        begin, end = evidence.clause(token, others or [], attributed)
        speaker = claimant or voice.claimant
        self.book.add(
            Entry(subject, predicate, object_, self._entities.get(id(speaker)) if speaker else None, held),
            self.found.reading.span(begin, end),
            rule,
            confidence.prior(rule),
            mention=mention,
            attribution=NodeId(f"a{voice.attribution + 1}")
            if voice.attribution is not None and claimant is None
            else None,
        )

    def _held(self, occurrence: Occurrence, voice: Voice) -> Modality:
        return modality.of(occurrence.token, occurrence.governor, self.found.voices.cues).combine(voice.frame)

    def _happening(self, happening: Happening) -> None:
        node = self._events[id(happening)]
        denied_throughout = all(self._denies_agent(o) for o in happening.occurrences)
        for occurrence, circumstance in zip(happening.occurrences, happening.circumstances, strict=True):
            voice = self._voice(occurrence.token)
            held = self._held(occurrence, voice)
            denied_agent = self._denies_agent(occurrence)
            if held.polarity is Polarity.DENIED and is_harm(occurrence) and happening.cls not in OUTCOMES:
                continue  # that nobody was killed does not deny the attack
            kind = "noun" if occurrence.noun else "verb"
            if not denied_agent or denied_throughout:
                self._state(
                    node, Predicate.TYPE, ClassObject(happening.cls), occurrence.token, f"event-{kind}", held, voice
                )
            for filler in occurrence.fillers:
                if denied_agent and filler.role is not Predicate.AGENT:
                    continue
                self._role(node, occurrence, filler, held, voice)
                if filler.role is Predicate.TARGET and filler.member is not None and _is_area(filler.member):
                    self._role(node, occurrence, replace(filler, role=Predicate.PLACE), _affirmed(held), voice)
            hit = [f.member for f in occurrence.fillers if f.role is Predicate.TARGET]
            for placed in circumstance.places:
                if any(placed.member is m for m in hit):
                    continue
                token = self.found.reading.doc[placed.token]
                self._state(
                    node,
                    Predicate.PLACE,
                    NodeObject(self._entities[id(placed.member)]),
                    occurrence.token,
                    "event-place",
                    _affirmed(held),
                    voice,
                    others=[token],
                    mention=self._mention(token),
                )
            for date in circumstance.dates:
                if date.edtf:
                    self._state(
                        node,
                        Predicate.DATE,
                        DateObject(date.edtf),
                        occurrence.token,
                        "event-date",
                        _affirmed(held),
                        voice,
                        others=[self.found.reading.doc[date.begin]],
                        mention=self.found.reading.span(date.begin, date.end),
                    )

    def _denies_agent(self, occurrence: Occurrence) -> bool:
        """Whether what is denied is who did it ("X denied that it had fired the rockets"), not that it happened."""
        held = self._held(occurrence, self._voice(occurrence.token))
        return held.polarity is Polarity.DENIED and bool(occurrence.filled(Predicate.AGENT))

    def _role(self, node: NodeId, occurrence: Occurrence, filler: Filler, held: Modality, voice: Voice) -> None:
        if filler.member is not None:
            object_: ClaimObject = NodeObject(self._entities[id(filler.member)])
        elif filler.text:
            object_ = TextObject(filler.text)
        elif filler.event and filler.token.i in self._triggers:
            object_ = NodeObject(self._triggers[filler.token.i])
        else:
            return
        state = held.negate() if filler.negated else held
        rule = "role-noun" if occurrence.noun else "role-verb"
        self._state(
            node,
            filler.role,
            object_,
            occurrence.token,
            rule,
            state,
            voice,
            others=[filler.token],
            mention=self._mention(filler.token),
        )

    def _mention(self, token: Token) -> Span | None:
        candidate = self.found.cast.mention(token)
        if candidate is not None:
            return self.found.reading.span(candidate.begin, candidate.end)
        return self.found.reading.span(token.i, token.i + 1)

    def _tolls(self) -> tuple[Toll, ...]:
        of = {id(o): h for h in self.found.happenings for o in h.occurrences}
        out = []
        for number, item in enumerate(self.found.counted, start=1):
            occurrence = self.found.occurrences[item.occurrence]
            group = self._entities.get(id(item.group)) if item.group is not None else None
            toll = Toll(NodeId(f"t{number}"), Effect(item.effect), item.minimum, item.maximum, group)
            out.append(toll)
            voice = self._voice(item.token)
            doc = self.found.reading.doc
            held = self._held(occurrence, voice)
            self._state(
                self._events[id(of[id(occurrence)])],
                Predicate.TOLL,
                NodeObject(toll.id),
                item.token,
                item.rule,
                _affirmed(held) if item.maximum == 0 else held,  # "nobody was killed" affirms a toll of none
                voice,
                others=[doc[item.begin], doc[item.end - 1]],
                mention=self.found.reading.span(item.begin, item.end),
            )
        return tuple(out)

    def _blames(self) -> None:
        for blame in self.found.blames:
            self._state(
                self._events[id(blame.happening)],
                Predicate.AGENT,
                NodeObject(self._entities[id(blame.accused)]),
                blame.token,
                "blame",
                Modality(certainty=Certainty.PROBABLE),
                Voice(None, None, Modality()),
                others=[blame.mention],
                mention=self._mention(blame.mention),
                claimant=blame.accuser,
            )

    def _relations(self) -> None:
        for relation in self.found.relations:
            voice = self._voice(relation.token, relation.rule)
            held = modality.of(relation.token, relation.governor, self.found.voices.cues).combine(voice.frame)
            self._state(
                self._entities[id(relation.subject)],
                relation.predicate,
                NodeObject(self._entities[id(relation.object)]),
                relation.token,
                relation.rule,
                held.negate() if relation.negated else held,
                voice,
                others=[relation.mention] if relation.mention is not None else [],
                mention=self._mention(relation.mention) if relation.mention is not None else None,
            )

    def _offices(self) -> tuple[tuple[Post, ...], tuple[Tenure, ...]]:
        posts: dict[tuple[str, NodeId | None], Post] = {}
        tenures: dict[tuple[NodeId, NodeId], Tenure] = {}
        for office in sorted(self.found.offices, key=lambda o: o.token.i):
            organisation = self._entities.get(id(office.organisation)) if office.organisation is not None else None
            holder = self._entities[id(office.holder)]
            post = posts.setdefault(
                (office.post.casefold(), organisation), Post(NodeId(f"p{len(posts) + 1}"), office.post)
            )
            tenure = tenures.setdefault((holder, post.id), Tenure(NodeId(f"o{len(tenures) + 1}")))
            voice = self._voice(office.token, office.rule)
            mention = self._mention(office.mention) if office.mention is not None else None
            statements: list[tuple[Predicate, NodeId, Span | None]] = [
                (Predicate.HOLDER, holder, None),
                (Predicate.POST, post.id, None),
            ]
            if organisation is not None:
                statements.append((Predicate.ORGANISATION, organisation, mention))
            for predicate, node, span in statements:
                self._state(
                    tenure.id, predicate, NodeObject(node), office.token, office.rule, voice.frame, voice, mention=span
                )
        return tuple(posts.values()), tuple(tenures.values())

    def _designations(self) -> tuple[Designation, ...]:
        out = []
        for number, label in enumerate(sorted(self.found.labels, key=lambda item: item.token.i), start=1):
            designation = Designation(NodeId(f"d{number}"), label.label)
            out.append(designation)
            voice = self._voice(label.token)
            held = modality.of(label.token, label.token, self.found.voices.cues).combine(voice.frame)
            statements: list[tuple[Predicate, ClaimObject]] = [
                (Predicate.DESIGNEE, NodeObject(self._entities[id(label.designee)]))
            ]
            if label.authority is not None:
                statements.append((Predicate.AUTHORITY, NodeObject(self._entities[id(label.authority)])))
            if label.date is not None:
                statements.append((Predicate.DATE, DateObject(label.date)))
            for predicate, object_ in statements:
                self._state(designation.id, predicate, object_, label.token, label.rule, held, voice)
        return tuple(out)


def _is_area(member: Member) -> bool:
    """What is hit and is a place, not a building, is also where it was hit."""
    return member.cls.is_a(EntityClass.PLACE) and member.cls is not EntityClass.FACILITY


def _affirmed(held: Modality) -> Modality:
    """What is denied happened nowhere and never; its place and date are not denied for themselves."""
    return held.negate() if held.polarity is Polarity.DENIED else held
