"""The list of sources: how much each claims, how much of it nobody else says, and how much is contradicted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.web.claims import node
from kg.web.labels import labels
from kg.web.page import Page
from kg.web.place import Place
from kg.web.select import Select, question
from kg.web.table import Cell, Column, Row, Table

_ON_PAGE: Final = 50
_MOST: Final = 5_000
"""Sources that are counted; those with the fewest claims are left out."""

_MOST_COMPARED: Final = 20_000
"""Claims up to which the list finds what only one source says; beyond, the page of each source does."""

_MOST_JOINED: Final = 50_000
"""Claims up to which the list counts events."""


@dataclass(frozen=True, slots=True)
class _Source:
    iri: str
    claims: int
    events: int
    sole: int
    contradicted: int


async def sources_page(select: Select, place: Place) -> Page | None:
    """All claimants, those of documents in their own voice too; ``sort`` orders them."""
    rows = await select(question("sources-claims", limit=_MOST))
    claims = {row["who"]: int(row["number"]) for row in rows if int(row["number"]) > 0}
    total = sum(claims.values())
    left_out = {name for name, most in (("sole", _MOST_COMPARED), ("events", _MOST_JOINED)) if total > most}
    events = {} if "events" in left_out else await _counts(select, "sources-events")
    contradicted = await _counts(select, "sources-contradicted")
    sole = {} if "sole" in left_out else await _counts(select, "sources-sole")
    found = [
        _Source(who, number, events.get(who, 0), sole.get(who, 0), contradicted.get(who, 0))
        for who, number in claims.items()
    ]
    orders = {name: heading for name, heading in _ORDERS.items() if name not in left_out}
    order = place.parameter("sort") if place.parameter("sort") in orders else "claims"
    found.sort(key=lambda one: (-int(getattr(one, order)), -one.claims, one.iri))
    number = page_number(place)
    shown = found[(number - 1) * _ON_PAGE : number * _ON_PAGE]
    if not shown and number > 1:
        return None
    more = number * _ON_PAGE < len(found)
    names = await labels(select, place.base, [one.iri for one in shown])
    table = _table(shown, names, place, left_out=left_out, total=len(found), order=orders[order])
    return Page(
        "sources.html",
        "Sources",
        section="sources",
        description="Who claims how much, and what nobody else says.",
        values={
            "orders": tuple(
                (heading, place.again(sort=name, page=None), name == order) for name, heading in orders.items()
            ),
            "compared": not left_out,
            "number": number,
            "table": table,
        },
        tables=(table,),
        previous=place.again(page=number - 1) if number > 1 else "",
        next=place.again(page=number + 1) if more else "",
    )


def page_number(place: Place) -> int:
    """The page that is asked for, from 1."""
    given = place.parameter("page", "1")
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 7 else 1


_ORDERS: Final = {
    "claims": "claims",
    "events": "events",
    "sole": "what nobody else says",
    "contradicted": "what is contradicted",
}


async def _counts(select: Select, name: str) -> dict[str, int]:
    return {row["who"]: int(row["number"]) for row in await select(question(name)) if "who" in row}


def _table(
    shown: list[_Source], names: Mapping[str, str], place: Place, *, left_out: set[str], total: int, order: str
) -> Table:
    counts = tuple(column for column in _COUNTS if column.name not in left_out)
    rows = tuple(
        Row(
            (
                (Cell(names[one.iri], one.iri, place.to(f"/sources/{one.iri.removeprefix(place.base)}")),),
                (_kind(one.iri, place),),
                *((Cell(f"{getattr(one, column.name):,}"),) for column in counts),
            ),
            one.iri,
        )
        for one in shown
    )
    columns = (Column("source", "Source", "name"), Column("kind", "Kind"), *counts)
    return Table("sources", f"{len(shown):,} of {total:,} sources, by {order}", columns, rows)


_COUNTS: Final = (
    Column("claims", "Claims", "number"),
    Column("events", "Events", "number"),
    Column("sole", "Nobody else says", "number"),
    Column("contradicted", "Contradicted", "number"),
)


def _kind(iri: str, place: Place) -> Cell:
    is_document = iri.startswith(f"{place.base}document/")
    return node("document, in its own voice" if is_document else "who is reported", iri, place)
