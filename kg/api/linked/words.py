"""The words of the data: the classes and properties that are in use, how often, and what they mean."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

import pyoxigraph as ox
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.client import client_of
from kg.api.linked.answer import answer, entity_tag, has_already
from kg.api.linked.census import Census, Count, Counter
from kg.api.linked.lookup import Lookup
from kg.api.readers.pool import Pool
from kg.api.register import Register
from kg.api.routing import Responses, offer
from kg.graph import ontology_quads
from kg.settings import Settings
from kg.vocabulary import OWL, PREFIXES, RDF, RDFS, SKOS
from kg.web.words import local_name, words

_MOST: Final = 2_000
"""Classes, and properties, that are listed; those in use most."""

_JSON: Final = "application/json"
_GIVES: Final[Responses] = {
    200: {"description": "The words of the data, those in use most first.", "content": {_JSON: {}}},
    304: {"description": "The sender has them already."},
    503: {"description": "They could not be counted within the limits of a query, or too many are waiting."},
}


class Words:
    """``/api/vocabulary``."""

    def __init__(self, pool: Pool, register: Register, settings: Settings, counter: Counter) -> None:
        self._pool = pool
        self._register = register
        self._base = settings.base_iri
        self._counter = counter
        self._made: tuple[str, bytes] | None = None

    def routes(self) -> APIRouter:
        """The operation."""
        router = APIRouter(tags=["dataset"])
        summary = "The classes and properties in use: prefixed name, label, definition and number."
        offer(router, "/api/vocabulary", self.give, "vocabulary", summary, _GIVES)
        return router

    async def give(self, request: Request) -> Response:
        """Gives the words of the newest data."""
        newest = self._pool.newest
        if has_already(request, tag := entity_tag(newest, self._base, "vocabulary")):
            return answer(request, b"", _JSON, tag, newest)
        lookup = Lookup(self._pool, self._register, client_of(request.scope))
        census = await self._counter.census(lookup, newest)
        tag = entity_tag(census.version, self._base, "vocabulary")
        made = self._made
        if made is None or made[0] != tag:
            body = await asyncio.to_thread(_written, census, self._base)
            self._made = made = (tag, body)
        return answer(request, made[1], _JSON, tag, census.version)


def _written(census: Census, base: str) -> bytes:
    document = {
        "version": census.version.number,
        "base": base,
        "prefixes": PREFIXES,
        "classes": _terms(census.classes),
        "properties": _terms(census.properties),
        "individuals": [_term(iri) for iri in _individuals()],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _terms(counts: Iterable[Count]) -> list[dict[str, Any]]:
    most = sorted(counts, key=lambda count: (-count.number, count.iri))[:_MOST]
    return [{**_term(count.iri), "count": count.number} for count in most]


def _term(iri: str) -> dict[str, Any]:
    label, definition = _said().get(iri, ("", ""))
    found = {"iri": iri, "name": prefixed(iri), "label": label or words(local_name(iri)), "definition": definition}
    return {name: value for name, value in found.items() if value}


def prefixed(iri: str) -> str:
    """The prefixed name of an IRI, or the IRI in angle brackets where none of our prefixes fits.

    >>> prefixed("https://w3id.org/herodotus/ns#agent"), prefixed("http://example.org/a")
    ('kg:agent', '<http://example.org/a>')
    """
    for prefix, namespace in PREFIXES.items():
        name = iri.removeprefix(namespace)
        if name != iri and name.isidentifier() and name.isascii():
            return f"{prefix}:{name}"
    return f"<{iri}>"


@cache
def _said() -> dict[str, tuple[str, str]]:
    """Label and definition of each term of the ontology."""
    labels, definitions = _values(RDFS + "label"), _values(SKOS + "definition")
    return {iri: (labels.get(iri, ""), definitions.get(iri, "")) for iri in {*labels, *definitions}}


def _values(predicate: str) -> dict[str, str]:
    return {
        quad.subject.value: quad.object.value
        for quad in ontology_quads()
        if quad.predicate.value == predicate
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
    }


@cache
def _individuals() -> tuple[str, ...]:
    """The individuals that the ontology names, such as ``kg:Affirmed``: values of properties, which nobody counts."""
    named = (quad for quad in ontology_quads() if quad.predicate.value == RDF + "type")
    return tuple(
        sorted(
            quad.subject.value
            for quad in named
            if isinstance(quad.subject, ox.NamedNode)
            and isinstance(quad.object, ox.NamedNode)
            and quad.object.value == OWL + "NamedIndividual"
        )
    )
