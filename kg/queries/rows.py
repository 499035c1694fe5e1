"""The rows that a named query gives: typed, and in one order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

import pyoxigraph as ox

from kg.errors import QueryError
from kg.queries.named_query import NamedQuery, load
from kg.queries.naming import resolve
from kg.vocabulary import XSD

Cell = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
"""A term, or ``None`` where the query bound nothing."""

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_NUMBERS: Final = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))

_Key = tuple[int, float, str]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of terms. The same data give the same rows in the same order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def texts(self) -> list[dict[str, str]]:
        """Each row as plain text by column: IRIs and values without their types, empty where nothing is bound."""
        return [dict(zip(self.columns, map(_text, row), strict=True)) for row in self.rows]


class Answering(Protocol):
    """What answers a query: a store on disk, or the graph in a server."""

    def query(self, query: str, /, *, use_default_graph_as_union: bool = False) -> Results:
        """The results over the union of all graphs, or the unnamed one."""


def run(store: Answering, name: str, parameters: Mapping[str, str]) -> Rows:
    """Ask the named query of the store, over the union of its graphs, and sort what it answers.

    Raises ``UnknownQueryError``, ``ParameterError``, or ``QueryError`` where the store fails.
    """
    query = load(name)
    try:
        text = query.bind(parameters, resolve(query, parameters, partial(_select, store)))
        results = store.query(text, use_default_graph_as_union=True)
        if isinstance(results, ox.QuerySolutions):
            rows = [tuple(solution) for solution in results]
        elif isinstance(results, ox.QueryTriples):
            rows = list({(triple.subject, triple.predicate, triple.object) for triple in results})
        else:  # a named query is neither ASK nor an update: load refuses them
            rows = []
    except (OSError, RuntimeError, SyntaxError) as error:  # the last where a server's answer cannot be read
        raise QueryError(f"the query '{name}' failed: {error}.") from error
    return Rows(query.columns, tuple(_sorted(rows, query)))


def _select(store: Answering, text: str) -> list[dict[str, str]]:
    results = store.query(text, use_default_graph_as_union=True)
    if not isinstance(results, ox.QuerySolutions):  # what looks names up is a SELECT
        return []
    names = [variable.value for variable in results.variables]
    return [{name: _text(cell) for name, cell in zip(names, row, strict=True)} for row in results]


def _sorted(rows: list[tuple[Cell, ...]], query: NamedQuery) -> list[tuple[Cell, ...]]:
    """By the columns of ``order``, then by all columns from the left."""
    rows.sort(key=lambda row: tuple(map(_key, row)))
    for part in reversed(query.order):
        place = query.columns.index(part.removeprefix("-"))
        rows.sort(key=lambda row, place=place: _key(row[place]), reverse=part.startswith("-"))  # type: ignore[misc]  # the default argument binds the loop's value
    return rows


def _key(cell: Cell) -> _Key:
    if cell is None:
        return 0, 0.0, ""
    if isinstance(cell, ox.Literal) and cell.datatype.value in _NUMBERS:
        try:
            return 1, float(cell.value), cell.value
        except ValueError:
            return 2, 0.0, cell.value
    return 2, 0.0, str(cell)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, ox.Triple) else cell.value
