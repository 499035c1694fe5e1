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
    from rich.padding import Padding
    from rich.table import Table

_LABEL: Final = "Label"
_QUOTE: Final = "evidence"
_UNDER: Final = frozenset({_QUOTE, "file"})
"""The quote and where it stands get a line of their own under the row."""

_QUOTES: Final = frozenset({_QUOTE, "text"})
_PASSING: Final = frozenset({"claim", "entity", "event", "toll", "attribution", "designation", "tenure", "span"})
"""Columns that say only which node it is: they are left out where others tell more."""

_STATUS: Final = {"certainty": "Certain", "realis": "Actual", "polarity": "Affirmed"}
"""Columns that become one, ``status``, and the values that need not be said."""

_NARROWEST: Final = 8
"""Characters of the narrowest column that a wide table is squeezed to."""

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
    return _folded(sheet.pick(telling or filled or sheet.columns))


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
    """Writes the sheet: as a table with each row's quote under it, or as records where there are many columns."""
    if len([c for c in sheet.columns if c not in _UNDER]) > _MANY:
        _records(sheet, console)
        return
    from rich.text import Text

    under = [c for c in sheet.columns if c in _UNDER] if {_QUOTE} < set(sheet.columns) - {"file"} else []
    places = [i for i, c in enumerate(sheet.columns) if c not in under]
    heads = [_heading(sheet.columns[i]) for i in places]
    lines = [[_cell(sheet.columns[i], row[i]) for i in places] for row in sheet.rows]
    widths = _widths([heads, *lines], console.width - 2 * len(places))
    console.print(_line(heads, widths, "bold"))
    console.print(Text("─" * (sum(widths) + 2 * len(widths) - 2), style="dim"))
    for number, (row, line) in enumerate(zip(sheet.rows, lines, strict=True), start=1):
        console.print(_line(line, widths, ""))
        if under:
            console.print(_citation(dict(zip(sheet.columns, row, strict=True))))
        if sheet.sections and number % sheet.sections == 0 and number < len(sheet.rows):
            console.print()


def _widths(lines: Sequence[Sequence[str]], available: int) -> list[int]:
    """The width of each column: what its longest cell needs, the widest made narrower until all fit."""
    from rich.cells import cell_len

    needed = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    most = max(needed)
    while sum(min(n, most) for n in needed) > available and most > _NARROWEST:
        most -= 1
    return [max(1, min(n, most)) for n in needed]


def _line(cells: Sequence[str], widths: Sequence[int], style: str) -> Table:
    from rich.table import Table
    from rich.text import Text

    line = Table.grid(padding=(0, 2, 0, 0))
    for width in widths:
        line.add_column(width=width, overflow="fold")
    line.add_row(*(Text(cell, style=style) for cell in cells))
    return line


def _citation(cell: dict[str, str]) -> Padding:
    """The quote, and where it stands."""
    from rich.padding import Padding
    from rich.text import Text

    text = Text(_cell(_QUOTE, cell[_QUOTE]), style="italic")
    if cell.get("file"):
        text.append(f"  {_cell('file', cell['file'])}", style="not italic dim")
    return Padding(text, (0, 0, 0, 4))


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


def _folded(sheet: Sheet) -> Sheet:
    """Rows that rest on one quote and differ in one column alone become one row, with all values in that column."""
    if _QUOTE not in sheet.columns or sheet.sections:
        return sheet
    rows = list(dict.fromkeys(sheet.rows))
    for place, column in enumerate(sheet.columns):
        if column in _UNDER:
            continue
        values: dict[tuple[str, ...], dict[str, None]] = {}
        for row in rows:
            values.setdefault((*row[:place], *row[place + 1 :]), {})[row[place]] = None
        rows = [(*rest[:place], ", ".join(filter(None, found)), *rest[place:]) for rest, found in values.items()]
    return Sheet(sheet.columns, tuple(rows))


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
        rows.append(tuple(_plain(c, cell.get(c, ""), cell.get(c + _LABEL, ""), base) for c in columns))
    return Sheet(tuple(columns), tuple(rows), sheet.sections)


def _plain(column: str, cell: str, label: str, base: str) -> str:
    if column == "claimant" and cell.startswith(base + "document/"):
        return "the document"
    return label or short(cell, base)


def _heading(column: str) -> str:
    """``fillerBegin`` as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower()


def _cell(column: str, value: str) -> str:
    quoted = f"“{value}”" if column in _QUOTES and value else value
    # Control characters of a document must not reach the terminal.
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", quoted)
