"""The formats of reference lists, and which one a file has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kg.errors import ListError
from kg.lists import followthemoney, geonames, ofac, rdf, table, un
from kg.lists.entry import ListedEntry
from kg.lists.lines import decoded, unreadable
from kg.lists.skipped import Skipped

_SAMPLE: Final = 1 << 16
"""Bytes of a file by which its format is recognised."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way in which lists are written.

    ``read`` gives the entries of a file for a list's name, and counts what it passes over. ``title``, ``publisher`` and
    ``name`` are those of the list where the format has but one; ``date`` gives the list's own date, and ``beside`` the
    files that are read together with one.
    """

    description: str
    read: Callable[[Path, str, Skipped], Iterator[ListedEntry]]
    recognises: Callable[[str], bool]
    title: str
    publisher: str | None
    name: str | None = None
    date: Callable[[Path], str | None] = lambda _: None
    beside: Callable[[Path], tuple[Path, ...]] = lambda _: ()


FORMATS: Final = MappingProxyType(
    {
        "un": Format("the UN Security Council's consolidated list, XML", un.read, un.recognises, un.TITLE, un.PUBLISHER,
                     "un-sc", un.date),
        "ftm": Format("OpenSanctions and other FollowTheMoney entities, JSON lines", followthemoney.read,
                      followthemoney.recognises, followthemoney.TITLE, followthemoney.PUBLISHER),
        "geonames": Format("GeoNames' allCountries and single countries, TSV", geonames.read, geonames.recognises,
                           geonames.TITLE, geonames.PUBLISHER, "geonames"),
        "ofac": Format("OFAC's SDN list, CSV, with alt.csv and add.csv beside it", ofac.read, ofac.recognises,
                       ofac.TITLE, ofac.PUBLISHER, "ofac-sdn", beside=ofac.beside),
        "wikidata": Format("a TSV table with a header (id, label, aliases, type, country)", table.read,
                           table.recognises, table.TITLE, table.PUBLISHER),
        "rdf": Format("SKOS, or what `kg export` writes, in Turtle or another form of RDF", rdf.read, rdf.recognises,
                      rdf.TITLE, rdf.PUBLISHER),
    }
)  # fmt: skip
"""All formats by name, in the order in which a file is tried."""


def recognise(path: Path) -> str:
    """The name of the format that a file has. Raises ``ListError`` where it has none, or cannot be read."""
    try:
        with path.open("rb") as file:
            sample = decoded(file.read(_SAMPLE)).removeprefix("\ufeff")
    except OSError as error:
        raise unreadable(path, error) from error
    found = next((name for name, form in FORMATS.items() if form.recognises(sample)), None)
    if found is None:
        known = "; ".join(f"{name}: {form.description}" for name, form in FORMATS.items())
        raise ListError(path.name, "its format is not recognised.", remedy=f"Name it with --format ({known}).")
    return found
