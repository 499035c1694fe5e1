"""The questions: named queries as pages show them, with a form for their parameters and the rows of an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.web.labels import name_of
from kg.web.leaf import Leaf
from kg.web.place import Place
from kg.web.table import Cell, Column, Kind, Row, Table


@dataclass(frozen=True, slots=True)
class ShownField:
    """One parameter as a form asks for it."""

    name: str
    meaning: str
    value: str
    required: bool
    numeric: bool


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One named query: what it asks, what a reader of its rows must know, where it is, and some ways to ask it."""

    name: str
    question: str
    notes: tuple[str, ...]
    href: str
    asked: tuple[str, ...] = ()
    fields: tuple[ShownField, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownRows:
    """The rows of one page of an answer, and the addresses of its other pages and formats.

    ``elsewhere`` leads to the same query on the SPARQL page, in the view that suits it best.
    """

    table: Table
    begin: int
    previous: str
    next: str
    formats: tuple[Leaf, ...]
    elsewhere: Leaf


Solutions = Sequence[Sequence[Mapping[str, str] | None]]
"""The rows of an answer: each cell as SPARQL's JSON has it."""


def nodes_of(rows: Solutions) -> tuple[str, ...]:
    """The IRIs in an answer, each once."""
    return tuple(dict.fromkeys(cell["value"] for row in rows for cell in row if cell and cell["type"] == "uri"))


def answer_table(
    columns: Sequence[str], rows: Solutions, names: Mapping[str, str], place: Place, begin: int = 0
) -> Table:
    """An answer as a table: nodes go by ``names``, and a column that only repeats them is left out.

    ``begin`` rows come before these.
    """
    cells = [[_cell(cell, names, place) for cell in row] for row in rows]
    kept = [at for at in range(len(columns)) if not _repeats(at, columns, cells)]
    return Table(
        "answer",
        f"Rows {begin + 1:,} to {begin + len(rows):,}",
        tuple(_column(columns[at]) for at in kept),
        tuple(Row(tuple((row[at],) if row[at].text else () for at in kept)) for row in cells),
    )


def _repeats(at: int, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a column of labels says nothing but what some column of nodes shows."""
    if not columns[at].lower().endswith("label") or any(row[at].iri for row in rows):
        return False
    return any(
        any(row[other].iri for row in rows) and all(row[at].text in ("", row[other].text) for row in rows)
        for other in range(len(columns))
        if other != at
    )


def _column(name: str) -> Column:
    kind: Kind = "text"
    if name.startswith(_QUOTED):
        kind = "quote"
    elif name.lower().endswith(("begin", "end", "count")) or name in ("min", "max", "latitude", "longitude"):
        kind = "number"
    elif name in ("date", "earliest", "latest"):
        kind = "date"
    return Column(name, _heading(name), kind)


def _heading(name: str) -> str:
    """The name of a column in words.

    >>> _heading("claimantLabelA"), _heading("agent")
    ('Claimant label A', 'Agent')
    """
    first, *others = _BORDER.split(name)
    return " ".join([first[:1].upper() + first[1:], *(word if len(word) == 1 else word.lower() for word in others)])


_BORDER: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_QUOTED: Final = ("evidence", "quote", "text")


def _cell(cell: Mapping[str, str] | None, names: Mapping[str, str], place: Place) -> Cell:
    if cell is None:
        return Cell("")
    value = cell["value"]
    if cell["type"] == "uri":
        return Cell(names.get(value) or name_of(value), value, place.leads(value))
    return Cell(str(value))
