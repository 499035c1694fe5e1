"""Search: the page, and the same for programs."""

from __future__ import annotations

import json
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.finder import Finder
from kg.api.linked.answer import answer, entity_tag, has_already
from kg.api.problem import Problem
from kg.api.readers.version import Version
from kg.api.routing import Responses, offer
from kg.api.views.show import Shower
from kg.search import Kind
from kg.settings import Settings
from kg.web.search import Wanted, asked_for, search_page

_JSON: Final = "application/json"
_MOST: Final = 100
_FARTHEST: Final = 900
_LONGEST: Final = 500
_CLASS: Final = r"^[A-Za-z]{1,64}$"

_HIT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["iri", "page", "kind", "class", "label", "name", "score", "excerpt", "matches", "document"],
    "properties": {
        "iri": {"type": "string", "format": "iri"},
        "page": {"type": "string", "description": "The path of its page, from the root of the service."},
        "kind": {"type": "string", "enum": [kind.value for kind in Kind]},
        "class": {"type": ["string", "null"], "description": "Its most specific class in the ontology."},
        "label": {"type": "string"},
        "name": {"type": ["string", "null"], "description": "The name that fits, where it is not the label."},
        "score": {"type": "number", "description": "From 0 to 1; means nothing beyond this search."},
        "excerpt": {"type": "string", "description": "Words of it that show why it was found."},
        "matches": {
            "type": "array",
            "description": "Where the excerpt matches: begin and end of each, in code points.",
            "items": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
        },
        "document": {"type": ["string", "null"], "description": "The id of the document that it stands in."},
        "begin": {"type": ["integer", "null"], "description": "Where the excerpt begins in the document's text."},
        "end": {"type": ["integer", "null"]},
    },
}
_TEXT: Final = {"type": ["string", "null"]}
_THING: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["iri", "label", "class"],
    "properties": {"iri": {"type": "string", "format": "iri"}, "label": {"type": "string"}, "class": _TEXT},
}
_GIVEN: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["parameter", "text", "value", "label", "class", "problem", "alternatives"],
    "properties": {
        "parameter": {"type": "string"},
        "text": {**_TEXT, "description": "The words of the question; null where it implies the value as a whole."},
        "value": {**_TEXT, "description": "The value of the parameter; null where it has to be chosen or written."},
        "label": {**_TEXT, "description": "What a name was taken for."},
        "class": {**_TEXT, "description": "Its most specific class in the ontology."},
        "problem": {**_TEXT, "description": "Why there is no value."},
        "alternatives": {"type": "array", "description": "What else the name may stand for.", "items": _THING},
    },
}
_QUESTION: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["query", "question", "ready", "parameters", "page", "given", "missing"],
    "properties": {
        "query": {"type": "string", "description": "The name of a query, as in `/queries/{name}`."},
        "question": {"type": "string", "description": "What it asks."},
        "ready": {"type": "boolean", "description": "Whether it can be asked as it is."},
        "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
        "page": {"type": "string", "description": "The path of its page, from the root of the service."},
        "given": {"type": "array", "items": _GIVEN},
        "missing": {"type": "array", "description": "Parameters without a value.", "items": {"type": "string"}},
    },
}
_COUNTS: Final = {"type": "object", "additionalProperties": {"type": "integer"}}
_FOUND: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["version", "total", "more", "kinds", "classes", "hits", "questions"],
    "properties": {
        "version": {"type": "integer", "description": "The version of the data that was searched."},
        "total": {"type": "integer", "description": "Things found."},
        "more": {"type": "boolean", "description": "Whether there are more than were counted."},
        "kinds": _COUNTS,
        "classes": _COUNTS,
        "hits": {"type": "array", "items": _HIT},
        "questions": {
            "type": "array",
            "description": "Named queries that the text may ask for, the likeliest first. None of them has been asked.",
            "items": _QUESTION,
        },
    },
}
_RESPONSES: Final[Responses] = {
    200: {"description": "What was found, the best first.", "content": {_JSON: {"schema": _FOUND}}},
    304: {"description": "It is what the sender has already."},
    400: {"description": "A parameter is malformed or given more than once."},
    503: {"description": "There is no index to search."},
}
_PARAMETERS: Final[list[dict[str, Any]]] = [
    {
        "name": "q",
        "in": "query",
        "required": True,
        "description": "What to find. Nothing in it is syntax but quotes, and nothing is an error.",
        "schema": {"type": "string", "maxLength": _LONGEST},
    },
    {
        "name": "kind",
        "in": "query",
        "description": "Only things of this kind.",
        "schema": {"type": "string", "enum": [kind.value for kind in Kind]},
    },
    {
        "name": "class",
        "in": "query",
        "description": "Only things of this class of the ontology, by its local name.",
        "schema": {"type": "string", "pattern": _CLASS},
    },
    {
        "name": "limit",
        "in": "query",
        "description": "Hits to give.",
        "schema": {"type": "integer", "minimum": 1, "maximum": _MOST, "default": 20},
    },
    {
        "name": "offset",
        "in": "query",
        "description": "Hits to leave out.",
        "schema": {"type": "integer", "minimum": 0, "maximum": _FARTHEST, "default": 0},
    },
]


class Search:
    """``/search`` and ``/api/search``."""

    def __init__(self, shower: Shower, settings: Settings) -> None:
        self._shower = shower
        self._base = settings.base_iri
        self._finder = Finder(settings)

    def routes(self) -> APIRouter:
        """The operations."""
        router = APIRouter(tags=["search"])
        words = "Finds actors, places, events, claims and documents by name and text."
        offer(router, "/api/search", self.found, "search", words, _RESPONSES, {"parameters": _PARAMETERS})
        router.add_api_route("/search", self.page, methods=["GET", "HEAD"], include_in_schema=False)
        return router

    async def page(self, request: Request) -> Response:
        """Gives the page of a search."""
        try:
            state: int | None = await self._finder.version()
        except Problem:  # the page says so
            state = None
        return await self._shower.show(request, partial(search_page, self._finder.find), state=state)

    async def found(self, request: Request) -> Response:
        """Gives what is found, as JSON."""
        wanted = _wanted(request)
        version = Version(await self._finder.version(), "index")
        tag = entity_tag(version, self._base, request.scope["query_string"])
        if has_already(request, tag):
            return answer(request, b"", _JSON, tag)
        results = await self._finder.find(wanted)
        told = results.to_json(self._base)
        for hit, found in zip(told["hits"], results.hits, strict=True):
            hit["page"] = f"page/{found.id}"
        asked = await asked_for(self._finder.find, wanted.text, self._base)
        told["questions"] = [offer.to_json() for offer in asked]
        body = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
        version = Version(results.version, "index")
        return answer(request, body, _JSON, entity_tag(version, self._base, request.scope["query_string"]))


def _wanted(request: Request) -> Wanted:
    """What a request asks for. Raises ``Problem`` (400)."""
    given = dict(request.query_params)
    if len(given) < len(request.query_params.multi_items()):
        raise Problem(HTTPStatus.BAD_REQUEST, "A parameter is given more than once.")
    if unknown := set(given) - {parameter["name"] for parameter in _PARAMETERS}:
        raise Problem(HTTPStatus.BAD_REQUEST, f"There is no parameter '{min(unknown)[:40]}'.")
    if "q" not in given or len(given["q"]) > _LONGEST:
        raise Problem(HTTPStatus.BAD_REQUEST, f"'q' says what to find, in at most {_LONGEST} characters.")
    kind, cls = given.get("kind"), given.get("class")
    if kind is not None and kind not in {known.value for known in Kind}:
        raise Problem(HTTPStatus.BAD_REQUEST, f"'kind' is one of {', '.join(Kind)}.")
    if cls is not None and not (cls.isascii() and cls.isalpha() and len(cls) <= 64):
        raise Problem(HTTPStatus.BAD_REQUEST, "'class' is the local name of a class, such as Airstrike.")
    return Wanted(
        given["q"],
        (Kind(kind),) if kind else (),
        (cls,) if cls else (),
        _number(given, "limit", 1, _MOST, 20),
        _number(given, "offset", 0, _FARTHEST, 0),
    )


def _number(given: dict[str, str], name: str, least: int, most: int, otherwise: int) -> int:
    value = given.get(name)
    if value is None:
        return otherwise
    if not (value.isascii() and value.isdigit() and len(value) <= 6 and least <= int(value) <= most):
        raise Problem(HTTPStatus.BAD_REQUEST, f"'{name}' is a whole number from {least:,} to {most:,}.")
    return int(value)
