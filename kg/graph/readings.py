"""Readings: what a language model contributed to a document's graph, and how it was asked (PROV-O)."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.graph.iris import Iris
from kg.graph.terms import PREF_LABEL, A, Statement, decimal, integer, iri, kg, text
from kg.model import Extract, Origin
from kg.vocabulary import PROV


def describe_readings(extract: Extract, iris: Iris) -> Iterator[Statement]:
    """The readings of an extract, and which of its claims they generated; nothing where no model was asked."""
    nodes = [iris.reading(extract.document, number) for number in range(1, len(extract.origins) + 1)]
    for number, (node, origin) in enumerate(zip(nodes, extract.origins, strict=True), start=1):
        yield from _reading(node, origin, extract.document, number, iris)
    for claim in extract.claims if nodes else ():
        if claim.is_by_model:
            for node in nodes:
                yield iris.node("claim", extract.document, claim.id), iri(PROV + "wasGeneratedBy"), node


def _reading(node: ox.NamedNode, origin: Origin, document: str, number: int, iris: Iris) -> Iterator[Statement]:
    model = iris.language_model(origin.model)
    yield model, A, kg("LanguageModel")
    yield model, A, iri(PROV + "SoftwareAgent")
    yield model, PREF_LABEL, text(origin.model)
    yield node, A, kg("Reading")
    yield node, A, iri(PROV + "Activity")
    yield node, iri(PROV + "used"), iris.document(document)
    yield node, iri(PROV + "wasAssociatedWith"), model
    yield node, kg("prompt"), text(origin.prompt)
    yield node, kg("temperature"), decimal(origin.temperature)
    yield node, kg("passages"), integer(origin.passages)
    yield node, kg("tokensAsked"), integer(origin.asked)
    yield node, kg("tokensAnswered"), integer(origin.answered)
    for reason, count in origin.refused:
        if count:
            refusal = iris.refusal(document, number, reason)
            yield node, kg("refusal"), refusal
            yield refusal, A, kg("Refusal")
            yield refusal, kg("refusedFor"), text(reason)
            yield refusal, kg("refusedCount"), integer(count)
