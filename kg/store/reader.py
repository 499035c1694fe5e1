"""The reader: one snapshot, open read-only in this process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.store.remote import Pointer, Server
from kg.store.shape import check_shape
from kg.store.snapshot import HeldSnapshot
from kg.store.syntax import refuse_service, syntax_error, uses_keyword

if TYPE_CHECKING:
    from kg.store.remote.graph import RemoteGraph

QueryResult = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


def open_snapshot(path: Path, server: Server | None = None) -> ox.Store | RemoteGraph:
    """The store in the snapshot folder ``path``, or in the ``server`` that it points at, to be read.

    Never call it on the live store. Hold the snapshot for as long as the store is in use. Raises ``StoreError`` where
    the folder is missing or damaged, or where the graph is not kept where ``server`` (``None``: here) says.
    """
    pointer = Pointer.read(path)
    there, wanted = pointer.server if pointer else None, server.name if server else None
    if there != wanted:
        raise misplaced(there or "the workspace itself", wanted)
    if pointer is not None and server is not None and not (path / "CURRENT").exists():
        from kg.store.remote.graph import RemoteGraph  # noqa: PLC0415 - it brings HTTP, and others need none

        return RemoteGraph(server, pointer.graphs)
    try:
        return ox.Store.read_only(str(path))
    except (OSError, RuntimeError) as error:  # damage found by RocksDB arrives as either
        raise StoreError(
            f"the snapshot {path} cannot be opened: {error}.", remedy="Run `kg rebuild` to make a new one."
        ) from error


def misplaced(there: str, wanted: str | None) -> StoreError:
    """What it means that the graph is kept elsewhere than the setting ``store`` says."""
    return StoreError(
        f"the graph is kept in {there}, and the setting `store` is {wanted or 'not set'}.",
        remedy="Set it to where the graph is, or run `kg rebuild` to make the graph where the setting says.",
    )


class Reader:
    """A held snapshot with the store in it, for the use of one thread. Use it as a context manager.

    It has no limits of time or memory: what strangers send must go to a process that can be killed instead.
    """

    def __init__(
        self,
        held: HeldSnapshot,
        *,
        union: bool = True,
        base_iri: str | None = None,
        server: Server | None = None,
    ) -> None:
        """``server`` is where the graph is kept where it is not in the snapshot itself."""
        try:
            self.store = open_snapshot(held.path, server)
        except StoreError:
            held.release()
            raise
        self._held = held
        self._union = union
        self._base_iri = base_iri

    @property
    def version(self) -> int:
        """The version of the data, which is the snapshot's number."""
        return self._held.number

    def query(
        self, text: str, substitutions: Mapping[ox.Variable, ox.NamedNode | ox.Literal] | None = None
    ) -> QueryResult:
        """The results of a SPARQL query. Only the calling thread may touch them: another one would abort the process.

        The default graph is what the query names with ``FROM``, else the union of all graphs, or, where the reader was
        made with ``union=False``, the unnamed graph. Relative IRIs are resolved against the reader's ``base_iri``.
        Raises ``QuerySyntaxError``, ``QueryLimitError`` where the query asks another server or nests more than the
        engine bears, or ``QueryError`` where the store fails while it answers.
        """
        check_shape(text)
        refuse_service(text, self._base_iri)
        # The engine would let the union overrule the query's own FROM.
        union = self._union and not uses_keyword(text, "FROM", self._base_iri)
        try:
            return self.store.query(
                text,
                base_iri=self._base_iri,
                use_default_graph_as_union=union,
                substitutions=dict(substitutions) if substitutions else None,
            )
        except SyntaxError as error:
            raise syntax_error(text, error, self._base_iri) from error
        except (OSError, RuntimeError) as error:
            raise QueryError(f"the query failed: {error}.") from error

    def quads(self, graph: ox.NamedNode | ox.DefaultGraph | None = None) -> Iterator[ox.Quad]:
        """All quads, or those of one graph, in no particular order. Raises ``StoreError`` where they are damaged."""
        try:
            yield from self.store.quads_for_pattern(None, None, None, graph)
        except (OSError, RuntimeError) as error:
            raise self._damaged(error) from error

    def graph_sizes(self) -> dict[str, int]:
        """How many triples each named graph has, by its IRI. Raises ``StoreError`` where the data are damaged."""
        try:
            if not isinstance(self.store, ox.Store):
                return self.store.sizes()
            found = self.store.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
            return {row["g"].value: int(row["n"].value) for row in found}  # type: ignore[union-attr] # a SELECT has rows
        except (OSError, RuntimeError) as error:
            raise self._damaged(error) from error

    def default_graph_size(self) -> int:
        """How many triples the unnamed graph has. Raises ``StoreError`` where the data are damaged."""
        return sum(1 for _ in self.quads(ox.DefaultGraph()))

    def _damaged(self, error: Exception) -> StoreError:
        message = f"the snapshot {self._held.path} is damaged: {error}."
        return StoreError(message, remedy="Run `kg rebuild` to make a new one.")

    def close(self) -> None:
        """Lets go of the snapshot. Closing twice does no harm."""
        if not isinstance(self.store, ox.Store):
            self.store.close()
        self._held.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
