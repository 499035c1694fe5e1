"""The layer around the application that gives each request an id and tells what became of it."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import count
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.api.client import client_of

_LOG: Final = logging.getLogger("kg.api.requests")
_ACCEPTED: Final = re.compile(rb"[A-Za-z0-9._\-]{1,64}")
_HEADER: Final = b"x-request-id"
_OURS: Final = secrets.token_hex(6)
"""What tells the ids that this process gives from those of others."""

_numbers: Final = count(1)

request_id: Final[ContextVar[str]] = ContextVar("request_id", default="")
"""The id of the request that is being answered; it stands in every line of the log and in the answer's headers."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what became of it; ``bytes`` counts the body, ``whole`` says whether it came to its end."""

    method: str
    path: str
    status: int
    seconds: float
    bytes: int
    whole: bool


class Observation:
    """Gives ids, logs one line for each request, and tells ``count`` of it."""

    def __init__(self, app: ASGIApp, count: Callable[[Exchange], None]) -> None:
        self._app = app
        self._count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on and watches its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identity = _identity(scope)
        tag = (_HEADER, identity.encode())
        began = time.perf_counter()
        status, size, whole = 0, 0, False

        async def watch(message: Message) -> None:
            nonlocal status, size, whole
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), tag]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
                whole = not message.get("more_body", False)
            try:
                await send(message)
            except RuntimeError as error:
                # The loop's word for a client that left in this moment; the server itself says nothing of it either.
                if "closed" not in str(error):
                    raise
                whole = False

        token = request_id.set(identity)
        try:
            await self._app(scope, receive, watch)
        finally:
            exchange = Exchange(scope["method"], scope["path"], status, time.perf_counter() - began, size, whole)
            self._count(exchange)
            _tell(scope, exchange)
            request_id.reset(token)


def _identity(scope: Scope) -> str:
    """The id that a proxy or client gave the request, where it is harmless; else a new one."""
    for name, value in scope["headers"]:
        if name == _HEADER and _ACCEPTED.fullmatch(value):
            return bytes(value).decode()
    return f"{_OURS}-{next(_numbers):x}"


def _tell(scope: Scope, exchange: Exchange) -> None:
    if not _LOG.isEnabledFor(logging.INFO):
        return
    client = client_of(scope)
    _LOG.info(
        "%s %s %s",
        exchange.method,
        exchange.path[:500],
        exchange.status if exchange.whole else f"{exchange.status} broken off",
        extra={
            "method": exchange.method,
            "path": exchange.path[:500],
            "status": exchange.status,
            "milliseconds": round(exchange.seconds * 1000, 1),
            "bytes": exchange.bytes,
            "whole": exchange.whole,
            "client": client.key,
        },
    )
