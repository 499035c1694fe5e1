"""Places of GeoNames, as the tab-separated ``allCountries.txt`` and the files of single countries have them.

Nineteen columns without a header row. Layout: ``readme.txt`` of download.geonames.org/export/dump.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.lists.entries import BadEntryError, coordinates, countries, names
from kg.lists.entry import ListedEntry
from kg.lists.lines import lines
from kg.lists.skipped import Skipped
from kg.model import EntityClass

TITLE: Final = "GeoNames"
PUBLISHER: Final = "GeoNames"

_COLUMNS: Final = 19
_CLASSES: Final = {
    "P": EntityClass.SETTLEMENT,
    "S": EntityClass.FACILITY,
    "R": EntityClass.FACILITY,
    "L": EntityClass.REGION,
    "H": EntityClass.REGION,
    "T": EntityClass.REGION,
    "U": EntityClass.REGION,
    "V": EntityClass.REGION,
}


def read(path: Path, list_name: str, skipped: Skipped) -> Iterator[ListedEntry]:
    """The entries of the file. Raises ``ListError`` where it cannot be read."""
    for number, line in lines(path):
        if not line or line.startswith("#"):
            continue
        try:
            yield _entry(line.split("\t"), list_name)
        except BadEntryError as error:
            skipped.add(f"{path.name}, line {number}", str(error))


def recognises(sample: str) -> bool:
    """Whether the beginning of a file looks like GeoNames' table."""
    rows = [line.split("\t") for line in sample.splitlines()[:5] if line and not line.startswith("#")]
    whole = rows[:-1] or rows
    return sum(len(row) == _COLUMNS and row[0].isdigit() for row in whole) * 2 > len(whole)


def _entry(row: list[str], list_name: str) -> ListedEntry:
    if len(row) != _COLUMNS:
        raise BadEntryError(f"it has {len(row)} columns instead of {_COLUMNS}")
    number, name, plain, others, latitude, longitude, feature, code, country = row[:9]
    if not number.isdigit():
        raise BadEntryError("its id is no number")
    cls = _class(feature, code)
    north, east = coordinates(latitude, longitude)
    areas = [area for area in row[10:14] if area and area != "00"]
    containing = [".".join([country, *areas[:depth]]) for depth in range(len(areas), 0, -1)] if country else []
    if cls is EntityClass.ADMINISTRATIVE_AREA and containing:
        containing = containing[1:]  # its own code
    return ListedEntry(
        list_name,
        number,
        cls,
        names([name, plain, *others.split(",")]),
        identifiers=(f"geonames:{number}",),
        countries=countries([country]),
        latitude=north,
        longitude=east,
        within=tuple(containing) + ((country,) if country and cls is not EntityClass.COUNTRY else ()),
        source=f"https://sws.geonames.org/{number}/",
    )


def _class(feature: str, code: str) -> EntityClass:
    if feature == "A":
        return EntityClass.COUNTRY if code.startswith("PCL") else EntityClass.ADMINISTRATIVE_AREA
    if feature not in _CLASSES:
        raise BadEntryError("its feature class is none of A, H, L, P, R, S, T, U, V")
    return _CLASSES[feature]
