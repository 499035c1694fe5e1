"""The channel: the service's end of the socket to a process that serves it, on the event loop without a stream."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import cast

from kg.api.process.frames import HEADER_SIZE, KINDS, FrameKind, read_header

Receiver = Callable[[FrameKind | None, bytes], None]
"""Takes a frame as it arrives; ``None`` for its kind says that there will be no more."""


class Channel(asyncio.Protocol):
    """Gives each frame to the receiver of the moment; frames that nobody receives wait for ``hear``."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[FrameKind, bytes]] = deque()
        self._rest = b""
        self._listener: asyncio.Future[None] | None = None
        self.receiver: Receiver | None = None
        self.closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Called by the loop."""
        if self._rest:
            data = self._rest + data
        place, size = 0, len(data)
        while size - place >= HEADER_SIZE:
            kind, length = read_header(data, place)
            end = place + HEADER_SIZE + length
            if end > size:
                break
            self._take(KINDS[kind], data[place + HEADER_SIZE : end])
            place = end
        self._rest = data[place:]

    def connection_lost(self, _: Exception | None) -> None:
        """Called by the loop."""
        self.closed = True
        if self.receiver is not None:
            self.receiver(None, b"")
        self._wake()

    def say(self, data: bytes) -> None:
        """Sends bytes."""
        self._transport.write(data)

    async def hear(self) -> tuple[FrameKind, bytes]:
        """The next frame; ``asyncio.IncompleteReadError`` where the other end is gone. For one task at a time."""
        while not self._waiting:
            if self.closed:
                raise asyncio.IncompleteReadError(self._rest, None)
            self._listener = asyncio.get_running_loop().create_future()
            await self._listener
        return self._waiting.popleft()

    def pause(self) -> None:
        """Lets the other end wait before it sends more."""
        self._transport.pause_reading()

    def resume(self) -> None:
        """Lets the other end send again."""
        if not self.closed:
            self._transport.resume_reading()

    def close(self) -> None:
        """Closes this end."""
        self._transport.close()

    def _take(self, kind: FrameKind, content: bytes) -> None:
        if self.receiver is not None:
            self.receiver(kind, content)
        else:
            self._waiting.append((kind, content))
            self._wake()

    def _wake(self) -> None:
        if self._listener is not None and not self._listener.done():
            self._listener.set_result(None)
