"""The endpoint: a bare ASGI application for ``/sparql``."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from starlette.types import Receive, Scope, Send

from kg import __version__
from kg.api.departure import Departure
from kg.api.problem import Header, Problem
from kg.api.readers.pool import Pool
from kg.api.readers.query import Query
from kg.api.readers.reader import Reply
from kg.api.sparql.description import describe_service
from kg.api.sparql.formats import GRAPHS, SHORT, SOLUTIONS, content_type
from kg.api.sparql.negotiation import MediaRange, choose, parse_accept, quality
from kg.api.sparql.request import SparqlRequest, read_request
from kg.errors import HerodotusError
from kg.settings import Settings

_LOG: Final = logging.getLogger(__name__)
_METHODS: Final = b"GET, HEAD, OPTIONS, POST"
_NEVER_TWICE: Final = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID)\s*\(", re.IGNORECASE)
"""Functions that give another result each time, so that an entity tag would lie."""

_GRACE_SECONDS: Final = 2.0

Page = Callable[[SparqlRequest, Send, bool], Awaitable[None]]
"""Answers a browser: with the query form, and with the result where there is a query. The flag says ``HEAD``."""


class SparqlEndpoint:
    """Answers ``GET``, ``HEAD`` and ``POST`` by the SPARQL 1.1 Protocol; ``page`` answers browsers."""

    def __init__(self, pool: Pool, settings: Settings, page: Page) -> None:
        self._pool = pool
        self._settings = settings
        self._page = page
        self._tag = lru_cache(maxsize=64)(self._make_tag)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        try:
            match scope["method"]:
                case "OPTIONS":
                    await _answer(send, HTTPStatus.NO_CONTENT, [(b"allow", _METHODS)])
                case "GET" | "HEAD" | "POST":
                    request = await read_request(scope, receive, self._settings.query_bytes)
                    async with Departure(receive):
                        await self._respond(scope, request, send)
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

    async def _respond(self, scope: Scope, request: SparqlRequest, send: Send) -> None:
        accept = parse_accept(_header(scope, b"accept"))
        solutions, graph = choose(accept, SOLUTIONS), choose(accept, GRAPHS)
        if scope["method"] != "POST" and _for_a_person(accept, solutions, graph):
            await self._page(request, send, scope["method"] == "HEAD")
            return
        if request.text is None:
            await self._describe(scope, graph, send)
            return
        if solutions is None and graph is None:
            raise Problem(
                HTTPStatus.NOT_ACCEPTABLE,
                f"Results can be had as {', '.join((*SOLUTIONS, *GRAPHS))}; the request accepts none of them.",
            )
        cacheable = scope["method"] != "POST" and not _NEVER_TWICE.search(request.text)
        formats = f"{SHORT.get(solutions or '', '')}-{SHORT.get(graph or '', '')}"
        if cacheable and (asked := _header(scope, b"if-none-match")):
            tag = self._tag(self._pool.version, formats)
            if tag in (given.strip().removeprefix("W/") for given in asked.split(",")):
                await _answer(send, HTTPStatus.NOT_MODIFIED, [(b"etag", tag.encode()), *_CONDITIONS])
                return
        head = scope["method"] == "HEAD"
        query = Query(request.text, solutions, graph, request.default_graphs, request.named_graphs, head)
        reply = await self._pool.ask(query)
        try:
            headers = [(b"content-type", content_type(reply.head.media_type)), *_CONDITIONS]
            if cacheable:
                headers.append((b"etag", self._tag(reply.head.version, formats).encode()))
            await self._send(reply, headers, send, head)
        finally:
            reply.close()

    async def _send(self, reply: Reply, headers: list[Header], send: Send, head: bool) -> None:
        chunks = reply.chunks()
        first = await anext(chunks, b"")
        second = await anext(chunks, None)
        if second is None:
            if not head:
                headers.append((b"content-length", b"%d" % len(first)))
            await _answer(send, HTTPStatus.OK, headers, first)
            return
        try:
            async with asyncio.timeout(self._settings.query_seconds + _GRACE_SECONDS):
                await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": headers})
                for part in (first, second):
                    await send({"type": "http.response.body", "body": part, "more_body": True})
                await _pass_on(chunks, send)
        except (HerodotusError, TimeoutError) as error:
            # Returning without an end makes the server close the connection in the middle of the body.
            _LOG.warning("a result was cut short, and its connection with it: %s", error)

    async def _describe(self, scope: Scope, graph: str | None, send: Send) -> None:
        if graph is None:
            raise Problem(HTTPStatus.BAD_REQUEST, "The request holds no 'query'.")
        body = describe_service(_address(scope), graph, union=self._settings.default_graph == "union")
        headers = [(b"content-type", content_type(graph)), (b"content-length", b"%d" % len(body)), *_CONDITIONS]
        await _answer(send, HTTPStatus.OK, headers, body)

    def _make_tag(self, version: int, formats: str) -> str:
        """The entity tag of results of one version of the data in one choice of formats."""
        parts = (
            __version__,
            self._settings.base_iri,
            self._settings.default_graph,
            self._pool.identity(version),
            formats,
        )
        return f'"{version}-{hashlib.sha256(repr(parts).encode()).hexdigest()[:16]}"'


_CONDITIONS: Final[tuple[Header, ...]] = ((b"vary", b"accept"), (b"cache-control", b"no-cache"))


async def _pass_on(chunks: AsyncIterator[bytes], send: Send) -> None:
    async for chunk in chunks:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _answer(send: Send, status: HTTPStatus, headers: list[Header], body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _for_a_person(accept: tuple[MediaRange, ...], solutions: str | None, graph: str | None) -> bool:
    """Whether the sender names HTML and likes it better than every format of ours."""
    html = max((wish.quality for wish in accept if wish.specificity("text/html") == 3), default=0.0)
    return html > 0 and all(html > _liked(accept, offer) for offer in (solutions, graph) if offer is not None)


def _liked(accept: tuple[MediaRange, ...], offer: str) -> float:
    names = (offer, *SOLUTIONS.get(offer, ()), *GRAPHS.get(offer, ()))
    return max(quality(accept, name) for name in names)


def _header(scope: Scope, name: bytes) -> str | None:
    values = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return ", ".join(values) if values else None


def _address(scope: Scope) -> str:
    """The address of the endpoint as the client wrote it, where it is one; else as the server knows it."""
    host = _header(scope, b"host") or ""
    if not re.fullmatch(r"[A-Za-z0-9.\-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?", host):
        name, port = scope.get("server") or ("localhost", None)
        host = f"{name}:{port}" if port else name
    return f"{scope.get('scheme', 'http')}://{host}{scope['path']}"
