"""The part: one section of the page, gathered but not yet written, so that names and quotes are asked for once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Final

from kg.web.dates import date_words
from kg.web.labels import exact
from kg.web.select import Select
from kg.web.table import Cell, Table
from kg.web.told import Known, Told

MOST: Final = 5_000
"""Claims about one thing that are denied, planned or merely possible, of which a section takes note."""

_READ: Final = 15
"""Claims that are read for each row, to be put together by what they say."""

_MOST_CELLS: Final = 4
_PLAIN: Final = re.compile(r"\d{4}(-\d\d){0,2}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a section is asked for: the rows about ``thing`` from ``offset`` on, ``limit`` of them."""

    select: Select
    base: str
    thing: str
    limit: int
    offset: int = 0

    @property
    def read(self) -> int:
        """How many claims are read to be put together."""
        return _READ * self.limit

    def first(self, told: Collection[Told]) -> str:
        """What a caption adds where there may be more claims than were read."""
        return f", of the first {self.read:,} claims" if len(told) >= self.read else ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section: ``nodes`` whose names and ``claims`` whose quotes it shows, and ``draw``, which makes its table."""

    nodes: frozenset[str]
    claims: frozenset[str]
    draw: Callable[[Known], Table]


def caption(shown: int, number: int, singular: str, plural: str, order: str = "") -> str:
    """What a table holds, in words.

    >>> caption(20, 1_204, "event", "events", "latest first"), caption(1, 1, "event", "events")
    ('20 of 1,204 events, latest first', '1 event')
    """
    thing = singular if number == 1 else plural
    count = f"{number:,} {thing}" if shown >= number else f"{shown:,} of {number:,} {thing}"
    return f"{count}, {order}" if order and number > 1 else count


def when(told: Iterable[Told]) -> tuple[Cell, ...]:
    """The dates that are claimed, the exact ones; plain ones as they are, so that they sort, others in words."""
    dates = sorted(exact(one.object for one in told if one.predicate == "date" and one.is_affirmed))
    words = [date if _PLAIN.fullmatch(date) else date_words(date) for date in dates]
    return (Cell(" or ".join(words)),) if words else ()


def some(cells: list[Cell]) -> tuple[Cell, ...]:
    """The first cells, and how many more there are."""
    if len(cells) <= _MOST_CELLS + 1:
        return tuple(cells)
    return (*cells[:_MOST_CELLS], Cell(f"{len(cells) - _MOST_CELLS} more"))
