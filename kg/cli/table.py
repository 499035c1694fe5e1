"""Rows as people like to read them: labels in place of IRIs, two sides of a pair under each other, quotes in quotes.

Programs use the other formats, in which every cell stands as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from rich.console import Console

_LABEL: Final = "Label"
_QUOTES: Final = frozenset({"evidence", "quote", "text", "sentence"})
_PASSING: Final = frozenset({"claim", "event", "toll", "attribution", "designation", "tenure", "span"})
"""Columns that say only which node it is: they are left out where others tell more."""

_STATUS: Final = {"certainty": "Certain", "realis": "Actual", "polarity": "Affirmed"}
"""Columns that become one, ``status``, and the values that need not be said."""

_MANY: Final = 10
"""Columns from which on a row is shown as a record, one line for each cell."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Columns and rows; an empty text is an unbound cell. ``sections`` says after how many rows a line is drawn."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sections: int = 0

    def pick(self, columns: Sequence[str]) -> Sheet:
        """Only these columns, in this order."""
        places = [self.columns.index(c) for c in columns]
        return Sheet(tuple(columns), tuple(tuple(r[i] for i in places) for r in self.rows), self.sections)


def tidy(sheet: Sheet, base: str) -> Sheet:
    """The sheet for people: pairs under each other, labels for IRIs, nothing that says nothing."""
    sheet = _labelled(_with_status(_unpaired(sheet)), base)
    filled = [c for i, c in enumerate(sheet.columns) if any(r[i] for r in sheet.rows)]
    telling = [c for c in filled if c not in _PASSING]
    return sheet.pick(telling or filled or sheet.columns)


def short(cell: str, base: str) -> str:
    """A cell in brief: an IRI of ours without its base, another one with its prefix.

    >>> short("http://127.0.0.1:8000/id/event/0123456789abcdef0123-e1", "http://127.0.0.1:8000/")
    'event/012345…-e1'
    >>> short("https://w3id.org/herodotus/ns#Airstrike", "http://127.0.0.1:8000/")
    'kg:Airstrike'
    """
    if cell.startswith(base):
        rest = cell.removeprefix(base).removeprefix("id/")
        return re.sub(r"\b([0-9a-f]{6})[0-9a-f]{14}\b", r"\1…", rest)
    for prefix, namespace in PREFIXES.items():
        if cell.startswith(namespace) and re.fullmatch(r"[\w-]+", cell.removeprefix(namespace)):
            return f"{prefix}:{cell.removeprefix(namespace)}"
    return cell


def show(sheet: Sheet, console: Console) -> None:
    """Writes the sheet as a table, or as one record for each row where there are many columns."""
    if len(sheet.columns) > _MANY:
        _records(sheet, console)
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column in sheet.columns:
        table.add_column(_heading(column), style="italic" if column in _QUOTES else None, overflow="fold")
    for number, row in enumerate(sheet.rows, start=1):
        cells = [Text(_cell(c, v)) for c, v in zip(sheet.columns, row, strict=True)]
        table.add_row(*cells, end_section=bool(sheet.sections) and number % sheet.sections == 0)
    console.print(table)


def _records(sheet: Sheet, console: Console) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    for number, row in enumerate(sheet.rows, start=1):
        console.print(Text(f"{number}", style="bold"))
        record = Table.grid(padding=(0, 2))
        for column, value in zip(sheet.columns, row, strict=True):
            if value:
                record.add_row(Text(_heading(column), style="dim"), Text(_cell(column, value)))
        console.print(Padding(record, (0, 0, 1, 2)))


def _unpaired(sheet: Sheet) -> Sheet:
    """Where columns come in pairs (``valueA``, ``valueB``), each row becomes two, one for each side."""
    sides = [c[:-1] for c in sheet.columns if c.endswith("A") and c[:-1] + "B" in sheet.columns]
    if not sides:
        return sheet
    paired = {side + letter for side in sides for letter in "AB"}
    common = [c for c in sheet.columns if c not in paired]
    rows = []
    for row in sheet.rows:
        cell = dict(zip(sheet.columns, row, strict=True))
        rows.append((*(cell[c] for c in common), *(cell[s + "A"] for s in sides)))
        rows.append((*("" for _ in common), *(cell[s + "B"] for s in sides)))
    return Sheet((*common, *sides), tuple(rows), sections=2)


def _with_status(sheet: Sheet) -> Sheet:
    """Certainty, realis and polarity in one column: only what is denied, not certain, or not actual is said."""
    found = [c for c in sheet.columns if c in _STATUS]
    if len(found) < 2:
        return sheet
    columns = tuple(dict.fromkeys("status" if c in _STATUS else c for c in sheet.columns))
    rows = []
    for row in sheet.rows:
        cell = dict(zip(sheet.columns, row, strict=True))
        status = ", ".join(cell[c].lower() for c in found if cell[c] != _STATUS[c])
        rows.append(tuple(status if c == "status" else cell[c] for c in columns))
    return Sheet(columns, tuple(rows), sheet.sections)


def _labelled(sheet: Sheet, base: str) -> Sheet:
    """A label takes the place of the IRI it belongs to; IRIs without one are made short."""
    labels = {c: c.removesuffix(_LABEL) for c in sheet.columns if c.endswith(_LABEL) and c != _LABEL}
    columns = list(dict.fromkeys(labels.get(c, c) for c in sheet.columns))
    rows = []
    for row in sheet.rows:
        cell = dict(zip(sheet.columns, row, strict=True))
        rows.append(tuple(cell.get(c + _LABEL, "") or _plain(c, cell.get(c, ""), base) for c in columns))
    return Sheet(tuple(columns), tuple(rows), sheet.sections)


def _plain(column: str, cell: str, base: str) -> str:
    if column == "claimant" and cell.startswith(base + "document/"):
        return "the document"
    return short(cell, base)


def _heading(column: str) -> str:
    """``fillerBegin`` as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower()


def _cell(column: str, value: str) -> str:
    quoted = f"“{value}”" if column in _QUOTES and value else value
    # Control characters of a document must not reach the terminal.
    return re.sub(r"[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f-\x9f]", " ", quoted)
