"""The pool: reader processes kept warm, more of them while all are busy, and a bounded queue behind them."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine
from typing import Final, Self

from kg.api.readers.query import Query, ReaderLimits
from kg.api.readers.reader import Reader, Reply
from kg.errors import QueryLimitError, StoreError
from kg.settings import Settings
from kg.store import Snapshots

_LOG: Final = logging.getLogger(__name__)

BURST: Final = 4
"""How many times the warm readers there may be while queries wait."""

WAITING: Final = 256
"""Queries that may wait for a reader."""

_FOLLOW_SECONDS: Final = 1.0
_LINGER_SECONDS: Final = 10.0
_RETRY_SECONDS: Final = 1.0


class Pool:
    """Runs queries in reader processes that follow the newest snapshot. Use it as an asynchronous context manager."""

    def __init__(self, settings: Settings) -> None:
        self._limits = ReaderLimits(
            snapshots=settings.workspace.resolve() / "snapshots",
            base_iri=settings.base_iri,
            union=settings.default_graph == "union",
            seconds=settings.query_seconds,
            memory_mb=settings.query_memory_mb,
            rows=settings.query_rows,
        )
        self._snapshots = Snapshots(self._limits.snapshots)
        self._warm = max(1, settings.readers)
        self._most = self._warm * BURST
        self._idle: deque[Reader] = deque()
        self._readers: set[Reader] = set()
        self._waiting: deque[asyncio.Future[Reader]] = deque()
        self._starting = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = False
        self._warned = False

    async def __aenter__(self) -> Self:
        self._open = True
        self._replenish()
        self._background(self._keep_up())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._open = False
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for waiting in self._waiting:
            waiting.cancel()
        await asyncio.gather(*(reader.end() for reader in self._readers))
        self._readers.clear()
        self._idle.clear()

    @property
    def version(self) -> int:
        """The number of the newest snapshot, 0 where there is none."""
        newest = self._snapshots.newest()
        return newest.number if newest else 0

    def identity(self, version: int) -> str:
        """Tells a snapshot from another of the same number, as a workspace that was restored may have it."""
        try:
            return f"{version}:{(self._limits.snapshots / str(version)).stat().st_mtime_ns}"
        except OSError:
            return f"{version}:"

    async def ask(self, query: Query) -> Reply:
        """Starts a query on a reader of its own, waiting for one if need be.

        The reply must be closed. Raises ``QuerySyntaxError``, ``QueryLimitError``, ``FormatRefusedError`` or
        ``StoreError``.
        """
        return await (await self._take()).ask(query, self._give_back)

    async def _take(self) -> Reader:
        while self._idle:
            reader = self._idle.pop()
            if reader.alive:
                return reader
            self._drop(reader)
        if len(self._waiting) >= WAITING:
            raise _too_busy(len(self._waiting))
        waiting: asyncio.Future[Reader] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        self._replenish()
        try:
            async with asyncio.timeout(self._limits.seconds):
                try:
                    return await waiting
                except asyncio.CancelledError:
                    if waiting.done() and not waiting.cancelled():  # it came in the moment in which its query gave up
                        self._give_back(waiting.result())
                    raise
        except TimeoutError as error:
            raise _too_busy(len(self._waiting)) from error
        finally:
            if waiting in self._waiting:
                self._waiting.remove(waiting)

    def _give_back(self, reader: Reader) -> None:
        if not reader.alive or not self._open:
            self._drop(reader)
            self._replenish()
            return
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(reader)
                return
        self._idle.append(reader)
        if len(self._idle) > self._warm:
            asyncio.get_running_loop().call_later(_LINGER_SECONDS, self._trim)

    def _trim(self) -> None:
        if self._open and len(self._idle) > self._warm:
            reader = self._idle.popleft()
            reader.kill("retired")
            self._drop(reader)

    def _drop(self, reader: Reader) -> None:
        if reader in self._readers and self._open:
            self._readers.discard(reader)
            self._background(reader.end())

    def _replenish(self) -> None:
        """Starts as many processes as are missing: the warm ones, and one for each query that waits."""
        busy = len(self._readers) - len(self._idle)
        wanted = min(self._most, max(self._warm, busy + len(self._waiting)))
        while self._open and len(self._readers) + self._starting < wanted:
            self._starting += 1
            self._background(self._start())

    async def _start(self) -> None:
        reader = Reader(self._limits)
        try:
            await reader.start()
        except StoreError:
            await asyncio.sleep(_RETRY_SECONDS)
        finally:
            self._starting -= 1
        if reader.usable:
            self._readers.add(reader)
            if not reader.offline and not self._warned:
                self._warned = True
                _LOG.warning("readers keep their network: this system does not let a process leave it")
            self._give_back(reader)
        else:
            self._replenish()

    async def _keep_up(self) -> None:
        """Lets idle readers follow the newest snapshot, so that the writer may remove older ones."""
        seen = self.version
        while True:
            await asyncio.sleep(_FOLLOW_SECONDS)
            version = self.version
            behind = [reader for reader in self._idle if reader.alive] if version != seen else []
            for reader in behind:
                if reader in self._idle:
                    self._idle.remove(reader)
                    await reader.follow()
                    self._give_back(reader)
            seen = version
            for reader in [reader for reader in self._idle if not reader.alive]:
                self._idle.remove(reader)
                self._drop(reader)
                self._replenish()

    def _background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _too_busy(waiting: int) -> QueryLimitError:
    return QueryLimitError(
        "All readers are busy and too many queries wait for one.",
        limit="waiting_queries",
        value=waiting,
        remedy="Send the query again in a while.",
    )
