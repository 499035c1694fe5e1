"""Frames: how the service and a process that serves it talk over a socket pair.

A frame is one byte for its kind, four for its length (big-endian) and its content. The process says ``READY`` once,
when it is, and then waits to be asked.

A reader is sent ``QUERY`` or ``FOLLOW``. A query is answered with ``HEAD``, any number of ``DATA`` and ``END``, or with
``FAILURE`` in the place of any of them, ``FOLLOW`` with ``END``. ``END`` carries the MiB that the process has taken at
most.

The writer is sent ``BATCH`` or ``SETTLE``. A batch is answered with ``BEGUN`` for each write as the engine gets it and
one ``ANSWERS``, ``SETTLE`` with ``ANSWERS``.

Whatever ends otherwise is a broken exchange, after which the process is never used again.
"""

from __future__ import annotations

import socket
import struct
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # reader processes do without it
    import asyncio

_HEADER: Final = struct.Struct(">cI")


class FrameKind(Enum):
    """What a frame holds."""

    READY = b"r"
    QUERY = b"q"
    FOLLOW = b"f"
    HEAD = b"h"
    DATA = b"d"
    END = b"e"
    FAILURE = b"x"
    BATCH = b"w"
    BEGUN = b"b"
    SETTLE = b"s"
    ANSWERS = b"a"


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
