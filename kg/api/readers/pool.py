"""The pool: reader processes kept warm, more of them while all are busy, and a bounded queue behind them."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Coroutine
from dataclasses import replace
from functools import partial
from typing import Final, Self

from kg.api.outbound import Gateway, OpenDoors
from kg.api.readers.query import Query, ReaderLimits
from kg.api.readers.queue import FairQueue, too_busy
from kg.api.readers.reader import AsksOthersError, QueryEndedError, Reader
from kg.api.readers.reply import Reply
from kg.api.readers.version import Version, VersionWatch
from kg.api.register import Work
from kg.errors import HerodotusError, StoreError
from kg.settings import Settings
from kg.store import Server

_LOG: Final = logging.getLogger(__name__)

BURST: Final = 4
"""How many times the warm readers there may be while queries wait; one client may have all but as many as are warm."""

PATIENCE: Final = 0.1
"""Seconds without a free reader after which another one is started for the queries that wait."""

_FOLLOW_SECONDS: Final = 1.0
_LINGER_SECONDS: Final = 10.0
_RETRY_SECONDS: Final = 1.0


class Pool:
    """Runs queries in reader processes that follow the newest snapshot. Use it as an asynchronous context manager."""

    def __init__(self, settings: Settings, gateway: Gateway | None = None) -> None:
        """``gateway`` is the way to other servers; without one, no query may ask them."""
        self._gateway = gateway
        self._limits = ReaderLimits(
            snapshots=settings.workspace.resolve() / "snapshots",
            base_iri=settings.base_iri,
            union=settings.default_graph == "union",
            seconds=settings.query_seconds,
            memory_mb=settings.query_memory_mb,
            rows=settings.query_rows,
            result_bytes=settings.result_bytes,
            federates=gateway is not None,
            server=Server.of(settings),
        )
        self._watch = VersionWatch(self._limits.snapshots)
        self._warm = max(1, -(-settings.readers // settings.processes))
        self._most = self._warm * BURST
        self._most_each = self._most - self._warm
        self._at_work: Counter[str] = Counter()
        self._idle: deque[Reader] = deque()
        self._readers: set[Reader] = set()
        self._online: set[Reader] = set()
        self._waiting: FairQueue[Reader] = FairQueue()
        self._starting = 0
        self._handed_on = 0.0
        self._reinforcement: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = False
        self._warned = settings.store is not None  # whose readers cannot do without

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
        self._waiting.close()
        await asyncio.gather(*(reader.end() for reader in (*self._readers, *self._online)))
        self._readers.clear()
        self._online.clear()
        self._idle.clear()

    @property
    def newest(self) -> Version:
        """The newest version of the data, as it is on the disk at this moment."""
        return self._watch.newest()

    @property
    def version(self) -> int:
        """Its number, 0 where there is none."""
        return self._watch.newest().number

    async def ask(self, query: Query, client: str = "", work: Work | None = None) -> Reply:
        """Starts a query on a reader of its own, waiting for one if need be.

        ``client`` is whom fairness is owed to. ``work`` is told when the query starts, and can end it from now on. The
        reply must be closed. Raises ``QuerySyntaxError``, ``QueryLimitError``, ``FormatRefusedError``,
        ``OtherServerError``, ``QueryEndedError`` or ``StoreError``.
        """
        try:
            return await self._ask(query, client, work)
        except AsksOthersError as asks:
            if self._gateway is None or query.update:
                raise
            doors = OpenDoors(self._gateway, asks.services)
        try:
            reply = await self._ask_online(replace(query, doors=doors.addresses), client, work)
        except BaseException as error:
            doors.close()
            if isinstance(error, HerodotusError):
                raise doors.translated(error) from error
            raise
        reply.translate = doors.translated
        if reply.whole:
            doors.close()
        else:
            reply.released.append(doors.close)
        return reply

    async def services(self, text: str, client: str = "", work: Work | None = None) -> tuple[str, ...]:
        """The servers that an update asks, found out by a reader: some texts end who reads them. Raises as ``ask``."""
        try:
            reply = await self._ask(Query(text, None, None, update=True), client, work)
        except AsksOthersError as asks:
            return asks.services
        reply.close()
        raise StoreError("The reader answered out of turn.")

    async def _ask(self, query: Query, client: str, work: Work | None) -> Reply:
        reader = self._take(client) or await self._wait(client, work)
        if work is not None:
            work.stop = partial(reader.kill, "stopped")
            work.start()
        return await reader.ask(query, partial(self._give_back, client))

    async def _ask_online(self, query: Query, client: str, work: Work | None) -> Reply:
        """Runs a query in a process of its own that has a network; it takes the place of a reader that stands still."""
        place = self._take(client) or await self._wait(client, work)
        reader = Reader(replace(self._limits, online=True))
        self._online.add(reader)
        try:
            await reader.start()
        except BaseException:
            self._leave(client, place, reader)
            raise
        if work is not None:
            work.stop = partial(reader.kill, "stopped")
            work.start()
        return await reader.ask(query, partial(self._leave, client, place))

    def _leave(self, client: str, place: Reader, reader: Reader) -> None:
        reader.kill("retired")
        if self._open:
            self._online.discard(reader)
            self._background(reader.end())
        self._give_back(client, place)

    def _take(self, client: str) -> Reader | None:
        """An idle reader, where the client has not too many; those who wait then are over their share."""
        while self._idle and self._has_share(client):
            reader = self._idle.pop()
            if reader.alive:
                self._at_work[client] += 1
                return reader
            self._drop(reader)
        return None

    async def _wait(self, client: str, work: Work | None) -> Reader:
        place = self._waiting.join(client)
        if work is not None:
            work.stop = partial(_end_waiting, place)
        loop = asyncio.get_running_loop()
        self._replenish()
        if self._reinforcement is None:
            self._reinforcement = loop.call_later(PATIENCE, self._reinforce)
        deadline = loop.call_later(self._limits.seconds, _give_up_waiting, place, len(self._waiting))
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.exception() is None:
                self._give_back(client, place.result())  # it came in the moment in which its query gave up
            raise
        finally:
            deadline.cancel()
            self._waiting.leave(client, place)

    def _reinforce(self) -> None:
        """Starts another process where queries wait because all readers are at work on long ones.

        Where readers come free all the time, more of them would only be in each other's way.
        """
        self._reinforcement = None
        if not self._waiting or not self._open:
            return
        loop = asyncio.get_running_loop()
        stuck = not self._starting and loop.time() - self._handed_on >= PATIENCE
        if stuck and any(map(self._has_share, self._waiting.clients())):
            self._replenish(1)
        self._reinforcement = loop.call_later(PATIENCE, self._reinforce)

    def _give_back(self, client: str, reader: Reader) -> None:
        self._at_work[client] -= 1
        if self._at_work[client] <= 0:
            del self._at_work[client]
        self._hand_on(reader)

    def _hand_on(self, reader: Reader) -> None:
        """Gives a reader to whose turn it is, or lets it idle."""
        self._handed_on = asyncio.get_running_loop().time()
        if not reader.alive or not self._open:
            self._drop(reader)
            self._replenish()
            return
        while (client := next(filter(self._has_share, self._waiting.clients()), None)) is not None:
            place = self._waiting.serve(client)
            if not place.done():
                self._at_work[client] += 1
                place.set_result(reader)
                return
        self._idle.append(reader)
        if len(self._idle) > self._warm:
            asyncio.get_running_loop().call_later(_LINGER_SECONDS, self._trim)

    def _has_share(self, client: str) -> bool:
        return self._at_work[client] < self._most_each

    def _trim(self) -> None:
        if self._open and len(self._idle) > self._warm:
            reader = self._idle.popleft()
            reader.kill("retired")
            self._drop(reader)

    def _drop(self, reader: Reader) -> None:
        if reader in self._readers and self._open:
            self._readers.discard(reader)
            self._background(reader.end())

    def _replenish(self, more: int = 0) -> None:
        """Starts as many processes as are missing to the warm ones, or ``more`` for queries that wait too long."""
        there = len(self._readers) + self._starting
        wanted = max(self._warm, min(self._most, there + more))
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
            self._hand_on(reader)
        else:
            self._replenish()

    async def _keep_up(self) -> None:
        """Lets idle readers follow the newest snapshot, so that the writer may remove older ones."""
        seen = self.newest
        while True:
            await asyncio.sleep(_FOLLOW_SECONDS)
            version = self.newest
            behind = [reader for reader in self._idle if reader.alive] if version != seen else []
            for reader in behind:
                if reader in self._idle:
                    self._idle.remove(reader)
                    await reader.follow()
                    self._hand_on(reader)
            seen = version
            for reader in [reader for reader in self._idle if not reader.alive]:
                self._idle.remove(reader)
                self._drop(reader)
                self._replenish()

    def _background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _end_waiting(place: asyncio.Future[Reader]) -> None:
    if not place.done():
        place.set_exception(QueryEndedError("An administrator ended the query."))


def _give_up_waiting(place: asyncio.Future[Reader], waiting: int) -> None:
    if not place.done():
        place.set_exception(too_busy(waiting))
