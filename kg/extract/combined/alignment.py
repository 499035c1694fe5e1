"""The alignment: which nodes of a second extract are nodes of a first one.

What denotes the same words is the same thing. Where the two take it for things that exclude each other, the first
stays, and the second's node is ``lost`` with all that is said of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import (
    Claim,
    Entity,
    EntityClass,
    Event,
    Extract,
    Mention,
    MentionKind,
    NodeId,
    NodeObject,
    Predicate,
    Span,
    Toll,
)

_KINDS = (EntityClass.PERSON, EntityClass.ORGANISATION, EntityClass.GROUP, EntityClass.PLACE)


@dataclass(frozen=True, slots=True)
class Alignment:
    """``same`` has the first extract's node for each of the second's that it has; ``lost`` are nodes it contradicts."""

    same: Mapping[NodeId, NodeId]
    lost: frozenset[NodeId]

    def name(self, node: NodeId) -> NodeId:
        """What a node of the second is called among those of the first: ``+`` goes before what these lack."""
        return self.same.get(node) or NodeId("+" + node)


def align(first: Extract, second: Extract) -> Alignment:
    """How the nodes of two extracts of one document go together."""
    return _Aligning(first, second).aligned()


class _Aligning:
    def __init__(self, first: Extract, second: Extract) -> None:
        self._first = first
        self._second = second
        self._same: dict[NodeId, NodeId] = {}
        self._lost: set[NodeId] = set()

    def aligned(self) -> Alignment:
        self._entities()
        self._events()
        self._attributions()
        self._tolls()
        self._tenures()
        self._designations()
        return Alignment(self._same, frozenset(self._lost))

    def _entities(self) -> None:
        known = {entity.id: entity for entity in self._first.entities}
        mentions = _mentions(self._first, known)
        of_second = _mentions(self._second, {entity.id for entity in self._second.entities})
        names = {
            name.casefold(): e for e in reversed(self._first.entities) if e.proper for name in (e.name, *e.aliases)
        }
        spans: dict[Span, list[NodeId]] = defaultdict(list)
        for node, found in mentions.items():
            for mention in found:
                spans[mention.span].append(node)
        for entity in self._second.entities:
            votes: Counter[NodeId] = Counter()
            for mention in of_second[entity.id]:
                for node in spans.get(mention.span, ()):
                    votes[node] += 2 if mention.kind is MentionKind.NAME else 1
            found_by_name = names.get(entity.name.casefold()) if entity.proper else None
            if votes:
                best = min(votes, key=lambda node: (-votes[node], _number(node)))
                self._meet(entity, known[best], by_words=True)
            elif found_by_name is not None:
                self._meet(entity, found_by_name, by_words=False)

    def _meet(self, entity: Entity, other: Entity, *, by_words: bool) -> None:
        if _kind(entity) is _kind(other) or _is_any_actor(entity, other):
            self._same[entity.id] = other.id
        elif by_words:  # one name may be of two things; one mention is of one
            self._lost.add(entity.id)

    def _events(self) -> None:
        triggers = _mentions(self._first, {event.id for event in self._first.events})
        of_second = _mentions(self._second, {event.id for event in self._second.events})
        for event in self._second.events:
            spans = [m.span for m in of_second[event.id]]
            touching = [
                one
                for one in self._first.events
                if any(m.span.overlaps(span) for m in triggers[one.id] for span in spans)
            ]
            fitting = [one for one in touching if _is_one_line(one, event)]
            if fitting:
                self._same[event.id] = fitting[0].id
            elif touching:
                self._lost.add(event.id)

    def _attributions(self) -> None:
        for attribution in self._second.attributions:
            if attribution.claimant in self._lost:
                self._lost.add(attribution.id)
                continue
            for one in self._first.attributions:
                if one.cue.overlaps(attribution.cue):
                    self._same[attribution.id] = one.id
                    break

    def _tolls(self) -> None:
        events: dict[NodeId, set[NodeId]] = defaultdict(set)
        for claim in self._first.claims:
            if claim.predicate is Predicate.TOLL and isinstance(claim.object, NodeObject):
                events[claim.object.node].add(claim.subject)
        for toll in self._second.tolls:
            if toll.group in self._lost:
                self._lost.add(toll.id)
                continue
            of = {self._same.get(subject) for subject in _subjects(self._second, Predicate.TOLL, toll.id)}
            for one in self._first.tolls:
                if events[one.id] & of and self._is_same_toll(one, toll):
                    self._same[toll.id] = one.id
                    break

    def _is_same_toll(self, one: Toll, other: Toll) -> bool:
        group = self._same.get(other.group) if other.group else None
        counts = (one.effect, one.minimum, one.maximum) == (other.effect, other.minimum, other.maximum)
        return counts and (one.group is None or other.group is None or one.group == group)

    def _tenures(self) -> None:
        ours = {post.id: post.label.casefold() for post in self._first.posts}
        theirs = {post.id: post.label.casefold() for post in self._second.posts}
        known: dict[tuple[NodeId, str], tuple[NodeId, NodeId]] = {}
        for tenure in reversed(self._first.tenures):
            posts = _objects(self._first, tenure.id, Predicate.POST)
            for holder in _objects(self._first, tenure.id, Predicate.HOLDER):
                for post in posts:
                    known[holder, ours.get(post, "")] = (tenure.id, post)
        for tenure in self._second.tenures:
            holders = _objects(self._second, tenure.id, Predicate.HOLDER)
            if holders & self._lost:
                self._lost.add(tenure.id)
                continue
            for holder in sorted(holders):
                for post in sorted(_objects(self._second, tenure.id, Predicate.POST)):
                    found = known.get((self._same.get(holder, NodeId("")), theirs.get(post, "")))
                    if found is not None and tenure.id not in self._same:
                        self._same[tenure.id], self._same[post] = found

    def _designations(self) -> None:
        for designation in self._second.designations:
            designees = _objects(self._second, designation.id, Predicate.DESIGNEE)
            if designees & self._lost:
                self._lost.add(designation.id)
                continue
            mapped = {self._same.get(node) for node in designees}
            for one in self._first.designations:
                alike = one.label.casefold() == designation.label.casefold()
                if alike and mapped & _objects(self._first, one.id, Predicate.DESIGNEE):
                    self._same[designation.id] = one.id
                    break


def _mentions(extract: Extract, nodes: Mapping[NodeId, Entity] | set[NodeId]) -> dict[NodeId, list[Mention]]:
    found: dict[NodeId, list[Mention]] = {node: [] for node in nodes}
    for mention in extract.mentions:
        if mention.node in found:
            found[mention.node].append(mention)
    return found


def _kind(entity: Entity) -> EntityClass | None:
    return next((kind for kind in _KINDS if entity.cls.is_a(kind)), None)


def _is_any_actor(one: Entity, other: Entity) -> bool:
    """Whether one of the two is an actor of no known kind, and the other an actor."""
    return EntityClass.ACTOR in (one.cls, other.cls) and EntityClass.PLACE not in (_kind(one), _kind(other))


def _is_one_line(one: Event, other: Event) -> bool:
    """Whether one event's class is the other's, or a kind of it."""
    return one.cls in other.cls.lineage or other.cls in one.cls.lineage


def _subjects(extract: Extract, predicate: Predicate, node: NodeId) -> set[NodeId]:
    return {c.subject for c in extract.claims if c.predicate is predicate and c.object == NodeObject(node)}


def _objects(extract: Extract, subject: NodeId, predicate: Predicate) -> set[NodeId]:
    return {node for c in extract.claims if c.subject == subject and (node := _node(c, predicate)) is not None}


def _node(claim: Claim, predicate: Predicate) -> NodeId | None:
    return claim.object.node if claim.predicate is predicate and isinstance(claim.object, NodeObject) else None


def _number(node: NodeId) -> tuple[int, str]:
    return len(node), node
