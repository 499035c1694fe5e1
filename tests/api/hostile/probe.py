"""A probe: what is sent, byte by byte, and which answers are right."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Literal
from urllib.parse import quote

from tests.api.writing import TOKEN

CLOSED: Literal["closed"] = "closed"
"""The connection was closed without an answer."""

BROKEN: Literal["broken"] = "broken"
"""The answer broke off visibly."""

LEFT: Literal["left"] = "left"
"""We left before the end, as we had meant to."""

Outcome = int | Literal["closed", "broken", "left"]

LIMITS = frozenset({400, 413, 503})
"""What a text that asks for too much may be answered with."""

BOUNDED = LIMITS | {200, BROKEN}
"""The same, where the engine may manage it after all, or too much comes out of it."""


@dataclass(frozen=True)
class Probe:
    """What is sent, and what may come back.

    ``parts`` are bytes, and seconds to wait before the next ones. ``seconds`` is the time for the whole answer;
    ``leave`` closes after so many bytes of it (0: at once), ``pace`` reads it with so many bytes a second for two
    seconds and then leaves.
    """

    family: str
    name: str
    parts: tuple[bytes | float, ...]
    right: frozenset[Outcome]
    seconds: float = 20.0
    leave: int | None = None
    pace: int | None = None
    method: str = "GET"

    def send(self, host: str, port: int) -> tuple[Outcome, bytes]:
        """What came back, with all of its bytes."""
        with socket.create_connection((host, port), timeout=self.seconds) as connection:
            try:
                for part in self.parts:
                    if isinstance(part, bytes):
                        connection.sendall(part)
                    else:
                        time.sleep(part)
            except OSError:
                pass  # it was refused before its end; the answer may be there
            if self.leave is not None:
                return LEFT, connection.recv(self.leave) if self.leave else b""
            if self.pace is not None:
                return LEFT, b"".join(self._slowly(connection))
            return self._answer(connection)

    def _slowly(self, connection: socket.socket) -> list[bytes]:
        found = []
        for _ in range(4):
            found.append(connection.recv(max(1, (self.pace or 1) // 2)))
            time.sleep(0.5)
        return found

    def _answer(self, connection: socket.socket) -> tuple[Outcome, bytes]:
        response = HTTPResponse(connection, method=self.method)
        try:
            response.begin()
        except (HTTPException, ConnectionError):
            return CLOSED, b""
        head = str(response.headers).encode(errors="replace")
        try:
            return response.status, head + response.read()
        except (IncompleteRead, ConnectionError, ValueError):
            return BROKEN, head


def message(
    method: str, path: str, body: bytes | None = None, /, *headers: str, length: bool = True, host: str = "x"
) -> bytes:
    """The bytes of a request that is to be its connection's last."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", *headers]
    if body is not None and length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + (body or b"")


def query(family: str, name: str, text: str, right: frozenset[Outcome] = BOUNDED, /, *headers: str) -> Probe:
    """A query, posted as it is."""
    sent = message("POST", "/sparql", text.encode(), "Content-Type: application/sparql-query", *headers)
    return Probe(family, name, (sent,), right, method="POST")


def got(family: str, name: str, text: str, right: frozenset[Outcome], /, *headers: str) -> Probe:
    """A query in the address."""
    return Probe(family, name, (message("GET", f"/sparql?query={quote(text, safe='')}", None, *headers),), right)


def update(
    family: str, name: str, text: str, right: frozenset[Outcome] = LIMITS | {204}, *, token: str | None = TOKEN
) -> Probe:
    """An update, with a good token or another."""
    shown = [] if token is None else [f"Authorization: Bearer {token}"]
    sent = message("POST", "/update", text.encode(), "Content-Type: application/sparql-update", *shown)
    return Probe(family, name, (sent,), right, method="POST")


def stored(
    family: str,
    name: str,
    media_type: str,
    body: bytes,
    right: frozenset[Outcome],
    *headers: str,
    graph: str = "graph=urn:probe",
) -> Probe:
    """A body of RDF."""
    shown = (f"Content-Type: {media_type}", f"Authorization: Bearer {TOKEN}", *headers)
    return Probe(family, name, (message("PUT", f"/store?{graph}", body, *shown),), right, method="PUT")


def raw(family: str, name: str, right: frozenset[Outcome], *parts: bytes | float, method: str = "GET") -> Probe:
    """Bytes as they are."""
    return Probe(family, name, parts, right, method=method)
