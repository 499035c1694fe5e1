"""The shapes in words: what each demands of whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg.resources import files
from kg.vocabulary import RDF, SH
from kg.web.words import local_name, title

_TARGETS: Final = tuple(ox.NamedNode(SH + name) for name in ("targetClass", "targetSubjectsOf", "targetObjectsOf"))
_MESSAGE: Final = ox.NamedNode(SH + "message")
_PROPERTY: Final = ox.NamedNode(SH + "property")
_NODE_SHAPE: Final = ox.NamedNode(SH + "NodeShape")


@dataclass(frozen=True, slots=True)
class Shape:
    """One demand: its IRI, what it is about in words, and what it says."""

    iri: str
    about: str
    message: str


@cache
def shapes() -> tuple[Shape, ...]:
    """Every shape that says something, by what it is about. Raises ``ResourceError``."""
    graph = ox.Store()
    for file in files("shapes", ".ttl"):
        graph.extend(quad for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE))
    about: dict[str, str] = {}
    for quad in graph.quads_for_pattern(None, ox.NamedNode(RDF + "type"), _NODE_SHAPE):
        name = title(local_name(_text(quad.subject)))
        about[_text(quad.subject)] = name
        for part in graph.quads_for_pattern(quad.subject, _PROPERTY, None):
            about.setdefault(_text(part.object), name)
    found = [
        Shape(_text(quad.subject), _about(_text(quad.subject), about), _text(quad.object))
        for quad in graph.quads_for_pattern(None, _MESSAGE, None)
        if isinstance(quad.subject, ox.NamedNode)
    ]
    return tuple(sorted(found, key=lambda shape: (shape.about, shape.iri)))


def _about(iri: str, known: Mapping[str, str]) -> str:
    return known.get(iri) or title(local_name(iri).partition("-")[0])


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value
