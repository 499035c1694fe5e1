"""Conflicts: pairs of claims of one document that are about the same thing and cannot both hold.

Two accounts differ far more often than they contradict each other: "the US" and "US warplanes" are no conflict, nor are
"three soldiers" and "five civilians". A pair counts only where nothing known lets both be true.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from kg.graph.groups import may_share_members
from kg.model import (
    RELATIONS,
    Claim,
    ClassObject,
    DateObject,
    Edtf,
    Entity,
    EntityClass,
    EntityKey,
    Extract,
    Identification,
    Identity,
    NodeId,
    NodeObject,
    Polarity,
    Predicate,
    Realis,
    Toll,
)

_OF_A_STATE: Final = (
    EntityClass.STATE,
    EntityClass.GOVERNMENT_BODY,
    EntityClass.ARMED_FORCE,
    EntityClass.PERSON,
    EntityClass.GROUP,
)
"""Classes whose members may act for their country, so that naming the one does not contradict naming the other."""


def find_conflicts(extract: Extract, identity: Identity) -> tuple[tuple[Claim, Claim], ...]:
    """The pairs in conflict, each once, in the order of the extract's claims."""
    return tuple(_Accounts(extract, identity).pairs())


class _Accounts:
    """What the claimants of one document say, arranged for comparison."""

    def __init__(self, extract: Extract, identity: Identity) -> None:
        self._entities = {entity.id: entity for entity in extract.entities}
        self._tolls = {toll.id: toll for toll in extract.tolls}
        self._identified = {i.entity: i for i in identity.entities}
        self._claims: dict[tuple[NodeId | EntityKey, Predicate], list[Claim]] = defaultdict(list)
        self._fillers: dict[tuple[object, ...], set[object]] = defaultdict(set)
        self._related: set[frozenset[NodeId | EntityKey]] = set()
        for claim in extract.claims:
            self._claims[self._same(claim.subject), claim.predicate].append(claim)
            if not isinstance(claim.object, NodeObject) or claim.polarity is Polarity.DENIED:
                continue
            self._fillers[self._account(claim)].add(self._same(claim.object.node))
            if claim.predicate in RELATIONS:
                self._related.add(frozenset({self._same(claim.subject), self._same(claim.object.node)}))

    def pairs(self) -> Iterator[tuple[Claim, Claim]]:
        for claims in self._claims.values():
            for one, other in combinations(claims, 2):
                if self._independent(one, other) and self._exclusive(one, other):
                    yield one, other

    def _same(self, node: NodeId) -> NodeId | EntityKey:
        """What tells nodes apart: entities by what they were identified as, all else by itself."""
        identified = self._identified.get(node)
        return identified.key if identified else node

    def _claimant(self, claim: Claim) -> NodeId | EntityKey | None:
        return None if claim.claimant is None else self._same(claim.claimant)

    def _account(self, claim: Claim) -> tuple[object, ...]:
        return self._same(claim.subject), claim.predicate, self._claimant(claim)

    def _independent(self, one: Claim, other: Claim) -> bool:
        return self._claimant(one) != self._claimant(other) or set(one.evidence) != set(other.evidence)

    def _exclusive(self, one: Claim, other: Claim) -> bool:
        if one.polarity is not other.polarity:
            denied, affirmed = (one, other) if one.polarity is Polarity.DENIED else (other, one)
            return one.realis is other.realis is not Realis.HYPOTHETICAL and self._denies(denied, affirmed)
        if one.polarity is Polarity.DENIED or not one.realis is other.realis is Realis.ACTUAL:
            return False
        match one.object, other.object:
            case DateObject(left), DateObject(right) if one.predicate is Predicate.DATE:
                return _dates_exclude(left, right)
            case NodeObject(left), NodeObject(right):
                return self._nodes_exclude(one, left, other, right)
        return False

    def _denies(self, denied: Claim, affirmed: Claim) -> bool:
        """Whether what is denied is what is affirmed, or more general: no attack, then no airstrike either."""
        match denied.object, affirmed.object:
            case ClassObject(general), ClassObject(special):
                return special.is_a(general)
            case NodeObject(left), NodeObject(right) if denied.predicate is Predicate.TOLL:
                return self._same_toll(self._tolls.get(left), self._tolls.get(right))
            case NodeObject(left), NodeObject(right):
                return self._same(left) == self._same(right)
        return denied.object == affirmed.object

    def _same_toll(self, left: Toll | None, right: Toll | None) -> bool:
        if left is None or right is None:
            return False
        groups = [None if toll.group is None else self._same(toll.group) for toll in (left, right)]
        return groups[0] == groups[1] and (left.effect, left.minimum, left.maximum) == (
            right.effect,
            right.minimum,
            right.maximum,
        )

    def _nodes_exclude(self, one: Claim, left: NodeId, other: Claim, right: NodeId) -> bool:
        differ = self._claimant(one) != self._claimant(other)
        match one.predicate:
            case Predicate.TOLL:
                return self._tolls_exclude(self._tolls.get(left), self._tolls.get(right), differ)
            case Predicate.AGENT | Predicate.TARGET if differ and self._disjoint(one, other):
                return self._actors_exclude(self._entities.get(left), self._entities.get(right))
            case Predicate.PLACE if differ and self._disjoint(one, other):
                return _places_exclude(self._identified.get(left), self._identified.get(right))
        return False

    def _disjoint(self, one: Claim, other: Claim) -> bool:
        """Whether the two claimants share no filler: who names two agents does not contradict who names one of them."""
        return not self._fillers[self._account(one)] & self._fillers[self._account(other)]

    def _tolls_exclude(self, left: Toll | None, right: Toll | None, differ: bool) -> bool:
        if left is None or right is None or left.effect is not right.effect:
            return False
        if left.group is None and right.group is None:
            return _above(left, right) or _above(right, left)
        if left.group is None or right.group is None:
            part, whole = (left, right) if right.group is None else (right, left)
            return _above(part, whole)
        if self._same(left.group) != self._same(right.group):
            one, other = self._entities.get(left.group), self._entities.get(right.group)
            # Who counts two groups of people apart breaks one toll down; only another's count can contradict it.
            if not differ or one is None or other is None or not may_share_members(one, other):
                return False
        return _above(left, right) or _above(right, left)

    def _actors_exclude(self, left: Entity | None, right: Entity | None) -> bool:
        if left is None or right is None or not (left.proper and right.proper):
            return False
        if not all(entity.cls.is_a(EntityClass.ACTOR) for entity in (left, right)):
            return False
        if frozenset({self._same(left.id), self._same(right.id)}) in self._related:
            return False
        compatriots = left.country is not None and left.country == right.country
        return not (compatriots and left.cls in _OF_A_STATE and right.cls in _OF_A_STATE)


def _above(left: Toll, right: Toll) -> bool:
    """Whether even the fewest that ``left`` counts are more than the most that ``right`` allows."""
    return left.minimum is not None and right.maximum is not None and left.minimum > right.maximum


def _dates_exclude(left: str, right: str) -> bool:
    try:
        return Edtf.parse(left).excludes(Edtf.parse(right))
    except ValueError:
        return False  # the gate reports malformed dates


def _places_exclude(left: Identification | None, right: Identification | None) -> bool:
    return (
        left is not None
        and right is not None
        and left.cls is right.cls is EntityClass.SETTLEMENT
        and left.key != right.key
        and left.key not in right.within
        and right.key not in left.within
    )
