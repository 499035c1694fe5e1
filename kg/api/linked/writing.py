"""Writing: quads as bytes in one of the formats of linked data."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from io import BytesIO
from typing import Final

import pyoxigraph as ox

from kg.api.linked.jsonld import to_jsonld
from kg.api.problem import Problem
from kg.errors import ExportError
from kg.graph import Format, serialise

_FORMATS: Final[dict[str, Format]] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/n-quads": "nquads",
    "application/trig": "trig",
}


def write(quads: Iterable[ox.Quad], media_type: str, base: str) -> bytes:
    """The quads in a format; those without graphs get the union. The same quads give the same bytes.

    Raises ``Problem`` (406) where RDF/XML has no way to say what they do.
    """
    if media_type == "application/ld+json":
        return to_jsonld(quads)
    output = BytesIO()
    try:
        serialise(quads, _FORMATS[media_type], base, output)
    except ExportError as error:
        text = f"{error} Ask for Turtle or JSON-LD."
        raise Problem(HTTPStatus.NOT_ACCEPTABLE, text, headers=((b"vary", b"accept"),)) from error
    return output.getvalue()
