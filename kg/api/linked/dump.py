"""The dump: all data of one snapshot, on their way from a reader to a client."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.api.client import client_of
from kg.api.departure import Departure
from kg.api.inquiry import Inquiry
from kg.api.linked.answer import entity_tag, has_already, last_modified
from kg.api.problem import Header
from kg.api.readers.pool import Pool
from kg.api.readers.query import Query
from kg.api.readers.reply import Reply
from kg.api.readers.version import Version
from kg.api.register import Register
from kg.api.sparql.formats import content_type
from kg.errors import HerodotusError

_LOG: Final = logging.getLogger(__name__)

_GRACE_SECONDS: Final = 2.0
_DRAINING_SECONDS: Final = 300.0
"""Seconds that a client may take for what is left when the reader is done with it."""


class Streamed(Response):
    """The answer to a request that is made of a query's result, which leaves as it comes; whole or visibly broken.

    ``seconds`` is the most that the query may take. ``parts`` are what the entity tag depends on beside the version of
    the data.
    """

    def __init__(
        self,
        request: Request,
        pool: Pool,
        register: Register,
        query: Query,
        *,
        seconds: float,
        parts: tuple[object, ...],
        headers: tuple[Header, ...] = (),
    ) -> None:
        super().__init__()
        self._request = request
        self._pool = pool
        self._register = register
        self._query = query
        self._seconds = seconds
        self._parts = parts
        self._more = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request. Raises what ``Pool.ask`` does before anything has left."""
        newest = self._pool.newest
        if has_already(self._request, entity_tag(newest, *self._parts)):
            headers = self._described(newest)
            await send({"type": "http.response.start", "status": HTTPStatus.NOT_MODIFIED, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        async with (
            Departure(receive),
            Inquiry(self._pool, self._register, client_of(scope), self._query) as reply,
        ):
            headers = self._described(Version(reply.head.version, reply.head.stamp))
            headers.append((b"content-type", content_type(reply.head.media_type)))
            try:
                await self._stream(reply, headers, send)
            except (HerodotusError, TimeoutError) as error:
                # Returning without an end makes the server close the connection in the middle of the body.
                _LOG.warning("an answer was cut short, and its connection with it: %s", error)

    async def _stream(self, reply: Reply, headers: list[Header], send: Send) -> None:
        async with asyncio.timeout(self._seconds + _GRACE_SECONDS) as timeout:
            if reply.whole:
                timeout.reschedule(asyncio.get_running_loop().time() + _DRAINING_SECONDS)
            else:
                end = asyncio.get_running_loop().time() + self._seconds + _DRAINING_SECONDS
                reply.released.append(partial(timeout.reschedule, end))
            if reply.whole and reply.body is not None and not self._query.head:
                headers.append((b"content-length", b"%d" % len(reply.body)))
            await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": headers})
            async for chunk in reply.chunks():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

    def _described(self, version: Version) -> list[Header]:
        headers: list[Header] = [
            (b"etag", entity_tag(version, *self._parts).encode()),
            (b"cache-control", b"no-cache"),
            (b"vary", b"accept"),
            (b"x-content-type-options", b"nosniff"),
            *self._more,
        ]
        if (date := last_modified(version)) is not None:
            headers.append((b"last-modified", date.encode()))
        return headers
