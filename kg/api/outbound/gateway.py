"""The gateway: what a process that runs a query reaches in the place of another machine.

It listens on loopback. Each target of one query has an address of its own that cannot be guessed and ends with the
query. The gateway does not trust the process: it takes nothing from it but the body, and passes nothing on but an
allowed answer.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final, Self

import uvicorn
from starlette.types import Receive, Scope, Send

from kg.api.outbound.caller import Caller
from kg.api.outbound.destinations import Destination
from kg.errors import QueryError

_PASSED_ON: Final = (b"accept", b"content-type")


class _Quiet(uvicorn.Server):
    """A server beside the main one, which alone listens to signals."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Gateway:
    """Use it as an asynchronous context manager; ``most_bytes`` bounds the body of a request."""

    def __init__(self, caller: Caller, *, most_bytes: int) -> None:
        self._caller = caller
        self._most_bytes = most_bytes
        self._open: dict[str, Destination] = {}
        self._failures: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        listener = socket.create_server(("127.0.0.1", 0))
        self._address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        config = uvicorn.Config(
            self._answer,
            interface="asgi3",
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
            proxy_headers=False,
        )
        self._server = _Quiet(config)
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.should_exit = True
        await self._task

    @contextmanager
    def doors(self, targets: Iterable[str]) -> Iterator[dict[str, str]]:
        """An address for each target, for as long as the query runs.

        Raises ``QueryLimitError`` where one of them is not on the operator's list. Where a target fails, leaving raises
        nothing: ask ``why`` before.
        """
        permitted = {target: self._caller.destinations.permit(target) for target in targets}
        doors = {target: secrets.token_urlsafe(24) for target in permitted}
        self._open.update({door: permitted[target] for target, door in doors.items()})
        try:
            yield {target: self._address + door for target, door in doors.items()}
        finally:
            for door in doors.values():
                self._open.pop(door, None)
                self._failures.pop(door, None)

    def why(self, doors: dict[str, str]) -> str | None:
        """Why a target of these could not be had, ``None`` where all could."""
        found = (self._failures.get(door.removeprefix(self._address)) for door in doors.values())
        return next((why for why in found if why), None)

    def told(self, message: str, doors: dict[str, str]) -> str | None:
        """A message without the addresses of doors, ``None`` where it cannot be had without."""
        for target, door in doors.items():
            message = message.replace(door, target)
        return None if self._address.removeprefix("http://") in message else message

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        door = scope["path"].removeprefix("/")
        target = self._open.get(door)
        if target is None or scope["method"] not in {"GET", "POST"}:
            await _end(send, HTTPStatus.NOT_FOUND)
            return
        begun = False
        try:
            body = self._original(await self._body(receive))
            headers = {k.decode(): v.decode("latin-1") for k, v in scope["headers"] if k in _PASSED_ON}
            async with self._caller.call(scope["method"], target, headers, body) as response:
                await send(
                    {
                        "type": "http.response.start",
                        "status": HTTPStatus.OK,
                        "headers": [(b"content-type", response.content_type.encode("latin-1", errors="replace"))],
                    }
                )
                begun = True
                async for chunk in response.chunks():
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
                await send({"type": "http.response.body", "body": b""})
        except QueryError as error:
            if door in self._open:
                self._failures[door] = str(error)
            if not begun:  # else the connection breaks off, visibly
                await _end(send, HTTPStatus.BAD_GATEWAY)

    def _original(self, body: bytes) -> bytes:
        """The part of a query for another server, in which the doors of others are their own addresses again."""
        for door, target in self._open.items():
            if door.encode() in body:
                body = body.replace(f"{self._address}{door}".encode(), target.iri.encode())
        return body

    async def _body(self, receive: Receive) -> bytes:
        parts = bytearray()
        while True:
            message = await receive()
            parts += message.get("body", b"")
            if len(parts) > self._most_bytes:
                raise QueryError("The part of the query for another server is too long.")
            if message["type"] == "http.disconnect" or not message.get("more_body", False):
                return bytes(parts)


async def _end(send: Send, status: HTTPStatus) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
