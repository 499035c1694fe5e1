"""Tab-separated tables with a header row, as one writes them from Wikidata: id, label, aliases, type and more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from kg.errors import ListError
from kg.lists import classes
from kg.lists.dates import edtf
from kg.lists.entries import BadEntryError, coordinates, countries, names, wikidata
from kg.lists.entry import ListedDesignation, ListedEntry
from kg.lists.lines import lines
from kg.lists.skipped import Skipped

TITLE: Final = "Table of entities"
PUBLISHER: Final = None

_COLUMNS: Final = {
    "id": ("id", "item", "qid", "wikidata"),
    "name": ("label", "itemlabel", "name", "title"),
    "aliases": ("aliases", "alias", "itemaltlabel", "altlabel", "altlabels", "also known as"),
    "weak": ("weak aliases", "weak"),
    "type": ("type", "typelabel", "class", "classlabel", "instance of", "kind"),
    "country": ("country", "countrylabel", "countries", "nationality", "country code"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "long", "lon"),
    "coordinates": ("coordinates", "coord", "coordinate location"),
    "geonames": ("geonames", "geonames id"),
    "born": ("born", "date of birth", "birth date", "birthdate"),
    "birthplace": ("place of birth", "birthplace", "birth place"),
    "within": ("within", "located in", "part of"),
    "post": ("post", "position", "position held"),
    "designation": ("designation", "designated as"),
    "authority": ("authority", "designated by"),
    "programme": ("programme", "program"),
    "date": ("designated on", "listed on", "date"),
}  # fmt: skip
_KNOWN: Final = {title: column for column, titles in _COLUMNS.items() for title in titles}
_POINT: Final = re.compile(r"Point\(([-\d.]+)\s+([-\d.]+)\)", re.I)

COLUMNS: Final = tuple(titles[0] for titles in _COLUMNS.values())
"""The columns that are understood, by the first of their titles."""


def read(path: Path, list_name: str, skipped: Skipped) -> Iterator[ListedEntry]:
    """The entries of the file. Raises ``ListError`` where it cannot be read or its header lacks id, label or type."""
    columns: list[str] | None = None
    for number, line in lines(path):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if columns is None:
            columns = _header(path, number, cells)
            continue
        try:
            if len(cells) > len(columns):
                raise BadEntryError(f"it has {len(cells)} columns instead of {len(columns)}")
            yield _entry(dict(zip(columns, cells, strict=False)), list_name)
        except BadEntryError as error:
            skipped.add(f"{path.name}, line {number}", str(error))


def recognises(sample: str) -> bool:
    """Whether the first line of a file is the header of such a table."""
    first = next((line for line in sample.splitlines() if line.strip()), "")
    return "\t" in first and {"id", "name"} <= {_column(cell) for cell in first.split("\t")}


def _header(path: Path, number: int, cells: list[str]) -> list[str]:
    columns = [_column(cell) for cell in cells]
    missing = [_COLUMNS[c][0] for c in ("id", "name", "type") if c not in columns]
    if missing:
        raise ListError(
            path.name,
            f"the header lacks {', '.join(missing)}.",
            line=number,
            remedy=f"The columns that are understood are {', '.join(COLUMNS)}.",
        )
    return columns


def _column(title: str) -> str:
    plain = title.strip().strip("?").lower().replace("_", " ")
    return _KNOWN.get(plain, plain)


def _entry(row: Mapping[str, str], list_name: str) -> ListedEntry:
    if not row.get("id"):
        raise BadEntryError("it has no id")
    types = _several(row, "type")
    cls = classes.most_specific(types)
    if cls is None:
        raise BadEntryError(f"its type is none that is known: '{row.get('type', '')}'")
    item = wikidata(row["id"])
    geonames = row.get("geonames", "")
    north, east = _point(row)
    return ListedEntry(
        list_name,
        item.partition(":")[2] if item else row["id"],
        cls,
        names([row.get("name", ""), *_several(row, "aliases")], _several(row, "weak")),
        identifiers=tuple(sorted(i for i in (item, f"geonames:{geonames}" if geonames.isdigit() else None) if i)),
        countries=countries(_several(row, "country")),
        born=tuple(date for text in _several(row, "born") if (date := edtf(text))),
        birthplaces=tuple(_several(row, "birthplace")),
        posts=tuple(_several(row, "post")),
        designations=tuple(_designations(row)),
        latitude=north,
        longitude=east,
        within=tuple(_several(row, "within")),
        source=f"http://www.wikidata.org/entity/{item.partition(':')[2]}" if item else None,
    )


def _several(row: Mapping[str, str], column: str) -> list[str]:
    return [text for part in row.get(column, "").split("|") if (text := part.strip())]


def _point(row: Mapping[str, str]) -> tuple[float, float] | tuple[None, None]:
    if found := _POINT.fullmatch(row.get("coordinates", "")):
        return coordinates(found[2], found[1])  # well-known text begins with the longitude
    return coordinates(row.get("latitude", ""), row.get("longitude", ""))


def _designations(row: Mapping[str, str]) -> Iterator[ListedDesignation]:
    authority = row.get("authority")
    if authority:
        label = row.get("designation") or "Listed"
        yield ListedDesignation(label, authority, (), row.get("programme") or None, edtf(row.get("date", "")))
