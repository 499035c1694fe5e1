"""Where an entity is spoken of: the documents that mention it, and by which names they call it."""

from __future__ import annotations

from typing import Final

from kg.web.claims import count_of
from kg.web.entity.part import Asked, Part
from kg.web.passages import passages
from kg.web.select import Solution, iris, question
from kg.web.table import Cell, Column, Row, Table
from kg.web.told import Known

_COUNTED: Final = 400
"""Mentions by which names are counted."""

_NAMES: Final = 50


async def documents(asked: Asked) -> Part | None:
    """The documents that mention the thing, latest first, each with the passage of its first mention."""
    rows = await asked.select(
        question("entity-documents", thing=iris([asked.thing]), limit=asked.limit + 1, offset=asked.offset)
    )
    first: dict[str, Solution] = {}
    for row in sorted(rows, key=lambda row: (int(row["begin"]), -int(row["end"]))):
        first.setdefault(row["g"].replace("/graph/document/", "/document/", 1), row)
    found = sorted(first.items())
    found.sort(key=lambda one: one[1].get("date", ""), reverse=True)
    shown = found[: asked.limit]
    if not shown:
        return None
    words = await passages(asked.select, (row["span"] for _, row in shown))

    def draw(known: Known) -> Table:
        lines = tuple(_document(document, row, words.get(row["span"], ""), known) for document, row in shown)
        heading = f"{count_of(len(lines), 'document')}, latest first"
        return Table("documents", heading, _DOCUMENT_COLUMNS, lines, more=len(found) > asked.limit)

    return Part(frozenset(document for document, _ in shown), frozenset(), draw)


async def names(asked: Asked, labels: tuple[str, ...]) -> Part | None:
    """The names of the thing with how often documents use them; after them those that nobody uses as a name."""
    rows = await asked.select(question("entity-names", thing=iris([asked.thing]), most=_COUNTED, limit=_NAMES))
    used = sorted(rows, key=lambda row: (-int(row["times"]), row["name"]))
    unused = sorted(set(labels) - {row["name"] for row in used})[:_NAMES]
    if len(used) + len(unused) < 2:
        return None

    def draw(known: Known) -> Table:
        lines = [_name(row, known) for row in used]
        lines += [Row(((Cell(name),), (), ()), asked.thing) for name in unused]
        counted = sum(int(row["times"]) for row in used)
        heading = count_of(len(lines), "name") + (f", in {_COUNTED} mentions" if counted == _COUNTED else "")
        return Table("names", heading, _NAME_COLUMNS, tuple(lines))

    return Part(frozenset(), frozenset(), draw)


_DOCUMENT_COLUMNS: Final = (
    Column("document", "Document", "name"),
    Column("date", "Date", "date"),
    Column("mentions", "Mentions", "number"),
)

_NAME_COLUMNS: Final = (
    Column("name", "Name", "name"),
    Column("times", "Times", "number"),
    Column("documents", "Documents", "number"),
)


def _document(document: str, row: Solution, words: str, known: Known) -> Row:
    span = row["span"]
    return Row(
        (
            (known.cell(document),),
            (Cell(row["date"]),) if row.get("date") else (),
            (Cell(f"{int(row['mentions']):,}"),),
        ),
        document,
        Cell(words, span, known.place.leads(span)),
        (span,),
    )


def _name(row: Solution, known: Known) -> Row:
    span = row["example"]
    return Row(
        (
            (Cell(row["name"]),),
            (Cell(f"{int(row['times']):,}"),),
            (Cell(f"{int(row['documents']):,}"),),
        ),
        span,
        Cell(row["name"], span, known.place.leads(span)),
    )
