"""The lists of a document: whom and what it names, and what it says happened."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from kg.graph import Iris
from kg.web.claims import count_of, node
from kg.web.document.marks import Mark
from kg.web.labels import labels, name_of
from kg.web.place import Place
from kg.web.select import Select, Solution, question
from kg.web.table import Cell, Column, Row, Table
from kg.web.words import entity_class, local_name, words

_MOST: Final = 200

_MENTIONS: Final = (
    Column("entity", "Name", "name"),
    Column("class", "Kind"),
    Column("mentions", "Mentions", "number"),
)
_EVENTS: Final = (
    Column("event", "Event", "name"),
    Column("class", "Kind"),
    Column("standing", "Standing"),
    Column("claims", "Claims", "number"),
)


async def mentions_table(select: Select, graph: ox.NamedNode, place: Place) -> Table:
    """The actors, places and other entities that a document names, those that it names most often first."""
    entities = Iris(place.base).entities_graph
    rows = await select(question("document-mentions", graph=graph, entities=entities, limit=_MOST + 1))
    caption = f"{'The ' if len(rows) > _MOST else ''}{count_of(min(len(rows), _MOST), 'name')} in this document"
    return Table("mentions", caption, _MENTIONS, tuple(_named(row, place) for row in rows[:_MOST]), len(rows) > _MOST)


async def events_table(select: Select, graph: ox.NamedNode, place: Place) -> Table:
    """The events that a document tells of, in the order of the text."""
    rows = await select(question("document-events", graph=graph, limit=_MOST + 1))
    shown = rows[:_MOST]
    names = await labels(select, place.base, (row["event"] for row in shown))
    told = tuple(_told(row, names[row["event"]], place) for row in shown)
    return Table("events", f"{count_of(len(told), 'event')} in the order of the text", _EVENTS, told, len(rows) > _MOST)


async def names_of(select: Select, base: str, marks: tuple[Mark, ...]) -> dict[str, str]:
    """What the things that are marked in a text are called."""
    return await labels(select, base, (thing for mark in marks for thing in mark.things))


def _named(row: Solution, place: Place) -> Row:
    cells = (
        (node(row.get("label") or name_of(row["thing"]), row["thing"], place),),
        (Cell(entity_class(row.get("types", "").split())),),
        (Cell(row["number"]),),
    )
    return Row(cells, row["thing"], _evidence(row, place))


def _told(row: Solution, name: str, place: Place) -> Row:
    standing = "said to have happened" if row.get("happened") == "true" else "planned, possible or denied"
    cells = (
        (node(name, row["event"], place),),
        (node(words(local_name(row["class"])), row["class"], place),),
        (Cell(standing),),
        (Cell(row.get("number", "0")),),
    )
    return Row(cells, row["event"], _evidence(row, place))


def _evidence(row: Solution, place: Place) -> Cell | None:
    return Cell(row["quote"], row["span"], place.leads(row["span"])) if row.get("span") else None
