"""The reader: the service's end of one reader process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Final

from kg.api.process.child import Cause, Child, Death
from kg.api.process.frames import FrameKind
from kg.api.readers.query import Failure, Head, Query, ReaderLimits
from kg.errors import HerodotusError, QueryError, QueryLimitError, QuerySyntaxError, StoreError

_OVERGROWN_MB: Final = 512
"""MiB after which a process is replaced rather than used again: memory once taken is not always given back."""


class FormatRefusedError(QueryError):
    """The request accepts none of the formats that the query's result can be had in."""


class Reader:
    """One process and the connection to it. It runs one query at a time and is never used again after a failed one."""

    def __init__(self, limits: ReaderLimits) -> None:
        self._limits = limits
        self._child = Child("kg.api.readers.worker", limits.to_json())
        self.usable = False
        self.version = 0
        self.offline = False

    async def start(self) -> None:
        """Starts the process and waits until it has opened the newest snapshot. Raises ``StoreError``."""
        self.offline = await self._child.start() == b"offline"
        self.usable = self._child.started

    @property
    def alive(self) -> bool:
        """Whether the process can take a query."""
        return self.usable and self._child.alive

    def kill(self, cause: Cause) -> None:
        """Ends the process at once; the first cause is the one that is reported."""
        self.usable = False
        self._child.kill(cause)

    async def end(self) -> None:
        """Ends the process and waits until it is gone."""
        self.usable = False
        await self._child.end()

    async def follow(self) -> None:
        """Lets the process open the newest snapshot, and let go of the older one."""
        self.usable = False
        self._child.say(FrameKind.FOLLOW)
        try:
            async with asyncio.timeout(self._limits.seconds):
                kind, _ = await self._child.hear()
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            return
        self.usable = kind is FrameKind.END

    async def ask(self, query: Query, give_back: Callable[[Reader], None]) -> Reply:
        """Starts a query; it is given until the deadline to bring its whole result over.

        ``give_back`` is called once the reader is done with it, well or not. Raises ``QuerySyntaxError``,
        ``QueryLimitError``, ``FormatRefusedError`` or ``StoreError``.
        """
        timer = asyncio.get_running_loop().call_later(self._limits.seconds, self.kill, "deadline")
        reply = Reply(self, give_back, timer)
        self.usable = False  # until the exchange has come to its proper end
        try:
            self._child.say(FrameKind.QUERY, query.to_json())
            kind, content = await self._next()
            if kind is not FrameKind.HEAD:
                raise StoreError("The reader process answered out of turn.")
        except BaseException:
            reply.close()
            raise
        reply.head = Head.from_json(content)
        self.version = reply.head.version
        return reply

    async def _next(self) -> tuple[FrameKind, bytes]:
        """The next frame of a result. Raises what a failure says, or what the process died of."""
        try:
            kind, content = await self._child.hear()
        except (OSError, asyncio.IncompleteReadError) as error:
            raise self._mourn(await self._child.death()) from error
        if kind is FrameKind.END:
            self.usable = self._child.cause is None and int(content) < _OVERGROWN_MB
        elif kind is FrameKind.FAILURE:
            failure = Failure.from_json(content)
            good = failure.error != "store" and failure.limit != "query_memory_mb"
            self.usable = self._child.cause is None and good
            raise _error(failure, self._limits)
        return kind, content

    def _mourn(self, death: Death) -> HerodotusError:
        match death:
            case "deadline":
                return _too_long(self._limits)
            case "memory":
                return _too_large(self._limits)
            case "stack":
                return QueryLimitError(
                    "The query nests or branches more than the engine bears.",
                    limit="query_nesting",
                    value=0,
                    remedy="Write it flatter.",
                )
            case "unknown":
                text = "The process that ran the query ended unexpectedly."
                return StoreError(text, remedy="Send the query again.")
            case _:
                return StoreError("The query was given up.")


class Reply:
    """A result on its way: its head, and its bytes as they come. Close it, whatever happened."""

    head: Head

    def __init__(self, reader: Reader, give_back: Callable[[Reader], None], timer: asyncio.TimerHandle) -> None:
        self._reader = reader
        self._give_back: Callable[[Reader], None] | None = give_back
        self._timer = timer
        self._whole = False

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes of the result. Ends only where it is whole; raises an error of ``kg.errors`` where it broke off."""
        while not self._whole:
            kind, content = await self._reader._next()
            if kind is FrameKind.DATA:
                yield content
            else:
                self._whole = True
                self.close()

    def close(self) -> None:
        """Gives the reader back; one that is still at work is ended. Closing twice does no harm."""
        self._timer.cancel()
        if self._give_back is not None:
            if not self._reader.usable:
                self._reader.kill("abandoned")
            self._give_back(self._reader)
            self._give_back = None


def _error(failure: Failure, limits: ReaderLimits) -> HerodotusError:
    match failure.error:
        case "syntax":
            return QuerySyntaxError(failure.message, line=failure.line, column=failure.column)
        case "format":
            return FormatRefusedError(failure.message)
        case "limit" if failure.limit == "query_memory_mb":
            return _too_large(limits)
        case "limit":
            error = QueryLimitError(failure.message, limit=failure.limit or "", value=failure.value or 0)
            error.remedy = failure.remedy
            return error
        case _:
            return StoreError(failure.message)


def _too_long(limits: ReaderLimits) -> QueryLimitError:
    return QueryLimitError(
        f"The query took longer than {limits.seconds:g} seconds.",
        limit="query_seconds",
        value=limits.seconds,
        remedy="Bind more of its terms, add a LIMIT, or ask for less at a time.",
    )


def _too_large(limits: ReaderLimits) -> QueryLimitError:
    return QueryLimitError(
        f"The query took more than {limits.memory_mb} MiB of memory.",
        limit="query_memory_mb",
        value=limits.memory_mb,
        remedy="Sort, group or join less at a time.",
    )
