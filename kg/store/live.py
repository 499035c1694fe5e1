"""The live store: what its one writer can do, be it on disk or in a server of another maker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import pyoxigraph as ox

from kg.store.change import Change

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


class LiveStore(Protocol):
    """What ``Writer`` and ``RemoteWriter`` have in common; each says what is its own. All of it may be done twice."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def close(self) -> None:
        """Lets go of the store."""

    def apply(self, change: Change) -> None:
        """Applies a change."""

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Adds quads."""

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Adds many quads to a store that nobody knows of yet."""

    def pour(self, quads: Iterable[ox.Quad], expected: int) -> None:
        """Adds quads, about as many as expected."""

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Removes quads."""

    def create(self, graph: Graph) -> None:
        """Makes a graph, empty where there was none."""

    def drop(self, graph: Graph) -> None:
        """Removes a graph with all its triples."""

    def is_empty(self) -> bool:
        """Whether nothing is in the store."""

    def quads(self, graph: Graph) -> Iterator[ox.Quad]:
        """The quads of a graph."""

    def has_graph(self, graph: Graph) -> bool:
        """Whether there is such a graph."""

    def graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        """The named graphs."""

    def flush(self) -> None:
        """Brings everything written so far onto the disk."""

    def show(self, version: int, folder: Path) -> None:
        """Makes ``folder`` the snapshot of the present state, which is ``version``."""

    def copy(self, folder: Path) -> None:
        """Makes ``folder`` a store on disk with the same quads, to try something on."""
