"""The document as a node: its metadata, its names and its text."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.graph.iris import Iris
from kg.graph.terms import A, Object, Statement, edtf, iri, kg, text
from kg.model import Document
from kg.vocabulary import DCTERMS, NIF


def describe_document(document: Document, extractor: str, names: tuple[str, ...], iris: Iris) -> Iterator[Statement]:
    """What is known of a document, and the context that holds its text.

    ``names`` are the names of the files it came in by; without any, its own name stands.
    """
    node = iris.document(document.id)
    yield node, A, kg("Document")
    yield node, kg("sha256"), text(document.sha256)
    yield node, kg("extractor"), text(extractor)
    for name in names or (document.name,):
        yield node, kg("fileName"), text(name)
    if document.title:
        yield node, iri(DCTERMS + "title"), text(document.title)
    if document.date:
        yield node, iri(DCTERMS + "date"), edtf(document.date)
    for author in document.authors:
        yield node, iri(DCTERMS + "creator"), text(author)
    if document.publisher:
        yield node, iri(DCTERMS + "publisher"), text(document.publisher)
    if document.language:
        yield node, iri(DCTERMS + "language"), text(document.language)
    if document.url:
        yield node, iri(DCTERMS + "source"), _address(document.url)
    context = iris.context(document.id)
    yield context, A, iri(NIF + "Context")
    yield context, iri(NIF + "isString"), text(document.text)


def _address(url: str) -> Object:
    """The address as an IRI, or as a string where a page gives one that is none."""
    try:
        return ox.NamedNode(url)
    except ValueError:
        return text(url)
