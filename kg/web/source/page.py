"""The page of a source: what rests on it, what nobody else says, who confirms and who contradicts it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kg.graph import Iris
from kg.web.conflicts import conflicts_by
from kg.web.labels import labels
from kg.web.page import Page
from kg.web.place import Place
from kg.web.select import Select, iris, question
from kg.web.source.comparison import Statement, compare
from kg.web.source.listing import page_number
from kg.web.source.tables import document_of, documents_table, manner_table, statements_table
from kg.web.told import Known, foremost, named, quotes, read

_WINDOW: Final = 150
"""Claims that one page compares; further ones are on further pages."""

_ROWS: Final = 15
"""Rows of each section on the page of all."""

_CONFLICTS: Final = 5
_PAIRS: Final = 40
_DOCUMENTS: Final = 50

_HEADINGS: Final = {
    "sole": "What nobody else says",
    "shared": "What others say as well",
    "apart": "Offices and designations",
    "manner": "How it speaks",
    "documents": "Documents that carry its words",
}


async def source_page(select: Select, place: Place) -> Page | None:
    """The page at ``/sources/`` and the path of an actor or document; ``section`` shows one part, whole."""
    source = await _current(select, place)
    total, counts = await _manner(select, source)
    wanted = place.parameter("section")
    if total <= 0 or (wanted and wanted not in (*_HEADINGS, "conflicts")):
        return None
    number = page_number(place)
    offset = (number - 1) * _WINDOW
    rows = await select(question("source-claims", who=iris([source]), limit=_WINDOW, offset=offset))
    own = await read(select, place.base, rows)
    if not own and number > 1:
        return None
    compared = await compare(select, place.base, own)
    is_document = source.startswith(f"{place.base}document/")
    reports, most = [], _DOCUMENTS if wanted else _ROWS
    if not is_document and number == 1 and wanted in ("", "documents"):
        asked = question("source-documents", who=iris([source]), limit=most + 1, offset=0)
        reports = await select(asked)
    pairs = 5 * _PAIRS if wanted == "conflicts" else _PAIRS
    disputed = await conflicts_by(select, place.base, source, pairs) if counts.get("contradicted") else ()
    documents = {document_of(row["g"], place.base) for row in reports}
    compared_as = {"sole": compared.sole, "shared": compared.shared, "apart": compared.apart}
    statements = {name: found for name, found in compared_as.items() if found and wanted in ("", name)}
    limit = _WINDOW if wanted else _ROWS
    known = await _known(select, place, [found[:limit] for found in statements.values()], {source, *documents})
    tables = {
        name: statements_table(name, found, limit, compared, known, place.again(section=name))
        for name, found in statements.items()
    }
    if number == 1:
        tables["manner"] = manner_table(source, total, counts)
    if reports:
        href = place.again(section="documents", page=None)
        tables["documents"] = documents_table(reports, most, known, place.base, href)
    kept = {name: table for name, table in tables.items() if wanted in ("", name)}
    shown = disputed[: None if wanted else _CONFLICTS] if wanted in ("", "conflicts") and number == 1 else ()
    more = offset + _WINDOW < total
    name = known.names[source]
    return Page(
        "source.html",
        f"{name} as a source",
        section="sources",
        description=f"What rests on {name}, and what nobody else says.",
        values={
            "source": source,
            "name": name,
            "is_document": is_document,
            "total": total,
            "first": offset + 1,
            "last": min(offset + len(own), total),
            "whole": compared.whole,
            "sections": tuple((key, _HEADINGS[key], table) for key, table in kept.items()),
            "conflicts": shown,
            "more_conflicts": bool(shown) and len(disputed) > len(shown),
            "wanted": wanted,
            "number": number,
        },
        tables=tuple(kept.values()),
        previous=place.again(page=number - 1) if number > 1 else "",
        next=place.again(page=number + 1) if more else "",
    )


async def _current(select: Select, place: Place) -> str:
    """The source that the path names, or what it has become part of."""
    source = place.base + place.path.removeprefix("/sources/")
    entities = Iris(place.base).entities_graph
    rows = await select(question("replaced", things=iris([source]), entities=entities))
    return min((row["new"] for row in rows), default=source)


async def _manner(select: Select, source: str) -> tuple[int, dict[str, int]]:
    who = iris([source])
    if not who:
        return 0, {}
    total = int((await select(question("source-total", who=who)))[0]["number"])
    rows = await select(question("source-manner", who=who)) if total else []
    counts = {row["manner"]: int(row["number"]) for row in rows if "manner" in row}
    return total - counts.get("attribution", 0), counts


async def _known(select: Select, place: Place, shown: Iterable[Sequence[Statement]], nodes: Iterable[str]) -> Known:
    statements = [statement for found in shown for statement in found]
    own = [one for statement in statements for one in statement.own]
    wanted = {*nodes, *(end for one in own for end in (one.subject, one.object, one.document))}
    wanted = wanted.union(*(named(one.others) for one in statements), named(own))
    names = await labels(select, place.base, sorted(wanted))
    claims = sorted({foremost(statement.own) for statement in statements})
    return Known(names, await quotes(select, claims), place)
