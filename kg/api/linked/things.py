"""Things: every IRI below the base leads to its data and to its page."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.client import client_of
from kg.api.linked.absence import absence
from kg.api.linked.address import Address, address_of, page_of
from kg.api.linked.annotations import MEDIA_TYPE, to_annotations
from kg.api.linked.answer import answer, elsewhere, entity_tag, has_already, problem_page
from kg.api.linked.description import Description, Moved, describe, find
from kg.api.linked.formats import HTML, RDF_SUFFIXES, SUFFIXES, negotiated, wants_annotations
from kg.api.linked.leaf import metadata
from kg.api.linked.leaves import leaves_of, links_of, moved
from kg.api.linked.lookup import Lookup
from kg.api.linked.writing import write
from kg.api.problem import Problem
from kg.api.readers.pool import Pool
from kg.api.register import Register
from kg.api.routing import Responses, offer
from kg.errors import HerodotusError
from kg.settings import Settings
from kg.web.place import relative

_JSON_LD: Final = "application/ld+json"

NOTHING: Final[Responses] = {
    404: {"description": "There is nothing of this name."},
    410: {"description": "The document that it is of was taken out."},
}
_LEADS: Final[Responses] = {
    303: {"description": "Where its data, or its page, are."},
    301: {"description": "It has become part of another thing."},
    406: {"description": "None of the formats that are accepted can be had."},
    **NOTHING,
}
_GIVES: Final[Responses] = {
    200: {"description": "The statements.", "content": {name: {} for name in RDF_SUFFIXES.values()}},
    301: {"description": "The thing has become part of another."},
    304: {"description": "The sender has them already."},
    400: {"description": "A parameter is malformed."},
    406: {"description": "None of the formats that are accepted can be had."},
    **NOTHING,
}
PAGE: Final = [
    {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1_000_000, "default": 1}}
]
_DATA: Final = [
    *PAGE,
    {
        "name": "as",
        "in": "query",
        "description": "`annotations`: a document's mentions and evidence as Web Annotations.",
        "schema": {"type": "string", "enum": ["annotations"]},
    },
]


class Things:
    """``/id/…``, ``/document/…`` and ``/graph/…``, and the data that they lead to, below ``/data/…``."""

    def __init__(self, pool: Pool, register: Register, settings: Settings) -> None:
        self._pool = pool
        self._register = register
        self._base = settings.base_iri
        self._folder = settings.workspace

    def routes(self) -> APIRouter:
        """The operations."""
        router = APIRouter(tags=["linked data"])
        for path, name in (("id/{kind}/{name:path}", "thing"), ("document/{name:path}", "document")):
            offer(router, f"/{path}", self.lead, f"find_{name}", _lead_words(name), _LEADS)
            offer(router, f"/data/{path}", self.data, f"{name}_data", _data_words(name), _GIVES, {"parameters": _DATA})
        offer(router, "/graph/{name:path}", self.graph, "find_graph", "Leads to a named graph, whole.", _LEADS)
        return router

    async def lead(self, request: Request) -> Response:
        """Leads from the IRI of a thing to its data or its page, as ``Accept`` or the suffix says."""
        address = address_of(request)
        media_type = SUFFIXES.get(address.suffix) or negotiated(request.headers.get("accept"))
        if media_type is None:
            raise _unacceptable()
        try:
            return await self._lead(request, address, media_type)
        except (Problem, HerodotusError) as error:
            if media_type == HTML:
                return problem_page(error, request)
            raise

    async def _lead(self, request: Request, address: Address, media_type: str) -> Response:
        found = await find(self._lookup(request), self._base, address.thing(self._base))
        if isinstance(found, Moved):
            return moved(request, self._base, found, "", address.suffix)
        if found is None:
            raise await absence(self._folder, self._base, address)
        here = request.url.path
        there = address.page if media_type == HTML else address.data + address.suffix
        return elsewhere(HTTPStatus.SEE_OTHER, relative(here, there), links_of(here, address))

    async def graph(self, request: Request) -> Response:
        """Leads from the IRI of a named graph to the graph store."""
        address = address_of(request)
        target = relative(request.url.path, "/store", graph=address.thing(self._base).value)
        return elsewhere(HTTPStatus.SEE_OTHER, target)

    async def data(self, request: Request) -> Response:
        """Gives the statements about a thing."""
        address, number = address_of(request, "/data/"), page_of(request)
        accept = request.headers.get("accept")
        media_type = SUFFIXES.get(address.suffix) or negotiated(accept)
        annotations = self._annotations(request, address, media_type)
        if annotations:
            media_type = _JSON_LD
        if media_type is None:
            raise _unacceptable()
        if media_type == HTML:
            return elsewhere(HTTPStatus.SEE_OTHER, relative(request.url.path, address.page, **_number(number)))
        key = (self._base, address.path, address.suffix, number, media_type, annotations)
        tag = entity_tag(self._pool.newest, *key)
        if has_already(request, tag):
            return answer(request, b"", media_type, tag, self._pool.newest)
        found = await describe(self._lookup(request), self._base, address.thing(self._base), number, whole=True)
        if isinstance(found, Moved):
            return moved(request, self._base, found, "/data/", address.suffix)
        if found is None:
            raise await absence(self._folder, self._base, address)
        make = self._annotated if annotations else self._written
        body = await asyncio.to_thread(make, found, address, media_type)
        links = [*links_of(request.url.path, address), *leaves_of(request, found)]
        kind = MEDIA_TYPE if annotations else media_type
        return answer(request, body, kind, entity_tag(found.version, *key), found.version, links)

    def _lookup(self, request: Request) -> Lookup:
        return Lookup(self._pool, self._register, client_of(request.scope))

    def _annotations(self, request: Request, address: Address, media_type: str | None) -> bool:
        wanted = request.query_params.get("as")
        if wanted not in (None, "annotations"):
            raise Problem(HTTPStatus.BAD_REQUEST, "'as' is 'annotations', or is left out.")
        named = media_type == _JSON_LD and not address.suffix and wants_annotations(request.headers.get("accept"))
        if (wanted or named) and not address.path.startswith("document/"):
            raise Problem(HTTPStatus.NOT_FOUND, "Documents alone can be had as Web Annotations.")
        return bool(wanted or named)

    def _written(self, found: Description, address: Address, media_type: str) -> bytes:
        return write({*found.all, *metadata(found, self._base + address.data[1:], self._base)}, media_type, self._base)

    def _annotated(self, found: Description, address: Address, _: str) -> bytes:
        data = self._base + address.data[1:] + "?as=annotations"
        here, after = (f"{data}&page={number}" if number > 1 else data for number in (found.number, found.number + 1))
        return to_annotations(found.all, found.thing, here, first=data, more=after if found.more else None)


def _lead_words(name: str) -> str:
    return f"Leads to the data or the page of a {name}, as `Accept` or a suffix (`.ttl`, `.jsonld`, `.html`, …) says."


def _data_words(name: str) -> str:
    return f"What the graph says of a {name}, in both directions, as RDF."


def _number(number: int) -> dict[str, int]:
    return {"page": number} if number > 1 else {}


def _unacceptable() -> Problem:
    text = f"Things can be had as {', '.join(SUFFIXES.values())}; the request accepts none of them."
    return Problem(HTTPStatus.NOT_ACCEPTABLE, text, headers=((b"vary", b"accept"),))
