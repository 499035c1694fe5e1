"""Supersession: what a claimant said earlier and has since put in other terms. The earlier claim stays in the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kg.graph.exclusion import exclusive
from kg.graph.statements import counted, meaning, prepared
from kg.model import Account, DateObject, Edtf, Figure, NodeKey, Polarity, Predicate, Realis


@dataclass(frozen=True, slots=True, order=True)
class Supersession:
    """The claim ``later`` takes the place of ``earlier``; both are of one claimant and about one thing."""

    later: NodeKey
    earlier: NodeKey


def supersessions(accounts: Iterable[Account]) -> tuple[Supersession, ...]:
    """What supersedes what among all accounts of one subject, sorted. It never goes in a circle.

    A claimant's new figure, date, or change from affirming to denying supersedes what it had said before: in a document
    of an earlier date, or earlier in the same document where its words mark the new one as an update. The claimant has
    to have a name, or to be a publisher or document that speaks itself. A figure supersedes one that it differs from
    unless it is merely vaguer; a date one that it excludes. What repeats a superseded figure later is no new statement.
    """
    return settled(prepared(accounts))[0]


def settled(accounts: list[Account]) -> tuple[tuple[Supersession, ...], list[Account]]:
    """The supersessions among prepared accounts, and the accounts that are still in force, in their order."""
    slots: dict[tuple[object, ...], list[Account]] = defaultdict(list)
    for account in accounts:
        if account.claimant is None or account.named:
            for slot in _slots(account):
                slots[account.voice, *slot].append(account)
    found: set[Supersession] = set()
    gone: set[NodeKey] = set()
    for told in slots.values():
        if len(told) > 1:
            for later, earlier in _replaced(told):
                gone.update(account.key for account in earlier)
                found.update(Supersession(later.key, account.key) for account in earlier if _follows(later, account))
    return tuple(sorted(found)), [account for account in accounts if account.key not in gone]


def _slots(account: Account) -> Iterator[tuple[object, ...]]:
    """The questions of which a claimant has one answer at a time."""
    if account.realis is not Realis.ACTUAL:
        return
    yield account.predicate, meaning(account)
    if account.polarity is Polarity.AFFIRMED:
        if isinstance(account.object, Figure):
            yield "figure", account.object.effect, counted(account)
        elif isinstance(account.object, DateObject) and account.predicate is Predicate.DATE:
            yield ("date",)


def _replaced(told: list[Account]) -> Iterator[tuple[Account, list[Account]]]:
    """Each first account of a new answer, with all accounts of the answers whose place it takes."""
    answers: dict[object, list[Account]] = {}
    for account in told:
        answers.setdefault((meaning(account), account.polarity), []).append(account)
    standing: list[list[Account]] = []
    for answer in sorted(answers.values(), key=lambda answer: answer[0].place):
        first = answer[0]
        old = [earlier for earlier in standing if _follows(first, earlier[0]) and _differs(first, earlier[0])]
        for earlier in old:
            standing.remove(earlier)
            yield first, earlier
        standing.append(answer)


def _follows(later: Account, earlier: Account) -> bool:
    """Whether the one was certainly said after the other, and in its place."""
    if later.document == earlier.document:
        return later.revises and later.order > earlier.order
    said, before = _days(later.published)[0], _days(earlier.published)[1]
    return said is not None and before is not None and before < said


def _differs(later: Account, earlier: Account) -> bool:
    if isinstance(later.object, Figure) and isinstance(earlier.object, Figure) and later.polarity is earlier.polarity:
        return not _allows(later.object, earlier.object)
    return exclusive(later, earlier, differ=False, disjoint=False)


def _allows(vague: Figure, precise: Figure) -> bool:
    """Whether the one range holds all of the other."""
    low, high = vague.minimum, vague.maximum
    below = low is None or (precise.minimum is not None and low <= precise.minimum)
    return below and (high is None or (precise.maximum is not None and precise.maximum <= high))


@lru_cache(maxsize=4096)
def _days(published: str | None) -> tuple[date | None, date | None]:
    try:
        value = Edtf.parse(published or "")
    except ValueError:
        return None, None
    return value.earliest, value.latest
