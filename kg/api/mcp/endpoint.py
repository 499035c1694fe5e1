"""The endpoint ``/mcp``: which requests are let through to the protocol, and how much they may send."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from importlib import import_module
from typing import TYPE_CHECKING, Final, Self

from starlette.types import Receive, Scope, Send

from kg.api.access.layer import require
from kg.api.client import Scope as Right
from kg.api.departure import Departure
from kg.api.incoming import content_type, whole
from kg.api.mcp.origins import Origins
from kg.api.problem import Problem
from kg.api.readers.pool import Pool
from kg.api.register import Register
from kg.errors import HerodotusError, QueryLimitError
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.api.mcp.transport import Transport

_ENVELOPE: Final = 65_536
"""Bytes that a message may have beside its query, which JSON may make twice as long."""


class McpEndpoint:
    """An ASGI application for one path. Use it as an asynchronous context manager while it answers."""

    def __init__(self, pool: Pool, register: Register, settings: Settings) -> None:
        self._pool = pool
        self._register = register
        self._settings = settings
        self._origins = Origins(settings)
        self._most = 2 * settings.query_bytes + _ENVELOPE
        self._transport: Transport | None = None
        self._starting = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._transport is not None:
            await self._transport.close()
            self._transport = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        try:
            body = await self._message(scope, receive)
        except (Problem, HerodotusError) as error:
            problem = error if isinstance(error, Problem) else Problem.of(error)
            await problem.send(send)
            return
        transport = self._transport or await self._started()
        async with Departure(receive):
            await transport.answer(scope, body, send)

    async def _message(self, scope: Scope, receive: Receive) -> bytes:
        """The message of a request that may send one. Raises ``Problem`` or ``QueryLimitError``."""
        require(scope, Right.READ)
        self._origins.check(scope)
        if scope["method"] != "POST":  # there are no sessions to end, and no streams to listen to
            text = "This is for programs that speak the Model Context Protocol: they send POST."
            raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, text, headers=((b"allow", b"POST"),))
        if content_type(scope).media_type != "application/json":
            raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body is one JSON-RPC message, application/json.")
        text = f"The message has more than {self._most} bytes."
        too_long = QueryLimitError(text, limit="query_bytes", value=self._most, remedy="Send a shorter one.")
        return await whole(scope, receive, self._most, too_long)

    async def _started(self) -> Transport:
        """The transport, loaded with the first message: most services are never asked by an assistant."""
        async with self._starting:
            if self._transport is None:
                module = await asyncio.to_thread(import_module, "kg.api.mcp.transport")
                kind: type[Transport] = module.Transport
                self._transport = await kind(self._pool, self._register, self._settings, self._most).start()
            return self._transport
