"""The graph store: a bare ASGI application for ``/store`` and what lies below."""

from __future__ import annotations

import asyncio
import logging
from contextlib import ExitStack
from http import HTTPStatus
from typing import Final, Literal

from starlette.types import Receive, Scope, Send

from kg.api.access.layer import require
from kg.api.client import Client, client_of
from kg.api.client import Scope as Right
from kg.api.departure import Departure
from kg.api.desk.desk import Desk
from kg.api.graphstore.conditions import any_format, entity_tag, listed
from kg.api.graphstore.payload import MULTIPART, receive_payloads
from kg.api.graphstore.target import Target, target_of
from kg.api.incoming import header
from kg.api.inquiry import Inquiry
from kg.api.observation.layer import request_id
from kg.api.problem import Header, Problem
from kg.api.readers.pool import Pool
from kg.api.readers.query import Query
from kg.api.readers.reply import Reply
from kg.api.readers.version import Version
from kg.api.register import Register
from kg.api.sparql.formats import GRAPHS, content_type
from kg.api.sparql.negotiation import choose, parse_accept
from kg.api.sparql.update import VERSION_HEADER
from kg.errors import HerodotusError, UnknownGraphError, VersionError
from kg.settings import Settings
from kg.workspace.writes import GraphWrite, Written

_LOG: Final = logging.getLogger(__name__)

_METHODS: Final[tuple[Header, ...]] = (
    (b"allow", b"DELETE, GET, HEAD, OPTIONS, POST, PUT"),
    (b"accept-post", ", ".join((*GRAPHS, MULTIPART)).encode()),
)
_WRITES: Final[dict[str, Literal["put", "post", "delete"]]] = {"PUT": "put", "POST": "post", "DELETE": "delete"}

_GRACE_SECONDS: Final = 2.0
_ATTEMPTS: Final = 5
"""How often a write is tried that is only for a graph that is, or is not, there, while others write."""


class GraphStore:
    """Answers by the Graph Store HTTP Protocol. Who writes needs the scope ``write``."""

    def __init__(self, pool: Pool, desk: Desk, register: Register, settings: Settings) -> None:
        self._pool = pool
        self._desk = desk
        self._register = register
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        try:
            match scope["method"]:
                case "OPTIONS":
                    await _answer(send, HTTPStatus.NO_CONTENT, [*_METHODS])
                case "GET" | "HEAD":
                    target = target_of(scope, self._settings.base_iri)
                    async with Departure(receive):
                        await self._read(scope, target, send)
                case "PUT" | "POST" | "DELETE":
                    client = require(scope, Right.WRITE)
                    await self._change(scope, receive, send, client)
                case method:
                    text = f"{method} is not a method of this address."
                    raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, text, headers=_METHODS)
        except Problem as problem:
            await problem.send(send)
        except HerodotusError as error:
            await Problem.of(error).send(send)

    async def _read(self, scope: Scope, target: Target, send: Send) -> None:
        media_type = choose(parse_accept(header(scope, b"accept")), GRAPHS)
        if media_type is None:
            raise Problem(
                HTTPStatus.NOT_ACCEPTABLE,
                f"Graphs can be had as {', '.join(GRAPHS)}; the request accepts none of them.",
                headers=((b"vary", b"accept"),),
            )
        asked = header(scope, b"if-none-match")
        tag = entity_tag(self._pool.newest, media_type)
        # A star says "if there is none", which takes a look.
        if asked is not None and asked.strip() != "*" and listed(asked, tag, weak=True):
            await _answer(send, HTTPStatus.NOT_MODIFIED, [(b"etag", tag.encode()), *_CONDITIONS])
            return
        head = scope["method"] == "HEAD"
        query = Query(f"{scope['method']} {target.wanted}", None, media_type, head=head, graph=target.wanted)
        async with Inquiry(self._pool, self._register, client_of(scope), query) as reply:
            await self._send(reply, media_type, send, head=head, asked=asked)

    async def _send(self, reply: Reply, media_type: str, send: Send, *, head: bool, asked: str | None) -> None:
        tag = entity_tag(Version(reply.head.version, reply.head.stamp), media_type)
        headers = [(b"content-type", content_type(media_type)), (b"etag", tag.encode()), *_CONDITIONS]
        if asked is not None and listed(asked, tag, weak=True):
            await _answer(send, HTTPStatus.NOT_MODIFIED, headers[1:])
            return
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
                async for part in chunks:
                    await send({"type": "http.response.body", "body": part, "more_body": True})
                await send({"type": "http.response.body", "body": b""})
        except (HerodotusError, TimeoutError) as error:
            # Returning without an end makes the server close the connection in the middle of the body.
            _LOG.warning("a graph was cut short, and its connection with it: %s", error)

    async def _change(self, scope: Scope, receive: Receive, send: Send, client: Client) -> None:
        target = target_of(scope, self._settings.base_iri)
        with ExitStack() as files:
            method = _WRITES[scope["method"]]
            payloads = () if method == "delete" else await receive_payloads(scope, receive, self._desk.spool, files)
            async with Departure(receive):
                write = GraphWrite(method, target.iri, payloads, target.base(self._settings.base_iri))
                written = await self._write(scope, target, write, client)
                headers = [(VERSION_HEADER, b"%d" % written.version)]
                if target.fresh and target.iri is not None:
                    headers.append((b"location", target.iri.encode()))
                created = target.fresh or (written.created and method != "delete")
                if created:
                    headers.append((b"content-length", b"0"))
                await _answer(send, HTTPStatus.CREATED if created else HTTPStatus.NO_CONTENT, headers)

    async def _write(self, scope: Scope, target: Target, write: GraphWrite, client: Client) -> Written:
        """Does the write on the version of the data that the request is for, where it is for one."""
        text = f"{scope['method']} {target.wanted}"
        for attempt in range(_ATTEMPTS):
            expected = await self._expected(scope, target)
            conditional = GraphWrite(write.method, write.graph, write.payloads, write.base, expected=expected)
            try:
                return await self._desk.write("store", client, conditional, text, request_id.get())
            except VersionError:
                if attempt + 1 == _ATTEMPTS or not _about_existence(scope):
                    raise
        raise _unmet()

    async def _expected(self, scope: Scope, target: Target) -> int | None:
        """The version that a write is for, ``None`` for any. Raises ``Problem`` (412) where it is not this one."""
        match, none_match = header(scope, b"if-match"), header(scope, b"if-none-match")
        if match is None and none_match is None:
            return None
        version = self._pool.newest
        if match is not None and match.strip() != "*" and not any_format(match, version):
            raise _unmet()
        if none_match is not None and none_match.strip() != "*" and any_format(none_match, version):
            raise _unmet()
        if _about_existence(scope):
            there = await self._is_there(target, client_of(scope))
            if (match is not None and not there) or (none_match is not None and none_match.strip() == "*" and there):
                raise _unmet()
        return version.number

    async def _is_there(self, target: Target, client: Client) -> bool:
        try:
            query = Query(f"HEAD {target.wanted}", None, "application/n-triples", head=True, graph=target.wanted)
            async with Inquiry(self._pool, self._register, client, query):
                return True
        except UnknownGraphError:
            return False


_CONDITIONS: Final[tuple[Header, ...]] = ((b"vary", b"accept"), (b"cache-control", b"no-cache"))


def _about_existence(scope: Scope) -> bool:
    return "*" in {(header(scope, name) or "").strip() for name in (b"if-match", b"if-none-match")}


def _unmet() -> Problem:
    return Problem(
        HTTPStatus.PRECONDITION_FAILED,
        "The data are not in the state that the request is for: get them again and decide anew.",
    )


async def _answer(send: Send, status: HTTPStatus, headers: list[Header], body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
