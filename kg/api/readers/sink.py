"""The sink: the file that the engine writes a result to, which leaves in frames as it grows."""

from __future__ import annotations

import socket
from typing import Final

from kg.api.process.frames import FrameKind, frame

CHUNK: Final = 64 * 1024
"""Bytes that a reader collects before it sends them on."""


class Stopped(Exception):  # noqa: N818 - it ends a serialisation that has given enough, and is no error
    """Raised out of the engine to stop it."""


class FrameSink:
    """A file that the engine writes a result to; it sends the head before the first bytes.

    ``Stopped`` is raised by ``write`` after the first bytes where only the head was wanted.
    """

    def __init__(self, connection: socket.socket, head: bytes, *, head_only: bool) -> None:
        self._connection = connection
        self._head_only = head_only
        self._parts: list[bytes] = [frame(FrameKind.HEAD, head)]
        self._size = 0
        self._buffer: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Takes bytes of the result. ``OSError`` where the service is gone."""
        if self._head_only:
            raise Stopped
        self._buffer.append(data)
        self._size += len(data)
        if self._size >= CHUNK:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Does nothing: the sink sends when it has enough."""

    def end(self, content: bytes) -> None:
        """Sends what is left and says that the result is whole."""
        self._send(frame(FrameKind.END, content))

    def _send(self, last: bytes = b"") -> None:
        if self._buffer:
            self._parts.append(frame(FrameKind.DATA, b"".join(self._buffer)))
        self._connection.sendall(b"".join([*self._parts, last]))
        self._parts, self._buffer, self._size = [], [], 0
