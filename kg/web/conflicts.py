"""Conflicts as pages show them: the accounts that cannot all be right, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.web.claims import ShownClaim, show_claims
from kg.web.labels import labels
from kg.web.select import Select, Solution, iris, question
from kg.web.words import local_name

_MOST: Final = 20
_NONE: Final[Mapping[str, ShownClaim]] = {}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Accounts of one matter that exclude each other.

    ``subject`` is the event or actor that they are about, under ``label``; ``matter`` says in what they disagree.
    Each of ``sides`` contradicts another one.
    """

    subject: str
    label: str
    matter: str
    sides: tuple[ShownClaim, ...]


async def conflicts(select: Select, base: str, limit: int = _MOST) -> tuple[Conflict, ...]:
    """Conflicts of the whole graph, by at most ``limit`` pairs of claims."""
    return await _shown(select, base, await select(question("conflicts", limit=limit)))


async def conflicts_about(
    select: Select,
    base: str,
    things: Iterable[str],
    limit: int = 10 * _MOST,
    known: Mapping[str, ShownClaim] = _NONE,
) -> tuple[Conflict, ...]:
    """Conflicts in which one of the things is spoken of, or speaks. ``known`` are claims that need no second look."""
    nodes = iris(things)
    pairs = await select(question("conflicts-about", things=nodes, limit=limit))
    return await _shown(select, base, pairs, known)


async def conflicts_of(select: Select, base: str, claim: str, limit: int = 10 * _MOST) -> tuple[Conflict, ...]:
    """The claim beside those that it is in conflict with; at most one conflict, of at most ``limit`` pairs."""
    return await _shown(select, base, await select(question("conflicts-of", claims=iris([claim]), limit=limit)))


async def conflicts_among(
    select: Select, base: str, claims: Iterable[str], limit: int = 10 * _MOST
) -> tuple[Conflict, ...]:
    """Conflicts of which some claims are a side, with each other or with claims of other documents."""
    nodes = iris(claims)
    pairs = await select(question("conflicts-among", claims=nodes, limit=limit)) if nodes else []
    return await _shown(select, base, pairs)


async def conflicts_by(select: Select, base: str, claimant: str, limit: int = 10 * _MOST) -> tuple[Conflict, ...]:
    """Conflicts of which a claimant tells one side."""
    return await _shown(select, base, await select(question("source-conflicts", who=iris([claimant]), limit=limit)))


async def _shown(
    select: Select, base: str, pairs: list[Solution], known: Mapping[str, ShownClaim] = _NONE
) -> tuple[Conflict, ...]:
    every = {row[end] for row in pairs for end in ("one", "other")}
    claims = {**known, **await show_claims(select, base, sorted(every - known.keys()))}
    names = await labels(select, base, sorted({row["subject"] for row in pairs}))
    groups: defaultdict[tuple[str, str], list[Solution]] = defaultdict(list)
    for row in pairs:
        groups[row["subject"], row["predicate"]].append(row)
    found = []
    for (subject, predicate), rows in sorted(groups.items()):
        for members in _joined((row["one"], row["other"]) for row in rows):
            sides = tuple(sorted((claims[one] for one in members if one in claims), key=_order))
            if len(sides) > 1:
                found.append(Conflict(subject, names[subject], _matter(predicate, sides), sides))
    return tuple(sorted(found, key=lambda one: (-len(one.sides), one.label, one.subject)))


def _joined(pairs: Iterable[tuple[str, str]]) -> Iterable[frozenset[str]]:
    """The sets of claims that pairs connect."""
    sets: dict[str, set[str]] = {}
    for one, other in pairs:
        whole = sets.get(one, {one}) | sets.get(other, {other})
        sets.update(dict.fromkeys(whole, whole))
    return {frozenset(members) for members in sets.values()}


_MATTERS: Mapping[str, str] = {
    "toll": "How many",
    "agent": "Who did it",
    "target": "Against whom",
    "victim": "Who suffered it",
    "place": "Where",
    "date": "When",
    "type": "Whether it happened",
}


def _matter(predicate: str, sides: tuple[ShownClaim, ...]) -> str:
    if len({side.object_iri for side in sides}) == 1 and len({side.polarity for side in sides}) > 1:
        return "Whether it is so"
    return _MATTERS.get(local_name(predicate), "What is so")


def _order(claim: ShownClaim) -> tuple[str, str, int, str]:
    return claim.date, claim.document_iri, claim.begin, claim.iri
