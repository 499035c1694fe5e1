"""The points of a result: what of it a map can show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.web.sparql.answer import Solutions, Term, number
from kg.web.sparql.cells import Writer

_MOST: Final = 2_000
_PAIRS: Final = (("latitude", "longitude"), ("lat", "long"), ("lat", "lon"), ("lat", "lng"))
_NUMBER: Final = r"([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)"
_WKT: Final = re.compile(rf"(?:<[^>]*>\s*)?POINT\s*\(\s*{_NUMBER}\s+{_NUMBER}\s*\)", re.IGNORECASE)
_WKT_TYPE: Final = "http://www.opengis.net/ont/geosparql#wktLiteral"
_NAMES: Final = ("label", "name", "title")


@dataclass(frozen=True, slots=True)
class Point:
    """One point in degrees (WGS 84) with its words; ``href`` leads to what stands there, where the row names it."""

    lat: float
    long: float
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a result; ``unplaced`` counts rows without one, ``cut`` those beyond what a map shows."""

    points: tuple[Point, ...]
    unplaced: int
    cut: int


def points_of(solutions: Solutions, writer: Writer) -> Points | None:
    """What a map can show: columns named like latitude and longitude, or points in WKT; ``None`` where neither is.

    A row is a point where both numbers are degrees on the earth.
    """
    if solutions.graph:
        return None
    columns = _columns(solutions)
    if columns is None:
        return None
    found: list[Point] = []
    unplaced = cut = 0
    for row in solutions.rows:
        place = _place(row, columns)
        if place is None:
            unplaced += 1
        elif len(found) == _MOST:
            cut += 1
        else:
            found.append(Point(*place, *_words(solutions, row, columns, writer)))
    return Points(tuple(found), unplaced, cut) if found else None


def _columns(solutions: Solutions) -> tuple[int, ...] | None:
    """The columns of latitude and longitude, or the one of points."""
    names = [name.lower() for name in solutions.names]
    for lat, long in _PAIRS:
        for at, name in enumerate(names):
            for begin, end in _ends(name, lat):
                if begin + long + end in names:
                    return at, names.index(begin + long + end)
    for at in range(len(names)):
        if any(_wkt(value) is not None for value in solutions.column(at)):
            return (at,)
    return None


def _ends(name: str, word: str) -> Iterator[tuple[str, str]]:
    """What stands before and after a word that begins or ends a name."""
    if name.startswith(word):
        yield "", name.removeprefix(word)
    if name.endswith(word):
        yield name.removesuffix(word), ""


def _place(row: tuple[Term | None, ...], columns: tuple[int, ...]) -> tuple[float, float] | None:
    if len(columns) == 1:
        place = _wkt(row[columns[0]])
    else:
        lat, long = (_degrees(row[at]) for at in columns)
        place = None if lat is None or long is None else (lat, long)
    return place if place is not None and abs(place[0]) <= 90 and abs(place[1]) <= 180 else None


def _degrees(term: Term | None) -> float | None:
    """A number, also where it is written as a plain string."""
    if (value := number(term)) is not None:
        return value
    return float(term.value) if isinstance(term, ox.Literal) and re.fullmatch(_NUMBER, term.value) else None


def _wkt(term: Term | None) -> tuple[float, float] | None:
    """Latitude and longitude of a point in WKT, which has longitude first (GeoSPARQL 1.1, section 8.5)."""
    if not isinstance(term, ox.Literal) or term.datatype.value != _WKT_TYPE:
        return None
    match = _WKT.fullmatch(term.value.strip())
    return (float(match[2]), float(match[1])) if match else None


def _words(
    solutions: Solutions, row: tuple[Term | None, ...], columns: tuple[int, ...], writer: Writer
) -> tuple[str, str]:
    """What a point is called, and where it leads: the row's first name, and its first node."""
    others = [at for at in range(len(row)) if at not in columns and row[at] is not None]
    named = [at for at in others if solutions.names[at].lower().endswith(_NAMES)]
    text = next((writer.term(row[at]).text for at in named or others), "")
    nodes = (writer.term(row[at]) for at in others if isinstance(row[at], ox.NamedNode))
    return text, next((node.href for node in nodes if node.href), "")
