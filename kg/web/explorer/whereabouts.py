"""Whereabouts: places with what is known of where they are, and how exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from kg.graph import Iris
from kg.vocabulary import KG
from kg.web.select import Select, Solution, iris, question
from kg.web.words import local_name

Exactness = Literal["point", "area", "unknown"]
"""A ``point`` is a settlement or a facility whose own coordinates are known, an ``area`` a country, a region or a part
of one, or a place of which only the larger one that it lies in is known; of the ``unknown`` not even that is."""

_POINTS: Final = ("Settlement", "Facility")
_SIZES: Final = ("Facility", "Settlement", "AdministrativeArea", "Region", "Country")
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Where:
    """One place. Degrees are those of WGS 84, ``None`` where nobody knows them; ``cls`` is the class's local name.

    ``within`` are the IRIs of what it lies in; ``by`` is the name of the larger place whose coordinates stand for it.
    """

    iri: str
    label: str
    cls: str
    lat: float | None = None
    long: float | None = None
    exactness: Exactness = "unknown"
    within: tuple[str, ...] = ()
    by: str = ""


async def whereabouts(select: Select, base: str, places: Iterable[str]) -> dict[str, Where]:
    """What is known of some places. One without coordinates is drawn where the smallest place that it lies in is."""
    wanted = tuple(dict.fromkeys(places))
    found = await _looked_up(select, base, wanted)
    wider = sorted({whole for where in found.values() if where.lat is None for whole in where.within} - found.keys())
    known = found | await _looked_up(select, base, wider)
    return {place: _placed(found.get(place) or Where(place, local_name(place), ""), known) for place in wanted}


def _placed(where: Where, known: Mapping[str, Where]) -> Where:
    if where.lat is not None:
        return where
    wholes = [known[one] for one in where.within if one in known and known[one].lat is not None]
    if not wholes:
        return where
    whole = min(wholes, key=lambda one: (_size(one.cls), one.label, one.iri))
    return replace(where, lat=whole.lat, long=whole.long, exactness="area", by=whole.label)


async def _looked_up(select: Select, base: str, places: Iterable[str]) -> dict[str, Where]:
    nodes = iris(places)
    rows: list[Solution] = []
    for at in range(0, len(nodes), _AT_ONCE):
        wanted = nodes[at : at + _AT_ONCE]
        rows += await select(question("explorer-places", places=wanted, entities=Iris(base).entities_graph))
    grouped: defaultdict[str, list[Solution]] = defaultdict(list)
    for row in rows:
        grouped[row["place"]].append(row)
    return {place: _where(place, found) for place, found in grouped.items()}


def _where(place: str, rows: list[Solution]) -> Where:
    types = {local_name(row["type"]) for row in rows if row["type"].startswith(KG)} - {"Place"}
    cls = min(types, key=lambda one: (_size(one), one), default="Place")
    labels = [row["label"] for row in rows if "label" in row]
    points = sorted({point for row in rows if (point := _point(row)) is not None})
    lat, long = points[0] if points else (None, None)
    exactness: Exactness = "unknown" if lat is None else "point" if cls in _POINTS else "area"
    within = tuple(sorted({row["within"] for row in rows if "within" in row}))
    return Where(place, min(labels, default=local_name(place)), cls, lat, long, exactness, within)


def _point(row: Solution) -> tuple[float, float] | None:
    try:
        lat, long = float(row["lat"]), float(row["long"])
    except (KeyError, ValueError):
        return None
    return (lat, long) if abs(lat) <= 90 and abs(long) <= 180 else None


def _size(cls: str) -> int:
    return _SIZES.index(cls) if cls in _SIZES else len(_SIZES)
