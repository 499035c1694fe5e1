"""The nursery: a process that loads what reading needs once, and forks a worker whenever it is asked to.

``python -m kg.pipeline.workers.nursery DESCRIPTOR MEMORY PARENT`` is sent ``stages`` and answers ``ready`` with the
name of the extractor, or ``refused`` with the reason. ``fork`` comes with the worker's end of a connection and is
answered with ``forked`` and the id of the process; ``end`` with such an id ends it, and is answered with ``ended`` and
how it ended, or with ``unknown`` where it is none of its own. It has one thread, so that forking is safe, and its
workers share the memory that the model takes.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from typing import Final, NoReturn

from kg.errors import HerodotusError
from kg.pipeline.stages import Stages
from kg.pipeline.workers.messages import Message, receive, send, send_value, value
from kg.pipeline.workers.worker import outlive_nobody, work

_NICE: Final = 5
"""The writer goes first where cores are few: whatever it has not done when all is read, it does alone."""


def main(descriptor: int, memory_mb: int, parent: int) -> None:
    """Serves until the writer's process is gone, which ends the workers as well."""
    outlive_nobody(parent)
    os.nice(_NICE)
    connection = socket.socket(fileno=descriptor)
    first = receive(connection)
    if first is None:
        return
    stages: Stages = value(first)
    try:
        name = stages.warm()
    except HerodotusError as error:
        send_value(connection, "refused", str(error))
        return
    gc.collect()
    gc.freeze()  # no worker's collector shall walk, and thereby copy, what they share
    send_value(connection, "ready", name)
    workers: set[int] = set()
    while (message := receive(connection)) is not None:
        if message.name == "fork":
            workers.add(_fork(connection, message, stages, memory_mb))
        elif message.number not in workers:
            send(connection, "unknown", message.number)
        else:
            workers.discard(message.number)
            # Nobody else waits for it, so that the number is still its own.
            os.kill(message.number, signal.SIGKILL)
            _, status = os.waitpid(message.number, 0)
            send(connection, "ended", os.waitstatus_to_exitcode(status))


def _fork(connection: socket.socket, message: Message, stages: Stages, memory_mb: int) -> int:
    if message.descriptor is None:
        raise ValueError("a worker needs a connection")
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        connection.close()
        _be_worker(message.descriptor, stages, memory_mb, parent)
    os.close(message.descriptor)
    send(connection, "forked", child)
    return child


def _be_worker(descriptor: int, stages: Stages, memory_mb: int, parent: int) -> NoReturn:
    status = 1
    try:
        outlive_nobody(parent)
        connection = socket.socket(fileno=descriptor)  # open until the end: whoever sees it close would kill us first
        status = work(connection, stages, memory_mb)
    finally:
        os._exit(status)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
