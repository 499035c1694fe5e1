"""Spans and mentions as nodes."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.graph.iris import Iris
from kg.graph.terms import A, Statement, integer, iri, kg, text
from kg.model import Document, Span
from kg.vocabulary import NIF


class Spans:
    """The spans of one document that its graph speaks of. Asking for a span's node makes it part of the graph."""

    __slots__ = ("_document", "_iris", "_nodes")

    def __init__(self, document: Document, iris: Iris) -> None:
        self._document = document
        self._iris = iris
        self._nodes: dict[Span, ox.NamedNode] = {}

    def node(self, span: Span) -> ox.NamedNode:
        """The node of a span."""
        node = self._nodes.get(span)
        if node is None:
            node = self._nodes[span] = self._iris.span(self._document.id, span)
        return node

    def statements(self) -> Iterator[Statement]:
        """Offsets and words of every span that was asked for."""
        context = self._iris.context(self._document.id)
        for span, node in self._nodes.items():
            yield node, A, kg("Span")
            yield node, A, iri(NIF + "Phrase")
            yield node, iri(NIF + "beginIndex"), integer(span.begin)
            yield node, iri(NIF + "endIndex"), integer(span.end)
            yield node, iri(NIF + "anchorOf"), text(span.of(self._document.text))
            yield node, iri(NIF + "referenceContext"), context
