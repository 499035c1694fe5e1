"""What a query answered, in the form that was asked for: a table for people, or one of the standard formats."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final, cast

import click
import pyoxigraph as ox

from kg.cli.console import output, say
from kg.cli.table import Sheet, short, show, tidy
from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph import Format
    from kg.queries import Cell, Rows
    from kg.store.reader import QueryResult

_RESULTS: Final = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS: Final = ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml")


def write_rows(rows: Rows, form: str, base: str, *, graph: bool) -> None:
    """The rows of a named query; ``graph`` says that they are the triples of a ``CONSTRUCT``."""
    if form == "table":
        sheet = Sheet(rows.columns, tuple(tuple(row.values()) for row in rows.texts()))
        _show(tidy(sheet, base), len(sheet.rows))
    elif graph:
        _write_graph([ox.Triple(*cast("Any", row)) for row in rows.rows], form, base)
    else:
        _write_solutions(ox.parse_query_results(_as_json(rows), format=ox.QueryResultsFormat.JSON), form)


def write_result(result: QueryResult, form: str, base: str) -> None:
    """The result of any query."""
    if isinstance(result, ox.QueryTriples):
        if form != "table":
            _write_graph(list(result), form, base)
            return
        triples = sorted({(_text(t.subject), _text(t.predicate), _text(t.object)) for t in result})
        _show(_shortened(("subject", "predicate", "object"), triples, base), len(triples))
    elif form == "table" and isinstance(result, ox.QueryBoolean):
        click.echo("yes" if result else "no")
    elif form == "table" and isinstance(result, ox.QuerySolutions):
        columns = tuple(variable.value for variable in result.variables)
        rows = [tuple(map(_text, solution)) for solution in result]
        _show(_shortened(columns, rows, base), len(rows))
    else:
        _write_solutions(result, form)


def _show(sheet: Sheet, count: int) -> None:
    if sheet.rows:
        show(sheet, output())
    say(f"{count:,} {'row' if count == 1 else 'rows'}")


def _shortened(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], base: str) -> Sheet:
    return Sheet(columns, tuple(tuple(short(cell, base) for cell in row) for row in rows))


def _write_solutions(result: ox.QuerySolutions | ox.QueryBoolean, form: str) -> None:
    if form not in _RESULTS:
        raise QueryError(f"rows cannot be written as {form}.", remedy=f"Take one of {', '.join(_RESULTS)}.")
    result.serialize(sys.stdout.buffer, format=_RESULTS[form])
    if form in ("json", "xml"):  # the serialisers leave the last line open
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def _write_graph(triples: list[ox.Triple], form: str, base: str) -> None:
    if form not in _GRAPHS:
        raise QueryError(
            f"this query gives a graph, which cannot be written as {form}.", remedy=f"Take one of {', '.join(_GRAPHS)}."
        )
    from kg.export import to_stream

    quads = (ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    to_stream(quads, cast("Format", form), base, sys.stdout.buffer)


def _as_json(rows: Rows) -> bytes:
    """Rows in the SPARQL 1.1 Query Results JSON Format, from which the engine's own serialisers go on."""
    bindings = [
        {column: _term(cell) for column, cell in zip(rows.columns, row, strict=True) if cell is not None}
        for row in rows.rows
    ]
    return json.dumps({"head": {"vars": list(rows.columns)}, "results": {"bindings": bindings}}).encode()


def _term(cell: Cell) -> dict[str, Any]:
    match cell:
        case ox.NamedNode():
            return {"type": "uri", "value": cell.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": cell.value}
        case ox.Literal() if cell.language:
            return {"type": "literal", "value": cell.value, "xml:lang": cell.language}
        case ox.Literal():
            return {"type": "literal", "value": cell.value, "datatype": cell.datatype.value}
        case ox.Triple():
            parts = ("subject", "predicate", "object")
            return {"type": "triple", "value": {p: _term(t) for p, t in zip(parts, cell, strict=True)}}
    raise QueryError(f"{cell} has no place in a result.")


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, ox.Triple | ox.BlankNode) else cell.value
