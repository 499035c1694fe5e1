"""The worker: a process that reads one document after another, until nobody sends any more."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import time
from dataclasses import replace
from typing import Final

from kg.pipeline.stages import Stages
from kg.pipeline.workers.messages import receive, send_value, value
from kg.workspace import Arrival

OUT_OF_MEMORY: Final = 86
"""Exit status of a worker whose document needed more memory than it may have."""

_PR_SET_PDEATHSIG: Final = 1


def work(connection: socket.socket, stages: Stages, memory_mb: int) -> int:
    """Answers each arrival with what was read; gives the exit status. ``memory_mb`` is what reading may take on top."""
    _limit_memory(memory_mb)
    while (message := receive(connection)) is not None:
        try:
            arrival = value(message)
            done = stages.prepared(arrival)
            result = replace(done, content=b"") if isinstance(done, Arrival) else done  # the writer has the bytes
            send_value(connection, "done", result, message.number, time.monotonic())
        except MemoryError:
            return OUT_OF_MEMORY
        except OSError:  # the writer is gone
            return 0
    return 0


def outlive_nobody(parent: int) -> None:
    """Lets the process end when its parent does; what the terminal sends is for the writer's process alone."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if os.getppid() != parent:  # it was faster
        os._exit(0)


def _limit_memory(megabytes: int) -> None:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 — no path worth an object
        taken = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (taken + (megabytes << 20), hard))
