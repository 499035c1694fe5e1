"""Rows: what SPARQL gives, as assistants get it, page by page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from pydantic import Field

from kg.errors import StoreError
from kg.mcp.answer import MOST_BYTES, Answer
from kg.mcp.cursor import Cursors
from kg.mcp.graph import Graph, Result
from kg.mcp.terms import Cell, cells
from kg.mcp.tool import visible

MOST_ROWS: Final = 200
"""Rows of one page at most."""

_TRIPLE: Final = ("subject", "predicate", "object")


class RowsAnswer(Answer):
    """The rows of a query, each with a cell for each column."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = Field(
        default=(),
        description="Text, number or boolean; {iri}; {v, type|lang} for other literals; null where nothing is bound. "
        "Texts may be UNTRUSTED words of documents.",
    )
    answer: bool | None = Field(default=None, description="What an ASK query gives.")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as they are shown; ``more`` says that there are others after them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: bool
    answer: bool | None = None


def read(result: Result, base: str, begin: int, limit: int) -> Rows:
    """The rows of a result from ``begin`` on. Raises ``StoreError`` where they are none."""
    if result.kind == "boolean":
        return Rows((), (), more=False, answer=result.lines[0] == "true")
    try:
        columns, found = _triples(result) if result.kind == "graph" else _solutions(result)
    except (SyntaxError, ValueError) as error:
        raise StoreError("The store gave an answer that cannot be read.") from error
    page = found[begin : begin + limit]
    kept = tuple(_fitting(cells(base, row) for row in page))
    return Rows(columns, kept, more=result.more or begin + len(kept) < len(found))


def rows_of(graph: Graph, found: Rows, begin: int, cursors: Cursors, notes: tuple[str, ...] = ()) -> RowsAnswer:
    """The answer that shows rows which begin after ``begin`` others."""
    return RowsAnswer(
        base=graph.base,
        version=graph.version,
        next=cursors.next(begin + len(found.rows)) if found.more and found.rows else None,
        notes=notes,
        columns=found.columns,
        rows=found.rows,
        answer=found.answer,
    )


_Row = tuple[object, ...]


def _solutions(result: Result) -> tuple[tuple[str, ...], list[_Row]]:
    text = "".join(f"{line}\n" for line in result.lines)
    solutions = ox.parse_query_results(text, format=ox.QueryResultsFormat.TSV)
    if not isinstance(solutions, ox.QuerySolutions):
        raise ValueError("no solutions")
    columns = tuple(variable.value for variable in solutions.variables)
    return columns, [tuple(solution) for solution in solutions]


def _triples(result: Result) -> tuple[tuple[str, ...], list[_Row]]:
    text = "".join(f"{line}\n" for line in result.lines)
    triples = dict.fromkeys(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    return _TRIPLE, [(triple.subject, triple.predicate, triple.object) for triple in triples]


def _fitting(rows: Iterable[tuple[Cell, ...]]) -> Iterable[tuple[Cell, ...]]:
    """The first rows that take no more bytes than a page may have; at least one."""
    size = 0
    for row in rows:
        taken = len(visible([one if isinstance(one, str | int | float | None) else str(one) for one in row]).encode())
        if size and size + taken > MOST_BYTES:
            return
        size += taken
        yield row
