"""The tables of a source's page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kg.vocabulary import KG, RDF
from kg.web.select import Solution
from kg.web.source.comparison import Compared, Statement
from kg.web.table import Cell, Column, Row, Table
from kg.web.told import Known
from kg.web.words import words


def statements_table(
    name: str, found: Sequence[Statement], limit: int, compared: Compared, known: Known, href: str
) -> Table:
    """Statements, one row each, with who else makes them where anybody does."""
    shared = any(one.others for one in found)
    columns = (*_STATEMENT, *((Column("also", "Also said by"),) if shared else ()), Column("document", "Document"))
    rows = tuple(_row(one, compared.figures, known, shared=shared) for one in found[:limit])
    more = len(found) > limit
    count = f"{len(rows)} of {len(found)} statements" if more else f"{len(rows)} statement{'s' * (len(rows) != 1)}"
    return Table(name, count, columns, rows, more=more, href=href if more else "")


def manner_table(source: str, total: int, counts: Mapping[str, int]) -> Table:
    """How a source speaks: the manners of its claims, each with its share; a claim may be of several."""
    unsure = counts.get("probable", 0) + counts.get("possible", 0)
    lines = [("certain", total - unsure), *((manner, counts.get(manner, 0)) for manner in _MANNERS)]
    rows = tuple(
        Row(((Cell(manner),), (Cell(f"{number:,}"),), (Cell(f"{round(100 * number / total)} %"),)), source)
        for manner, number in lines
        if number
    )
    return Table("manner", f"of {total:,} claims; one may be of several manners", _MANNER, rows)


def documents_table(rows: Iterable[Solution], limit: int, known: Known, base: str, href: str) -> Table:
    """The documents that report a source, with the words by which they do, and one of the things they report."""
    by_document: defaultdict[str, list[Solution]] = defaultdict(list)
    for row in rows:
        by_document[document_of(row["g"], base)].append(row)
    lines = []
    for document, found in sorted(
        by_document.items(), key=lambda one: (one[1][0].get("date", ""), one[0]), reverse=True
    ):
        first = min(found, key=lambda row: int(row.get("begin", "0")))
        cues = sorted({row["cue"] for row in found if row.get("cue")})
        date, span = first.get("date", ""), first.get("span", "")
        lines.append(
            Row(
                (
                    (known.cell(document),),
                    (Cell(date),) if date else (),
                    (Cell(", ".join(cues[:6])),) if cues else (),
                ),
                document,
                Cell(first.get("quote", ""), span, known.place.leads(span)) if span else None,
                (span,) if span else (),
            )
        )
    more = len(lines) > limit
    count = f"{len(lines[:limit])} document{'s' * (len(lines[:limit]) != 1)}, latest first"
    return Table("documents", count, _DOCUMENTS, tuple(lines[:limit]), more=more, href=href if more else "")


def document_of(graph: str, base: str) -> str:
    """The document that a named graph is of."""
    return graph.replace(f"{base}graph/document/", f"{base}document/", 1)


_MANNERS: Final = ("probable", "possible", "denied", "planned", "hypothetical", "contradicted")

_STATEMENT: Final = (
    Column("subject", "Who or what", "name"),
    Column("predicate", "Relation"),
    Column("object", "Whom or what"),
    Column("stance", "How sure", "stance"),
)

_MANNER: Final = (
    Column("manner", "Manner", "name"),
    Column("claims", "Claims", "number"),
    Column("share", "Share", "number"),
)

_DOCUMENTS: Final = (
    Column("document", "Document", "name"),
    Column("date", "Date", "date"),
    Column("cues", "By the words"),
)


def _row(statement: Statement, figures: Mapping[str, str], known: Known, *, shared: bool) -> Row:
    own = statement.own
    first = own[0]
    predicate = f"{RDF}type" if first.predicate == "type" else KG + first.predicate
    documents = sorted({one.document for one in own})
    figure = figures.get(first.object)
    return Row(
        (
            (known.cell(first.subject),),
            (Cell(words(first.predicate), predicate, known.place.leads(predicate)),),
            (Cell(figure, first.object, known.place.leads(first.object)) if figure else known.cell(first.object),),
            known.stances(own),
            *((known.claimants(statement.others),) if shared else ()),
            tuple(map(known.cell, documents[:3])),
        ),
        first.claim,
        known.evidence(own),
        tuple(one.claim for one in (*own[1:], *statement.others)),
    )
