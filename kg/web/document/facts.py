"""The facts of a document: who wrote it, when, where it comes from, and which bytes it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.vocabulary import DCTERMS, KG
from kg.web.dates import date_words
from kg.web.select import Select, question
from kg.web.table import Cell
from kg.web.words import local_name

_FACTS: Final = (
    (DCTERMS + "creator", "Author"),
    (DCTERMS + "publisher", "Publisher"),
    (DCTERMS + "date", "Date"),
    (DCTERMS + "source", "Source"),
    (DCTERMS + "language", "Language"),
    (KG + "fileName", "File"),
    (KG + "sha256", "Checksum (SHA-256)"),
    (KG + "extractor", "Read by"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document, by the properties that say it."""

    iri: str
    values: Mapping[str, Sequence[str]]

    def first(self, name: str) -> str:
        """The first value of a property; empty where it has none."""
        return next(iter(self.values.get(name, ())), "")

    @property
    def title(self) -> str:
        """What it is called."""
        return self.first(DCTERMS + "title") or self.first(KG + "fileName") or local_name(self.iri)

    @property
    def date(self) -> str:
        """When it was published, as EDTF."""
        return self.first(DCTERMS + "date")

    @property
    def shown(self) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
        """The facts in words."""
        return tuple(
            (heading, tuple(_cell(name, value) for value in self.values[name]))
            for name, heading in _FACTS
            if name in self.values
        )


async def facts(select: Select, graph: ox.NamedNode, document: ox.NamedNode) -> Facts:
    """What is known of a document."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in await select(question("document", graph=graph, document=document)):
        found[row["property"]].append(row["value"])
    return Facts(document.value, found)


def _cell(name: str, value: str) -> Cell:
    if name == DCTERMS + "source":
        return Cell(value, "", value if value.startswith(("http://", "https://")) else "")
    return Cell(date_words(value) if name == DCTERMS + "date" else value)
