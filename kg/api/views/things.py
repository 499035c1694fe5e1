"""The pages of things: one address for each thing, one way to show each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.client import client_of
from kg.api.linked.absence import absence
from kg.api.linked.address import Address, address_of, page_of
from kg.api.linked.answer import problem_page
from kg.api.linked.description import Moved, find
from kg.api.linked.formats import HTML, RDF_SUFFIXES
from kg.api.linked.leaves import links_of, moved
from kg.api.linked.lookup import Lookup
from kg.api.linked.things import NOTHING, PAGE
from kg.api.problem import Problem
from kg.api.readers.pool import Pool
from kg.api.register import Register
from kg.api.routing import Responses, offer
from kg.api.views.show import Shower
from kg.errors import HerodotusError
from kg.settings import Settings
from kg.web import Leaf, Page, Place, Select, ThingMaker
from kg.web.claim import claim_page
from kg.web.document import document_page
from kg.web.entity import entity_page
from kg.web.event import event_page
from kg.web.node import KINDS, node_page

MAKERS: Final[Mapping[str, ThingMaker]] = {
    "claim": claim_page,
    "document": document_page,
    "event": event_page,
    **dict.fromkeys(KINDS, node_page),
    **dict.fromkeys(("person", "organisation", "group", "actor", "place"), entity_page),
}
"""How things are shown, by the kind that their IRIs name; all others are shown like small nodes."""

_SHOWS: Final[Responses] = {200: {"description": "The page.", "content": {HTML: {}}}, **NOTHING}


class ThingPages:
    """``/page/…``."""

    def __init__(self, pool: Pool, register: Register, settings: Settings, shower: Shower) -> None:
        self._pool = pool
        self._register = register
        self._base = settings.base_iri
        self._folder = settings.workspace
        self._shower = shower

    def routes(self) -> APIRouter:
        """The operations."""
        router = APIRouter(tags=["linked data"])
        for path, name in (("id/{kind}/{name:path}", "thing"), ("document/{name:path}", "document")):
            words = f"The page of a {name}."
            offer(router, f"/page/{path}", self.page, f"{name}_page", words, _SHOWS, {"parameters": PAGE})
        return router

    async def page(self, request: Request) -> Response:
        """Gives the page of a thing."""
        try:
            return await self._page(request)
        except (Problem, HerodotusError) as error:
            return problem_page(error, request)

    async def _page(self, request: Request) -> Response:
        address = address_of(request, "/page/")
        page_of(request)  # refuses what is no number
        path = f"/page/{address.path}" + (address.suffix if address.suffix != ".html" else "")
        address = Address(path.removeprefix("/page/"), "")
        thing = address.thing(self._base)
        make = MAKERS.get(kind_of(address), node_page)
        found = await find(Lookup(self._pool, self._register, client_of(request.scope)), self._base, thing)
        if isinstance(found, Moved):
            return moved(request, self._base, found, "/page/", "")
        if found is None:
            raise await absence(self._folder, self._base, address)

        async def made(select: Select, place: Place) -> Page | None:
            page = await make(select, place, thing.value)
            return page and replace(page, alternates=(*page.alternates, *_formats(place, address)))

        return await self._shower.show(request, made, links_of(request.url.path, address))


def kind_of(address: Address) -> str:
    """The kind of a thing, as its IRI names it: ``person``, ``event``, ``document``."""
    parts = address.path.split("/")
    return parts[1] if parts[0] == "id" and len(parts) > 1 else parts[0]


_NAMES: Final = {
    ".ttl": "Turtle",
    ".jsonld": "JSON-LD",
    ".nt": "N-Triples",
    ".rdf": "RDF/XML",
    ".nq": "N-Quads",
    ".trig": "TriG",
}


def _formats(place: Place, address: Address) -> tuple[Leaf, ...]:
    return tuple(
        Leaf(_NAMES[suffix], place.to(address.data + suffix), media_type) for suffix, media_type in RDF_SUFFIXES.items()
    )
