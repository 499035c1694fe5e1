"""The operations: ``/queries`` and one below it for each named query, described by the headers of their files."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

import pyoxigraph as ox
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.client import client_of
from kg.api.inquiry import Inquiry
from kg.api.linked.answer import answer, entity_tag, has_already, link
from kg.api.linked.dump import Streamed
from kg.api.linked.lookup import Lookup
from kg.api.problem import Problem
from kg.api.queries.formats import HTML, formats
from kg.api.queries.page import question_page, shown_question
from kg.api.queries.rows import JSON, N_TRIPLES, cut_solutions, write_triples
from kg.api.queries.wish import MOST_OFFSET, MOST_ROWS, SHOWN_ROWS, Wish, wish_of
from kg.api.readers.pool import Pool
from kg.api.readers.query import Query
from kg.api.readers.version import Version
from kg.api.register import Register
from kg.api.routing import Responses, offer
from kg.api.sparql.negotiation import choose, parse_accept
from kg.errors import HerodotusError, UnknownQueryError
from kg.queries import NamedQuery, Parameter, ParameterType, all_queries, load, resolve_async
from kg.settings import Settings
from kg.web import Place, labels, render_questions
from kg.web.place import relative
from kg.web.questions import answer_table, nodes_of

_LIST: Final = {"application/json": (), HTML: ("application/xhtml+xml",)}
_NAMES: Final = "An IRI, or a name, whole or in part, whatever its case."
_SCHEMAS: Final[dict[ParameterType, dict[str, Any]]] = {
    ParameterType.IRI: {"type": "string", "format": "iri"},
    ParameterType.EVENT: {"type": "string", "format": "iri"},
    ParameterType.STRING: {"type": "string"},
    ParameterType.CLASS: {"type": "string", "description": "The local name of a class of events, such as Airstrike."},
    ParameterType.INTEGER: {"type": "integer", "minimum": -(10**18) + 1, "maximum": 10**18 - 1},
    ParameterType.DATE: {"type": "string", "pattern": r"^\d{4}(-\d\d){0,2}$"},
}
_LISTS: Final[Responses] = {
    200: {"description": "The named queries.", "content": {name: {} for name in _LIST}},
    406: {"description": "None of the formats that are accepted can be had."},
}


class NamedQueries:
    """``/queries`` and ``/queries/{name}``."""

    def __init__(self, pool: Pool, register: Register, settings: Settings) -> None:
        self._pool = pool
        self._register = register
        self._base = settings.base_iri
        self._seconds = settings.query_seconds
        self._queries = all_queries()

    def routes(self) -> APIRouter:
        """The operations. Raises ``ResourceError`` where a query's file is wrong."""
        router = APIRouter(tags=["named queries"])
        offer(router, "/queries", self.list, "queries", "The named queries, with their parameters and columns.", _LISTS)
        for query in self._queries:
            more = {"parameters": _parameters(query), "description": "\n\n".join(query.notes)}
            offer(router, f"/queries/{query.name}", self.ask, query.name, query.question, _responses(query), more)
            path = f"/queries/{query.name}.{{format}}"
            router.add_api_route(path, self.ask, methods=["GET", "HEAD"], include_in_schema=False)
        for path in ("/queries/{name}", "/queries/{name}.{format}"):
            router.add_api_route(path, self.unknown, methods=["GET", "HEAD"], include_in_schema=False)
        return router

    async def list(self, request: Request) -> Response:
        """Lists the named queries."""
        media_type = choose(parse_accept(request.headers.get("accept")), _LIST)
        if media_type is None:
            raise Problem(HTTPStatus.NOT_ACCEPTABLE, f"The list can be had as {', '.join(_LIST)}.")
        if media_type == HTML:
            shown = [shown_question(query, {}, request.url.path) for query in self._queries]
            body = render_questions(shown, relative(request.url.path, "/")).encode()
        else:
            body = json.dumps(
                {"queries": [self._listed(query) for query in self._queries]}, ensure_ascii=False
            ).encode()
        return answer(request, body, media_type, entity_tag(Version(0, "queries"), self._base, body))

    async def unknown(self, request: Request) -> Response:
        """Answers where there is no query of the name."""
        try:
            load(request.path_params["name"])
        except UnknownQueryError as error:
            raise Problem(HTTPStatus.NOT_FOUND, str(error)) from error
        raise Problem(HTTPStatus.NOT_FOUND, "There is no query of this name.")

    async def ask(self, request: Request) -> Response:
        """Answers one named query."""
        query = load(request.url.path.removeprefix("/queries/").partition(".")[0])
        wish = wish_of(request, query)
        if wish.media_type == HTML:
            return await self._page(request, wish)
        if wish.problem is not None:
            raise wish.problem
        key = (self._base, request.url.path, request.scope["query_string"], wish.media_type)
        if has_already(request, tag := entity_tag(self._pool.newest, *key)):
            return answer(request, b"", wish.media_type, tag, self._pool.newest)
        links = [link(relative(request.url.path, "/queries"), "collection")]
        if query.form == "select" and wish.limit is None:
            wish = await self._understood(request, wish)
            asked = Query(wish.text, wish.media_type, None, head=request.method == "HEAD", union=True)
            headers = ((b"link", links[0].encode()),)
            return Streamed(
                request, self._pool, self._register, asked, seconds=self._seconds, parts=key, headers=headers
            )
        body, more, version = await self._rows(request, await self._understood(request, wish))
        links += _leaves(request, wish, more=more)
        return answer(request, body, wish.media_type, entity_tag(version, *key), version, links)

    async def _understood(self, request: Request, wish: Wish) -> Wish:
        """The wish with its names looked up, each by queries of their own, which are as quick as the name is exact."""
        lookup = Lookup(self._pool, self._register, client_of(request.scope), union=True)
        return replace(wish, meant=await resolve_async(wish.query, wish.parameters, lookup.texts))

    async def _rows(self, request: Request, wish: Wish) -> tuple[bytes, bool, Version]:
        """One page of rows in the format that is wanted, whether there are more, and the version they are of."""
        select = wish.query.form == "select"
        asked = Query(wish.text, JSON if select else None, None if select else N_TRIPLES, union=True)
        async with Inquiry(self._pool, self._register, client_of(request.scope), asked) as reply:
            data = b"".join([chunk async for chunk in reply.chunks()])
            version = Version(reply.head.version, reply.head.stamp)
        if select:
            media_type = JSON if wish.media_type == HTML else wish.media_type
            body, more = await asyncio.to_thread(cut_solutions, data, wish.limit or MOST_ROWS, media_type)
        else:
            media_type = N_TRIPLES if wish.media_type == HTML else wish.media_type
            body, more = await asyncio.to_thread(write_triples, data, wish.limit, wish.offset, media_type)
        return body, more, version

    async def _page(self, request: Request, wish: Wish) -> Response:
        """The form of the query, with the answer where all that it needs is there."""
        place = Place(request.url.path, self._base)
        problem: Problem | None = wish.problem
        if wish.waits:
            problem = None
        table, more, version = None, False, self._pool.newest
        if not wish.waits and problem is None:
            try:
                wish = await self._understood(request, wish)
                body, more, version = await self._rows(request, wish)
                rows = _rows_of(wish.query, body)
                names = await labels(self._lookup(request).texts, self._base, nodes_of(rows))
                table = answer_table(wish.query.columns, rows, names, place, wish.offset)
            except HerodotusError as error:
                problem = Problem.of(error)
        detail = None if problem is None else problem.detail
        page = question_page(wish, table, detail, place, more)
        key = (self._base, request.url.path, request.scope["query_string"], HTML)
        response = answer(request, page.encode(), HTML, entity_tag(version, *key), version)
        if problem is not None:
            response.status_code = problem.status
        return response

    def _lookup(self, request: Request) -> Lookup:
        return Lookup(self._pool, self._register, client_of(request.scope))

    def _listed(self, query: NamedQuery) -> dict[str, Any]:
        return {
            "name": query.name,
            "question": query.question,
            "address": f"{self._base}queries/{query.name}",
            "parameters": [
                {
                    "name": parameter.name,
                    "type": parameter.type.value,
                    "required": parameter.required,
                    "default": parameter.default,
                    "meaning": parameter.meaning,
                }
                for parameter in query.parameters
            ],
            "columns": query.columns,
            "form": query.form,
            "view": query.view,
            "notes": query.notes,
            "examples": query.examples,
            "formats": formats(query),
        }


def _rows_of(query: NamedQuery, body: bytes) -> list[tuple[Mapping[str, str] | None, ...]]:
    """The cells of a page for people, as SPARQL's JSON has them."""
    if query.form == "select":
        document = json.loads(body)
        return [tuple(row.get(name) for name in query.columns) for row in document["results"]["bindings"]]
    triples = (quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
    return [tuple(map(_cell, (t.subject, t.predicate, t.object))) for t in triples]


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Mapping[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    return {"type": "literal", "value": str(term) if isinstance(term, ox.Triple) else term.value}


def _leaves(request: Request, wish: Wish, *, more: bool) -> list[str]:
    """Links to the rows before and after."""
    if wish.limit is None:
        return []
    here = request.url.path
    given = {name: value for name, value in request.query_params.items() if name != "offset"}

    def to(offset: int) -> str:
        return relative(here, here) + "?" + urlencode({**given, "offset": offset})

    links = [link(to(wish.offset + wish.limit), "next")] if more and wish.offset + wish.limit <= MOST_OFFSET else []
    return [*links, link(to(max(0, wish.offset - wish.limit)), "prev")] if wish.offset else links


def _parameters(query: NamedQuery) -> list[dict[str, Any]]:
    own = [
        {
            "name": parameter.name,
            "in": "query",
            "required": parameter.required,
            "description": parameter.meaning,
            "schema": _schema(parameter),
        }
        for parameter in query.parameters
    ]
    return [
        *own,
        {
            "name": "limit",
            "in": "query",
            "description": f"Rows of one page; all at once without it, but {SHOWN_ROWS} on a page for people.",
            "schema": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        },
        {
            "name": "offset",
            "in": "query",
            "description": "Rows to leave out before the first.",
            "schema": {"type": "integer", "minimum": 0, "maximum": MOST_OFFSET, "default": 0},
        },
        {
            "name": "format",
            "in": "query",
            "description": "The format, whatever `Accept` says; a suffix of the path does the same.",
            "schema": {"type": "string", "enum": list(formats(query))},
        },
    ]


def _schema(parameter: Parameter) -> dict[str, Any]:
    schema = dict(_SCHEMAS.get(parameter.type, {"type": "string", "description": _NAMES}))
    if parameter.default is not None:
        schema["default"] = int(parameter.default) if schema["type"] == "integer" else parameter.default
    return schema


def _responses(query: NamedQuery) -> Responses:
    columns = f"Rows of {', '.join(query.columns)}." if query.form == "select" else "A graph."
    return {
        200: {"description": columns, "content": {media_type: {} for media_type in formats(query).values()}},
        304: {"description": "The sender has them already."},
        400: {"description": "A parameter is unknown, missing, malformed, or there more than once."},
        406: {"description": "None of the formats that are accepted can be had."},
        503: {"description": "The query ran into a limit, or too many are waiting."},
    }
