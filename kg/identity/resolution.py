"""Resolution: which of many things are one, from pairs that speak for it and judgements that people made.

Pure, and used for actors and places as for events. The result is a function of the sets it is given: neither their
order nor the order in which they came to be known shows in it. It works on what is connected alone, so it may be asked
about one connected part at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar


class _Ordered(Hashable, Protocol):
    def __lt__(self, other: Any, /) -> bool: ...


K = TypeVar("K", bound=_Ordered)


@dataclass(frozen=True, slots=True)
class Pair(Generic[K]):
    """Two things that may be one; ``first`` comes before ``second``. ``score`` goes from 0 to 1."""

    first: K
    second: K
    score: float

    @staticmethod
    def of(one: K, other: K, score: float = 1.0) -> Pair[K]:
        """The pair of two things in their order."""
        return Pair(one, other, score) if one < other else Pair(other, one, score)


def resolve(
    pairs: Iterable[Pair[K]],
    same: Iterable[Pair[K]] = (),
    different: Iterable[Pair[K]] = (),
    excludes: Callable[[K, K], bool] = lambda _one, _other: False,
) -> tuple[frozenset[K], ...]:
    """The sets of two and more things that are one, in the order of their first members.

    ``same`` and ``different`` are what people decided, and hold: ``same`` wins where they contradict each other (see
    ``contradiction``). ``pairs`` join in the order of their score, then of their things, unless a pair of ``different``
    or one that ``excludes`` stands between the two sets.
    """
    sets = _Sets[K]()
    for pair in same:
        sets.join(pair.first, pair.second)
    apart: defaultdict[K, set[K]] = defaultdict(set)
    for pair in different:
        apart[pair.first].add(pair.second)
        apart[pair.second].add(pair.first)
    for pair in sorted(pairs, key=lambda p: (-p.score, p.first, p.second)):
        ours, theirs = sets.members(pair.first), sets.members(pair.second)
        if ours is theirs or any(not apart[one].isdisjoint(theirs) for one in ours if one in apart):
            continue
        if not any(excludes(one, other) for one in ours for other in theirs):
            sets.join(pair.first, pair.second)
    return sets.all()


def contradiction(same: Iterable[Pair[K]], different: Iterable[Pair[K]]) -> Pair[K] | None:
    """The first pair of ``different`` whose things ``same`` makes one, if only by way of others; ``None`` if none."""
    sets = _Sets[K]()
    for pair in same:
        sets.join(pair.first, pair.second)
    refuted = (pair for pair in different if sets.members(pair.first) is sets.members(pair.second))
    return min(refuted, key=lambda pair: (pair.first, pair.second), default=None)


def connected(start: Collection[K], neighbours: Callable[[K], Iterable[K]]) -> tuple[frozenset[K], ...]:
    """The connected parts that hold the things of ``start``, each once, in the order of their first members."""
    parts, seen = [], set[K]()
    for one in sorted(start):
        if one in seen:
            continue
        part, ahead = {one}, [one]
        while ahead:
            fresh = set(neighbours(ahead.pop())) - part
            part |= fresh
            ahead += fresh
        seen |= part
        parts.append(frozenset(part))
    return tuple(sorted(parts, key=min))


class _Sets(Generic[K]):
    """Disjoint sets; the smaller of two is poured into the larger."""

    def __init__(self) -> None:
        self._of: dict[K, set[K]] = {}

    def members(self, one: K) -> set[K]:
        found = self._of.get(one)
        if found is None:
            found = self._of[one] = {one}
        return found

    def join(self, one: K, other: K) -> None:
        small, large = sorted((self.members(one), self.members(other)), key=len)
        if small is large:
            return
        large |= small
        for member in small:
            self._of[member] = large

    def all(self) -> tuple[frozenset[K], ...]:
        found = {id(members): frozenset(members) for members in self._of.values() if len(members) > 1}
        return tuple(sorted(found.values(), key=min))
