"""The Specially Designated Nationals list of the US Treasury's Office of Foreign Assets Control, as CSV.

``sdn.csv`` has no header row and twelve columns; ``-0-`` stands for nothing. ``alt.csv`` (aliases), ``add.csv``
(addresses) and ``sdn_comments.csv`` (remarks that were too long) are read where they lie beside it. Layout:
``dat_spec.txt`` of OFAC's "SDN Data Formats".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.errors import ListError
from kg.lists import ofac_remarks
from kg.lists.capitals import group, person
from kg.lists.entries import BadEntryError, countries, names
from kg.lists.entry import ListedDesignation, ListedEntry
from kg.lists.lines import lines
from kg.lists.shelf import Shelf
from kg.lists.skipped import Skipped
from kg.model import EntityClass

TITLE: Final = "Specially Designated Nationals and Blocked Persons List"
PUBLISHER: Final = "Office of Foreign Assets Control"

_COLUMNS: Final = 12
_BESIDE: Final = {"alt": 5, "add": 6, "sdn_comments": 2}
_NOTHING: Final = "-0-"
_PROGRAMMES: Final = re.compile(r"\s*[\[\];]+\s*")
_ON_BEHALF_OF: Final = ("US Department of the Treasury", "United States")
_BY_STATE: Final = frozenset({"SDGT", "FTO", "SDT"})
"""Programmes under which the Department of State designates as well."""

_LABELS: Final = {
    "SDGT": "Specially Designated Global Terrorist",
    "SDT": "Specially Designated Terrorist",
    "FTO": "Foreign Terrorist Organization",
    "SDNT": "Specially Designated Narcotics Trafficker",
    "SDNTK": "Significant Foreign Narcotics Trafficker",
    "TCO": "Transnational Criminal Organization",
}
"""What an entry of a programme is designated as; of other programmes, a Specially Designated National."""


def read(path: Path, list_name: str, skipped: Skipped) -> Iterator[ListedEntry]:
    """The entries of the file. Raises ``ListError`` where it, or one beside it, cannot be read."""
    with Shelf() as shelf:
        for name, columns in _BESIDE.items():
            companion = _beside(path, name)
            if companion is not None:
                _lay_aside(companion, name, columns, shelf, skipped)
        for number, row in _rows(path):
            if not any(row):  # the mark at the end of old files
                continue
            try:
                yield _entry(row, list_name, shelf)
            except BadEntryError as error:
                skipped.add(f"{path.name}, line {number}", str(error))


def recognises(sample: str) -> bool:
    """Whether the beginning of a file looks like ``sdn.csv``."""
    rows = [row for row in csv.reader(sample.splitlines()[:5]) if row]
    whole = rows[:-1] or rows
    return sum(len(row) == _COLUMNS and row[0].strip().isdigit() for row in whole) * 2 > len(whole)


def beside(path: Path) -> tuple[Path, ...]:
    """The files that are read together with this one."""
    return tuple(found for name in _BESIDE if (found := _beside(path, name)) is not None)


def _beside(path: Path, name: str) -> Path | None:
    """The companion of ``sdn.csv``: ``alt.csv``; of ``SDN.CSV``, ``ALT.CSV``."""
    wanted = f"{name}{path.suffix}".lower()
    try:
        return next((p for p in sorted(path.parent.iterdir()) if p.name.lower() == wanted and p != path), None)
    except OSError as error:
        raise ListError(path.name, f"the folder it lies in cannot be read: {error.strerror}.") from error


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each line by itself, so that a quote that is left open spoils one entry alone."""
    for number, line in lines(path):
        try:
            row = next(csv.reader([line.rstrip("\x1a")]), [""])
        except csv.Error:
            row = ["", ""]
        yield number, [_value(field) for field in row]


def _value(field: str) -> str:
    text = field.strip()
    return "" if text == _NOTHING else text


def _lay_aside(path: Path, name: str, columns: int, shelf: Shelf, skipped: Skipped) -> None:
    for number, row in _rows(path):
        if len(row) >= columns:
            shelf.put(f"{name}/{row[0]}", *row[1:])
        elif any(row):
            skipped.add(f"{path.name}, line {number}", f"it has {len(row)} fields instead of {columns}")


def _entry(row: list[str], list_name: str, shelf: Shelf) -> ListedEntry:
    if len(row) != _COLUMNS:
        raise BadEntryError(f"it has {len(row)} fields instead of {_COLUMNS}")
    number, name, kind, programmes, title = row[:5]
    if not number.isdigit():
        raise BadEntryError("its number is none")
    if kind.lower() in {"vessel", "aircraft"}:
        raise BadEntryError(f"a {kind.lower()} is neither an actor nor a place")
    written = person if kind.lower() == "individual" else group
    more = " ".join(comment[0] for comment in shelf.get(f"sdn_comments/{number}"))
    remarks = ofac_remarks.read(f"{row[11]} {more}".strip())
    aliases = [alias for _, _, alias, *_ in shelf.get(f"alt/{number}")]
    states = [address[3] for address in shelf.get(f"add/{number}")] if written is group else []
    return ListedEntry(
        list_name,
        number,
        EntityClass.PERSON if written is person else EntityClass.ORGANISATION,
        names(map(written, [name, *aliases, *remarks.strong]), map(written, remarks.weak)),
        identifiers=tuple(sorted(set(remarks.identifiers))),
        countries=countries([*remarks.countries, *states]),
        born=tuple(dict.fromkeys(remarks.born)),
        birthplaces=tuple(dict.fromkeys(remarks.birthplaces)),
        posts=(title,) if title else (),
        designations=tuple(_designations(programmes)),
    )


def _designations(programmes: str) -> Iterator[ListedDesignation]:
    for programme in dict.fromkeys(p for p in _PROGRAMMES.split(programmes) if p) or [""]:
        also = ("US Department of State",) if programme in _BY_STATE else ()
        label = _LABELS.get(programme, "Specially Designated National")
        yield ListedDesignation(label, PUBLISHER, (*also, *_ON_BEHALF_OF), programme or None)
