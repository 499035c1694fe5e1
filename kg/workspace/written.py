"""A document's graph as N-Quads: how it comes from the process that made it, read only where it is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph import DocumentGraph


@dataclass(frozen=True, slots=True)
class WrittenGraph:
    """The graph of a document and that of its conflicts, with the number of quads in each."""

    graph: bytes
    conflicts: bytes
    sizes: tuple[int, int]

    @classmethod
    def of(cls, graph: DocumentGraph) -> WrittenGraph:
        """The graph, written."""
        return cls(_written(graph.graph), _written(graph.conflicts), (len(graph.graph), len(graph.conflicts)))

    def read(self) -> DocumentGraph:
        """The graph as it was before it was written."""
        return DocumentGraph(_read(self.graph), _read(self.conflicts))


def _written(quads: Iterable[ox.Quad]) -> bytes:
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _read(data: bytes) -> tuple[ox.Quad, ...]:
    return tuple(ox.parse(data, format=ox.RdfFormat.N_QUADS))
