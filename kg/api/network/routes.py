"""``/api/network``: who is linked to whom, for programs and for drawings."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.client import client_of
from kg.api.linked.answer import answer, entity_tag, has_already
from kg.api.linked.lookup import Lookup
from kg.api.network.drawing import drawn_evidence, drawn_kinds, drawn_network
from kg.api.network.graphml import GRAPHML, to_graphml
from kg.api.network.models import DrawnEvidence, DrawnKinds, DrawnNetwork
from kg.api.problem import Problem
from kg.api.readers.pool import Pool
from kg.api.register import Register
from kg.api.routing import Responses, offer
from kg.settings import Settings
from kg.web import Place, Select
from kg.web.network import End, Wish, evidence, kinds, meant, network, wish_of
from kg.web.network.kinds import KINDS
from kg.web.network.wish import FEW, MOST

_JSON: Final = "application/json"
_ATTEMPTS: Final = 3
_LONGEST: Final = 5
"""Candidates that a refusal names."""

_Drawn = DrawnNetwork | DrawnKinds | DrawnEvidence
_Make = Callable[[Select, Place, Wish], Awaitable[_Drawn]]


def _parameter(name: str, meaning: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": meaning, "required": required, "schema": schema}


_NAME: Final = {"type": "string", "minLength": 1, "maxLength": 500}
_KIND: Final = {"type": "string", "enum": list(KINDS)}
_DAY: Final = {"type": "string", "examples": ["2019", "2019-12", "2019-12-27"]}
_ENTITY: Final = _parameter("entity", "An actor or a place, by name or IRI.", _NAME, required=True)
_WISH: Final = [
    _ENTITY,
    _parameter("other", "Another one: the shortest paths between the two are given.", _NAME),
    _parameter("depth", "2: also the links of those that are linked.", {"type": "integer", "minimum": 1, "maximum": 2}),
    _parameter("kind", "Only links of these kinds.", {"type": "array", "items": _KIND}),
    _parameter(
        "most",
        "How many actors and places at most; those that most claims link.",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": FEW},
    ),
    _parameter(
        "expand",
        "The IRI of another one whose links are given as well, and after a blank a kind, where only those are.",
        {"type": "array", "items": {"type": "string"}},
    ),
    _parameter("since", "Only links that somebody dates to this day or later.", _DAY),
    _parameter("until", "Only links that somebody dates to this day or earlier.", _DAY),
    _parameter("format", "What is given.", {"type": "string", "enum": ["json", "graphml"], "default": "json"}),
]
_LINK: Final = [
    _ENTITY,
    _parameter("other", "The other end of the link, by name or IRI.", _NAME, required=True),
    _parameter("edge", "The kind of the link.", _KIND, required=True),
]
_FAILS: Final[Responses] = {
    304: {"description": "The sender has it already."},
    400: {"description": "A parameter is malformed, or several go by the name."},
    404: {"description": "Nobody goes by the name or IRI."},
    503: {"description": "A limit was met, or too many are waiting."},
}


class NetworkData:
    """``/api/network`` and what is below it."""

    def __init__(self, pool: Pool, register: Register, settings: Settings) -> None:
        self._pool = pool
        self._register = register
        self._base = settings.base_iri

    def routes(self) -> APIRouter:
        """The operations."""
        router = APIRouter(tags=["network"])
        whole: Responses = {
            200: {"description": "The network.", "model": DrawnNetwork, "content": {GRAPHML: {}}},
            **_FAILS,
        }
        counted: Responses = {200: {"description": "The kinds, most links first.", "model": DrawnKinds}, **_FAILS}
        proven: Responses = {200: {"description": "The claims behind the link.", "model": DrawnEvidence}, **_FAILS}
        words = "Who is linked to an actor, or by which paths two are linked."
        offer(router, "/api/network", self.network, "drawn_network", words, whole, {"parameters": _WISH})
        words = "How many links of each kind an actor has."
        of_one = {"parameters": [_ENTITY]}
        offer(router, "/api/network/kinds", self.kinds, "drawn_network_kinds", words, counted, of_one)
        words = "The claims behind one link, with their words and where they disagree."
        of_link = {"parameters": _LINK}
        offer(router, "/api/network/evidence", self.evidence, "drawn_network_evidence", words, proven, of_link)
        return router

    async def network(self, request: Request) -> Response:
        """Gives a network."""
        wanted = request.query_params.get("format") or "json"
        if wanted not in ("json", "graphml"):
            raise Problem(HTTPStatus.BAD_REQUEST, "'format' is json or graphml.")

        async def make(select: Select, place: Place, wish: Wish) -> _Drawn:
            root = await self._meant(select, wish.entity)
            other = await self._meant(select, wish.other) if wish.other else None
            wish = replace(wish, entity=root.iri, other=other.iri if other else "")
            return drawn_network(await network(select, self._base, wish, root, other), wish, place)

        return await self._answer(request, make, GRAPHML if wanted == "graphml" else _JSON)

    async def kinds(self, request: Request) -> Response:
        """Gives the kinds of an actor's links."""

        async def make(select: Select, place: Place, wish: Wish) -> _Drawn:
            root = await self._meant(select, wish.entity)
            return drawn_kinds(root, await kinds(select, self._base, root.iri), place)

        return await self._answer(request, make)

    async def evidence(self, request: Request) -> Response:
        """Gives the claims behind a link."""

        async def make(select: Select, place: Place, wish: Wish) -> _Drawn:
            if not (wish.other and wish.kind):
                raise Problem(HTTPStatus.BAD_REQUEST, "A link is named by 'entity', 'other' and 'edge', its kind.")
            source, target = await self._meant(select, wish.entity), await self._meant(select, wish.other)
            return drawn_evidence(await evidence(select, self._base, source, wish.kind, target), place)

        return await self._answer(request, make)

    async def _meant(self, select: Select, text: str) -> End:
        found = await meant(select, self._base, text)
        if found.end is not None:
            return found.end
        if not found.others:
            raise Problem(HTTPStatus.NOT_FOUND, f"No actor and no place goes by {text!r}.")
        named = "; ".join(f"{one.label} ({one.iri})" for one in found.others[:_LONGEST])
        raise Problem(HTTPStatus.BAD_REQUEST, f"Several go by {text!r}: {named}. Give the IRI of one.")

    async def _answer(self, request: Request, make: _Make, media_type: str = _JSON) -> Response:
        wish = wish_of(request.query_params.multi_items())
        if wish.faults:
            raise Problem(HTTPStatus.BAD_REQUEST, " ".join(wish.faults))
        if not wish.entity:
            raise Problem(HTTPStatus.BAD_REQUEST, "'entity' is missing: an actor or a place, by name or IRI.")
        key = (self._base, request.url.path, request.scope["query_string"])
        if has_already(request, tag := entity_tag(self._pool.newest, *key)):
            return answer(request, b"", media_type, tag, self._pool.newest)
        lookup = Lookup(self._pool, self._register, client_of(request.scope))
        for _ in range(_ATTEMPTS):
            before = self._pool.newest
            made = await make(lookup.texts, Place(request.url.path, self._base), wish)
            version = lookup.version or before
            if version == before:
                break
        made.version = version.number
        body = await asyncio.to_thread(_written, made, media_type)
        return answer(request, body, media_type, entity_tag(version, *key), version)


def _written(made: _Drawn, media_type: str) -> bytes:
    if media_type == GRAPHML and isinstance(made, DrawnNetwork):
        return to_graphml(made)
    return made.model_dump_json().encode()
