"""The register: what is running at the moment, and what each query and write came to."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from typing import Literal

from kg.api.client import Client

WorkKind = Literal["query", "update", "store", "review"]


class Outcome(StrEnum):
    """How a piece of work ended."""

    DONE = "done"
    REFUSED = "refused"
    """Its sender was at fault: syntax, format, a limit of size, a protected graph."""
    LIMIT = "limit"
    """It ran into its limit of time, memory or rows."""
    LEFT = "left"
    """Its client went away, or read too slowly."""
    ENDED = "ended"
    """An administrator ended it."""
    FAILED = "failed"
    """The service could not answer."""


@dataclass(slots=True, eq=False)
class Work:
    """One query or write on its way. ``seconds`` counts from its admission, waiting included; ``busy`` only its run."""

    id: int
    kind: WorkKind
    client: Client
    text: str
    request: str
    """The id of the request it came with."""
    stop: Callable[[], None] = lambda: None
    began: float = field(default_factory=time.monotonic)
    started: float | None = None
    ended: float | None = None
    outcome: Outcome | None = None
    stopped: bool = False

    def start(self) -> None:
        """Notes that it has got its process and runs."""
        self.started = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since it was admitted, or that it took."""
        return (self.ended or time.monotonic()) - self.began

    @property
    def busy(self) -> float:
        """Seconds for which it kept a process busy."""
        return 0.0 if self.started is None else (self.ended or time.monotonic()) - self.started


Listener = Callable[[Work], None]


class Register:
    """All work of one service process. For use on its event loop alone."""

    def __init__(self) -> None:
        self._running: dict[int, Work] = {}
        self._numbers = count(1)
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Calls ``listener`` with every piece of work that has ended."""
        self._listeners.append(listener)

    def begin(self, kind: WorkKind, client: Client, text: str, request: str = "") -> Work:
        """Enters a piece of work; it must be given to ``end`` whatever happens.

        Set its ``stop`` as soon as it can be ended.
        """
        work = Work(next(self._numbers), kind, client, text, request)
        self._running[work.id] = work
        return work

    def end(self, work: Work, outcome: Outcome) -> None:
        """Takes a piece of work out and tells the listeners. Ending twice does no harm."""
        if self._running.pop(work.id, None) is None:
            return
        work.ended = time.monotonic()
        work.outcome = Outcome.ENDED if work.stopped else outcome
        for listener in self._listeners:
            listener(work)

    def running(self) -> tuple[Work, ...]:
        """What is running, the oldest first."""
        return tuple(self._running.values())

    def stop(self, number: int) -> bool:
        """Ends a piece of work; whether there was one with this number."""
        work = self._running.get(number)
        if work is None:
            return False
        work.stopped = True
        work.stop()
        return True
