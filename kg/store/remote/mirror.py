"""The mirror: a store on disk and the same graph in a server, changed together.

For servers whose own answers are not the ones that SPARQL 1.1 asks for: the server has the graph for those who use it
there, and what we ask is asked here. The server goes first, since it is the one that may refuse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pyoxigraph as ox

from kg.store.change import Change
from kg.store.remote.names import Graph
from kg.store.remote.writer import RemoteWriter
from kg.store.writer import Writer

_HELD: Final = 50_000
"""Quads that are held while both are given them."""


class Mirror:
    """Both writers as one. Use it as a context manager."""

    def __init__(self, remote: RemoteWriter, local: Writer) -> None:
        self._remote = remote
        self._local = local

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of both."""
        self._remote.close()
        self._local.close()

    def apply(self, change: Change) -> None:
        """Applies a change to both."""
        self._remote.apply(change)
        self._local.apply(change)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Adds quads to both."""
        for some in _pieces(quads):
            self._remote.add(some)
            self._local.add(some)

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Adds many quads to both."""
        for some in _pieces(quads):
            self._remote.load(some)
            self._local.load(some)

    def pour(self, quads: Iterable[ox.Quad], expected: int) -> None:
        """Adds quads to both."""
        for some in _pieces(quads):
            self._remote.add(some)
            self._local.pour(some, expected)

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Removes quads from both."""
        for some in _pieces(quads):
            self._remote.remove(some)
            self._local.remove(some)

    def create(self, graph: Graph) -> None:
        """Makes a graph in both."""
        self._remote.create(graph)
        self._local.create(graph)

    def drop(self, graph: Graph) -> None:
        """Removes a graph from both."""
        self._remote.drop(graph)
        self._local.drop(graph)

    def is_empty(self) -> bool:
        """Whether nothing is in either."""
        return self._remote.is_empty() and self._local.is_empty()

    def quads(self, graph: Graph) -> Iterator[ox.Quad]:
        """The quads of a graph."""
        return self._local.quads(graph)

    def has_graph(self, graph: Graph) -> bool:
        """Whether there is such a graph."""
        return self._local.has_graph(graph)

    def graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        """The named graphs."""
        return self._local.graphs()

    def flush(self) -> None:
        """Brings what is here onto the disk; the server keeps what it has acknowledged."""
        self._local.flush()

    def show(self, version: int, folder: Path) -> None:
        """Makes ``folder`` the snapshot of the present state here, and lets the server say which version it has."""
        self._remote.settle(version)
        self._local.checkpoint(folder)
        self._remote.pointer(version).write(folder)

    def copy(self, folder: Path) -> None:
        """Makes ``folder`` a store with the same quads."""
        self._local.copy(folder)


def _pieces(quads: Iterable[ox.Quad]) -> Iterator[list[ox.Quad]]:
    rest = iter(quads)
    while some := list(islice(rest, _HELD)):
        yield some
