"""The reader process: ``python -m kg.api.readers.worker DESCRIPTOR LIMITS``. One query at a time, until it is ended."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading

from kg.api.process import sandbox
from kg.api.process.frames import FrameKind, frame, receive_frame
from kg.api.process.secrets import heard
from kg.api.readers.engine import Engine, FormatError, OthersError, ServicesError
from kg.api.readers.query import Failure, Query, ReaderLimits
from kg.errors import QueryError, QueryLimitError, QuerySyntaxError, StoreError, UnknownGraphError

_STACK = 256 << 20
"""Bytes of stack for the engine, which recurses over the query; they are taken only as far as they are used."""


def main(arguments: list[str]) -> None:
    """Serves queries over the socket with the given descriptor."""
    connection = socket.socket(fileno=int(arguments[0]))
    limits = ReaderLimits.from_json(arguments[1], heard(os.environ))
    offline = sandbox.enter(online=limits.online or limits.server is not None)
    threading.stack_size(_STACK)
    thread = threading.Thread(target=_serve, args=(connection, limits, offline))
    thread.start()
    thread.join()
    os._exit(0)  # the store needs no farewell


def _serve(connection: socket.socket, limits: ReaderLimits, offline: bool) -> None:
    engine = Engine(limits)
    engine.follow()
    sandbox.limit_memory(limits.memory_mb)
    connection.sendall(frame(FrameKind.READY, b"offline" if offline else b""))
    while (received := receive_frame(connection)) is not None:
        kind, content = received
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + 1)  # ends the process: nobody handles its signal
        try:
            if engine.follow():
                sandbox.limit_memory(limits.memory_mb)
            if kind is FrameKind.QUERY:
                engine.answer(Query.from_json(content), connection)
            else:
                connection.sendall(frame(FrameKind.END, b"%d" % sandbox.peak_megabytes()))
        except (QueryError, StoreError, MemoryError) as error:
            connection.sendall(frame(FrameKind.FAILURE, _failure(error, limits).to_json()))
        except OSError:
            return  # the service is gone, or the store is: either way another process is the better one
        signal.setitimer(signal.ITIMER_REAL, 0)


def _failure(error: QueryError | StoreError | MemoryError, limits: ReaderLimits) -> Failure:
    match error:
        case QuerySyntaxError():
            return Failure("syntax", str(error), line=error.line, column=error.column)
        case QueryLimitError():
            return Failure("limit", str(error), error.remedy, limit=error.limit, value=error.value)
        case UnknownGraphError():
            return Failure("graph", str(error))
        case ServicesError():
            return Failure("services", str(error), services=error.services)
        case OthersError():
            return Failure("others", str(error))
        case FormatError():
            return Failure("format", str(error))
        case MemoryError():
            return Failure("limit", "", limit="query_memory_mb", value=limits.memory_mb)
        case StoreError():
            return Failure("store", "The store could not be read.", "Run `kg doctor`.", detail=str(error))
        case _:
            return Failure("syntax", str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
