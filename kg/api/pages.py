"""The pages: what browsers get. The data come from the readers, the words from ``kg.web``."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope, Send

from kg.api.client import Client, client_of
from kg.api.inquiry import Inquiry
from kg.api.problem import Header, Problem
from kg.api.readers.pool import Pool
from kg.api.readers.query import Query
from kg.api.readers.reply import Reply
from kg.api.readers.version import Version
from kg.api.register import Register
from kg.api.security import security
from kg.api.sparql.formats import GRAPHS
from kg.api.sparql.negotiation import choose, parse_accept
from kg.api.sparql.request import SparqlRequest
from kg.errors import HerodotusError, QueryLimitError
from kg.settings import Settings
from kg.web import Answer, Solution, Solutions, overview, render_overview, render_problem, render_sparql, static_folder

_JSON: Final = "application/sparql-results+json"
_SHOWN_BYTES: Final = 2_000_000
"""Bytes of a result that a page shows at most."""


class Pages:
    """The overview, the SPARQL page, and their assets. The overview is made once for each version of the data."""

    def __init__(self, pool: Pool, register: Register, settings: Settings) -> None:
        self._pool = pool
        self._register = register
        self._settings = settings
        self._made: tuple[Version, bytes] | None = None
        self._making = asyncio.Lock()

    def routes(self) -> APIRouter:
        """``/`` and the icon that browsers ask for."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/", self._overview, methods=["GET", "HEAD"])
        router.add_api_route("/favicon.ico", _icon, methods=["GET", "HEAD"])
        return router

    def static(self) -> StaticFiles:
        """The style sheet and the icon."""
        return StaticFiles(directory=static_folder())

    async def sparql(self, request: SparqlRequest, scope: Scope, send: Send) -> None:
        """The SPARQL page, with the result of the query where there is one."""
        answer, status, problem = None, HTTPStatus.OK, None
        if request.text is not None and request.text.strip():
            try:
                answer = await self._answer(request, client_of(scope))
            except HerodotusError as error:
                raised = Problem.of(error)
                problem, status = raised.detail, raised.status
        body = render_sparql(request.text, answer, problem, seconds=self._settings.query_seconds).encode()
        headers = [*_html_headers(body), (b"cache-control", b"no-cache")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    async def _overview(self, request: Request) -> Response:
        wishes = parse_accept(request.headers.get("accept"))
        if choose(wishes, {"text/html": ("application/xhtml+xml",), **GRAPHS}) in GRAPHS:
            headers = {"location": ".well-known/void", "vary": "accept", "cache-control": "no-cache"}
            return Response(status_code=HTTPStatus.SEE_OTHER, headers=headers)
        version = self._pool.newest
        tag = f'"{version.stamp}"'
        if tag in (given.strip().removeprefix("W/") for given in request.headers.get("if-none-match", "").split(",")):
            return _response(b"", HTTPStatus.NOT_MODIFIED, tag)
        try:
            return _response(await self._page(version), HTTPStatus.OK, tag)
        except HerodotusError as error:
            problem = Problem.of(error)
            return _response(render_problem(problem.detail).encode(), problem.status, None)

    async def _page(self, version: Version) -> bytes:
        async with self._making:
            if self._made is None or self._made[0] != version:
                page = render_overview(await overview(self._select, self._settings.base_iri), version.number).encode()
                self._made = (version, page)
            return self._made[1]

    async def _select(self, text: str) -> list[Solution]:
        reply = await self._pool.ask(Query(text, _JSON, None))
        try:
            document = json.loads(b"".join([chunk async for chunk in reply.chunks()]))
        finally:
            reply.close()
        return [{name: cell["value"] for name, cell in row.items()} for row in document["results"]["bindings"]]

    async def _answer(self, request: SparqlRequest, client: Client) -> Answer:
        query = Query(request.text or "", _JSON, "text/turtle", request.default_graphs, request.named_graphs)
        async with Inquiry(self._pool, self._register, client, query) as reply:
            data = await _bounded(reply)
        if reply.head.kind == "graph":
            return data.decode()
        document = json.loads(data)
        if reply.head.kind == "boolean":
            return bool(document["boolean"])
        rows = document["results"]["bindings"]
        names = tuple(document["head"]["vars"])
        return Solutions(names, tuple(tuple(row[n]["value"] if n in row else "" for n in names) for row in rows))


async def _bounded(reply: Reply) -> bytes:
    parts = bytearray()
    async for chunk in reply.chunks():
        parts += chunk
        if len(parts) > _SHOWN_BYTES:
            raise QueryLimitError(
                f"The result has more than {_SHOWN_BYTES // 1_000_000} MB, too much for a page.",
                limit="page_bytes",
                value=_SHOWN_BYTES,
                remedy="Add a LIMIT, or fetch it with a program, which gets it in any size.",
            )
    return bytes(parts)


def _html_headers(body: bytes) -> list[Header]:
    return [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"vary", b"accept"),
        *security(),
    ]


def _response(body: bytes, status: HTTPStatus, tag: str | None) -> Response:
    response = Response(body, status)
    response.raw_headers = [*_html_headers(body), (b"cache-control", b"no-cache")]
    if status == HTTPStatus.NOT_MODIFIED:
        response.raw_headers = [header for header in response.raw_headers if header[0] != b"content-length"]
    if tag is not None:
        response.raw_headers.append((b"etag", tag.encode()))
    return response


async def _icon() -> Response:
    data = (static_folder() / "favicon.svg").read_bytes()
    return Response(data, media_type="image/svg+xml", headers={"cache-control": "max-age=86400"})
