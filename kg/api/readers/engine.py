"""The engine: answers queries from the newest snapshot, in the reader process."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from math import inf
from typing import IO, TYPE_CHECKING, Final, Literal, cast

import pyoxigraph as ox

from kg.api.process.sandbox import peak_megabytes
from kg.api.readers.query import DATASET, DEFAULT, Head, Query, ReaderLimits, ResultKind
from kg.api.readers.sink import FrameSink, Stopped
from kg.api.readers.version import NOTHING, VersionWatch, version_of
from kg.errors import QueryError, StoreError, UnknownGraphError
from kg.store import HeldSnapshot, Snapshots, open_snapshot
from kg.store.federation import redirected, services
from kg.store.shape import check_shape
from kg.store.syntax import refuse_service, syntax_error, uses_keyword
from kg.store.update import plan

if TYPE_CHECKING:
    from kg.store.remote.graph import RemoteGraph

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


class ServicesError(QueryError):
    """The text asks other servers, and it has not been seen to how they are reached; ``services`` are their IRIs."""

    def __init__(self, services: tuple[str, ...]) -> None:
        super().__init__("The query asks other servers.")
        self.services = services


class OthersError(QueryError):
    """A server that the query asks gave no answer, or none that can be read."""


class Engine:
    """One snapshot at a time, for the use of one thread."""

    def __init__(self, limits: ReaderLimits) -> None:
        self._limits = limits
        self._snapshots = Snapshots(limits.snapshots)
        self._watch = VersionWatch(limits.snapshots)
        self._held: HeldSnapshot | None = None
        self._version = NOTHING
        self._store: ox.Store | RemoteGraph = ox.Store()

    def follow(self) -> bool:
        """Opens the newest snapshot, and whether it is another one than before. Raises ``StoreError``."""
        newest = self._watch.newest()
        if newest in (self._version, NOTHING):
            return False
        held = self._snapshots.hold()
        try:
            store = open_snapshot(held.path, self._limits.server)
        except StoreError:
            held.release()
            raise
        if not isinstance(self._store, ox.Store):
            self._store.close()
        self._store = store
        if self._held is not None:
            self._held.release()
        self._held = held
        self._version = version_of(held.number, held.path)
        return True

    def answer(self, query: Query, connection: socket.socket) -> None:
        """Runs a query and sends its result.

        Raises an error of ``kg.errors`` where it cannot; if part of the result has left by then, the service sees
        that it is not whole.
        """
        if query.graph is not None:
            self._give(query, query.graph, connection)
            return
        if query.update:
            plan(query.text, self._limits.base_iri, may_ask_others=True)
            raise ServicesError(services(query.text, self._limits.base_iri, "update"))
        union = self._check(query)
        try:
            results = self._run(query, union)
            kind: ResultKind
            if isinstance(results, ox.QueryTriples):
                kind, media_type = "graph", query.graph_format
            else:
                kind = "boolean" if isinstance(results, ox.QueryBoolean) else "solutions"
                media_type = query.solutions_format
            if media_type is None:
                raise FormatError(_no_format(kind))
            sink = FrameSink(connection, self._head(kind, media_type), query.head)
            if kind != "boolean":
                self._limit(sink, query, union, media_type)
            output = cast("IO[bytes]", sink)  # it is enough of a file for the engine
            try:
                if isinstance(results, ox.QueryTriples):
                    results.serialize(output, GRAPH_FORMATS[media_type])
                else:
                    results.serialize(output, SOLUTION_FORMATS[media_type])
            except Stopped:
                pass
            except SyntaxError as error:
                raise StoreError("The server that the graph is kept in gave an answer that cannot be read.") from error
            sink.end(peak_megabytes())
        except SyntaxError as error:
            raise syntax_error(query.text, error, self._limits.base_iri) from error
        except ValueError as error:
            raise QueryError(f"The query cannot be run as asked: {error}.") from error
        except (OSError, RuntimeError) as error:
            raise _failed(error, query) from error

    def _give(self, query: Query, name: str, connection: socket.socket) -> None:
        """Sends a graph, or all of them, whole. Raises ``UnknownGraphError`` where there is none of this name."""
        graph = None if name == DATASET else ox.DefaultGraph() if name == DEFAULT else ox.NamedNode(name)
        media_type = query.graph_format
        if media_type is None:
            raise FormatError(_no_format("graph"))
        try:
            if isinstance(graph, ox.NamedNode) and not self._store.contains_named_graph(graph):
                raise UnknownGraphError("There is no graph of this name.")
            sink = FrameSink(connection, self._head("graph", media_type), query.head)
            if self._limits.result_bytes is not None and not query.unlimited:
                sink.limit_bytes(self._limits.result_bytes)
            with suppress(Stopped):
                self._store.dump(cast("IO[bytes]", sink), GRAPH_FORMATS[media_type], from_graph=graph)
            sink.end(peak_megabytes())
        except RuntimeError as error:
            raise StoreError("The store failed while it answered.", remedy="Run `kg doctor`.") from error

    def _check(self, query: Query) -> bool:
        """Refuses what must not run; whether the default graph is the union of all."""
        text, base_iri = query.text, self._limits.base_iri
        self._check_services(query)
        check = _checked if len(text) <= _REMEMBERED else _checked.__wrapped__
        # The engine would let the union overrule the query's own FROM.
        union = self._limits.union or query.union
        return not check(text, base_iri, bool(query.doors)) and union and query.default_graphs is None

    def _check_services(self, query: Query) -> None:
        if not self._limits.federates:
            return
        check_shape(query.text)
        if (found := services(query.text, self._limits.base_iri)) and not query.doors:
            raise ServicesError(found)

    def _head(self, kind: ResultKind, media_type: str) -> bytes:
        return Head(kind, media_type, self._version.number, self._version.stamp).to_json()

    def _limit(self, sink: FrameSink, query: Query, union: bool, media_type: str) -> None:
        if query.unlimited:
            return
        rows, size = self._limits.rows, self._limits.result_bytes
        if size is not None:
            sink.limit_bytes(size)
        if rows is not None:
            # What the bytes cannot prove is counted in a run of its own, before the first of them leaves.
            sink.hold_back(lambda data: _most_rows(data, media_type) <= rows or self._count(query, union) <= rows, rows)

    def _run(self, query: Query, union: bool) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        default = None if query.default_graphs is None else [ox.NamedNode(g) for g in query.default_graphs]
        named = None if query.named_graphs is None else [ox.NamedNode(g) for g in query.named_graphs]
        if default is None and named is not None:
            default = []
        elif default is not None and named is None:
            named = []
        base_iri = self._limits.base_iri
        text = redirected(query.text, base_iri, dict(query.doors)) if query.doors else query.text
        return self._store.query(
            text,
            base_iri=base_iri,
            use_default_graph_as_union=union and default is None,
            default_graph=default,  # type: ignore[arg-type]  # lists of the subclass are fine for reading
            named_graphs=named,  # type: ignore[arg-type]
        )

    def _count(self, query: Query, union: bool) -> int:
        """Counts the rows in a run of their own, up to one more than the limit."""
        results = self._run(query, union)
        if isinstance(results, ox.QueryBoolean) or self._limits.rows is None:
            return 0
        return sum(1 for _ in islice(iter(results), self._limits.rows + 1))


def _failed(error: OSError | RuntimeError, query: Query) -> Exception:
    """What the engine's failure means."""
    if query.doors:
        return OthersError("A server that the query asks with SERVICE did not answer as it should.")
    if isinstance(error, OSError):
        return error  # the service is gone
    if (unknown := _UNKNOWN_FUNCTION.search(str(error))) is not None:
        return QueryError(f"There is no function {unknown[1]} here.")
    return StoreError("The store failed while it answered.", remedy="Run `kg doctor`.")


_UNKNOWN_FUNCTION: Final = re.compile(r"custom (?:aggregate )?function (<[^>]*>) is not supported")

_REMEMBERED: Final = 8_192
"""Characters of a query up to which it is remembered what its text was found to be."""

_ROW_MARKS: Final = {
    "application/sparql-results+json": (b"},{", 1),
    "application/sparql-results+xml": (b"<result>", 0),
    "text/csv": (b"\n", -1),
    "text/tab-separated-values": (b"\n", -1),
    "application/n-triples": (b"\n", 0),
    "application/n-quads": (b"\n", 0),
}
"""What a result of so many rows holds at least as often, but for the number that is to be added."""

_LEAST_TRIPLE: Final = 4
"""Bytes that a triple takes at least in any format."""


@lru_cache(maxsize=256)
def _checked(text: str, base_iri: str, asks_others: bool) -> bool:
    """Refuses a text that must not be run, with ``QueryLimitError``; whether it uses ``FROM``."""
    check_shape(text)
    if not asks_others:
        refuse_service(text, base_iri)
    return uses_keyword(text, "FROM", base_iri)


def _most_rows(data: bytes | None, media_type: str) -> float:
    """A number of rows that a whole result has not more of; ``None`` stands for one that is not yet whole."""
    if data is None:
        return inf
    mark, more = _ROW_MARKS.get(media_type, (b"", 0))
    return data.count(mark) + more if mark else len(data) // _LEAST_TRIPLE


def _no_format(kind: Literal["solutions", "boolean", "graph"]) -> str:
    formats = GRAPH_FORMATS if kind == "graph" else SOLUTION_FORMATS
    return f"The result of this query can be had as {', '.join(formats)}; the request accepts none of them."
