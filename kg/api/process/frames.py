"""Frames: how the service and a process that serves it talk over a socket pair.

A frame is one byte for its kind, four for its length (big-endian) and its content. The process says ``READY`` once,
when it is, and then waits to be asked.

A reader is sent ``QUERY`` or ``FOLLOW``. A query is answered with ``HEAD``, any number of ``DATA`` and ``END``, or with
``FAILURE`` in the place of any of them; a short result is one ``RESULT``, which holds those three: the head and its
length, the MiB, the bytes. ``FOLLOW`` is answered with ``END``. ``END`` carries the MiB that the process has taken at
most.

The writer is sent ``BATCH`` or ``SETTLE``. A batch is answered with ``BEGUN`` for each write before the engine gets it,
which is answered in turn, with ``BEGUN`` where it should and ``END`` where it should not; with ``END`` when all are
true; and with ``ANSWERS``. ``SETTLE`` is answered with ``ANSWERS``.

Whatever ends otherwise is a broken exchange, after which the process is never used again.
"""

from __future__ import annotations

import socket
import struct
from enum import Enum
from typing import Final

_HEADER: Final = struct.Struct(">cI")
_RESULT: Final = struct.Struct(">HI")
HEADER_SIZE: Final = _HEADER.size


class FrameKind(Enum):
    """What a frame holds."""

    READY = b"r"
    QUERY = b"q"
    FOLLOW = b"f"
    HEAD = b"h"
    DATA = b"d"
    END = b"e"
    RESULT = b"t"
    FAILURE = b"x"
    BATCH = b"w"
    BEGUN = b"b"
    SETTLE = b"s"
    ANSWERS = b"a"


KINDS: Final = {kind.value: kind for kind in FrameKind}


def frame(kind: FrameKind, content: bytes = b"") -> bytes:
    """The bytes of one frame."""
    return _HEADER.pack(kind.value, len(content)) + content


def read_header(data: bytes, place: int) -> tuple[bytes, int]:
    """The kind and the length of the content of the frame that begins at ``place``."""
    kind, length = _HEADER.unpack_from(data, place)
    return kind, length


def pack_result(head: bytes, megabytes: int, body: bytes) -> bytes:
    """The content of a ``RESULT``."""
    return b"".join((_RESULT.pack(len(head), megabytes), head, body))


def unpack_result(content: bytes) -> tuple[bytes, int, bytes]:
    """The head, the MiB and the bytes in the content of a ``RESULT``."""
    length, megabytes = _RESULT.unpack_from(content)
    end = _RESULT.size + length
    return content[_RESULT.size : end], megabytes, content[end:]


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
