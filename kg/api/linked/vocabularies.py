"""Vocabularies: the ontology and the shapes, as RDF and as pages on which every term has its place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from typing import Final

import pyoxigraph as ox
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.linked.answer import answer, link
from kg.api.linked.formats import HTML, RDF_SUFFIXES, SUFFIXES, negotiated, split_suffix
from kg.api.linked.writing import write
from kg.api.problem import Problem
from kg.api.routing import Responses, offer
from kg.graph import ontology_quads, vocabulary_quads
from kg.settings import Settings
from kg.vocabulary import KG, ONTOLOGY_GRAPH
from kg.web import Leaf, Statement, render_vocabulary, show_terms
from kg.web.place import relative

SHAPES: Final = "https://w3id.org/herodotus/shapes"

_GIVES: Final[Responses] = {
    200: {"description": "All of its terms.", "content": {name: {} for name in SUFFIXES.values()}},
    304: {"description": "The sender has them already."},
    406: {"description": "None of the formats that are accepted can be had."},
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One vocabulary: the name it is served under, its IRI, the namespace of its terms, and what makes its quads."""

    name: str
    iri: str
    namespace: str
    quads: Callable[[], tuple[ox.Quad, ...]]


def shape_quads() -> tuple[ox.Quad, ...]:
    """Every triple of ``shapes/*.ttl``, in one order and with stable names for blank nodes.

    Raises ``ResourceError`` where a file is missing or is no Turtle.
    """
    return vocabulary_quads("shapes", SHAPES)


VOCABULARIES: Final = (
    Vocabulary("ontology", ONTOLOGY_GRAPH, KG, ontology_quads),
    Vocabulary("shapes", SHAPES, SHAPES + "#", shape_quads),
)


def vocabulary_routes(settings: Settings) -> APIRouter:
    """``/ontology`` and ``/shapes``."""
    router = APIRouter(tags=["linked data"])
    for vocabulary in VOCABULARIES:
        _offer(router, vocabulary, settings.base_iri)
    return router


def _offer(router: APIRouter, vocabulary: Vocabulary, base: str) -> None:
    name = vocabulary.name

    async def give(request: Request) -> Response:
        _, suffix = split_suffix(request.url.path)
        media_type = SUFFIXES.get(suffix) or negotiated(request.headers.get("accept"))
        if media_type is None or request.url.path not in {f"/{name}", f"/{name}{suffix}"}:
            text = f"The {name} can be had as {', '.join(SUFFIXES.values())}; the request accepts none of them."
            raise Problem(HTTPStatus.NOT_ACCEPTABLE, text)
        body = await asyncio.to_thread(_made, vocabulary, media_type, base)
        here = request.url.path
        links = [link(relative(here, f"/{name}{s}"), "alternate", kind) for s, kind in SUFFIXES.items()]
        return answer(request, body, media_type, f'"{sha256(body).hexdigest()[:24]}"', links=links)

    words = f"The {name}, as RDF or as a page."
    offer(router, f"/{name}", give, name, words, _GIVES)
    for suffix in SUFFIXES:
        router.add_api_route(f"/{name}{suffix}", give, methods=["GET", "HEAD"], include_in_schema=False)


@cache
def _made(vocabulary: Vocabulary, media_type: str, base: str) -> bytes:
    quads = vocabulary.quads()
    if media_type != HTML:
        return write(quads, media_type, base)
    here = f"/{vocabulary.name}"
    leaves = [Leaf(s[1:], relative(here, here + s), kind) for s, kind in RDF_SUFFIXES.items()]
    terms = show_terms(map(_statement, quads), vocabulary.namespace)
    return render_vocabulary(vocabulary.name, vocabulary.iri, terms, leaves, relative(here, "/")).encode()


def _statement(quad: ox.Quad) -> Statement:
    subject, value = quad.subject, quad.object
    name = subject.value if isinstance(subject, ox.NamedNode) else str(subject)
    text = str(value) if isinstance(value, ox.BlankNode | ox.Triple) else value.value
    return name, quad.predicate.value, text, isinstance(value, ox.NamedNode | ox.BlankNode)
