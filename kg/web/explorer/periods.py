"""The periods: how many events there were in each year, month or day, without the precision that nobody gave."""

from __future__ import annotations

from calendar import month_name
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from kg.web.explorer.selection import Found
from kg.web.explorer.when import When

Unit = Literal["day", "month", "year", "decade"]

_UNITS: Final[tuple[tuple[Unit, int], ...]] = (("day", 45), ("month", 48), ("year", 80))
"""Units of time, and how many of each a line is long at most before it is told in the next larger ones."""


@dataclass(frozen=True, slots=True)
class Period:
    """One unit of time: its EDTF or span of two, its words, and the events that were within it for sure."""

    since: str
    until: str
    words: str
    events: int


@dataclass(frozen=True, slots=True)
class Wider:
    """A date that is known less exactly than the units of the line, with the events that have it."""

    when: When
    events: int
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Periods:
    """A line of periods without gaps; ``begin`` and ``end`` of what is ``wider`` are counted in its units."""

    unit: Unit
    line: tuple[Period, ...]
    wider: tuple[Wider, ...]

    @property
    def most(self) -> int:
        """The most events of one period; 1 where there are none."""
        return max((period.events for period in self.line), default=1) or 1

    @property
    def told(self) -> tuple[Period, ...]:
        """The periods with events."""
        return tuple(period for period in self.line if period.events)


def periods(events: Iterable[Found]) -> Periods | None:
    """The line that holds all dates of the events; ``None`` where no event has one. An event counts at each of them."""
    dates = Counter(one for event in events for one in event.dates if one.is_dated)
    if not dates:
        return None
    days = [day for one in dates for day in (one.earliest, one.latest) if day is not None]
    first, last = min(days), max(days)
    unit = _unit(first, last)
    begin = _number(first, unit)
    counts: Counter[int] = Counter()
    wider = []
    for one, number in sorted(dates.items(), key=lambda pair: (pair[0].begin, pair[0].text)):
        start = _number(one.earliest or first, unit)
        end = _number(one.latest or last, unit)
        if one.earliest and one.latest and start == end:
            counts[start] += number
        else:
            wider.append(Wider(one, number, start - begin, end - begin + 1))
    line = tuple(_period(at, unit, counts[at]) for at in range(begin, _number(last, unit) + 1))
    return Periods(unit, line, tuple(wider))


def _unit(first: date, last: date) -> Unit:
    lengths = ((unit, most, _number(last, unit) - _number(first, unit)) for unit, most in _UNITS)
    return next((unit for unit, most, length in lengths if length < most), "decade")


def _number(day: date, unit: Unit) -> int:
    match unit:
        case "day":
            return day.toordinal()
        case "month":
            return day.year * 12 + day.month - 1
        case "year":
            return day.year
        case "decade":
            return day.year // 10


def _period(at: int, unit: Unit, events: int) -> Period:
    match unit:
        case "day":
            day = date.fromordinal(at).isoformat()
            return Period(day, day, day, events)
        case "month":
            year, month = divmod(at, 12)
            text = f"{year:04}-{month + 1:02}"
            return Period(text, text, f"{month_name[month + 1]} {year}", events)
        case "year":
            return Period(f"{at:04}", f"{at:04}", f"{at}", events)
        case "decade":
            return Period(f"{max(at * 10, 1):04}", f"{at * 10 + 9:04}", f"{at * 10}s", events)
