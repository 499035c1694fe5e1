"""The glossary: what the ontology's terms mean, in the ontology's own words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pyoxigraph as ox

from kg import resources
from kg.errors import ResourceError
from kg.vocabulary import KG, SKOS


@cache
def definitions() -> Mapping[str, str]:
    """The English definition of each of our terms, by local name. Raises ``ResourceError`` for a broken file."""
    out: dict[str, str] = {}
    for path in resources.files("ontology", ".ttl"):
        try:
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
                if quad.predicate.value == f"{SKOS}definition" and isinstance(quad.subject, ox.NamedNode):
                    iri, text = quad.subject.value, quad.object
                    if iri.startswith(KG) and isinstance(text, ox.Literal):
                        out[iri.removeprefix(KG)] = text.value
        except (SyntaxError, OSError) as error:
            raise ResourceError(f"{path} cannot be read: {error}", remedy="Install herodotus again.") from error
    return out
