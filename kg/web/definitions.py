"""What the terms of the ontology are called and mean, in its own words."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from kg.graph import ontology_quads
from kg.vocabulary import RDFS, SKOS


def definition(iri: str) -> str:
    """The definition of a term of ours; empty where it has none."""
    return _said(SKOS + "definition").get(iri, "")


def term_label(iri: str) -> str:
    """The label of a term of ours; empty where it has none."""
    return _said(RDFS + "label").get(iri, "")


@cache
def _said(predicate: str) -> dict[str, str]:
    return {
        quad.subject.value: quad.object.value
        for quad in ontology_quads()
        if quad.predicate.value == predicate
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
    }
