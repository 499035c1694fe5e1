"""The sink: the file that the engine writes a result to, which leaves in frames as it grows."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Final

from kg.api.process.frames import FrameKind, frame, pack_result
from kg.errors import QueryLimitError

CHUNK: Final = 64 * 1024
"""Bytes that a reader collects before it sends them on."""

HELD: Final = 1 << 20
"""Bytes that are held back until the number of rows is known to be within its limit."""


class Stopped(Exception):  # noqa: N818 - it ends a serialisation that has given enough, and is no error
    """Raised out of the engine to stop it."""


class FrameSink:
    """A file that the engine writes a result to; it sends the head before the first bytes.

    A short result leaves as one frame. ``Stopped`` is raised by ``write`` after the first bytes where only the head was
    wanted.
    """

    def __init__(self, connection: socket.socket, head: bytes, head_only: bool) -> None:
        self._connection = connection
        self._head = head
        self._head_only = head_only
        self._begun = False
        self._size = 0
        self._buffer: list[bytes] = []
        self._chunk = CHUNK
        self._left: int | None = None
        self._rows = 0
        self._over = False
        self._within: Callable[[bytes | None], bool] | None = None

    def limit_bytes(self, most: int) -> None:
        """Lets ``write`` raise ``QueryLimitError`` for a result of more than ``most`` bytes."""
        self._left = self._most = most

    def hold_back(self, within: Callable[[bytes | None], bool], rows: int) -> None:
        """Sends nothing before ``within`` has said that there are no more than ``rows`` rows.

        It is given the whole result, or ``None`` where that is too long to be held.
        """
        self._within, self._rows = within, rows
        self._chunk = HELD

    def write(self, data: bytes) -> int:
        """Takes bytes of the result. ``OSError`` where the service is gone."""
        size = len(data)
        if self._over:
            return size  # the engine empties its own buffer when it is stopped
        if self._left is not None:
            self._left -= size
            if self._left < 0:
                self._over = True
                raise _too_many_bytes(self._most)
        if self._head_only and self._within is None:
            raise Stopped
        self._buffer.append(data)
        self._size += size
        if self._size >= self._chunk:
            self._check(None)
            if self._head_only:
                raise Stopped
            self._send()
        return size

    def flush(self) -> None:
        """Does nothing: the sink sends when it has enough."""

    def end(self, megabytes: int) -> None:
        """Sends what is left and says that the result is whole; ``megabytes`` is what the process has taken at most."""
        body = b"".join(self._buffer)
        self._check(body)
        if self._head_only:
            body = b""
        if self._begun or len(body) > CHUNK:
            self._send(frame(FrameKind.END, b"%d" % megabytes))
        else:
            self._connection.sendall(frame(FrameKind.RESULT, pack_result(self._head, megabytes, body)))

    def _check(self, whole: bytes | None) -> None:
        if self._within is None:
            return
        if not self._within(whole):
            self._over = True
            raise _too_many_rows(self._rows)
        self._within = None
        self._chunk = CHUNK

    def _send(self, last: bytes = b"") -> None:
        parts = [] if self._begun else [frame(FrameKind.HEAD, self._head)]
        if self._buffer:
            parts.append(frame(FrameKind.DATA, b"".join(self._buffer)))
        self._begun = True
        self._connection.sendall(b"".join([*parts, last]))
        self._buffer, self._size = [], 0


def _too_many_rows(most: int) -> QueryLimitError:
    return QueryLimitError(
        f"The query returns more than {most} rows.",
        limit="query_rows",
        value=most,
        remedy="Add a LIMIT, and page with OFFSET or a FILTER.",
    )


def _too_many_bytes(most: int) -> QueryLimitError:
    return QueryLimitError(
        f"The result has more than {most} bytes.",
        limit="result_bytes",
        value=most,
        remedy="Add a LIMIT, or ask for fewer columns at a time.",
    )
