"""The graph of one document: everything it says, and where its accounts contradict each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pyoxigraph as ox

from kg.graph.claims import Claims
from kg.graph.conflicts import find_conflicts
from kg.graph.documents import describe_document
from kg.graph.iris import Iris
from kg.graph.nodes import Nodes, describe_nodes, name_nodes
from kg.graph.readings import describe_readings
from kg.graph.spans import Spans
from kg.graph.terms import Statement, kg, quads
from kg.model import Document, Extract, Identity, NodeId


@dataclass(frozen=True, slots=True)
class DocumentGraph:
    """The quads of one document's named graph, and those of the conflicts that rest on it; both sorted."""

    graph: tuple[ox.Quad, ...]
    conflicts: tuple[ox.Quad, ...]


def build(
    document: Document,
    extract: Extract,
    identity: Identity,
    base_iri: str,
    names: tuple[str, ...],
    joint: Mapping[NodeId, tuple[str, NodeId]] = MappingProxyType({}),
    rejected: Collection[NodeId] = (),
) -> DocumentGraph:
    """The graph of a document that came in by the files ``names``.

    ``joint`` names the events that go by the name of an event of another document, by its id and node. Claims that are
    ``rejected`` are told, but support and contradict nothing. Equal arguments give equal quads. Raises
    ``ExtractionError`` where the extract refers to a node that it does not hold, or to an entity that the identity
    leaves out.
    """
    iris = Iris(base_iri)
    return DocumentGraph(
        quads(
            _statements(document, extract, name_nodes(extract, identity, iris, joint), iris, names, rejected),
            iris.document_graph(document.id),
        ),
        quads(_conflicts(extract.without(rejected), identity, iris), iris.conflicts_graph(document.id)),
    )


def _statements(
    document: Document,
    extract: Extract,
    nodes: Nodes,
    iris: Iris,
    names: tuple[str, ...],
    rejected: Collection[NodeId],
) -> Iterator[Statement]:
    spans = Spans(document, iris)
    claims = Claims(document, nodes, spans, iris, rejected)
    yield from describe_document(document, extract.extractor, names, iris)
    yield from describe_nodes(extract, nodes, spans, document.name)
    for claim in extract.claims:
        yield from claims.statements(claim)
    yield from describe_readings(extract, iris)
    yield from spans.statements()


def _conflicts(extract: Extract, identity: Identity, iris: Iris) -> Iterator[Statement]:
    for one, other in find_conflicts(extract, identity):
        left = iris.node("claim", extract.document, one.id)
        right = iris.node("claim", extract.document, other.id)
        yield left, kg("conflictsWith"), right
        yield right, kg("conflictsWith"), left
