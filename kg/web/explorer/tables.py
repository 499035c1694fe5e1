"""The tables of the explorer: the events, and the places where they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from kg.web.claims import count_of
from kg.web.explorer.accounts import Told
from kg.web.explorer.explored import Explored
from kg.web.explorer.selection import Found
from kg.web.explorer.whereabouts import Where
from kg.web.place import Place
from kg.web.table import Cell, Column, Row, Table
from kg.web.words import title, words

EVENTS: Final = "events"
PLACES: Final = "places"

_EVENT_COLUMNS: Final = (
    Column("date", "Date", "date"),
    Column("known", "Known to the"),
    Column("event", "What", "name"),
    Column("by", "By"),
    Column("against", "Against"),
    Column("place", "Where"),
    Column("tolls", "How many"),
    Column("standing", "How sure", "stance"),
    Column("claimants", "According to"),
)
_PLACE_COLUMNS: Final = (
    Column("place", "Place", "name"),
    Column("kind", "Kind"),
    Column("latitude", "Latitude", "number"),
    Column("longitude", "Longitude", "number"),
    Column("exactness", "On the map"),
    Column("events", "Events", "number"),
)
_PLACES_SHOWN: Final = 100
_SPEAKERS: Final = 6


def events_table(found: Explored, place: Place) -> Table:
    """The events that are told, in their order."""
    number = len(found.selection.events)
    first, last = found.offset + 1, found.offset + len(found.told)
    part = f"Events {first:,} to {last:,} of {number:,}" if len(found.told) < number else count_of(number, "event")
    order = "undated last" if found.selection.undated else "by date"
    return Table(EVENTS, f"{part}, {order}", _EVENT_COLUMNS, tuple(_event(one, place) for one in found.told))


def places_table(events: Iterable[Found], place: Place, *, whole: bool = False) -> Table:
    """The places of all events, those with most events first; ``whole`` gives more than a page shows."""
    counts: Counter[Where] = Counter(where for event in events for where in event.places)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].label, pair[0].iri))
    shown = ordered if whole else ordered[:_PLACES_SHOWN]
    rows = tuple(_place(where, number, place) for where, number in shown)
    caption = f"{count_of(len(ordered), 'place')}, most events first"
    return Table(PLACES, caption, _PLACE_COLUMNS, rows, len(shown) < len(ordered))


def position(where: Where) -> str:
    """How exactly the map can show a place, in words."""
    match where.exactness:
        case "point":
            return "at its place"
        case "area":
            return f"somewhere in {where.by}" if where.by else f"somewhere in it ({words(where.cls)})"
        case "unknown":
            return "not on the map"


def event_title(event: Found) -> str:
    """What kinds of event it is, the most special first; others that are no kind of these after it."""
    kinds = [cls for cls in event.classes if not any(cls is not other and other.is_a(cls) for other in event.classes)]
    return " or ".join(title(cls.value) if at == 0 else words(cls.value) for at, cls in enumerate(kinds))


def _event(told: Told, place: Place) -> Row:
    event = told.found
    claims = tuple(claim for figures in told.figures for claim in figures.claims)
    return Row(
        (
            tuple(Cell(one.text) for one in event.dates) or (Cell("undated"),),
            tuple(map(Cell, dict.fromkeys(one.known for one in event.dates))),
            (Cell(event_title(event), event.iri, place.leads(event.iri)),),
            _linked(((one.text, one.iri) for one in told.by), place),
            _linked(((one.text, one.iri) for one in told.against), place),
            _linked(((one.label, one.iri) for one in event.places), place),
            (Cell(" ".join(f"{figures.text}." for figures in told.figures)),) if told.figures else (),
            tuple(map(Cell, told.stances)),
            _linked(((name, speaker) for speaker, name in told.speakers), place)[:_SPEAKERS]
            + _others(len(told.speakers) - _SPEAKERS),
        ),
        event.iri,
        Cell(told.quote, told.span, place.leads(told.claim)) if told.claim else None,
        (*((told.claim,) if told.claim else ()), *claims),
    )


def _others(number: int) -> tuple[Cell, ...]:
    return (Cell(count_of(number, "other")),) if number > 0 else ()


def _linked(pairs: Iterable[tuple[str, str]], place: Place) -> tuple[Cell, ...]:
    return tuple(
        Cell(text, node, place.leads(node)) if node.startswith(("http://", "https://")) else Cell(text)
        for text, node in pairs
    )


def _place(where: Where, number: int, place: Place) -> Row:
    own = not where.by
    degrees = (where.lat, where.long) if own else (None, None)
    return Row(
        (
            (Cell(where.label, where.iri, place.leads(where.iri)),),
            (Cell(words(where.cls)),) if where.cls != "Place" else (),
            *((Cell(f"{value:.4f}"),) if value is not None else () for value in degrees),
            (Cell(position(where)),),
            (Cell(f"{number:,}", "", place.again(place=where.iri, page=None)),),
        ),
        where.iri,
    )
