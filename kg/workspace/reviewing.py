"""Reviewing: what rejections make of readings, and the graph that tells of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pyoxigraph as ox

from kg.graph import Iris, rejection_quads
from kg.workspace.record import Reading, State
from kg.workspace.rejections import Rejections
from kg.workspace.truth import Truth


class Reviewing:
    """Use it inside a transaction of the truth."""

    def __init__(self, truth: Truth, base_iri: str) -> None:
        self._truth = truth
        self._base = base_iri
        self.rejections = Rejections(truth)

    def reading(self, document: str) -> Reading:
        """The reading of a document as it came, with what is rejected of it."""
        return self.with_rejections(self._truth.reading(document))

    def with_rejections(self, reading: Reading) -> Reading:
        """A reading with what is rejected of it now."""
        return replace(reading, rejections=self.rejections.in_force(reading.extract))

    def quads(self, readings: Iterable[Reading]) -> Iterator[ox.Quad]:
        """What reviewers decided about claims of documents whose graphs are in the store."""
        for reading in readings:
            yield from rejection_quads(reading.rejections.values(), self._base)

    def nodes(self, documents: Iterable[str]) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
        """All that the graph of reviews may have said of these documents: the graph, and each node."""
        iris = Iris(self._base)
        for document in sorted(documents):
            for line in self.rejections.of(document):
                if line.verdict == "reject":
                    yield iris.reviews_graph, iris.rejection(line.number)

    def everything(self) -> Iterator[ox.Quad]:
        """The whole graph of reviews."""
        for document in self.rejections.documents():
            held = self._truth.held(document)
            if held is not None and held.state is State.COMMITTED:
                yield from self.quads([self.reading(document)])
