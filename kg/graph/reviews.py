"""What reviewers decided about claims, as quads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.graph.iris import Iris
from kg.graph.terms import A, Statement, iri, kg, moment, quads, text
from kg.model import Rejection
from kg.vocabulary import DCTERMS


def rejection_quads(rejections: Iterable[Rejection], base_iri: str) -> tuple[ox.Quad, ...]:
    """The rejections in the graph of reviews, sorted."""
    iris = Iris(base_iri)
    return quads((s for rejection in rejections for s in _rejection(rejection, iris)), iris.reviews_graph)


def _rejection(rejection: Rejection, iris: Iris) -> Iterator[Statement]:
    node = iris.rejection(rejection.number)
    yield node, A, kg("Rejection")
    yield node, kg("rejects"), iris.claim(rejection.claim)
    yield node, kg("reviewer"), text(rejection.reviewer)
    yield node, iri(DCTERMS + "created"), moment(rejection.time)
    if rejection.reason:
        yield node, kg("reason"), text(rejection.reason)
