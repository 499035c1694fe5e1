"""Paths: how two are linked through others, found step by step from both ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from kg.graph import Iris
from kg.web.select import Select, iris, question

MOST_STEPS: Final = 4
_MOST_AT_ONCE: Final = 1_000
_MOST_ROWS: Final = 10_000
_MOST_PATHS: Final = 30

Path = tuple[str, ...]
"""The actors of a path, from end to end."""


@dataclass(frozen=True, slots=True)
class Found:
    """The shortest paths between two: some of them where there are many.

    ``looked_at`` is the number of actors that were reached. Where the search was not ``exhaustive``, some had more
    links than could be followed, and there may be other paths, or shorter ones. ``more``: there are others as short.
    """

    paths: tuple[Path, ...]
    looked_at: int
    exhaustive: bool
    more: bool = False

    @property
    def steps(self) -> int:
        """How many steps each of the paths has; 0 where there is none."""
        return len(self.paths[0]) - 1 if self.paths else 0


@dataclass(slots=True)
class _Side:
    """What was reached from one end: for each actor, those one step nearer to that end."""

    nearer: dict[str, set[str]]
    frontier: list[str]
    steps: int = 0
    exhaustive: bool = True

    async def grow(self, select: Select, base: str) -> None:
        """One step further."""
        graph = Iris(base).relationships_graph
        actors = self.frontier[:_MOST_AT_ONCE]
        rows = await select(question("network-steps", actors=iris(actors), relationships=graph, limit=_MOST_ROWS))
        self.exhaustive &= len(rows) < _MOST_ROWS and len(actors) == len(self.frontier)
        reached: dict[str, set[str]] = {}
        for row in rows:
            if row["to"] not in self.nearer:
                reached.setdefault(row["to"], set()).add(row["from"])
        self.nearer.update(reached)
        self.frontier = sorted(reached)
        self.steps += 1

    def ways(self, actor: str) -> Iterator[Path]:
        """The ways from an actor to this side's end."""
        nearer = self.nearer[actor]
        if not nearer:
            yield (actor,)
        for one in sorted(nearer):
            for way in self.ways(one):
                yield (actor, *way)


async def paths(select: Select, base: str, start: str, goal: str) -> Found:
    """The shortest paths of at most ``MOST_STEPS`` steps over links that somebody affirms."""
    one, other = _Side({start: set()}, [start]), _Side({goal: set()}, [goal])
    if start == goal:
        return Found((), 1, exhaustive=True)
    while one.steps + other.steps < MOST_STEPS and one.frontier and other.frontier:
        smaller = one if len(one.frontier) <= len(other.frontier) else other
        await smaller.grow(select, base)
        meeting = sorted(one.nearer.keys() & other.nearer.keys())
        if meeting:
            found = list(islice(_joined(one, other, meeting), _MOST_PATHS + 1))
            looked_at = len(one.nearer.keys() | other.nearer.keys())
            is_exhaustive = one.exhaustive and other.exhaustive
            return Found(tuple(found[:_MOST_PATHS]), looked_at, is_exhaustive, len(found) > _MOST_PATHS)
    return Found((), len(one.nearer) + len(other.nearer), one.exhaustive and other.exhaustive)


def _joined(one: _Side, other: _Side, meeting: list[str]) -> Iterator[Path]:
    for actor in meeting:
        for way in one.ways(actor):
            for on in other.ways(actor):
                yield (*reversed(way), *on[1:])
