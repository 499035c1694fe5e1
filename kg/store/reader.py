"""The reader: one snapshot, open read-only in this process."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from kg.errors import QueryError, QuerySyntaxError, StoreError
from kg.store.snapshot import HeldSnapshot

QueryResult = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


def open_snapshot(path: Path) -> ox.Store:
    """The store in the snapshot folder ``path``, read-only. Never call it on the live store.

    Hold the snapshot for as long as the store is in use. Raises ``StoreError`` where the folder is missing or damaged.
    """
    try:
        return ox.Store.read_only(str(path))
    except (OSError, RuntimeError) as error:  # damage found by RocksDB arrives as either
        raise StoreError(
            f"the snapshot {path} cannot be opened: {error}.", remedy="Run `kg rebuild` to make a new one."
        ) from error


class Reader:
    """A held snapshot with the store in it, for the use of one thread. Use it as a context manager.

    It has no limits of time or memory: what strangers send must go to a process that can be killed instead.
    """

    def __init__(self, held: HeldSnapshot, *, union: bool = True) -> None:
        try:
            self.store = open_snapshot(held.path)
        except StoreError:
            held.release()
            raise
        self._held = held
        self._union = union

    @property
    def version(self) -> int:
        """The version of the data, which is the snapshot's number."""
        return self._held.number

    def query(
        self, text: str, substitutions: Mapping[ox.Variable, ox.NamedNode | ox.Literal] | None = None
    ) -> QueryResult:
        """The results of a SPARQL query. Only the calling thread may touch them: another one would abort the process.

        The default graph is the union of all graphs unless the reader was made with ``union=False``. Raises
        ``QuerySyntaxError``, or ``QueryError`` where the store fails while it answers.
        """
        try:
            return self.store.query(
                text,
                use_default_graph_as_union=self._union,
                substitutions=dict(substitutions) if substitutions else None,
            )
        except SyntaxError as error:
            raise _syntax_error(error) from error
        except (OSError, RuntimeError) as error:
            raise QueryError(f"the query failed: {error}.") from error

    def quads(self, graph: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        """All quads, or those of one graph, in no particular order. Raises ``StoreError`` where they are damaged."""
        try:
            yield from self.store.quads_for_pattern(None, None, None, graph)
        except (OSError, RuntimeError) as error:
            raise self._damaged(error) from error

    def graph_sizes(self) -> dict[str, int]:
        """How many triples each named graph has, by its IRI. Raises ``StoreError`` where the data are damaged."""
        try:
            found = self.store.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
            return {row["g"].value: int(row["n"].value) for row in found}  # type: ignore[union-attr] # a SELECT has rows
        except (OSError, RuntimeError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> StoreError:
        message = f"the snapshot {self._held.path} is damaged: {error}."
        return StoreError(message, remedy="Run `kg rebuild` to make a new one.")

    def close(self) -> None:
        """Lets go of the snapshot. Closing twice does no harm."""
        self._held.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _syntax_error(error: SyntaxError) -> QuerySyntaxError:
    message = str(error)
    place = re.match(r"error at (\d+):(\d+): ", message)
    if place is None:
        return QuerySyntaxError(f"this is not SPARQL: {message}.")
    line, column = int(place[1]), int(place[2])
    return QuerySyntaxError(
        f"this is not SPARQL: line {line}, column {column}: {message[place.end() :]}.", line=line, column=column
    )
