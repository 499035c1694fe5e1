"""The page of an entity: whole, or one of its sections page by page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final

from kg.graph import Iris
from kg.web.conflicts import Conflict, conflicts_about
from kg.web.entity.claims import says, tolls
from kg.web.entity.designations import designations, listings
from kg.web.entity.events import EVENTS, Events, events
from kg.web.entity.mentions import documents, names
from kg.web.entity.offices import offices
from kg.web.entity.part import MOST, Asked, Part
from kg.web.entity.profile import Profile, profile
from kg.web.entity.statements import relations, ties
from kg.web.labels import labels
from kg.web.page import Page
from kg.web.place import Place
from kg.web.select import Select, iris, question
from kg.web.table import Table
from kg.web.told import Known, quotes

_ON_ALL: Final = 15
"""Rows of each section on the page of them all."""

_ON_ONE: Final = 50
"""Rows of a section on a page of its own."""

_CONFLICTS: Final = 5
_PAIRS: Final = 40
"""Pairs of claims in conflict that are read for the page of all; five times as many for a page of their own."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section as it is shown."""

    name: str
    heading: str
    table: Table
    note: str = ""


async def entity_page(select: Select, place: Place, thing: str) -> Page | None:
    """Who or what a thing is, what is said of it, and who says so; with ``section``, one part of that."""
    wanted = place.parameter("section")
    found = await profile(select, place.base, thing)
    headings = _headings(found)
    if wanted and wanted not in (*headings, "conflicts"):
        return None
    number = _number(place)
    limit = _ON_ONE if wanted else _ON_ALL
    asked = Asked(select, place.base, thing, limit, (number - 1) * limit if wanted else 0)
    parts = {
        name: part
        for name, gather in (await _gatherers(asked, found)).items()
        if wanted in ("", name) and (part := await gather(asked)) is not None
    }
    disagreements: tuple[Conflict, ...] = ()
    if wanted in ("", "conflicts"):
        disagreements = await conflicts_about(select, place.base, [thing], 5 * _PAIRS if wanted else _PAIRS)
    known = await _known(select, place, found, parts)
    sections = tuple(_section(name, headings[name], part, known, alone=bool(wanted)) for name, part in parts.items())
    if wanted and not disagreements and not any(section.table.rows for section in sections):
        return None
    shown = disagreements if wanted else disagreements[:_CONFLICTS]
    again = sections[0].table.more if wanted and sections else False
    return Page(
        "entity.html",
        f"{found.label} – {headings.get(wanted, 'Where the accounts disagree')}" if wanted else found.label,
        description=f"What is claimed of {found.label}, and who claims it.",
        values={
            "profile": found,
            "within": tuple(known.cell(iri) for iri in found.within),
            "territory": tuple(known.cell(iri) for iri in (*found.territory, *found.acts_as)),
            "sections": sections,
            "speaks": "says" in parts,
            "conflicts": shown,
            "more_conflicts": len(disagreements) > len(shown),
            "wanted": wanted,
            "number": number,
        },
        tables=tuple(section.table for section in sections),
        previous=place.again(page=number - 1) if wanted and number > 1 else "",
        next=place.again(page=number + 1) if again else "",
        schema=found.schema(),
    )


_Gather = Callable[[Asked], Awaitable[Part | None]]


async def _gatherers(asked: Asked, found: Profile) -> dict[str, _Gather]:
    """What there may be to show, in reading order; what the first look at the claims rules out is left out."""
    rows = await asked.select(
        question("entity-parts", thing=iris([asked.thing]), reviews=Iris(asked.base).reviews_graph, limit=MOST)
    )
    counts = {row["part"]: int(row["number"]) for row in rows}

    def of(which: Events) -> _Gather:
        async def gather(one: Asked) -> Part | None:
            return await events(one, which, counts[which.name])

        return gather

    async def named(one: Asked) -> Part | None:
        return await names(one, (found.label, *found.aliases)) if not one.offset else None

    gatherers: dict[str, _Gather] = {which.name: of(which) for which in EVENTS if counts.get(which.name)}
    gatherers["relations"] = relations
    if not found.is_place:
        gatherers |= {"ties": ties, "offices": offices, "designations": designations}
    gatherers["listings"] = listings
    if not found.is_place:
        gatherers |= {"tolls": tolls, "says": says}
    return {**gatherers, "documents": documents, "names": named}


async def _known(select: Select, place: Place, found: Profile, parts: dict[str, Part]) -> Known:
    nodes = set(found.related).union(*(part.nodes for part in parts.values()))
    claims = set[str]().union(*(part.claims for part in parts.values()))
    return Known(await labels(select, place.base, sorted(nodes)), await quotes(select, sorted(claims)), place)


def _section(name: str, heading: str, part: Part, known: Known, *, alone: bool) -> Section:
    table = part.draw(known)
    if table.more and not alone:
        table = replace(table, href=known.place.again(section=name, page=None))
    elif alone:
        table = replace(table, more=table.more, href="")
    return Section(name, heading, table)


def _headings(found: Profile) -> dict[str, str]:
    they = found.pronoun
    them = "them" if they == "they" else "it"
    return {
        "did": f"What {they} did",
        "suffered": f"What was done to {them}",
        "there": "What happened there",
        "relations": f"How {'they relate' if they == 'they' else 'it relates'} to others",
        "ties": f"What {they} and others do to each other",
        "offices": "Offices",
        "designations": "Designations",
        "listings": "On reference lists",
        "tolls": "How many came to harm",
        "says": f"What {they} {'say' if they == 'they' else 'says'}",
        "documents": f"Documents that mention {them}",
        "names": "Names",
    }


def _number(place: Place) -> int:
    given = place.parameter("page", "1")
    return int(given) if given.isascii() and given.isdigit() and int(given[:7]) > 0 else 1
