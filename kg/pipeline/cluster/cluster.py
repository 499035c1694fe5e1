"""The cluster: groups of documents go to the workers of a Dask cluster, and come back as shards.

It stands in front of a spread: what comes out of it has been read, and still has to be identified and checked, which
is done here, as with a shard from anywhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from types import TracebackType
from typing import Final, Self

from kg.errors import ClusterError, ShardError
from kg.pipeline.cluster.connection import Answer, Connection, Ending
from kg.pipeline.cluster.depot import Depot
from kg.pipeline.cluster.group import Cutter, Group, Job
from kg.pipeline.cluster.reading import Refused
from kg.pipeline.spreading import Placed
from kg.pipeline.stages import Stages
from kg.pipeline.workers import Limits
from kg.workspace import Arrival, Failure

_EACH: Final = 2
"""Groups on their way for each thread of the cluster: one that is read, and one that waits there."""

_MOST: Final = 256
"""Groups on their way at most, which their bytes bound to 256 MB."""

_LOOK_SECONDS: Final = 0.2
_PATIENCE: Final = 600.0
"""Seconds after which a cluster without workers is given up."""

_ATTEMPTS: Final = 2


class Cluster:
    """Use it as a context manager. Calling it with placed sources gives them back with what was extracted.

    No more than a few groups are ever on their way. A group that ends one worker of the cluster after another is
    parted, until the document is found that does so; that one is a failure. Documents that end, fill or never leave
    the process that reads them are set aside at the workers, as by the pool.
    """

    def __init__(
        self,
        address: str,
        stages: Stages,
        limits: Limits,
        depot: Depot,
        *,
        extractor: str,
        stopping: Callable[[], bool] = lambda: False,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        """``extractor`` is the name that the extractor of ``stages`` has here; the workers' must have the same."""
        self._address = address
        self._job = Job.of(stages, limits, extractor, depot.place.written, depot.mark)
        self._depot = depot
        self._stopping = stopping
        self._tell = tell
        self._connection: Connection | None = None
        self._cutter = Cutter()
        self._gathering: list[tuple[int, Arrival]] = []
        self._places: dict[str, int] = {}
        self._attempts: dict[str, int] = {}
        self._idle_since: float | None = None

    def __enter__(self) -> Self:
        connection = Connection(self._address, self._tell)
        try:
            connection.require(self._job.place, self._job.mark)
        except BaseException:
            connection.close(None)
            raise
        self._connection = connection
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close(self._job)
            self._connection = None

    def __call__(self, items: Iterable[Placed]) -> Iterator[Placed]:
        """What the cluster read, each with its place, as it comes back; what need not be read, at once."""
        for place, item in items:
            location = item.location
            while location in self._places and not self._stopping():
                # Of two versions of one place, the later must be committed later.
                yield from self._cut()
                yield from self._wait()
            if self._stopping():
                return
            if not isinstance(item, Arrival):
                yield place, item
                continue
            if self._cutter.is_full_with(item):
                yield from self._cut()
            if item.is_known or item.extracted is not None:
                yield place, item
            else:
                self._gathering.append((place, item))
                self._places[location] = place
            if self._cutter.ends_with(item):
                yield from self._cut()
        yield from self._cut()
        while self._connected.flying and not self._stopping():
            yield from self._wait()

    @property
    def _connected(self) -> Connection:
        if self._connection is None:
            raise ClusterError("there is no connection to the cluster.")
        return self._connection

    def _cut(self) -> Iterator[Placed]:
        """Sends what was gathered, where its shard does not lie there already."""
        self._cutter.cut()
        if not self._gathering:
            return
        group = Group(self._job, tuple(arrival for _, arrival in self._gathering))
        self._gathering.clear()
        if self._depot.lies(group.name):
            found = self._found(group)
            if found and all(isinstance(one, Arrival) for _, one in found):  # what failed is tried again
                yield from self._settled(group, found)
                return
        while not self._has_room() and not self._stopping():
            yield from self._wait()
        if not self._stopping():
            self._submit(group)

    def _submit(self, group: Group) -> None:
        self._connected.submit(group)

    def _has_room(self) -> bool:
        flying = self._connected.flying
        if not flying:
            return True
        threads = self._connected.threads()
        return flying < min(_MOST, max(2, _EACH * threads))

    def _wait(self) -> Iterator[Placed]:
        """What comes back within a moment."""
        done = self._connected.wait(_LOOK_SECONDS) if self._connected.flying else None
        if done is None:
            self._require_workers()
            return
        self._idle_since = None
        yield from self._returned(*done)

    def _returned(self, group: Group, answer: Answer) -> Iterator[Placed]:
        found = self._found(group)  # the shard decides, whatever became of the worker that wrote it
        if found is not None:
            yield from self._settled(group, found)
            return
        ending = answer()
        if isinstance(ending, Refused):
            raise ClusterError(f"a worker of the cluster cannot read: {ending.reason}")
        if ending is Ending.KILLED and len(group.arrivals) > 1:
            for half in group.halves():
                self._submit(half)
        elif ending is Ending.LOST or self._is_worth_another_attempt(group):
            self._submit(group)
        elif ending is Ending.KILLED:
            yield self._given_up(group.arrivals[0])
        else:
            raise ShardError(
                self._depot.place.at(group.name),
                "a worker wrote it, and it is not there as it was written.",
                remedy="Name a place that all machines see alike (--shards), and run the command again.",
            )

    def _is_worth_another_attempt(self, group: Group) -> bool:
        """What ended its workers may have been beside another that did."""
        self._attempts[group.name] = attempts = self._attempts.get(group.name, 0) + 1
        return attempts < _ATTEMPTS

    def _given_up(self, arrival: Arrival) -> Placed:
        why = "reading it ended one worker of the cluster after another. Split it, or take it out; the others go on."
        return self._places.pop(arrival.location), Failure(arrival.location, arrival.name, f"{arrival.name}: {why}")

    def _found(self, group: Group) -> list[Placed] | None:
        """What the shard of a group says of its sources; ``None`` where it does not speak of these, or is not whole."""
        try:
            shard = self._depot.take(group.name)
        except ShardError:
            return None
        if shard.header != group.job.header:
            return None
        found: list[Placed] = []
        records = list(shard)
        if len(records) != len(group.arrivals):
            return None
        for arrival, record in zip(group.arrivals, records, strict=True):
            if (record.location, record.name) != (arrival.location, arrival.name):
                return None
            if isinstance(record, Failure):
                found.append((self._places[arrival.location], record))
            elif record.sha256 != arrival.sha256:
                return None
            else:
                found.append((self._places[arrival.location], replace(arrival, extracted=record.extracted)))
        return found

    def _settled(self, group: Group, found: list[Placed]) -> Iterator[Placed]:
        self._attempts.pop(group.name, None)
        self._depot.expect(group.name, {one.location for _, one in found})
        for placed in found:
            del self._places[placed[1].location]
            yield placed

    def _require_workers(self) -> None:
        """Raises ``ClusterError`` where there has been no worker for a while."""
        if self._connected.threads():
            self._idle_since = None
            return
        now = time.monotonic()
        self._idle_since = self._idle_since or now
        if now - self._idle_since > _PATIENCE:
            raise ClusterError(
                f"the cluster has had no workers for {_PATIENCE:g} seconds.",
                remedy="Start some, and run the same command again to go on.",
            )
