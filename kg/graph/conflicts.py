"""Conflicts inside one document: pairs of its claims that are about the same thing and cannot both hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from kg.graph.accounts import read_accounts
from kg.graph.exclusion import FILLED, exclusive
from kg.model import Account, Claim, Extract, Identity, Key, Polarity, Predicate, object_key


def find_conflicts(extract: Extract, identity: Identity) -> tuple[tuple[Claim, Claim], ...]:
    """The pairs in conflict, each once, in the order of the extract's claims."""
    claims = extract.claims
    return tuple((claims[a.order], claims[b.order]) for a, b in _pairs(read_accounts(extract, identity)))


def _pairs(told: tuple[Account, ...]) -> Iterator[tuple[Account, Account]]:
    together: dict[tuple[Key, Predicate], list[Account]] = defaultdict(list)
    fillers: dict[tuple[Key, Predicate, Key | None], set[Key]] = defaultdict(set)
    for account in told:
        together[account.subject, account.predicate].append(account)
        key = object_key(account)
        if account.predicate in FILLED and key is not None and account.polarity is not Polarity.DENIED:
            fillers[account.subject, account.predicate, account.claimant].add(key)
    for (subject, predicate), group in together.items():
        for one, other in combinations(group, 2):
            differ = one.claimant != other.claimant
            if not differ and set(one.evidence) == set(other.evidence):
                continue
            ours, theirs = ((subject, predicate, who) for who in (one.claimant, other.claimant))
            disjoint = predicate in FILLED and not fillers[ours] & fillers[theirs]
            if exclusive(one, other, differ=differ, disjoint=disjoint):
                yield one, other
