"""Exclusion: whether two accounts of one thing cannot both hold. One rule for one document and for many.

Two accounts differ far more often than they contradict each other: "the US" and "US warplanes" are no conflict, nor are
"three soldiers" and "five civilians". A pair counts only where nothing known lets both be true.
"""

from __future__ import annotations

from typing import Final

from kg.graph.groups import may_share_members
from kg.model import (
    Account,
    ClassObject,
    DateObject,
    Edtf,
    EntityClass,
    Figure,
    Party,
    Polarity,
    Predicate,
    Realis,
    object_key,
)

FILLED: Final = frozenset({Predicate.AGENT, Predicate.TARGET, Predicate.PLACE})
"""Predicates whose fillers exclude each other only where the two claimants share none."""

_OF_A_STATE: Final = (
    EntityClass.STATE,
    EntityClass.GOVERNMENT_BODY,
    EntityClass.ARMED_FORCE,
    EntityClass.PERSON,
    EntityClass.GROUP,
)
"""Classes whose members may act for their country, so that naming the one does not contradict naming the other."""


def exclusive(one: Account, other: Account, *, differ: bool, disjoint: bool) -> bool:
    """Whether two accounts with one subject and predicate cannot both hold.

    ``differ``: the claimants are two. ``disjoint``: they share no filler of the predicate; who names two agents does
    not contradict who names one of them.
    """
    if one.polarity is not other.polarity:
        denied, affirmed = (one, other) if one.polarity is Polarity.DENIED else (other, one)
        return one.realis is other.realis is not Realis.HYPOTHETICAL and _denies(denied, affirmed)
    if one.polarity is Polarity.DENIED or not one.realis is other.realis is Realis.ACTUAL:
        return False
    match one.object, other.object:
        case DateObject(left), DateObject(right) if one.predicate is Predicate.DATE:
            return _dates_exclude(left, right)
        case Figure() as left, Figure() as right if one.predicate is Predicate.TOLL:
            return _figures_exclude(left, right, differ)
        case Party() as left, Party() as right if differ and disjoint:
            if one.predicate is Predicate.PLACE:
                return _places_exclude(left, right)
            return one.predicate in FILLED and _actors_exclude(left, right)
    return False


def _denies(denied: Account, affirmed: Account) -> bool:
    """Whether what is denied is what is affirmed, or more general: no attack, then no airstrike either."""
    match denied.object, affirmed.object:
        case ClassObject(general), ClassObject(special):
            return special.is_a(general)
        case Figure() as left, Figure() as right if denied.predicate is Predicate.TOLL:
            return _same_figure(left, right)
    left_key, right_key = object_key(denied), object_key(affirmed)
    if left_key is not None and right_key is not None:
        return denied.predicate is not Predicate.TOLL and left_key == right_key
    return denied.object == affirmed.object


def _same_figure(left: Figure, right: Figure) -> bool:
    groups = [figure.group and figure.group.key for figure in (left, right)]
    return groups[0] == groups[1] and (left.effect, left.minimum, left.maximum) == (
        right.effect,
        right.minimum,
        right.maximum,
    )


def _figures_exclude(left: Figure, right: Figure, differ: bool) -> bool:
    if left.effect is not right.effect:
        return False
    if left.group is None and right.group is None:
        return above(left, right) or above(right, left)
    if left.group is None or right.group is None:
        part, whole = (left, right) if right.group is None else (right, left)
        return above(part, whole)
    # Who counts two groups of people apart breaks one toll down; only another's count can contradict it.
    if left.group.key != right.group.key and not (differ and may_share_members(left.group, right.group)):
        return False
    return above(left, right) or above(right, left)


def above(left: Figure, right: Figure) -> bool:
    """Whether even the fewest that ``left`` counts are more than the most that ``right`` allows."""
    return left.minimum is not None and right.maximum is not None and left.minimum > right.maximum


def _actors_exclude(left: Party, right: Party) -> bool:
    if not (left.proper and right.proper):
        return False
    if not all(party.cls.is_a(EntityClass.ACTOR) for party in (left, right)):
        return False
    if right.key in left.related or left.key in right.related:
        return False
    compatriots = left.country is not None and left.country == right.country
    return not (compatriots and left.cls in _OF_A_STATE and right.cls in _OF_A_STATE)


def _dates_exclude(left: str, right: str) -> bool:
    try:
        return Edtf.parse(left).excludes(Edtf.parse(right))
    except ValueError:
        return False  # the gate reports malformed dates


def _places_exclude(left: Party, right: Party) -> bool:
    return (
        left.known is right.known is EntityClass.SETTLEMENT
        and left.key != right.key
        and left.key not in right.within
        and right.key not in left.within
    )
