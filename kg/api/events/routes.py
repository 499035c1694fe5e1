"""The addresses of the events: ``/api/events`` and ``/api/events.geojson``."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.client import client_of
from kg.api.events.models import EventsModel, events_model, geojson
from kg.api.linked.answer import answer, entity_tag, has_already
from kg.api.linked.lookup import Lookup
from kg.api.readers.pool import Pool
from kg.api.register import Register
from kg.api.routing import Responses, offer
from kg.errors import ParameterError
from kg.model import EventClass
from kg.settings import Settings
from kg.web import Place
from kg.web.explorer import MOST, Explored, explored
from kg.web.explorer.wish import ORDERS, STANDINGS, number_of

_JSON: Final = "application/json"
_GEOJSON: Final = "application/geo+json"
_ATTEMPTS: Final = 3
"""How often it is tried to answer from one version of the data."""

_OFFSET: Final = 1_000_000
_LIMIT: Final = 500
_NAME: Final = "An IRI, or a name, whole or in part, whatever its case."
_PROBLEMS: Final[Responses] = {
    304: {"description": "The sender has them already."},
    400: {"description": "A parameter is malformed; the problem says which."},
    503: {"description": "A limit of the service was reached."},
}


def _parameter(name: str, words: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": words, "schema": {"type": "string", **schema}}


_DATE: Final = {"pattern": r"^\d{4}(-\d\d){0,2}$"}
_PARAMETERS: Final = [
    _parameter("class", "A class of events, with its subclasses.", enum=[cls.value for cls in EventClass]),
    _parameter("from", "The first year, month or day; undated events are left out then.", **_DATE),
    _parameter("to", "The last year, month or day; undated events are left out then.", **_DATE),
    _parameter("place", f"Where, with all that lies within. {_NAME}"),
    _parameter("actor", f"Who has a part in it, in any role. {_NAME}"),
    _parameter("claimant", f"Who says anything of it: an actor, or a document in its own voice. {_NAME}"),
    _parameter("document", f"Which document tells of it. {_NAME}"),
    {
        "name": "standing",
        "in": "query",
        "description": "How it stands by some account; several mean any of them.",
        "schema": {"type": "array", "items": {"type": "string", "enum": list(STANDINGS)}},
    },
    _parameter("disputed", "Only events of which accounts disagree.", enum=["yes"]),
    _parameter("order", "The order in time; undated events come last.", enum=list(ORDERS), default="latest"),
    _parameter("offset", "Events to pass over.", type="integer", minimum=0, maximum=_OFFSET, default=0),
    _parameter("limit", "Events at most.", type="integer", minimum=1, maximum=MOST, default=_LIMIT),
]
_DETAILS: Final = _parameter(
    "details", "Whether to tell who did it, to whom, how many and who says so.", enum=["yes", "no"], default="yes"
)


class Events:
    """Gives events to programs, and to the scripts of the explorer."""

    def __init__(self, pool: Pool, register: Register, settings: Settings) -> None:
        self._pool = pool
        self._register = register
        self._base = settings.base_iri

    def routes(self) -> APIRouter:
        """The operations."""
        router = APIRouter(tags=["events"])
        gives: Responses = {
            200: {"description": "The events, and what is not known of how many.", "model": EventsModel}
        }
        words = "Events: when, where, by whom, against whom, how many, according to whom."
        more = {"parameters": [*_PARAMETERS, _DETAILS]}
        offer(router, "/api/events", self.give, "explored_events", words, {**gives, **_PROBLEMS}, more)
        drawn: Responses = {200: {"description": "A feature collection.", "content": {_GEOJSON: {}}}}
        words = "The same events as GeoJSON, one feature each."
        more = {"parameters": _PARAMETERS}
        offer(router, "/api/events.geojson", self.draw, "explored_events_geojson", words, {**drawn, **_PROBLEMS}, more)
        return router

    async def give(self, request: Request) -> Response:
        """Gives the events as JSON."""
        return await self._answer(request, _JSON)

    async def draw(self, request: Request) -> Response:
        """Gives the events as GeoJSON."""
        return await self._answer(request, _GEOJSON)

    async def _answer(self, request: Request, media_type: str) -> Response:
        place = Place(request.url.path, self._base, tuple(request.query_params.multi_items()))
        key = (self._base, place.path, request.scope["query_string"])
        newest = self._pool.newest
        if has_already(request, tag := entity_tag(newest, *key)):
            return answer(request, b"", media_type, tag, newest)
        offset = number_of(place, "offset", _OFFSET, 0, least=0)
        limit = number_of(place, "limit", MOST, _LIMIT)
        details = media_type == _GEOJSON or _details(place)
        lookup = Lookup(self._pool, self._register, client_of(request.scope))
        for _ in range(_ATTEMPTS):
            before = self._pool.newest
            found = await explored(lookup.texts, place, offset=offset, limit=limit, details=details)
            version = lookup.version or before
            if version == before:
                break
        body = await asyncio.to_thread(_written, found, place, media_type, details=details)
        return answer(request, body, media_type, entity_tag(version, *key), version)


def _details(place: Place) -> bool:
    wanted = place.parameter("details", "yes")
    if wanted not in ("yes", "no"):
        raise ParameterError("“details” is yes or no.")
    return wanted == "yes"


def _written(found: Explored, place: Place, media_type: str, *, details: bool) -> bytes:
    if media_type == _GEOJSON:
        return json.dumps(geojson(found, place), ensure_ascii=False).encode()
    return events_model(found, place, details=details).model_dump_json(exclude_none=True).encode()
