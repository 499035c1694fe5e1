"""The reader: the service's end of one reader process."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final, Literal

import kg
from kg.api.readers.frames import FrameKind, frame, read_frame
from kg.api.readers.query import Failure, Head, Query, ReaderLimits
from kg.errors import HerodotusError, QueryError, QueryLimitError, QuerySyntaxError, StoreError

_LOG: Final = logging.getLogger(__name__)
_START_SECONDS: Final = 20.0
_BUFFER: Final = 128 * 1024
"""Bytes of a result that the service holds for a slow client before its reader has to wait."""

_OVERGROWN_MB: Final = 512
"""MiB after which a process is replaced rather than used again: memory once taken is not always given back."""

Cause = Literal["deadline", "abandoned", "retired"]


class FormatRefusedError(QueryError):
    """The request accepts none of the formats that the query's result can be had in."""


class Reader:
    """One process and the connection to it. It runs one query at a time and is never used again after a failed one."""

    def __init__(self, limits: ReaderLimits) -> None:
        self._limits = limits
        self._cause: Cause | None = None
        self._messages = -1
        self.usable = False
        self.version = 0
        self.offline = False

    async def start(self) -> None:
        """Starts the process and waits until it has opened the newest snapshot. Raises ``StoreError``."""
        ours, theirs = socket.socketpair()
        self._messages = os.memfd_create("reader")
        try:
            with theirs:
                self._process = await asyncio.create_subprocess_exec(
                    *(
                        sys.executable,
                        "-P",
                        "-m",
                        "kg.api.readers.worker",
                        str(theirs.fileno()),
                        self._limits.to_json(),
                    ),
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=asyncio.subprocess.DEVNULL,
                    stderr=self._messages,
                    pass_fds=(theirs.fileno(),),
                    env=_environment(),
                    start_new_session=True,
                )
            self._stream, self._writer = await asyncio.open_unix_connection(sock=ours, limit=_BUFFER)
            async with asyncio.timeout(_START_SECONDS):
                kind, content = await read_frame(self._stream)
            self.offline = content == b"offline"
            self.usable = kind is FrameKind.READY
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            _LOG.error("a reader process did not start: %s", self._last_words() or error)
            raise StoreError("The store cannot be read at the moment.", remedy="Run `kg doctor`.") from error
        finally:
            if not self.usable:
                ours.close()
                await self.end()

    @property
    def alive(self) -> bool:
        """Whether the process can take a query."""
        return self.usable and self._process.returncode is None and not self._stream.at_eof()

    def kill(self, cause: Cause) -> None:
        """Ends the process at once; the first cause is the one that is reported."""
        self.usable = False
        self._cause = self._cause or cause
        if self._process.returncode is None:
            self._process.kill()

    async def end(self) -> None:
        """Ends the process and waits until it is gone."""
        self.usable = False
        if hasattr(self, "_process"):
            if self._process.returncode is None:
                self._process.kill()
            await self._process.wait()
        if hasattr(self, "_writer"):
            self._writer.close()
        if self._messages >= 0:
            os.close(self._messages)
            self._messages = -1

    async def follow(self) -> None:
        """Lets the process open the newest snapshot, and let go of the older one."""
        self.usable = False
        self._writer.write(frame(FrameKind.FOLLOW))
        try:
            async with asyncio.timeout(self._limits.seconds):
                kind, _ = await read_frame(self._stream)
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
            self._writer.write(frame(FrameKind.QUERY, query.to_json()))
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
            kind, content = await read_frame(self._stream)
        except (OSError, asyncio.IncompleteReadError) as error:
            raise await self._death() from error
        if kind is FrameKind.END:
            self.usable = self._cause is None and int(content) < _OVERGROWN_MB
        elif kind is FrameKind.FAILURE:
            failure = Failure.from_json(content)
            self.usable = self._cause is None and failure.error != "store" and failure.limit != "query_memory_mb"
            raise _error(failure, self._limits)
        return kind, content

    async def _death(self) -> HerodotusError:
        """What the process died of, by who ended it, by its signal and by its last words."""
        if self._process.returncode is None:
            self._process.kill()  # it closed its end and may be hanging
        code = await self._process.wait()
        if self._cause == "deadline":
            return _too_long(self._limits)
        if self._cause is not None:
            return StoreError("The query was given up.")
        words = self._last_words()
        if code == -signal.SIGALRM:
            return _too_long(self._limits)
        if "memory allocation" in words or "bad_alloc" in words or "MemoryError" in words:
            return _too_large(self._limits)
        if code == -signal.SIGSEGV or "overflowed its stack" in words:
            return QueryLimitError(
                "The query nests or branches more than the engine bears.",
                limit="query_nesting",
                value=0,
                remedy="Write it flatter.",
            )
        _LOG.warning("a reader process ended unexpectedly (%s): %s", code, words[-500:])
        return StoreError("The process that ran the query ended unexpectedly.", remedy="Send the query again.")

    def _last_words(self) -> str:
        return os.pread(self._messages, 1 << 14, 0).decode(errors="replace")


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


def _environment() -> dict[str, str]:
    """The environment of a reader: none of our settings (one is a secret), and two heaps for the whole process."""
    root = str(Path(kg.__file__).resolve().parent.parent)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    path = os.pathsep.join(filter(None, (root, inherited.get("PYTHONPATH"))))
    return {**inherited, "PYTHONPATH": path, "MALLOC_ARENA_MAX": "2"}
