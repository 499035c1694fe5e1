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

from kg.api.problem import Header, Problem
from kg.api.readers.pool import Pool
from kg.api.readers.query import Query
from kg.api.readers.version import Version
from kg.api.register import Register
from kg.api.security import security
from kg.api.sparql.formats import GRAPHS
from kg.api.sparql.negotiation import choose, parse_accept
from kg.errors import HerodotusError
from kg.settings import Settings
from kg.web import Solution, overview, render_overview, render_problem, static_folder

_JSON: Final = "application/sparql-results+json"


class Pages:
    """The overview, made once for each version of the data, and the assets of all pages."""

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
