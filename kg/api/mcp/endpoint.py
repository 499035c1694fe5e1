"""The endpoint ``/mcp``: streamable HTTP without sessions, so that any service process may answer any request."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from http import HTTPStatus
from typing import Any, Final, Self

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.types import Message, Receive, Scope, Send

from kg.api.access.layer import require
from kg.api.client import Scope as Right
from kg.api.client import client_of
from kg.api.departure import Departure
from kg.api.incoming import content_type, whole
from kg.api.mcp.graph import CallGraph
from kg.api.mcp.origins import Origins
from kg.api.problem import Problem
from kg.api.readers.pool import Pool
from kg.api.register import Register
from kg.api.views.search import Finder
from kg.errors import HerodotusError, QueryLimitError
from kg.mcp import make_server
from kg.mcp.server import Context
from kg.settings import Settings

_ENVELOPE: Final = 65_536
"""Bytes that a message may have beside its query, which JSON may make twice as long."""


class McpEndpoint:
    """An ASGI application for one path. Use it as an asynchronous context manager while it answers."""

    def __init__(self, pool: Pool, register: Register, settings: Settings) -> None:
        self._pool = pool
        self._register = register
        self._settings = settings
        self._finder = Finder(settings)
        self._origins = Origins(settings)
        self._most = 2 * settings.query_bytes + _ENVELOPE
        self._server = make_server(self._graph)
        self._manager: StreamableHTTPSessionManager | None = None
        self._running = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self._manager = StreamableHTTPSessionManager(
            self._server, json_response=True, stateless=True, max_request_body_size=self._most
        )
        await self._running.enter_async_context(self._manager.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._manager = None
        await self._running.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        try:
            require(scope, Right.READ)
            self._origins.check(scope)
            if scope["method"] != "POST":  # there are no sessions to end, and no streams to listen to
                text = "This is for programs that speak the Model Context Protocol: they send POST."
                raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, text, headers=((b"allow", b"POST"),))
            if content_type(scope).media_type != "application/json":
                raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body is one JSON-RPC message, application/json.")
            if self._manager is None:
                raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "The service is about to end.")
            body = await whole(scope, receive, self._most, _too_long(self._most))
        except Problem as problem:
            await problem.send(send)
            return
        except HerodotusError as error:
            await Problem.of(error).send(send)
            return
        async with Departure(receive):
            await self._manager.handle_request(scope, _again(body), send)

    def _graph(self, context: Context) -> CallGraph:
        request: Any = context.request
        return CallGraph(self._pool, self._register, self._finder, client_of(request.scope), self._settings)


def _again(body: bytes) -> Receive:
    """Gives a body that has been read once more. That the client leaves is noticed elsewhere."""
    given = False

    async def receive() -> Message:
        nonlocal given
        if given:
            await asyncio.Event().wait()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _too_long(most: int) -> HerodotusError:
    text = f"The message has more than {most} bytes."
    return QueryLimitError(text, limit="query_bytes", value=most, remedy="Send a shorter one.")
