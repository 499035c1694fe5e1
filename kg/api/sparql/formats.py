"""The formats of results, by their media types, best first, with the other names they go by."""

from __future__ import annotations

from typing import Final

SOLUTIONS: Final[dict[str, tuple[str, ...]]] = {
    "application/sparql-results+json": ("application/json",),
    "application/sparql-results+xml": ("application/xml", "text/xml"),
    "text/csv": (),
    "text/tab-separated-values": ("text/tsv",),
}
"""SPARQL 1.1 Query Results: JSON, XML, CSV, TSV."""

GRAPHS: Final[dict[str, tuple[str, ...]]] = {
    "text/turtle": ("application/x-turtle", "application/turtle"),
    "application/n-triples": ("text/plain",),
    "application/rdf+xml": ("application/xml", "text/xml"),
    "application/ld+json": ("application/json",),
    "application/n-quads": ("text/x-nquads",),
    "application/trig": ("application/x-trig",),
}
"""RDF 1.1: Turtle, N-Triples, RDF/XML, JSON-LD, N-Quads, TriG."""

SHORT: Final[dict[str, str]] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "application/n-quads": "nq",
    "application/trig": "trig",
}
"""A short name of each, for entity tags."""

_UTF8: Final = frozenset({"text/csv", "text/tab-separated-values", "text/turtle", "text/html"})


def content_type(media_type: str) -> bytes:
    """The value of ``Content-Type``: with the charset where the type is text, which would else be guessed."""
    return f"{media_type}; charset=utf-8".encode() if media_type in _UTF8 else media_type.encode()
