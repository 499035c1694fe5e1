"""Claims as nodes, and the plain triples that stand where a claim holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pyoxigraph as ox

from kg.graph.iris import Iris
from kg.graph.nodes import Nodes, look_up
from kg.graph.spans import Spans
from kg.graph.terms import PREF_LABEL, A, Object, Statement, day, decimal, edtf, iri, kg, text
from kg.model import Claim, ClassObject, DateObject, Document, Edtf, NodeId, NodeObject, Predicate, TextObject
from kg.vocabulary import RDF, SKOS, predicate


class Claims:
    """Writes the claims of one document."""

    __slots__ = ("_document", "_iris", "_nodes", "_rejected", "_spans")

    def __init__(
        self, document: Document, nodes: Nodes, spans: Spans, iris: Iris, rejected: Collection[NodeId] = ()
    ) -> None:
        """``rejected`` are claims that support no plain triple, because a reviewer rejected them."""
        self._document = document
        self._nodes = nodes
        self._spans = spans
        self._rejected = rejected
        self._iris = iris

    def statements(self, claim: Claim) -> Iterator[Statement]:
        """The claim's own node, and the plain triples if it holds and nobody rejected it.

        Raises ``ExtractionError`` where the claim refers to a node that the extract lacks.
        """
        document = self._iris.document(self._document.id)
        node = self._iris.node("claim", self._document.id, claim.id)
        subject, said = self._node(claim.subject), iri(predicate(claim.predicate))
        value = self._object(claim)
        yield node, A, kg("Claim")
        yield node, A, iri(RDF + "Statement")
        yield node, iri(RDF + "subject"), subject
        yield node, iri(RDF + "predicate"), said
        yield node, iri(RDF + "object"), value
        yield node, kg("claimant"), document if claim.claimant is None else self._node(claim.claimant)
        yield node, kg("polarity"), kg(claim.polarity.value)
        yield node, kg("certainty"), kg(claim.certainty.value)
        yield node, kg("realis"), kg(claim.realis.value)
        yield node, kg("confidence"), decimal(claim.confidence)
        yield node, kg("rule"), text(claim.rule)
        yield node, kg("statedIn"), document
        for span in claim.evidence:
            yield node, kg("evidence"), self._spans.node(span)
        if claim.attribution is not None:
            yield node, kg("attribution"), self._node(claim.attribution)
        if claim.mention is not None:
            yield node, kg("objectMention"), self._spans.node(claim.mention)
        if claim.predicate is Predicate.PROGRAMME and isinstance(claim.object, TextObject):
            programme = self._iris.programme(claim.object.value)
            yield programme, A, iri(SKOS + "Concept")
            yield programme, PREF_LABEL, text(claim.object.value)
        if claim.holds and claim.id not in self._rejected:
            yield subject, said, value
            yield from _consequences(claim, subject)

    def _node(self, node: NodeId) -> ox.NamedNode:
        return look_up(self._nodes, node, self._document.name)

    def _object(self, claim: Claim) -> Object:
        match claim.object:
            case NodeObject(node):
                return self._node(node)
            case ClassObject(value):
                return kg(value.value)
            case DateObject(value):
                return edtf(value)
            case TextObject(value):
                return self._iris.programme(value) if claim.predicate is Predicate.PROGRAMME else text(value)


def _consequences(claim: Claim, subject: ox.NamedNode) -> Iterator[Statement]:
    """What a claim that holds says beyond its own triple: the superclasses, the first and the last day."""
    if isinstance(claim.object, ClassObject):
        for cls in claim.object.value.lineage[1:]:
            yield subject, A, kg(cls.value)
    elif isinstance(claim.object, DateObject):
        try:
            value = Edtf.parse(claim.object.value)
        except ValueError:
            return  # the gate turns the document away for it, with a message about this very date
        if value.earliest is not None:
            yield subject, kg("earliest"), day(value.earliest)
        if value.latest is not None:
            yield subject, kg("latest"), day(value.latest)
