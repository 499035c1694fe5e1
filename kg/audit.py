"""The audit: every document of a snapshot against the shapes, as the gate checks a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kg.graph import Iris
from kg.model import NodeId, NodeKey
from kg.store import Reader
from kg.validation import Gate, Report, validate_documents
from kg.vocabulary import KG, RDF, SH, XSD

_A: Final = ox.NamedNode(RDF + "type")
_REPORT: Final = ox.NamedNode(SH + "ValidationReport")
_CONFORMS: Final = ox.NamedNode(SH + "conforms")
_REJECTS: Final = ox.NamedNode(KG + "rejects")
_FILE_NAME: Final = ox.NamedNode(KG + "fileName")


def audit(reader: Reader, base: str, gate: Gate | None = None) -> Iterator[tuple[str, Report]]:
    """The report on each document, by the name of its file, in the order of the names; ``base`` is the base IRI.

    Each document's graph is checked by itself, together with the descriptions of the entities it speaks of and with
    what reviewers rejected of it.
    """
    iris = Iris(base)
    graphs = ((name, _graph(reader, iris, document)) for name, document in _documents(reader, iris))
    yield from validate_documents(graphs, gate)


def merged(reports: Iterable[Report]) -> Report:
    """One report that holds the results of all; it conforms where all of them do."""
    node, conforms, triples = ox.BlankNode(), True, []
    for report in reports:
        conforms = conforms and report.conforms
        own = {t.subject for t in report.graph if t.predicate == _A and t.object == _REPORT}
        for triple in report.graph:
            if triple.subject not in own:
                triples.append(triple)
            elif triple.predicate not in (_A, _CONFORMS):
                triples.append(ox.Triple(node, triple.predicate, triple.object))
    triples.append(ox.Triple(node, _A, _REPORT))
    triples.append(
        ox.Triple(node, _CONFORMS, ox.Literal(str(conforms).lower(), datatype=ox.NamedNode(XSD + "boolean")))
    )
    return Report.read(triples)


def _documents(reader: Reader, iris: Iris) -> list[tuple[str, str]]:
    """The first name and the id of each document, in the order of the names."""
    before = iris.document("").value
    names: dict[str, str] = {}
    for quad in reader.store.quads_for_pattern(None, _FILE_NAME, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            document = quad.subject.value.removeprefix(before)
            names[document] = min(quad.object.value, names.get(document, quad.object.value))
    return sorted((name, document) for document, name in names.items())


def _graph(reader: Reader, iris: Iris, document: str) -> Iterator[ox.Quad]:
    """What the document says, what reviewers rejected of it, and the descriptions of all that it names, and so on."""
    waiting = []
    claims = iris.claim(NodeKey(document, NodeId(""))).value
    for quad in reader.store.quads_for_pattern(None, _REJECTS, None, iris.reviews_graph):
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(claims):
            yield from reader.store.quads_for_pattern(quad.subject, None, None, iris.reviews_graph)
    for quad in reader.quads(iris.document_graph(document)):
        waiting.append(quad.object)
        yield quad
    seen = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, ox.NamedNode) and node not in seen:
            seen.add(node)
            for quad in reader.store.quads_for_pattern(node, None, None, iris.entities_graph):
                waiting.append(quad.object)
                yield quad
