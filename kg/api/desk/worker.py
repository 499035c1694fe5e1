"""The writer process: ``python -m kg.api.desk.worker DESCRIPTOR SETTINGS [online]``. One batch of writes at a time."""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
from collections.abc import Sequence

from kg.api.desk.message import Order, Reply, answers_to_json, orders_from_json, settings_from_json
from kg.api.process import sandbox
from kg.api.process.frames import FrameKind, frame, receive_frame
from kg.api.process.secrets import with_secrets
from kg.errors import HerodotusError, QueryError
from kg.settings import Settings
from kg.workspace import Workspace
from kg.workspace.acts import Signed

_STACK = 256 << 20
"""Bytes of stack for the engine, which recurses over an update; they are taken only as far as they are used."""


_STORES_MB = 512
"""MiB of addresses that the open store and its scratch take before anything is written; little of it is ever used."""


_GATE_MB = 1_024
"""MiB that it takes to check documents and to make their graphs again, which nobody's query has a part in."""


_TRUE = "truth written"
"""The step of ``Workspace.write`` and ``Workspace.act`` after which what is done is never taken back."""


class _Gone(Exception):  # noqa: N818 - it ends the process, and nobody is left to be told
    """The service is gone."""


class WithdrawnError(QueryError):
    """The client of a write left before its turn came."""


def main(arguments: list[str]) -> None:
    """Serves writes over the socket with the given descriptor."""
    connection = socket.socket(fileno=int(arguments[0]))
    settings = with_secrets(settings_from_json(arguments[1]), os.environ)
    sandbox.enter(online=len(arguments) > 2 or settings.store is not None)
    threading.stack_size(_STACK)
    thread = threading.Thread(target=_serve, args=(connection, settings))
    thread.start()
    thread.join()
    os._exit(0)


def _serve(connection: socket.socket, settings: Settings) -> None:
    try:
        connection.sendall(frame(FrameKind.READY))
        while (received := receive_frame(connection)) is not None:
            kind, content = received
            orders = orders_from_json(content) if kind is FrameKind.BATCH else []
            checks = kind is FrameKind.SETTLE or any(isinstance(order, Signed) for order in orders)
            sandbox.limit_memory(settings.query_memory_mb + _STORES_MB + (_GATE_MB if checks else 0))
            try:
                with Workspace.open(
                    settings, create=True, checkpoint=lambda step: _tell(step, connection)
                ) as workspace:
                    if kind is FrameKind.SETTLE:
                        answers: list[Reply | None] = [workspace.settled(key) for key in json.loads(content)]
                    else:
                        answers = _answer(workspace, orders, connection)
            except HerodotusError as error:
                # What was done of the batch is for the next process to settle: this one may be in any state.
                connection.sendall(frame(FrameKind.FAILURE, answers_to_json([error], 0)))
                return
            connection.sendall(frame(FrameKind.ANSWERS, answers_to_json(answers, sandbox.peak_megabytes())))
    except (OSError, _Gone):
        return


def _answer(workspace: Workspace, orders: Sequence[Order], connection: socket.socket) -> list[Reply | None]:
    writes = [order for order in orders if not isinstance(order, Signed)]
    acts = [order for order in orders if isinstance(order, Signed)]
    if acts:  # which come alone
        return [workspace.act(act, lambda: _begin(0, connection)) for act in acts]
    return [*workspace.write(writes, lambda number: _begin(number, connection))]


def _tell(step: str, connection: socket.socket) -> None:
    """Tells the service that the writes are true now, and only to be shown: nobody should end that."""
    if step == _TRUE:
        connection.sendall(frame(FrameKind.END))


def _begin(number: int, connection: socket.socket) -> None:
    """Tells the service that a write is about to begin, and waits for its word: its client may have left."""
    connection.sendall(frame(FrameKind.BEGUN, b"%d" % number))
    received = receive_frame(connection)
    if received is None:
        raise _Gone
    if received[0] is not FrameKind.BEGUN:
        raise WithdrawnError("The write was withdrawn before its turn came.")


if __name__ == "__main__":
    main(sys.argv[1:])
