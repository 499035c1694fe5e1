"""Frames: how the service and a reader process talk over a socket pair.

A frame is one byte for its kind, four for its length (big-endian) and its content. A reader says ``READY`` once, when
it is. The service then sends ``QUERY`` or ``FOLLOW``. A query is answered with ``HEAD``, any number of ``DATA`` and
``END``, or with ``FAILURE`` in the place of any of them, ``FOLLOW`` with ``END``. ``END`` carries the MiB that the
process has taken at most. Whatever ends otherwise is a broken exchange, after which the process is never used again.
"""

from __future__ import annotations

import socket
import struct
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # reader processes do without it
    import asyncio

_HEADER: Final = struct.Struct(">cI")
CHUNK: Final = 64 * 1024
"""Bytes that a reader collects before it sends them on."""


class FrameKind(Enum):
    """What a frame holds."""

    READY = b"r"
    QUERY = b"q"
    FOLLOW = b"f"
    HEAD = b"h"
    DATA = b"d"
    END = b"e"
    FAILURE = b"x"


def frame(kind: FrameKind, content: bytes = b"") -> bytes:
    """The bytes of one frame."""
    return _HEADER.pack(kind.value, len(content)) + content


async def read_frame(stream: asyncio.StreamReader) -> tuple[FrameKind, bytes]:
    """The next frame; ``asyncio.IncompleteReadError`` or ``OSError`` where the other end is gone."""
    kind, length = _HEADER.unpack(await stream.readexactly(_HEADER.size))
    return FrameKind(kind), await stream.readexactly(length) if length else b""


def receive_frame(connection: socket.socket) -> tuple[FrameKind, bytes] | None:
    """The next frame, waiting for it; ``None`` where the other end is gone."""
    header = _receive(connection, _HEADER.size)
    if header is None:
        return None
    kind, length = _HEADER.unpack(header)
    content = _receive(connection, length)
    return None if content is None else (FrameKind(kind), content)


def _receive(connection: socket.socket, length: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(length - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)


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
