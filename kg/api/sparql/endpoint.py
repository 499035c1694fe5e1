"""The endpoint: a bare ASGI application for ``/sparql``."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from collections.abc import Awaitable, Callable
from functools import lru_cache, partial
from http import HTTPStatus
from typing import Final

from starlette.types import Receive, Scope, Send

from kg import __version__
from kg.api.cache import Result, ResultCache
from kg.api.client import client_of
from kg.api.compression import LEAST, accepted_coding, tag_in
from kg.api.departure import Departure
from kg.api.incoming import header
from kg.api.inquiry import Inquiry
from kg.api.observation.layer import request_id
from kg.api.problem import Header, Problem
from kg.api.readers.pool import Pool
from kg.api.readers.reply import Reply
from kg.api.register import Outcome, Register
from kg.api.sparql.description import describe_service
from kg.api.sparql.formats import GRAPHS, SOLUTIONS, content_type
from kg.api.sparql.plan import Plan, Plans
from kg.api.sparql.request import SparqlRequest
from kg.errors import HerodotusError
from kg.settings import Settings

_LOG: Final = logging.getLogger(__name__)
_METHODS: Final = b"GET, HEAD, OPTIONS, POST"

_GRACE_SECONDS: Final = 2.0
_DRAINING_SECONDS: Final = 300.0
"""Seconds that a client may take for what is left of a result when its reader is done with it."""

Page = Callable[[SparqlRequest, Scope, Send], Awaitable[None]]
"""Answers a browser: with the query form, and with the result where there is a query."""


class SparqlEndpoint:
    """Answers ``GET``, ``HEAD`` and ``POST`` by the SPARQL 1.1 Protocol; ``page`` answers browsers."""

    def __init__(self, pool: Pool, register: Register, settings: Settings, page: Page) -> None:
        self._pool = pool
        self._register = register
        self._settings = settings
        self._page = page
        self._plans = Plans(settings.query_bytes)
        self._cache = ResultCache(settings.cache_mb)
        self._tag = lru_cache(maxsize=256)(self._make_tag)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        try:
            match scope["method"]:
                case "OPTIONS":
                    await _answer(send, HTTPStatus.NO_CONTENT, [(b"allow", _METHODS)])
                case "GET" | "HEAD" | "POST":
                    plan = await self._plans.plan(scope, receive)
                    if plan.query is None or not await self._recall(plan, scope, send):
                        async with Departure(receive):
                            await self._respond(plan, scope, send)
                case method:
                    raise Problem(
                        HTTPStatus.METHOD_NOT_ALLOWED,
                        f"{method} is not a method of this address.",
                        headers=((b"allow", _METHODS),),
                    )
        except Problem as problem:
            await problem.send(send)
        except HerodotusError as error:
            await Problem.of(error).send(send)

    async def _recall(self, plan: Plan, scope: Scope, send: Send) -> bool:
        """Answers without a reader, where the client has the result already or somebody was given it before."""
        if not plan.steady or plan.query is None:
            return False
        newest = self._pool.newest
        if scope["method"] != "POST" and (asked := header(scope, b"if-none-match")):
            tag = self._tag(newest.stamp, plan.formats)
            given = [one.strip().removeprefix("W/") for one in asked.split(",")]
            if tag.decode() in given:
                await _answer(send, HTTPStatus.NOT_MODIFIED, [(b"etag", tag), *_CONDITIONS])
                return True
        result = self._cache.get(newest.stamp, plan.key)
        if result is None:
            return False
        work = self._register.begin("query", client_of(scope), plan.query.text, request_id.get())
        await self._send_again(plan, result, scope, send)
        self._register.end(work, Outcome.DONE)
        return True

    async def _send_again(self, plan: Plan, result: Result, scope: Scope, send: Send) -> None:
        headers = self._headers(plan, scope, result.media_type, result.stamp)
        head = scope["method"] == "HEAD"
        body = result.body
        coding = None if head or len(body) < LEAST else accepted_coding(scope)
        if coding is not None:
            body = self._cache.compressed(plan.key, result, coding)
            headers = [(name, tag_in(coding, value) if name == b"etag" else value) for name, value in headers]
            headers.append((b"content-encoding", coding.encode()))
        if not head:
            headers.append((b"content-length", b"%d" % len(body)))
        await _answer(send, HTTPStatus.OK, headers, b"" if head else body)

    async def _respond(self, plan: Plan, scope: Scope, send: Send) -> None:
        if plan.page:
            await self._page(plan.request, scope, send)
            return
        if plan.query is None:
            await self._describe(scope, plan.graph, send)
            return
        if plan.solutions is None and plan.graph is None:
            raise Problem(
                HTTPStatus.NOT_ACCEPTABLE,
                f"Results can be had as {', '.join((*SOLUTIONS, *GRAPHS))}; the request accepts none of them.",
            )
        begun = False
        try:
            async with Inquiry(self._pool, self._register, client_of(scope), plan.query) as reply:
                headers = self._headers(plan, scope, reply.head.media_type, reply.head.stamp)
                if (body := reply.body) is not None:
                    await self._send_whole(plan, reply, headers, body, send)
                else:
                    begun = True
                    await self._stream(plan, reply, headers, send)
        except (HerodotusError, TimeoutError) as error:
            if not begun:
                raise
            # Returning without an end makes the server close the connection in the middle of the body.
            _LOG.warning("a result was cut short, and its connection with it: %s", error)

    async def _send_whole(self, plan: Plan, reply: Reply, headers: list[Header], body: bytes, send: Send) -> None:
        assert plan.query is not None  # noqa: S101 - for the type checker
        if not plan.query.head:
            headers.append((b"content-length", b"%d" % len(body)))
            self._keep(plan, reply, body)
        reply.close()
        await _answer(send, HTTPStatus.OK, headers, body)

    async def _stream(self, plan: Plan, reply: Reply, headers: list[Header], send: Send) -> None:
        kept: list[bytes] | None = [] if plan.steady else None
        size = 0
        timeout = asyncio.timeout(self._settings.query_seconds + _GRACE_SECONDS)
        # Once the reader is free, the client's pace is nobody else's trouble.
        extend = partial(timeout.reschedule, asyncio.get_running_loop().time() + _DRAINING_SECONDS)
        try:
            async with timeout:
                reply.released.append(extend)
                await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": headers})
                async for chunk in reply.chunks():
                    size += len(chunk)
                    if size > self._cache.largest:
                        kept = None
                    if kept is not None:
                        kept.append(chunk)
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
                if kept is not None:
                    self._keep(plan, reply, b"".join(kept))
                await send({"type": "http.response.body", "body": b""})
        finally:
            if extend in reply.released:  # what has ended cannot be extended
                reply.released.remove(extend)

    def _keep(self, plan: Plan, reply: Reply, body: bytes) -> None:
        if plan.steady:
            result = Result(reply.head.media_type, reply.head.stamp, body)
            self._cache.put(plan.key, result, plan.key_bytes)

    def _headers(self, plan: Plan, scope: Scope, media_type: str, stamp: str) -> list[Header]:
        headers = [(b"content-type", content_type(media_type)), *_CONDITIONS]
        if plan.steady and scope["method"] != "POST":
            headers.append((b"etag", self._tag(stamp, plan.formats)))
        return headers

    async def _describe(self, scope: Scope, graph: str | None, send: Send) -> None:
        if graph is None:
            raise Problem(HTTPStatus.BAD_REQUEST, "The request holds no 'query'.")
        union, federated = self._settings.default_graph == "union", bool(self._settings.service_allow)
        body = describe_service(_address(scope), graph, union=union, federated=federated)
        headers = [(b"content-type", content_type(graph)), (b"content-length", b"%d" % len(body)), *_CONDITIONS]
        await _answer(send, HTTPStatus.OK, headers, body)

    def _make_tag(self, stamp: str, formats: str) -> bytes:
        """The entity tag of results of one version of the data in one choice of formats."""
        parts = (__version__, self._settings.base_iri, self._settings.default_graph, stamp, formats)
        number = stamp.partition(":")[0]
        return f'"{number}-{hashlib.sha256(repr(parts).encode()).hexdigest()[:16]}"'.encode()


_CONDITIONS: Final[tuple[Header, ...]] = ((b"vary", b"accept, accept-encoding"), (b"cache-control", b"no-cache"))


async def _answer(send: Send, status: HTTPStatus, headers: list[Header], body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _address(scope: Scope) -> str:
    """The address of the endpoint as the client wrote it, where it is one; else as the server knows it."""
    host = header(scope, b"host") or ""
    if not re.fullmatch(r"[A-Za-z0-9.\-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?", host):
        name, port = scope.get("server") or ("localhost", None)
        host = f"{name}:{port}" if port else name
    return f"{scope.get('scheme', 'http')}://{host}{scope['path']}"
