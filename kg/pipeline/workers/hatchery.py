"""The hatchery: the writer's end of the nursery."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

import kg
from kg.errors import ResourceError
from kg.pipeline.stages import Stages
from kg.pipeline.workers.messages import Message, pair, receive, send, send_value, value

_SINGLE: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
"""One thread, and so one core, for each worker."""


class Hatchery:
    """Starts the nursery, and has it fork and reap workers. Where it died, another takes its place.

    Several threads may use one. It ends with the thread that started it, if not before.
    """

    def __init__(self, stages: Stages, memory_mb: int) -> None:
        self._stages = stages
        self._memory = memory_mb
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: socket.socket | None = None
        self._named: str | None = None
        self._lock = threading.RLock()

    def start(self) -> None:
        """Starts loading; returns at once."""
        with self._lock:
            ours, theirs = pair()
            with theirs:
                arguments = (str(theirs.fileno()), str(self._memory), str(os.getpid()))
                self._process = subprocess.Popen(
                    (sys.executable, "-P", "-m", "kg.pipeline.workers.nursery", *arguments),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=(theirs.fileno(),),
                    env=_environment(),
                    start_new_session=True,
                )
            self._connection = ours
            self._named = None
            send_value(ours, "stages", self._stages)

    def name(self) -> str:
        """The name of the extractor, when it is loaded. Raises ``ResourceError`` where it cannot be."""
        with self._lock:
            if self._named is None:
                message = None if self._connection is None else receive(self._connection)
                if message is None:
                    raise ResourceError("the process that reads documents did not start.", remedy="Run `kg doctor`.")
                if message.name == "refused":
                    raise ResourceError(value(message))
                self._named = value(message)
            return self._named

    def fork(self, connection: socket.socket) -> int:
        """Forks a worker that listens on ``connection``; gives its id."""
        with self._lock:
            try:
                return self._ask("fork", descriptor=connection.fileno()).number
            except ConnectionError:
                self.close()
                self.start()
                self.name()
                return self._ask("fork", descriptor=connection.fileno()).number

    def end(self, process: int) -> int | None:
        """Ends a worker where it still runs; gives its status, or the signal that ended it as a negative number.

        ``None`` where nobody knows, since the nursery ended with it.
        """
        with self._lock:
            try:
                answer = self._ask("end", process)
            except ConnectionError:
                return None
        return answer.number if answer.name == "ended" else None

    def close(self) -> None:
        """Ends the nursery, and thereby all workers."""
        with self._lock:
            if self._process is not None and self._connection is not None:
                self._connection.close()
                self._process.kill()
                self._process.wait()
                self._process = None

    def _ask(self, name: str, number: int = 0, descriptor: int = -1) -> Message:
        if self._connection is None:
            raise ConnectionResetError
        self.name()
        send(self._connection, name, number, descriptor=descriptor)
        message: Message | None = receive(self._connection)
        if message is None:
            raise ConnectionResetError
        return message


def _environment() -> dict[str, str]:
    """The environment of those who read: no settings of ours (one is a secret), one thread each."""
    root = str(Path(kg.__file__).resolve().parent.parent)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    path = os.pathsep.join(filter(None, (root, inherited.get("PYTHONPATH"))))
    return {**inherited, **_SINGLE, "PYTHONPATH": path}
