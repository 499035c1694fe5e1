"""The departure: a client that leaves while its answer is being made."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Final, Self

from starlette.types import Receive

_PATIENCE: Final = 0.02
"""Seconds before it is worth a task of its own to listen for the client."""


class Departure:
    """Cancels what runs inside ``async with`` when the client leaves; ``left`` then says so, and nothing is raised.

    The body of the request must have been read.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._listener: asyncio.Task[None] | None = None
        self._open = True
        self.left = False

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._handle = self._loop.call_later(_PATIENCE, self._listen)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._open = False
        self._handle.cancel()
        if self._listener is not None:
            self._listener.cancel()
        if self.left and kind is asyncio.CancelledError and self._task is not None:
            return self._task.uncancel() == 0
        return False

    def _listen(self) -> None:
        self._listener = self._loop.create_task(self._wait())

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        if self._open and self._task is not None:
            self.left = True
            self._task.cancel()
