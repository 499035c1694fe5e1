"""What the terms of the ontology mean, in its own words."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from kg.graph import ontology_quads
from kg.vocabulary import SKOS


def definition(iri: str) -> str:
    """The definition of a term of ours; empty where it has none."""
    return _definitions().get(iri, "")


@cache
def _definitions() -> dict[str, str]:
    return {
        quad.subject.value: quad.object.value
        for quad in ontology_quads()
        if quad.predicate.value == SKOS + "definition"
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
    }
