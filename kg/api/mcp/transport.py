"""The transport: the SDK's streamable HTTP without sessions, so that any service process may answer any request."""

from __future__ import annotations

import asyncio
from typing import Any, Self

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.types import Message, Receive, Scope, Send

from kg.api.client import client_of
from kg.api.finder import Finder
from kg.api.mcp.graph import CallGraph
from kg.api.readers.pool import Pool
from kg.api.register import Register
from kg.mcp import make_server
from kg.mcp.server import Context
from kg.settings import Settings


class Transport:
    """Answers messages that have been read. It must be closed by whoever started it, in any task."""

    def __init__(self, pool: Pool, register: Register, settings: Settings, most: int) -> None:
        """``most`` is how many bytes a message may have."""
        finder = Finder(settings)

        def graph(context: Context) -> CallGraph:
            request: Any = context.request
            return CallGraph(pool, register, finder, client_of(request.scope), settings)

        self._manager = StreamableHTTPSessionManager(
            make_server(graph), json_response=True, stateless=True, max_request_body_size=most
        )
        self._running: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._ending = asyncio.Event()

    async def start(self) -> Self:
        """Begins to answer."""
        self._running = asyncio.get_running_loop().create_task(self._run())
        await self._ready.wait()
        return self

    async def close(self) -> None:
        """Ends what is being answered."""
        self._ending.set()
        if self._running is not None:
            await self._running

    async def answer(self, scope: Scope, body: bytes, send: Send) -> None:
        """Answers one message."""
        await self._manager.handle_request(scope, _again(body), send)

    async def _run(self) -> None:
        """The SDK wants to be begun and ended by one task."""
        async with self._manager.run():
            self._ready.set()
            await self._ending.wait()


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
