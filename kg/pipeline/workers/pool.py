"""The pool: workers that read, and documents that go to them and come back in whatever order they are done."""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Final, Self

from kg.extract import Extractor
from kg.model import Document, Extract
from kg.pipeline.spreading import Placed
from kg.pipeline.stages import Stages
from kg.pipeline.workers.hatchery import Hatchery
from kg.pipeline.workers.messages import Message, value
from kg.pipeline.workers.station import Station, Task, reason
from kg.workspace import Arrival, Failure

WAITING: Final = 64
"""Documents that wait at one worker at most, so that it has work while the writer commits a batch."""

_WAITING_BYTES: Final = 16_000_000
"""Bytes of documents that wait at one worker; one that is larger waits alone."""

_ATTEMPTS: Final = 2
_LOOK_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may use for one document."""

    seconds: float = 300.0
    """Seconds by the clock."""

    memory_mb: int = 2048
    """MiB of address space, on top of what the language model takes."""


@dataclass(frozen=True, slots=True)
class Remote:
    """An extractor that has been loaded in another process, and is loaded in this one only if it must read here."""

    hatchery: Hatchery
    extractor: Extractor

    @property
    def name(self) -> str:
        """Its name, as soon as it is loaded there. Raises ``ResourceError`` where it cannot be."""
        return self.hatchery.name()

    def extract(self, document: Document) -> Extract:
        """What the extractor reads."""
        return self.extractor.extract(document)


def usual_number() -> int:
    """How many workers pay: one for each core that this process may use, and two at least.

    With two, a document that crashes or never ends is stopped, and nobody else is.
    """
    return max(2, len(os.sched_getaffinity(0)))


class Pool:
    """Use it as a context manager: leaving it ends all its processes. It is a spread, for one ingestion.

    No more than a few documents for each worker are ever on their way, so that whoever is slower, readers or writer,
    makes the other wait. A document whose worker dies or takes longer than it may is given to a fresh one; where that
    ends in the same way, it is a failure, and the others go on.
    """

    def __init__(
        self,
        workers: int,
        stages: Stages,
        limits: Limits = Limits(),
        stopping: Callable[[], bool] = lambda: False,
        hatchery: Hatchery | None = None,
    ) -> None:
        """``hatchery`` is one that has been started, with the same stages and limits, for others to use as well."""
        self._limits = limits
        self._stopping = stopping
        self._is_guest = hatchery is not None
        self._hatchery = hatchery or Hatchery(stages, limits.memory_mb)
        self.extractor = Remote(self._hatchery, stages.extractor)
        """Goes by the name of the extractor, without loading it here."""
        self._stations = [Station(self._hatchery) for _ in range(workers)]
        self._locations: set[str] = set()

    def __enter__(self) -> Self:
        if not self._is_guest:
            self._hatchery.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._is_guest:
            self._hatchery.close()
        for station in self._stations:
            if self._is_guest:
                station.end()
            station.see_off()

    def __call__(self, _: Stages, items: Iterable[Placed]) -> Iterator[Placed]:
        """What the workers read, each with its place, as soon as it is done."""
        coming = iter(items)
        while not self._stopping():
            station = self._free()
            item = next(coming, None) if station else None
            if station and item is None:
                break
            if station is None or item is None:
                yield from self._wait()
            elif isinstance(item[1], Arrival) and not item[1].is_known:
                yield from self._give(station, Task(item[0], item[1]))
            else:
                yield item
        while self._locations and not self._stopping():
            yield from self._wait()

    def _give(self, station: Station, task: Task) -> Iterator[Placed]:
        # Of two versions of one place, the later must be committed later.
        while task.arrival.location in self._locations:
            yield from self._wait()
        self._locations.add(task.arrival.location)
        station.give(task)

    def _free(self) -> Station | None:
        rested = [station for station in self._stations if not station.is_tired or not station.tasks]
        station = min(rested, key=lambda one: len(one.tasks), default=None)
        room = station and len(station.tasks) < WAITING and station.load < _WAITING_BYTES
        return station if room else None

    def _wait(self) -> Iterator[Placed]:
        """What comes back within a moment."""
        busy = {s.connection: s for s in self._stations if s.tasks and s.connection is not None}
        ready, _, _ = select.select(list(busy), (), (), _LOOK_SECONDS)
        for connection in ready:
            station = busy[connection]
            heard = station.hear()
            yield from self._lost(station) if heard is None else self._done(*heard)
        for connection, station in busy.items():
            if connection not in ready and station.seconds > self._limits.seconds:
                yield from self._lost(
                    station, f"reading it takes longer than {self._limits.seconds:g} seconds (document_seconds)"
                )

    def _done(self, task: Task, message: Message) -> Iterator[Placed]:
        self._locations.discard(task.arrival.location)
        result: Arrival | Failure = value(message)
        # The bytes stayed here.
        yield task.place, replace(result, content=task.arrival.content) if isinstance(result, Arrival) else result

    def _lost(self, station: Station, why: str | None = None) -> Iterator[Placed]:
        """Ends a worker that is gone, or that takes too long, and has a fresh one go on."""
        status = station.end()
        task = station.tasks[0]
        task.attempts += 1
        if task.attempts >= _ATTEMPTS:
            station.tasks.popleft()
            self._locations.discard(task.arrival.location)
            told = why or reason(status, self._limits.memory_mb)
            text = f"{told}, twice. Split it, or take it out; the others are not affected."
            yield task.place, Failure(task.arrival.location, task.arrival.name, f"{task.arrival.name}: {text}")
        station.again()
