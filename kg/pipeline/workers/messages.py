"""Messages between the writer's process, the nursery and the workers.

A message is one packet with a name and a number, and perhaps one value. The value goes in a file in memory whose
descriptor comes along: whoever sends never waits for whoever receives, and half a value never arrives. Both ends are
processes that we started, so values are pickled.
"""

from __future__ import annotations

import os
import pickle
import socket
import struct
from typing import Any, Final, NamedTuple

_HEAD: Final = struct.Struct(">8sqd")


class Message(NamedTuple):
    """``time`` is the sender's clock when it was sent: ``time.monotonic``, which all processes share."""

    name: str
    number: int
    time: float
    descriptor: int | None


def pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a connection for messages."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(connection: socket.socket, name: str, number: int = 0, time: float = 0.0, descriptor: int = -1) -> None:
    """Sends a message, with a descriptor where there is one. Raises ``OSError`` where the other end is gone."""
    packet = _HEAD.pack(name.encode(), number, time)
    socket.send_fds(connection, [packet], [descriptor] if descriptor >= 0 else [])


def send_value(connection: socket.socket, name: str, value: object, number: int = 0, time: float = 0.0) -> None:
    """Sends a message with a value."""
    descriptor = os.memfd_create(name)
    try:
        with open(descriptor, "wb", closefd=False) as file:
            pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)
        os.lseek(descriptor, 0, os.SEEK_SET)
        send(connection, name, number, time, descriptor)
    finally:
        os.close(descriptor)


def receive(connection: socket.socket) -> Message | None:
    """The next message, waiting for it; ``None`` where the other end is gone."""
    try:
        packet, descriptors, _, _ = socket.recv_fds(connection, _HEAD.size, 1)
    except ConnectionError:
        # The other end is gone, and had not heard everything. That is said once, before what it had sent.
        packet, descriptors, _, _ = socket.recv_fds(connection, _HEAD.size, 1)
    if not packet:
        return None
    name, number, time = _HEAD.unpack(packet)
    return Message(name.rstrip(b"\0").decode(), number, time, descriptors[0] if descriptors else None)


def value(message: Message) -> Any:
    """The value that came with a message; may be asked for once."""
    if message.descriptor is None:
        raise ValueError(f"the message '{message.name}' has no value")
    with open(message.descriptor, "rb") as file:  # noqa: PTH123 — it is a descriptor, not a path
        return pickle.load(file)  # noqa: S301 — written by one of our own processes
