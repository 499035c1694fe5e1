"""Statements: what the accounts of one subject come to when those that say the same stand together.

Between documents, claims are compared by what they say and not one by one: a thousand reports of one figure are one
statement with many voices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from kg.graph.exclusion import FILLED
from kg.graph.groups import described, is_everyone
from kg.model import (
    Account,
    Certainty,
    ClassObject,
    EntityKey,
    Figure,
    Key,
    Party,
    Polarity,
    Predicate,
    Realis,
    object_key,
)

_KEPT: Final = 2
"""How many claims of one teller a statement keeps: of two documents, so that one is never of the document that the
other side of a conflict is from."""


@dataclass(slots=True)
class Statement:
    """What all its accounts say. ``account`` is the first of them; ``voices`` are all who say it.

    ``tellers`` leads from each claimant that has a name, and from ``""`` for all others, to its first claims.
    ``fillers`` is everything that these voices fill the predicate with.
    """

    account: Account
    fillers: frozenset[Key] = frozenset()
    voices: set[str] = field(default_factory=set)
    tellers: dict[str, list[Account]] = field(default_factory=dict)

    def add(self, account: Account) -> None:
        """Takes in one more account; they have to come in their order."""
        self.voices.add(account.voice)
        told = self.tellers.setdefault(account.voice if account.named else "", [])
        if len(told) < _KEPT and all(account.document != other.document for other in told):
            told.append(account)

    @property
    def order(self) -> tuple[int, tuple[str, str, int]]:
        """A place in one order: what most say first, then what was said first."""
        return -len(self.voices), self.account.place


def prepared(accounts: Iterable[Account]) -> list[Account]:
    """The accounts that comparison between documents rests on, in their order, told in one way.

    What is merely possible or imagined is left out. A toll of "25 people" counts nobody in particular; groups that
    are described in the same words are one. What documents know of an actor or place is put together.
    """
    kept = [
        account
        for account in accounts
        if account.shared and account.certainty is not Certainty.POSSIBLE and account.realis is not Realis.HYPOTHETICAL
    ]
    kept.sort(key=lambda account: account.place)
    parties: dict[Key, set[Party]] = defaultdict(set)
    for account in kept:
        if isinstance(account.object, Party):
            parties[account.object.key].add(account.object)
    known = {key: _put_together(found) for key, found in parties.items()}
    return [_told_in_one_way(account, known) for account in kept]


def statements(accounts: Iterable[Account]) -> dict[tuple[Predicate, object], list[Statement]]:
    """Prepared accounts by what they are comparable in: the predicate, and for tolls the effect."""
    accounts = list(accounts)
    fillers: dict[tuple[Predicate, str], set[Key]] = defaultdict(set)
    for account in accounts:
        key = object_key(account)
        if account.predicate in FILLED and account.polarity is Polarity.AFFIRMED and key is not None:
            fillers[account.predicate, account.voice].add(key)
    frozen = {who: frozenset(keys) for who, keys in fillers.items()}
    found: dict[tuple[Predicate, object], dict[object, Statement]] = defaultdict(dict)
    for account in accounts:
        effect = account.object.effect if isinstance(account.object, Figure) else None
        filled = frozen.get((account.predicate, account.voice), frozenset())
        said = (meaning(account), account.polarity, account.realis, filled, _year(account))
        together = found[account.predicate, effect]
        if said not in together:
            together[said] = Statement(account, filled)
        together[said].add(account)
    return {what: sorted(told.values(), key=lambda s: s.order) for what, told in found.items()}


def meaning(account: Account) -> object:
    """What a prepared account says of its subject by its predicate; equal where two say the same."""
    match account.object:
        case Figure(effect=effect, minimum=minimum, maximum=maximum):
            return effect, minimum, maximum, counted(account)
        case ClassObject(cls):
            return cls
    return object_key(account) or account.object


def counted(account: Account) -> Key | None:
    """The group that a prepared account of a toll counts."""
    return account.object.group.key if isinstance(account.object, Figure) and account.object.group else None


def _told_in_one_way(account: Account, known: dict[Key, Party]) -> Account:
    match account.object:
        case Party(key=key):
            return replace(account, object=known[key])
        case Figure(group=Party() as group) as figure if not group.proper:
            words = EntityKey("group", f"{described(group)} {group.country or ''}".strip())
            return replace(
                account, object=replace(figure, group=None if is_everyone(group) else replace(group, key=words))
            )
    return account


def _put_together(parties: set[Party]) -> Party:
    told = sorted(parties, key=repr)
    return replace(
        next((party for party in told if party.proper), told[0]),
        country=next((party.country for party in told if party.country), None),
        known=next((party.known for party in told if party.known), None),
        within=tuple(sorted({place for party in told for place in party.within})),
        related=tuple(sorted({other for party in told for other in party.related}, key=str)),
    )


def _year(account: Account) -> str | None:
    """The year that a statement about an actor is from: what relates two actors may change, what happened may not."""
    return account.published[:4] if account.event is None and account.published else None
