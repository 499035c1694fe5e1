"""The reader: the service's end of one reader process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from kg.api.process.child import Cause, Child, Death
from kg.api.process.frames import FrameKind
from kg.api.process.secrets import told
from kg.api.readers.query import Failure, Query, ReaderLimits
from kg.api.readers.reply import Reply
from kg.errors import HerodotusError, QueryError, QueryLimitError, QuerySyntaxError, StoreError, UnknownGraphError

_LOG: Final = logging.getLogger(__name__)

_OVERGROWN_MB: Final = 512
"""MiB after which a process is replaced rather than used again: memory once taken is not always given back."""


class FormatRefusedError(QueryError):
    """The request accepts none of the formats that the query's result can be had in."""


class QueryEndedError(QueryError):
    """An administrator ended the query."""


class AsksOthersError(QueryError):
    """The query asks other servers with ``SERVICE``, those with the IRIs ``services``; nobody has been asked yet."""

    def __init__(self, services: tuple[str, ...]) -> None:
        super().__init__("The query asks other servers.")
        self.services = services


class OtherServerError(QueryError):
    """A server that the query asks with ``SERVICE`` gave no answer, or none that can be read."""


class Reader:
    """One process and the connection to it. It runs one query at a time and is never used again after a failed one."""

    def __init__(self, limits: ReaderLimits) -> None:
        self._limits = limits
        self._child = Child("kg.api.readers.worker", limits.to_json(), secrets=told(limits.server))
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
        ``QueryLimitError``, ``FormatRefusedError``, ``QueryEndedError`` or ``StoreError``.
        """
        self.usable = False  # until the exchange has come to its proper end
        self._give_back = give_back
        reply = Reply(self, asyncio.get_running_loop().call_later(self._limits.seconds, self.kill, "deadline"))
        self._child.divert(reply.take)
        try:
            self._child.say(FrameKind.QUERY, query.to_json())
            await reply.begin()
        except BaseException:
            reply.close()
            raise
        self.version = reply.head.version
        return reply

    def pause(self, paused: bool) -> None:
        """Lets the process wait with what it sends, or go on: the reply's part."""
        if paused:
            self._child.pause()
        else:
            self._child.resume()

    def finished(self, megabytes: int) -> None:
        """Notes that a result is whole, and what the process has taken at most: the reply's part."""
        self.usable = self._child.cause is None and megabytes < _OVERGROWN_MB

    def failed(self, failure: Failure) -> HerodotusError:
        """Notes that a query failed, and gives the error that is to be raised: the reply's part."""
        good = failure.error not in {"store", "others"} and failure.limit != "query_memory_mb"
        self.usable = self._child.cause is None and good
        if failure.detail:
            _LOG.warning("a query failed: %s", failure.detail)
        return _error(failure, self._limits)

    def done(self) -> None:
        """Goes back to where it was taken from; one that is still at work is ended: the reply's part."""
        self._child.divert(None)
        if not self.usable:
            self.kill("abandoned")
        self._give_back(self)

    async def mourn(self) -> HerodotusError:
        """The error that tells what the process died of: the reply's part."""
        return self._mourn(await self._child.death())

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
            case "stopped":
                return QueryEndedError("An administrator ended the query.")
            case _:
                return StoreError("The query was given up.")


def _error(failure: Failure, limits: ReaderLimits) -> HerodotusError:
    match failure.error:
        case "syntax":
            return QuerySyntaxError(failure.message, line=failure.line, column=failure.column)
        case "graph":
            return UnknownGraphError(failure.message)
        case "format":
            return FormatRefusedError(failure.message)
        case "services":
            return AsksOthersError(failure.services)
        case "others":
            return OtherServerError(failure.message)
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
