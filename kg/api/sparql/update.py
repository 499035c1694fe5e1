"""The update operation: a bare ASGI application for ``/update``."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from http import HTTPStatus
from typing import Final

import pyoxigraph as ox
from starlette.types import Receive, Scope, Send

from kg.api.access.layer import require
from kg.api.client import Client
from kg.api.client import Scope as Right
from kg.api.departure import Departure
from kg.api.desk.desk import Desk
from kg.api.incoming import FORM
from kg.api.observation.layer import request_id
from kg.api.outbound import Gateway, OpenDoors
from kg.api.problem import Header, Problem
from kg.api.readers.pool import Pool
from kg.api.sparql.loading import Loader
from kg.api.sparql.request import UPDATE, UpdateRequest, read_update
from kg.errors import HerodotusError
from kg.settings import Settings
from kg.store.shape import tokens
from kg.workspace.writes import Update, Written

VERSION_HEADER: Final = b"herodotus-version"
"""The header that says which version of the data shows a write; entity tags begin with the same number."""

_METHODS: Final[tuple[Header, ...]] = (
    (b"allow", b"OPTIONS, POST"),
    (b"accept-post", f"{FORM}, {UPDATE}".encode()),
)
_DATASET: Final = frozenset({"USING", "WITH"})


class UpdateEndpoint:
    """Answers ``POST`` by the SPARQL 1.1 Protocol, for clients with the scope ``write``.

    Without a ``loader``, updates load nothing from elsewhere; without a ``pool`` and a ``gateway`` they ask nobody.
    """

    def __init__(
        self,
        desk: Desk,
        settings: Settings,
        loader: Loader | None = None,
        pool: Pool | None = None,
        gateway: Gateway | None = None,
    ) -> None:
        self._desk = desk
        self._pool = pool
        self._gateway = gateway
        self._loader = loader
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request: 204 once a snapshot shows the update."""
        try:
            match scope["method"]:
                case "OPTIONS":
                    await _answer(send, [*_METHODS])
                case "POST":
                    client = require(scope, Right.WRITE)
                    request = await read_update(scope, receive, self._settings.query_bytes)
                    _check(request)
                    async with Departure(receive):
                        written = await self._write(request, client)
                        await _answer(send, [(VERSION_HEADER, b"%d" % written.version)])
                case method:
                    raise Problem(
                        HTTPStatus.METHOD_NOT_ALLOWED,
                        f"{method} is not a method of this address: updates are posted.",
                        headers=_METHODS,
                    )
        except Problem as problem:
            await problem.send(send)
        except HerodotusError as error:
            await Problem.of(error).send(send)

    async def _write(self, request: UpdateRequest, client: Client) -> Written:
        with ExitStack() as files:
            loaded = () if self._loader is None else await self._loader.fetch(request.text, files)
            update = Update(request.text, request.using, request.using_named, loaded=loaded)
            doors = await self._doors(request.text, client)
            if doors is None:
                return await self._desk.write("update", client, update, request.text, request_id.get())
            with doors:
                update = replace(update, doors=doors.addresses)
                try:
                    return await self._desk.write("update", client, update, request.text, request_id.get())
                except HerodotusError as error:
                    raise doors.translated(error) from error

    async def _doors(self, text: str, client: Client) -> OpenDoors | None:
        """Doors to the servers that an update asks, ``None`` where it asks none, or none may be asked."""
        if self._pool is None or self._gateway is None or "SERVICE" not in text.upper():
            return None
        services = await self._pool.services(text, client.key)
        return OpenDoors(self._gateway, services) if services else None


def _check(request: UpdateRequest) -> None:
    """Raises ``Problem`` (400) where the protocol's graphs are no IRIs or contradict the update (section 2.2.3)."""
    graphs = (*(request.using or ()), *(request.using_named or ()))
    for graph in graphs:
        try:
            ox.NamedNode(graph)
        except ValueError as error:
            raise Problem(HTTPStatus.BAD_REQUEST, f"The graph '{graph}' is not an absolute IRI: {error}.") from error
    if graphs and any(t.lastgroup == "word" and t[0].upper() in _DATASET for t in tokens(request.text)):
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            "The update names its graphs with USING or WITH, and the request with using-graph-uri: use one of both.",
        )


async def _answer(send: Send, headers: list[Header]) -> None:
    await send({"type": "http.response.start", "status": HTTPStatus.NO_CONTENT, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
