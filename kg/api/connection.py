"""The connection: one client's, as the server keeps it, with bounds for what comes before an application is asked."""

from __future__ import annotations

import asyncio
from functools import partial
from http import HTTPStatus
from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.api.problem import Problem

HEADER_BYTES: Final = 64 * 1024
"""Bytes that all headers of a request may have together."""

HEAD_SECONDS: Final = 30.0
"""Seconds in which the head of a request must have come, from its first byte or the beginning of the connection."""

_ESCAPED: Final = 3
"""Bytes that one byte of a query takes at most in an address."""


class Connection(HttpToolsProtocol):
    """Refuses heads that are too large (431) or no HTTP (400), and gives up those that do not come to their end."""

    def __init__(self, *arguments: Any, address_bytes: int, **named: Any) -> None:
        """``address_bytes`` are those that the address of a request may have; the rest is the server's."""
        super().__init__(*arguments, **named)
        self._address_bytes = address_bytes
        self._in_head = True
        self._waiting = 0
        self._headers_size = 0
        self._too_large = False
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as the server has it
        """Called by the loop."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the loop."""
        super().connection_lost(exc)
        self._stop_waiting()

    def data_received(self, data: bytes) -> None:
        """Called by the loop."""
        if self._too_large:
            return
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._waiting += len(data)
            if self._waiting > HEADER_BYTES + self._address_bytes:
                self._too_large = True
                self.send_400_response("")
            elif self._timer is None:
                self._wait()

    def on_message_begin(self) -> None:
        """Called by the parser."""
        super().on_message_begin()
        self._in_head, self._waiting, self._headers_size = True, 0, 0

    def on_url(self, url: bytes) -> None:
        """Called by the parser. What it raises ends the parsing, and ``send_400_response`` is called."""
        super().on_url(url)
        self._bound(len(self.url), self._address_bytes)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Called by the parser."""
        self._headers_size += len(name) + len(value) + 4
        self._bound(self._headers_size, HEADER_BYTES)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Called by the parser."""
        self._in_head = False
        self._stop_waiting()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Called by the parser."""
        self._in_head, self._waiting = True, 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the server says nothing that helps
        """Refuses what is no HTTP. An answer that is on its way breaks off: nothing may be written into it."""
        if self.cycle is not None and not self.cycle.response_complete:
            # Whoever waits for more of the body must not wake up on a connection that is gone already.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            self.transport.abort()
            return
        problem = Problem(HTTPStatus.BAD_REQUEST, "The request is not HTTP/1.1.")
        if self._too_large:
            status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            problem = Problem(status, f"The headers have more than {HEADER_BYTES} bytes, or the address too many.")
        body = problem.body()
        lines = [f"HTTP/1.1 {problem.status.value} {problem.status.phrase}".encode(), b"connection: close"]
        lines += [name + b": " + value for name, value in problem.all_headers(body)]
        self.transport.write(b"\r\n".join([*lines, b"", body]))
        self.transport.close()

    def _bound(self, size: int, most: int) -> None:
        if size > most:
            self._too_large = True
            raise ValueError("too large")

    def _wait(self) -> None:
        self._timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait()  # the answer to an earlier request is still on its way
        else:
            self.transport.close()


def connection_for(query_bytes: int) -> type[asyncio.Protocol]:
    """What makes connections on which a query of so many bytes can stand in an address; it can be pickled."""
    made = partial(Connection, address_bytes=_ESCAPED * query_bytes + HEADER_BYTES)
    return cast("type[asyncio.Protocol]", made)  # it is called as a class would be
