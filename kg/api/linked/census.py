"""The census: how much of what there is, counted once for each version of the data."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.api.linked.lookup import Lookup, Row, values
from kg.api.readers.version import Version
from kg.vocabulary import KG

_LISTED: Final = ("Document", "Actor", "Place", "Event", "Claim")
"""The classes whose things have a page that is worth finding."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many things of a class, or statements with a property, there are; ``example`` is one of the things."""

    iri: str
    number: int
    example: str = ""


@dataclass(frozen=True, slots=True)
class Census:
    """What there is in one version of the data."""

    version: Version
    triples: int
    graphs: int
    classes: tuple[Count, ...]
    properties: tuple[Count, ...]
    things: int


class Counter:
    """Takes the census when it is asked for, and keeps it until the data change."""

    def __init__(self) -> None:
        self._taken: Census | None = None
        self._taking = asyncio.Lock()

    async def census(self, lookup: Lookup, newest: Version) -> Census:
        """The census of the newest data. Raises what ``Lookup.rows`` does."""
        async with self._taking:
            if self._taken is None or self._taken.version != newest:
                self._taken = await _take(lookup, newest)
            return self._taken


async def _take(lookup: Lookup, newest: Version) -> Census:
    properties = await lookup.rows("SELECT ?iri (COUNT(*) AS ?number) WHERE { GRAPH ?g { ?s ?iri ?o } } GROUP BY ?iri")
    classes = await lookup.rows(
        """SELECT ?iri (COUNT(DISTINCT ?s) AS ?number) (MIN(?s) AS ?example) WHERE { GRAPH ?g { ?s a ?iri } }
        GROUP BY ?iri"""
    )
    graphs = await lookup.rows("SELECT (COUNT(*) AS ?number) WHERE { GRAPH ?g {} }")
    things = await lookup.rows(f"SELECT (COUNT(*) AS ?number) WHERE {{ SELECT DISTINCT ?s WHERE {{ {_things()} }} }}")
    counted = _counts(properties)
    return Census(
        version=lookup.version or newest,
        triples=sum(count.number for count in counted),
        graphs=_number(graphs[0]),
        classes=_counts(classes),
        properties=counted,
        things=_number(things[0]),
    )


async def things(lookup: Lookup, offset: int, limit: int) -> list[str]:
    """The IRIs of the things that have a page worth finding, ``limit`` of them from ``offset`` on."""
    rows = await lookup.texts(f"SELECT DISTINCT ?s WHERE {{ {_things()} }} LIMIT {limit} OFFSET {offset}")
    return [row["s"] for row in rows]


def _things() -> str:
    return f"{values('class', (ox.NamedNode(KG + name) for name in _LISTED))} GRAPH ?g {{ ?s a ?class }}"


def _counts(rows: list[Row]) -> tuple[Count, ...]:
    found = (
        Count(iri.value, _number(row), example.value if isinstance(example := row.get("example"), ox.NamedNode) else "")
        for row in rows
        if isinstance(iri := row.get("iri"), ox.NamedNode)
    )
    return tuple(sorted(found, key=lambda count: count.iri))


def _number(row: Row) -> int:
    number = row["number"]
    return int(number.value) if isinstance(number, ox.Literal) else 0
