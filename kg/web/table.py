"""The table: rows of a page, each about one thing and with a way to its evidence, as HTML and CSV show them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["text", "number", "date", "quote", "stance", "name"]
"""How a cell is written: ``name`` heads its row, ``stance`` is how sure a claim is."""

_LONGEST: Final = 2_000
"""Characters of one cell that a page shows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: its words, the IRI behind them where it is a node, and the address that leads to it from the page."""

    text: str
    iri: str = ""
    href: str = ""

    @property
    def shown(self) -> str:
        """The words, cut where they are too long for a page."""
        return self.text if len(self.text) <= _LONGEST else self.text[: _LONGEST - 1] + "…"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in files, its heading, and how its cells are written."""

    name: str
    heading: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: for each column any number of cells.

    ``node`` is the IRI of the thing that the row is about, ``evidence`` the quote it rests on with its span's IRI.
    ``others`` are further things that it tells of, which go with it where it is taken away as Turtle.
    """

    cells: tuple[tuple[Cell, ...], ...]
    node: str = ""
    evidence: Cell | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page. ``name`` is unique on the page and names its files.

    ``more`` says that there are rows beyond those shown; ``href`` leads to them where a page has them.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    more: bool = False
    href: str = ""

    @property
    def has_evidence(self) -> bool:
        """Whether any row leads to a quote."""
        return any(row.evidence for row in self.rows)

    @property
    def nodes(self) -> tuple[str, ...]:
        """The things that the rows are about, each once."""
        return tuple(dict.fromkeys(node for row in self.rows for node in (row.node, *row.others) if node))


def to_csv(table: Table) -> bytes:
    """The table as CSV (RFC 4180, UTF-8): words in a column each, IRIs beside them where there are any.

    Several values of a cell are separated by ``; ``, several IRIs by a space.
    """
    linked = [any(cell.iri for row in table.rows for cell in row.cells[at]) for at in range(len(table.columns))]
    heads = [
        name
        for column, is_linked in zip(table.columns, linked, strict=True)
        for name in ((column.name, f"{column.name}_iri") if is_linked else (column.name,))
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*heads, *(("quote", "evidence_iri") if table.has_evidence else ()), "iri"])
    for row in table.rows:
        values = []
        for cells, is_linked in zip(row.cells, linked, strict=True):
            values.append("; ".join(cell.text for cell in cells))
            if is_linked:
                values.append(" ".join(cell.iri for cell in cells if cell.iri))
        if table.has_evidence:
            values += [row.evidence.text, row.evidence.iri] if row.evidence else ["", ""]
        writer.writerow([*values, row.node])
    return text.getvalue().encode()
