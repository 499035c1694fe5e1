"""The reply: a result on its way from a reader process, held for its client up to a bound."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Final

from kg.api.process.frames import FrameKind, unpack_result
from kg.api.readers.query import Failure, Head
from kg.errors import HerodotusError, StoreError

if TYPE_CHECKING:
    from kg.api.readers.reader import Reader

HELD: Final = 1 << 20
"""Bytes of one result that are held for a slow client before its reader has to wait: a shorter one frees it at once."""

HELD_ALTOGETHER: Final = 64 << 20
"""Bytes of all results that are held; beyond them each reader waits for its own client."""

_LEAST: Final = 128 * 1024
"""Bytes of one result that are held in any case."""

_held_altogether = 0


class Reply:
    """A result on its way: its head, and its bytes as they come. Close it, whatever happened."""

    head: Head

    def __init__(self, reader: Reader, timer: asyncio.TimerHandle) -> None:
        self._reader: Reader | None = reader
        self._timer = timer
        self._chunks: deque[bytes] = deque()
        self._held = 0
        self._paused = False
        self._begun = False
        self._failure: HerodotusError | None = None
        self._dead = False
        self._waiter: asyncio.Future[None] | None = None
        self.whole = False
        """Whether all of the result has come from the reader, which works for others by now."""
        self.released: list[Callable[[], None]] = []
        """What is called as soon as the reader is free again."""
        self.translate: Callable[[HerodotusError], HerodotusError] | None = None
        """What an error is translated by before it is raised."""

    @property
    def body(self) -> bytes | None:
        """The result, where all of it is here already in one piece; ``chunks`` gives it as well."""
        return None if not self.whole or len(self._chunks) > 1 else self._chunks[0] if self._chunks else b""

    async def begin(self) -> None:
        """Waits for the head. Raises what a failure says, or what the process died of."""
        while not self._begun:
            await self._wait()

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes of the result. Ends only where it is whole; raises an error of ``kg.errors`` where it broke off."""
        while True:
            while self._chunks:
                chunk = self._chunks.popleft()
                self._hold(-len(chunk))
                yield chunk
            if self.whole:
                return
            await self._wait()

    def take(self, kind: FrameKind | None, content: bytes) -> None:
        """Takes a frame from the reader, ``None`` where there will be no more."""
        match kind:
            case FrameKind.DATA:
                self._append(content)
            case FrameKind.RESULT:
                head, megabytes, body = unpack_result(content)
                self._start(head)
                if body:
                    self._append(body)
                self._end(megabytes)
            case FrameKind.HEAD:
                self._start(content)
            case FrameKind.END:
                self._end(int(content))
            case FrameKind.FAILURE if self._reader is not None:
                self._failure = self._reader.failed(Failure.from_json(content))
            case _:
                self._dead = True
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def close(self) -> None:
        """Lets go of the result and gives the reader back; one that is still at work is ended.

        Closing twice does no harm.
        """
        self._hold(-self._held)
        self._chunks.clear()
        self._release()

    async def _wait(self) -> None:
        if self._failure is None and not self._dead:
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
            self._waiter = None
        error = self._failure
        if error is None and self._dead:
            error = StoreError("The query was given up.") if self._reader is None else await self._reader.mourn()
        if error is not None:
            raise error if self.translate is None else self.translate(error)

    def _start(self, head: bytes) -> None:
        self.head = Head.from_json(head)
        self._begun = True

    def _end(self, megabytes: int) -> None:
        self.whole = True
        if self._reader is not None:
            self._reader.finished(megabytes)
        self._release()

    def _release(self) -> None:
        if self._reader is not None:
            reader, self._reader = self._reader, None
            self._timer.cancel()
            if self._paused:
                reader.pause(False)
            reader.done()
            for listener in self.released:
                listener()

    def _append(self, chunk: bytes) -> None:
        self._chunks.append(chunk)
        self._hold(len(chunk))

    def _hold(self, change: int) -> None:
        global _held_altogether  # noqa: PLW0603 - a bound for the whole process
        self._held += change
        _held_altogether += change
        if self._reader is None:
            return
        bound = HELD if _held_altogether < HELD_ALTOGETHER else _LEAST
        if (self._held > bound) is not self._paused and (self._paused is False or self._held < bound // 2):
            self._paused = not self._paused
            self._reader.pause(self._paused)
