"""The SPARQL page, answered: a query from a browser, run like any other, and its result as HTML."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable
from http import HTTPStatus
from itertools import islice
from time import perf_counter
from typing import Final

import pyoxigraph as ox
from starlette.types import Scope, Send

from kg.api.client import client_of
from kg.api.incoming import pairs
from kg.api.inquiry import Inquiry
from kg.api.linked.lookup import Lookup
from kg.api.problem import Problem
from kg.api.readers.pool import Pool
from kg.api.readers.query import Query
from kg.api.readers.reply import Reply
from kg.api.register import Register
from kg.api.security import security
from kg.api.sparql.request import SparqlRequest
from kg.errors import HerodotusError, QueryLimitError
from kg.settings import Settings
from kg.vocabulary import PREFIXES
from kg.web import Place, labels, render_page
from kg.web.sparql import SHOWN_ROWS, TRIPLE, Answer, Fault, Outcome, Solutions, sparql_page

_LOG: Final = logging.getLogger(__name__)
_JSON: Final = "application/sparql-results+json"
_N_TRIPLES: Final = "application/n-triples"
_READ_BYTES: Final = 5_000_000
"""Bytes of a result that are read for a page at most."""

_LABELLED: Final = 500
"""Nodes of a result whose labels are looked up at most; the others go by their IRIs."""


class SparqlPage:
    """Answers browsers at ``/sparql``."""

    def __init__(self, pool: Pool, register: Register, settings: Settings) -> None:
        self._pool = pool
        self._register = register
        self._settings = settings

    async def answer(self, request: SparqlRequest, scope: Scope, send: Send) -> None:
        """The page, with the result of the query where there is one."""
        place = Place("/sparql", self._settings.base_iri, _parameters(scope))
        outcome, status, version = None, HTTPStatus.OK, self._pool.newest.number
        if request.text is not None and request.text.strip():
            try:
                outcome, version = await self._outcome(request, scope)
            except HerodotusError as error:
                problem = Problem.of(error)
                outcome, status = Outcome(fault=Fault(problem.detail, problem.line, problem.column)), problem.status
        union = self._settings.default_graph == "union"
        seconds = self._settings.query_seconds
        query = None if request.text is None else place.parameter("query")
        page = await asyncio.to_thread(sparql_page, place, query, outcome, seconds=seconds, union=union)
        body = (await asyncio.to_thread(render_page, page, place, version)).encode()
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", b"%d" % len(body)),
            (b"vary", b"accept"),
            (b"cache-control", b"no-cache"),
            *security(styles=page.styles),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    async def _outcome(self, request: SparqlRequest, scope: Scope) -> tuple[Outcome, int]:
        """What comes of the query, and the version of the data it is of. Raises what ``Pool.ask`` does."""
        client, begun = client_of(scope), perf_counter()
        query = Query(request.text or "", _JSON, _N_TRIPLES, request.default_graphs, request.named_graphs)
        async with Inquiry(self._pool, self._register, client, query) as reply:
            data = await _bounded(reply)
            kind, version = reply.head.kind, reply.head.version
        seconds = perf_counter() - begun
        answer, raw = await asyncio.to_thread(_read, data, is_graph=kind == "graph")
        found = await self._labels(answer, Lookup(self._pool, self._register, client))
        return Outcome(answer, raw, found, seconds=seconds), version

    async def _labels(self, answer: Answer, lookup: Lookup) -> dict[str, str]:
        """What the first of our nodes in the answer are called; nothing where that cannot be had at the moment."""
        if not isinstance(answer, Solutions):
            return {}
        base = self._settings.base_iri
        ours = (iri for iri in dict.fromkeys(answer.iris()) if iri.startswith(base))
        try:
            return await labels(lookup.texts, base, islice(ours, _LABELLED))
        except HerodotusError as error:
            _LOG.warning("a result is shown without labels: %s", error)
            return {}


def _parameters(scope: Scope) -> tuple[tuple[str, str], ...]:
    """The parameters of the address. Forms end lines with two characters, of which links can do with one."""
    return tuple((name, value.replace("\r\n", "\n")) for name, value in pairs(scope["query_string"]))


async def _bounded(reply: Reply) -> bytes:
    parts = bytearray()
    async for chunk in reply.chunks():
        parts += chunk
        if len(parts) > _READ_BYTES:
            raise QueryLimitError(
                f"The result has more than {_READ_BYTES // 1_000_000} MB, too much for a page.",
                limit="page_bytes",
                value=_READ_BYTES,
                remedy="Add a LIMIT, or take it away as a file, which may have any size.",
            )
    return bytes(parts)


def _read(data: bytes, *, is_graph: bool) -> tuple[Answer, str]:
    """The answer, and the beginning of it as text for the raw view."""
    if is_graph:
        triples = [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)]
        rows = tuple((triple.subject, triple.predicate, triple.object) for triple in triples)
        return Solutions(TRIPLE, rows, graph=True), _turtle(triples[:SHOWN_ROWS])
    results = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return bool(results), ""
    assert isinstance(results, ox.QuerySolutions)  # noqa: S101 - for the type checker
    names = tuple(variable.value for variable in results.variables)
    rows = tuple(tuple(solution[name] for name in names) for solution in results)
    document = json.loads(data)
    document["results"]["bindings"] = document["results"]["bindings"][:SHOWN_ROWS]
    return Solutions(names, rows), json.dumps(document, indent=1, ensure_ascii=False)


def _turtle(triples: Iterable[ox.Triple]) -> str:
    return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode()
