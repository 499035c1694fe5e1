"""The page of the explorer: where and when?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.errors import ParameterError
from kg.model import EventClass
from kg.web.explorer.drawing import Drawing, drawing
from kg.web.explorer.explored import MOST, Explored, explored
from kg.web.explorer.periods import periods
from kg.web.explorer.tables import EVENTS, PLACES, events_table, places_table
from kg.web.explorer.wish import FILTERS, ORDERS, STANDINGS, number_of
from kg.web.leaf import Leaf
from kg.web.page import Page
from kg.web.place import Place
from kg.web.select import Select
from kg.web.table import Table
from kg.web.words import title

_ROWS: Final = 25
_PAGES: Final = 400
_SUGGESTED: Final = 60
_NO_NAMES: Final[Mapping[str, tuple[str, ...]]] = {"place": (), "actor": (), "claimant": ()}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a form: its value, its words, whether it is made, and how deep it stands below others."""

    value: str
    words: str
    chosen: bool
    depth: int = 0


async def explorer_page(select: Select, place: Place) -> Page:
    """The explorer, with what its address asks for; where that is wrong, with what is wrong instead of results.

    Raises what ``select`` does, and ``ParameterError`` where a file is wanted of what is wrong.
    """
    try:
        number = number_of(place, "page", _PAGES, 1)
        whole = bool(place.parameter("table"))
        offset, limit = (0, MOST) if whole else ((number - 1) * _ROWS, _ROWS)
        found = await explored(select, place, offset=offset, limit=limit, details=place.parameter("table") != PLACES)
        last = max(1, -(-len(found.selection.events) // _ROWS))
        if number > last:
            raise ParameterError(f"“page” is {number}, but the last page is {last}.")
    except ParameterError as error:
        if place.parameter("table"):
            raise
        return _page(place, {"problem": str(error), "found": None, **_nothing()}, refused=True)
    table, where = events_table(found, place), places_table(found.selection.events, place, whole=whole)
    values = {
        "problem": "",
        "found": found,
        "events": table,
        "places": where,
        "timeline": _timeline(found),
        "suggested": _suggested(found, where),
        "number": number,
        "last": last,
        "most": MOST,
        "json": place.to("/api/events", **_asked(place)),
        "geojson": place.to("/api/events.geojson", **_asked(place)),
    }
    before = place.again(page=number - 1 if number > 2 else None) if 1 < number <= last else ""
    after = place.again(page=number + 1) if number < last else ""
    return _page(place, values, (table, where), before, after)


def _page(
    place: Place,
    values: Mapping[str, object],
    tables: tuple[Table, ...] = (),
    before: str = "",
    after: str = "",
    *,
    refused: bool = False,
) -> Page:
    return Page(
        "explorer.html",
        "Where and when",
        section="explorer",
        description="Events on a map, on a timeline and in a table, by whom, against whom, and according to whom.",
        values={**values, "form": _form(place), "filtered": any(place.every(name) for name in FILTERS)},
        tables=tables,
        alternates=_alternates(values),
        previous=before,
        next=after,
        islands=("explorer",),
        refused=refused,
    )


def _alternates(values: Mapping[str, object]) -> tuple[Leaf, ...]:
    kinds = (("JSON", "json", "application/json"), ("GeoJSON", "geojson", "application/geo+json"))
    return tuple(Leaf(text, str(values[name]), kind) for text, name, kind in kinds if values[name])


def _nothing() -> Mapping[str, object]:
    names = ("events", "places", "timeline", "json", "geojson")
    return {**dict.fromkeys(names), "suggested": _NO_NAMES, "number": 1, "last": 1, "most": MOST}


def _form(place: Place) -> Mapping[str, object]:
    """What the form shows: what was typed, also where it is wrong."""
    asked = [one for value in place.every("standing") for one in value.split(",")]
    cls = place.parameter("class")
    return {
        "typed": {name: place.parameter(name) for name in FILTERS},
        "classes": tuple(
            Choice(one.value, title(one.value), one.value == cls, len(one.lineage) - 2)
            for one in EventClass
            if one is not EventClass.EVENT
        ),
        "standings": tuple(Choice(key, words, key in asked) for key, words in STANDINGS.items()),
        "orders": tuple(Choice(key, words, key == place.parameter("order")) for key, words in ORDERS.items()),
        "disputed": place.parameter("disputed") == "yes",
    }


def _asked(place: Place) -> dict[str, str]:
    """The parameters that choose events, for other addresses; several values of one are one there."""
    found = {name: ",".join(place.every(name)) for name in (*FILTERS, "order")}
    return {name: value for name, value in found.items() if value}


def _timeline(found: Explored) -> Drawing | None:
    line = periods(found.selection.events)
    return drawing(line) if line else None


def _suggested(found: Explored, places: Table) -> Mapping[str, tuple[str, ...]]:
    """Names that the fields of the form suggest: those that the page shows."""
    parties = (party.label for told in found.told for party in (*told.by, *told.against))
    return {
        "place": _first(row.cells[0][0].text for row in places.rows),
        "actor": _first(parties),
        "claimant": _first(name for told in found.told for _, name in told.speakers),
    }


def _first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(names), key=str.casefold))[:_SUGGESTED]


__all__ = ["EVENTS", "PLACES", "Choice", "explorer_page"]
