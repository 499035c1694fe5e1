"""The dataset: what it says of itself, its dumps, its JSON-LD context, and the lists that crawlers look for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from typing import Final
from xml.sax.saxutils import escape

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.client import client_of
from kg.api.linked.address import nothing
from kg.api.linked.answer import answer, elsewhere, entity_tag, has_already, link, problem_page
from kg.api.linked.census import Census, Count, Counter, things
from kg.api.linked.dump import Streamed
from kg.api.linked.formats import HTML, RDF_SUFFIXES, SUFFIXES, negotiated, split_suffix
from kg.api.linked.jsonld import context
from kg.api.linked.lookup import Lookup
from kg.api.linked.statistics import DUMPS, dataset_quads
from kg.api.linked.writing import write
from kg.api.problem import Problem
from kg.api.readers.pool import Pool
from kg.api.readers.query import DATASET, Query
from kg.api.register import Register
from kg.api.routing import Responses, offer
from kg.errors import HerodotusError
from kg.settings import Settings
from kg.web import Leaf, ShownCount, ShownDataset, render_dataset, term_address
from kg.web.place import relative
from kg.web.words import local_name

_MAP: Final = 10_000
"""Addresses in one file of the sitemap (the format allows 50,000)."""

_MOST_MAPS: Final = 100_000
_XML: Final = "application/xml"
_TRIPLES: Final = """CONSTRUCT { ?s ?p ?o } WHERE {
  { GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?h { ?s ?p ?o } } }
}"""

_GIVES: Final[Responses] = {
    200: {"description": "What the dataset holds.", "content": {name: {} for name in SUFFIXES.values()}},
    304: {"description": "The sender has it already."},
    406: {"description": "None of the formats that are accepted can be had."},
}
_DUMP: Final = [
    {"name": "suffix", "in": "path", "required": True, "schema": {"type": "string", "enum": [s[1:] for s in DUMPS]}}
]


class Dataset:
    """``/.well-known/void``, ``/data``, its dumps, ``/context.jsonld``, the sitemap and ``/robots.txt``."""

    def __init__(self, pool: Pool, register: Register, settings: Settings, counter: Counter) -> None:
        self._pool = pool
        self._register = register
        self._settings = settings
        self._base = settings.base_iri
        self._counter = counter

    def routes(self) -> APIRouter:
        """The operations."""
        router = APIRouter(tags=["dataset"])
        offer(router, "/.well-known/void", self.describe, "void", "What the dataset holds: VoID and DCAT.", _GIVES)
        offer(router, "/data", self.describe, "dataset", "What the dataset holds, and how to take it away.", _GIVES)
        for suffix in SUFFIXES:
            for path in (f"/.well-known/void{suffix}", f"/data{suffix}"):
                router.add_api_route(path, self.describe, methods=["GET", "HEAD"], include_in_schema=False)
        dumps: Responses = {
            200: {"description": "All statements.", "content": {name: {} for name in DUMPS.values()}},
            404: {"description": "There is no dump in this format."},
        }
        offer(router, "/data/dump.{suffix}", self.dump, "dump", "All data at once.", dumps, {"parameters": _DUMP})
        words: Responses = {200: {"description": "The context.", "content": {"application/ld+json": {}}}}
        offer(router, "/context.jsonld", self.context, "context", "The JSON-LD context with all our words.", words)
        for path, handler in (
            ("/sitemap.xml", self.sitemaps),
            ("/sitemap-{number}.xml", self.sitemap),
            ("/robots.txt", self.robots),
        ):
            router.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)
        return router

    async def describe(self, request: Request) -> Response:
        """Gives the description of the dataset, as RDF or as a page."""
        path, suffix = split_suffix(request.url.path)
        media_type = SUFFIXES.get(suffix) or negotiated(request.headers.get("accept"))
        if media_type is None:
            text = f"The description can be had as {', '.join(SUFFIXES.values())}; the request accepts none of them."
            raise Problem(HTTPStatus.NOT_ACCEPTABLE, text)
        here = request.url.path
        if media_type == HTML and path != "/data":
            return elsewhere(HTTPStatus.SEE_OTHER, relative(here, "/data"))
        key = (self._base, request.url.path, media_type)
        tag = entity_tag(self._pool.newest, *key)
        if has_already(request, tag):
            return answer(request, b"", media_type, tag, self._pool.newest)
        try:
            census = await self._counter.census(self._lookup(request), self._pool.newest)
        except HerodotusError as error:
            if media_type == HTML:
                return problem_page(error, request)
            raise
        if media_type == HTML:
            body = render_dataset(_shown(census, here), relative(here, "/")).encode()
        else:
            body = await asyncio.to_thread(write, dataset_quads(census, self._base), media_type, self._base)
        links = [link(relative(here, f"/data{s}"), "alternate", kind) for s, kind in SUFFIXES.items()]
        return answer(request, body, media_type, entity_tag(census.version, *key), census.version, links)

    async def dump(self, request: Request) -> Response:
        """Streams all data of the newest snapshot."""
        suffix = "." + request.path_params["suffix"]
        media_type = DUMPS.get(suffix)
        if media_type is None:
            text = f"There are dumps with the suffixes {', '.join(DUMPS)} alone."
            raise Problem(HTTPStatus.NOT_FOUND, text)
        head = request.method == "HEAD"
        if suffix in {".nq", ".trig"}:
            query = Query(f"dump{suffix}", None, media_type, head=head, graph=DATASET, unlimited=True)
        else:
            query = Query(_TRIPLES, None, media_type, head=head, unlimited=True)
        disposition = (b"content-disposition", f'attachment; filename="herodotus{suffix}"'.encode())
        parts, seconds = (self._base, request.url.path), self._settings.query_seconds
        return Streamed(
            request, self._pool, self._register, query, seconds=seconds, parts=parts, headers=(disposition,)
        )

    async def context(self, request: Request) -> Response:
        """Gives the JSON-LD context."""
        body = json.dumps(context(), indent=1).encode() + b"\n"
        return answer(request, body, "application/ld+json", f'"{sha256(body).hexdigest()[:24]}"')

    async def sitemaps(self, request: Request) -> Response:
        """Gives the list of the files of the sitemap."""
        census = await self._counter.census(self._lookup(request), self._pool.newest)
        files = range(1, -(-census.things // _MAP) + 1)
        entries = "".join(f"<sitemap><loc>{escape(self._base)}sitemap-{n}.xml</loc></sitemap>\n" for n in files)
        return self._xml(request, "sitemapindex", entries)

    async def sitemap(self, request: Request) -> Response:
        """Gives one file of the sitemap."""
        given = request.path_params["number"]
        if not (given.isascii() and given.isdigit() and len(given) <= 6 and 1 <= int(given) <= _MOST_MAPS):
            raise nothing()
        found = await things(self._lookup(request), (int(given) - 1) * _MAP, _MAP)
        if not found:
            raise nothing()
        own = (iri.removeprefix(self._base) for iri in found if iri.startswith(self._base) and "#" not in iri)
        entries = "".join(f"<url><loc>{escape(self._base)}page/{escape(path)}</loc></url>\n" for path in own)
        return self._xml(request, "urlset", entries)

    async def robots(self, request: Request) -> Response:
        """Says what crawlers need not ask for, and where the sitemap is."""
        refused = "".join(f"Disallow: /{path}\n" for path in ("sparql", "store", "update", "data/dump."))
        body = f"User-agent: *\n{refused}Sitemap: {self._base}sitemap.xml\n".encode()
        return answer(request, body, "text/plain; charset=utf-8", f'"{sha256(body).hexdigest()[:24]}"')

    def _lookup(self, request: Request) -> Lookup:
        return Lookup(self._pool, self._register, client_of(request.scope))

    def _xml(self, request: Request, name: str, entries: str) -> Response:
        namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{namespace}">\n{entries}</{name}>\n'.encode()
        version = self._pool.newest
        return answer(request, body, _XML, entity_tag(version, self._base, request.url.path), version)


def _shown(census: Census, here: str) -> ShownDataset:
    to = partial(relative, here)

    def counts(found: Iterable[Count]) -> tuple[ShownCount, ...]:
        shown = (
            ShownCount(local_name(c.iri), c.iri, to(f"/{term}") if (term := term_address(c.iri)) else "", c.number)
            for c in found
        )
        return tuple(sorted(shown, key=lambda count: (-count.number, count.iri)))

    return ShownDataset(
        triples=census.triples,
        classes=counts(census.classes),
        properties=counts(census.properties),
        dumps=tuple(Leaf(f"herodotus{s}", to(f"/data/dump{s}"), kind) for s, kind in DUMPS.items()),
        formats=tuple(Leaf(s[1:], to(f"/data{s}"), kind) for s, kind in RDF_SUFFIXES.items()),
        links=(
            Leaf("Ontology", to("/ontology")),
            Leaf("Shapes", to("/shapes")),
            Leaf("JSON-LD context", to("/context.jsonld")),
            Leaf("SPARQL", to("/sparql")),
        ),
    )
