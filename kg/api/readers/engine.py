"""The engine: answers queries from the newest snapshot, in the reader process."""

from __future__ import annotations

import socket
from itertools import islice
from typing import IO, Final, Literal, cast

import pyoxigraph as ox

from kg.api.process.sandbox import peak_megabytes
from kg.api.readers.query import Head, Query, ReaderLimits, ResultKind
from kg.api.readers.sink import FrameSink, Stopped
from kg.errors import QueryError, QueryLimitError, StoreError
from kg.store import HeldSnapshot, Snapshots, open_snapshot
from kg.store.shape import check_shape
from kg.store.syntax import refuse_service, syntax_error, uses_keyword

SOLUTION_FORMATS: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS: Final = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
}


class FormatError(QueryError):
    """The sender accepts no format of the family that the query's result is written in."""


class Engine:
    """One snapshot at a time, for the use of one thread."""

    def __init__(self, limits: ReaderLimits) -> None:
        self._limits = limits
        self._snapshots = Snapshots(limits.snapshots)
        self._held: HeldSnapshot | None = None
        self._store = ox.Store()

    @property
    def version(self) -> int:
        """The version of the data; 0 where nothing was ever published."""
        return self._held.number if self._held else 0

    def follow(self) -> bool:
        """Opens the newest snapshot, and whether it is another one than before. Raises ``StoreError``."""
        newest = self._snapshots.newest()
        if newest is None or newest.number == self.version:
            return False
        held = self._snapshots.hold()
        try:
            store = open_snapshot(held.path)
        except StoreError:
            held.release()
            raise
        self._store = store
        if self._held is not None:
            self._held.release()
        self._held = held
        return True

    def answer(self, query: Query, connection: socket.socket) -> None:
        """Runs a query and sends its result.

        Raises an error of ``kg.errors`` where it cannot; if part of the result has left by then, the service sees
        that it is not whole.
        """
        check_shape(query.text)
        refuse_service(query.text, self._limits.base_iri)
        try:
            results = self._run(query)
            kind: ResultKind
            solutions_format = graph_format = None
            if isinstance(results, ox.QueryTriples):
                kind, media_type = "graph", query.graph_format
                graph_format = GRAPH_FORMATS.get(media_type or "")
            else:
                kind = "boolean" if isinstance(results, ox.QueryBoolean) else "solutions"
                media_type = query.solutions_format
                solutions_format = SOLUTION_FORMATS.get(media_type or "")
            if media_type is None:
                raise FormatError(_no_format(kind))
            self._check_rows(query, results)
            sink = FrameSink(connection, Head(kind, media_type, self.version).to_json(), head_only=query.head)
            try:
                output = cast("IO[bytes]", sink)  # it is enough of a file for the engine
                if isinstance(results, ox.QueryTriples):
                    results.serialize(output, graph_format)
                else:
                    results.serialize(output, solutions_format)
            except Stopped:
                pass
            sink.end(b"%d" % peak_megabytes())
        except SyntaxError as error:
            raise syntax_error(query.text, error, self._limits.base_iri) from error
        except ValueError as error:
            raise QueryError(f"The query cannot be run as asked: {error}.") from error
        except RuntimeError as error:
            raise StoreError("The store failed while it answered.", remedy="Run `kg doctor`.") from error

    def _run(self, query: Query) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        default = None if query.default_graphs is None else [ox.NamedNode(g) for g in query.default_graphs]
        named = None if query.named_graphs is None else [ox.NamedNode(g) for g in query.named_graphs]
        if default is None and named is not None:
            default = []
        elif default is not None and named is None:
            named = []
        # The engine would let the union overrule the query's own FROM.
        union = self._limits.union and default is None and not uses_keyword(query.text, "FROM", self._limits.base_iri)
        return self._store.query(
            query.text,
            base_iri=self._limits.base_iri,
            use_default_graph_as_union=union,
            default_graph=default,  # type: ignore[arg-type]  # lists of the subclass are fine for reading
            named_graphs=named,  # type: ignore[arg-type]
        )

    def _check_rows(self, query: Query, results: object) -> None:
        """Counts the rows in a run of their own, so that a result over the limit is refused before its first byte."""
        rows = self._limits.rows
        if rows is None or isinstance(results, ox.QueryBoolean):
            return
        counted = self._run(query)
        if isinstance(counted, ox.QueryBoolean):
            return
        if next(islice(iter(counted), rows, None), None) is not None:
            raise QueryLimitError(
                f"The query returns more than {rows} rows.",
                limit="query_rows",
                value=rows,
                remedy="Add a LIMIT, and page with OFFSET or a FILTER.",
            )


def _no_format(kind: Literal["solutions", "boolean", "graph"]) -> str:
    formats = GRAPH_FORMATS if kind == "graph" else SOLUTION_FORMATS
    return f"The result of this query can be had as {', '.join(formats)}; the request accepts none of them."
