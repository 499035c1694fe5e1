"""Disagreement: conflicts between what several documents claim about one event or actor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from kg.graph.exclusion import exclusive
from kg.graph.statements import Statement, counted, prepared, statements
from kg.graph.supersession import settled
from kg.model import Account, NodeKey, Predicate

ConflictKind = Literal["toll", "agent", "target", "place", "date", "denial"]

LINKS: Final = 8
"""With how many statements that exclude it, those told most widely first, one statement is linked at least, where there
are as many."""

_KINDS: Final[dict[Predicate, ConflictKind]] = {
    Predicate.TOLL: "toll",
    Predicate.AGENT: "agent",
    Predicate.TARGET: "target",
    Predicate.PLACE: "place",
    Predicate.DATE: "date",
}


@dataclass(frozen=True, slots=True, order=True)
class Conflict:
    """Two claims of two documents that cannot both hold; ``one`` comes before ``other``."""

    one: NodeKey
    other: NodeKey
    kind: ConflictKind


def joint_conflicts(accounts: Iterable[Account]) -> tuple[Conflict, ...]:
    """The conflicts among all accounts of one subject, sorted; the order of the accounts does not show in them.

    Accounts that say the same are one statement, and statements are compared, not claims. Where two exclude each other,
    every claimant with a name that tells the one is linked to the first who tells the other, and documents and unnamed
    claimants together count as one more: 900 reports of one figure and 100 of another give one pair. What a claimant
    has superseded conflicts with nothing. Conflicts inside one document are its own (``find_conflicts``).
    """
    _, in_force = settled(prepared(accounts))
    found: set[Conflict] = set()
    for told in statements(in_force).values():
        for one, other in _excluding(told):
            for left, right in _linked(one, other):
                first, second = sorted((left.key, right.key))
                denial = left.polarity is not right.polarity
                found.add(Conflict(first, second, "denial" if denial else _KINDS[left.predicate]))
    return tuple(sorted(found))


def _excluding(told: list[Statement]) -> Iterator[tuple[Statement, Statement]]:
    if len(told) < 2 or (told[0].account.predicate not in _KINDS and len({s.account.polarity for s in told}) < 2):
        return
    for one in told:
        links = 0
        for other in told:
            if other is not one and _exclude(one, other):
                yield one, other
                links += 1
                if links == LINKS:
                    break


def _exclude(one: Statement, other: Statement) -> bool:
    left, right = one.account, other.account
    disjoint = not one.fillers & other.fillers
    return _comparable(left, right) and exclusive(left, right, differ=True, disjoint=disjoint)


def _comparable(left: Account, right: Account) -> bool:
    """Whether two documents speak of the same: of the same people, and of an actor at about the same time."""
    if left.predicate is Predicate.TOLL:
        ours, theirs = counted(left), counted(right)
        return ours is None or theirs is None or ours == theirs
    if left.event is None and right.event is None and left.published and right.published:
        years = left.published[:4], right.published[:4]
        return not all(year.isdigit() for year in years) or abs(int(years[0]) - int(years[1])) <= 1
    return True


def _linked(one: Statement, other: Statement) -> Iterator[tuple[Account, Account]]:
    """Every teller of the one with the first of the other, and the other way round."""
    ours = sorted(one.tellers.values(), key=lambda told: told[0].place)
    theirs = sorted(other.tellers.values(), key=lambda told: told[0].place)
    for left, right in [*((told, theirs[0]) for told in ours), *((ours[0], told) for told in theirs[1:])]:
        pairs = ((a, b) for a in left for b in right if a.document != b.document)
        pair = next(pairs, None)
        if pair is not None and _still(*pair):
            yield pair


def _still(left: Account, right: Account) -> bool:
    """Whether the two exclude each other even where one claimant says both."""
    if left.voice != right.voice or left.polarity is not right.polarity:
        return True
    return left.predicate in (Predicate.TOLL, Predicate.DATE)
