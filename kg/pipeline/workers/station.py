"""The station: the writer's end of one worker, with the documents that wait there to be read."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections import deque
from dataclasses import dataclass
from typing import Final

from kg.pipeline.workers.hatchery import Hatchery
from kg.pipeline.workers.messages import Message, pair, receive, send_value
from kg.pipeline.workers.worker import OUT_OF_MEMORY
from kg.workspace import Arrival

RETIREMENT: Final = 1000
"""Documents after which a worker is followed by a fresh one: what a parser remembers of words only ever grows."""


@dataclass(slots=True)
class Task:
    """A document on its way through a worker; ``attempts`` counts those that it has ended."""

    place: int
    arrival: Arrival
    attempts: int = 0


class Station:
    """One worker after another, forked when it is needed."""

    def __init__(self, hatchery: Hatchery) -> None:
        self._hatchery = hatchery
        self._process: int | None = None
        self._read = 0
        self._since = 0.0
        self.connection: socket.socket | None = None
        self.tasks: deque[Task] = deque()

    @property
    def load(self) -> int:
        """Bytes of the documents that wait."""
        return sum(len(task.arrival.content) for task in self.tasks)

    @property
    def is_tired(self) -> bool:
        """Whether the worker has read enough; it gets nothing more to read, and another one follows."""
        return self._read >= RETIREMENT

    @property
    def seconds(self) -> float:
        """How long the worker has been at its present document."""
        return time.monotonic() - self._since if self.tasks else 0.0

    def give(self, task: Task) -> None:
        """Has the worker read a document when it is done with the others. Raises ``OSError`` as the hatchery does."""
        if self.is_tired and not self.tasks:
            self.end()
        if not self.tasks:
            self._since = time.monotonic()
        self.tasks.append(task)
        if self.connection is None:
            self._start()
        else:
            self._send(task)

    def hear(self) -> tuple[Task, Message] | None:
        """What the worker has to say; ``None`` where it is gone."""
        message = None if self.connection is None else receive(self.connection)
        if message is None:
            return None
        self._read += 1
        self._since = message.time
        return self.tasks.popleft(), message

    def end(self) -> int | None:
        """Ends the worker, and tells how it ended; ``None`` where there was none."""
        if self._process is None or self.connection is None:
            return None
        self.connection.close()
        process = self._process
        self.connection, self._process, self._read = None, None, 0
        return self._hatchery.end(process)

    def see_off(self) -> None:
        """Waits until the worker, whose nursery is gone, is gone as well."""
        while self.connection is not None:
            message = receive(self.connection)
            if message is None:
                self.connection.close()
                self.connection = None
            elif message.descriptor is not None:
                os.close(message.descriptor)

    def again(self) -> None:
        """Has a fresh worker read what waits."""
        self._since = time.monotonic()
        if self.tasks:
            self._start()

    def _start(self) -> None:
        ours, theirs = pair()
        with theirs:
            self._process = self._hatchery.fork(theirs)
        self.connection = ours
        for task in self.tasks:
            self._send(task)

    def _send(self, task: Task) -> None:
        if self.connection is None:
            return
        try:
            send_value(self.connection, "read", task.arrival, task.place)
        except ConnectionError:
            return  # it is gone, which the next look at the connection tells


def reason(status: int | None, memory_mb: int) -> str:
    """Why a worker ended that nobody wanted to end."""
    if status == OUT_OF_MEMORY:
        return f"reading it needs more than {memory_mb:,} MiB of memory (worker_memory_mb)"
    if status is not None and status < 0:
        return f"reading it ended the process that read it ({signal.Signals(-status).name})"
    return f"reading it ended the process that read it (status {status})"
