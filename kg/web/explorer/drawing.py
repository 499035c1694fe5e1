"""The drawing: a timeline as the shapes of an SVG picture, for those without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.web.explorer.periods import Periods, Wider

WIDTH: Final = 960.0
_HEIGHT: Final = 90.0
_LANE: Final = 14.0
_LANES: Final = 6
_LABELS: Final = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of the picture with its words."""

    x: float
    y: float
    width: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A label below the line."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The picture: bars of what is known to the unit, ranges of what is known less exactly, labels.

    ``periods`` is what it shows; ``crowded`` counts the ranges that have no room in it.
    """

    periods: Periods
    bars: tuple[Bar, ...]
    ranges: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    base: float
    height: float
    crowded: int


def drawing(periods: Periods) -> Drawing:
    """The picture of a line of periods."""
    step = WIDTH / len(periods.line)
    bars = []
    for at, period in enumerate(periods.line):
        if period.events:
            height = _HEIGHT * period.events / periods.most
            words = f"{period.words}: {period.events}"
            bars.append(Bar(at * step + step * 0.1, _HEIGHT - height, step * 0.8, height, words))
    ranges, lanes, crowded = _ranges(periods.wider, step)
    every = -(-len(periods.line) // _LABELS)
    ticks = tuple(
        Tick(at * step + step / 2, _short(period.since)) for at, period in enumerate(periods.line) if at % every == 0
    )
    base = _HEIGHT + 18
    return Drawing(periods, tuple(bars), ranges, ticks, _HEIGHT, base + lanes * _LANE + 6, crowded)


def _ranges(wider: tuple[Wider, ...], step: float) -> tuple[tuple[Bar, ...], int, int]:
    """Ranges in lanes, so that none hides another; how many lanes; how many ranges have no room."""
    ends: list[float] = []
    placed, crowded = [], 0
    for one in wider:
        lane = next((at for at, end in enumerate(ends) if end <= one.begin), len(ends))
        if lane == _LANES:
            crowded += 1
            continue
        ends[lane : lane + 1] = [one.end]
        words = f"{one.when.text} ({one.when.known}): {one.events}"
        y = _HEIGHT + 20 + lane * _LANE
        placed.append(Bar(one.begin * step, y, (one.end - one.begin) * step, _LANE - 4, words))
    return tuple(placed), len(ends), crowded


def _short(since: str) -> str:
    """A label that leaves out what its neighbours say as well.

    >>> _short("2019-12-27"), _short("2019-12"), _short("2019")
    ('12-27', '2019-12', '2019')
    """
    return since[5:] if len(since) == len("2019-12-27") else since
