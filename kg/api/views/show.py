"""Showing: a page that is made for a request, as an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kg.api.client import client_of
from kg.api.linked.answer import answer, entity_tag, has_already, problem_page
from kg.api.linked.lookup import Lookup
from kg.api.problem import Header, Problem
from kg.api.readers.pool import Pool
from kg.api.readers.version import Version
from kg.api.register import Register
from kg.api.views.shelf import Made, Shelf
from kg.api.views.taken import CSV, TURTLE, taken
from kg.errors import HerodotusError
from kg.settings import Settings
from kg.web import Maker, Page, Place, Table, render_page, to_csv
from kg.web.page import File

_HTML: Final = "text/html"
_ATTEMPTS: Final = 3
_FORMATS: Final = {"csv": CSV, "ttl": TURTLE}


class Shower:
    """Answers requests for pages, on behalf of whoever asks."""

    def __init__(self, pool: Pool, register: Register, settings: Settings) -> None:
        self._pool = pool
        self._register = register
        self._base = settings.base_iri
        self._shelf = Shelf(settings.cache_mb << 18)  # a quarter of what results may take

    def place(self, request: Request) -> Place:
        """Where the page of a request stands."""
        return Place(request.url.path, self._base, tuple(request.query_params.multi_items()))

    async def show(
        self,
        request: Request,
        make: Maker,
        links: Iterable[str] = (),
        more: Iterable[Header] = (),
        state: object = None,
    ) -> Response:
        """The page of a request, or one of its tables; a page that says what is wrong where neither can be had.

        ``state`` is what the page depends on beside the version of the data.
        """
        try:
            return await self._show(request, make, links, more, state)
        except (Problem, HerodotusError) as error:
            if "table" in request.query_params:
                raise
            return problem_page(error, request)

    async def _show(
        self, request: Request, make: Maker, links: Iterable[str], more: Iterable[Header], state: object
    ) -> Response:
        place = self.place(request)
        key = (self._base, place.path, request.scope["query_string"], *(() if state is None else (state,)))
        tag = entity_tag(self._pool.newest, *key)
        media_type = _media_type(place)
        if has_already(request, tag):
            return answer(request, b"", media_type, tag, self._pool.newest)
        made = self._shelf.get(self._pool.newest, key)
        if made is None:
            made = await self._make(request, make, place, media_type, more)
            self._shelf.put(key, made)
        tag = entity_tag(made.version, *key)
        response = answer(
            request, made.body, made.media_type, tag, made.version, links, made.headers, styles=made.styles
        )
        if made.status != HTTPStatus.OK:
            response.status_code = made.status
        return response

    async def _make(self, request: Request, make: Maker, place: Place, media_type: str, more: Iterable[Header]) -> Made:
        lookup = Lookup(self._pool, self._register, client_of(request.scope))
        page, version = await self._made(lookup, make, place)
        headers = list(more)
        if table := place.parameter("table"):
            found = _table(page, table)
            body = to_csv(found) if media_type == CSV else await taken(lookup, self._base, found.nodes)
            name = f"{table}.{place.parameter('format')}"
            headers.append((b"content-disposition", f'attachment; filename="{name}"'.encode()))
        elif file := _file(page, place):
            media_type, body = file.media_type, file.write(version.number)
            headers.append((b"content-disposition", f'attachment; filename="{file.name}"'.encode()))
        else:
            body = (await asyncio.to_thread(render_page, page, place, version.number)).encode()
        status = HTTPStatus.BAD_REQUEST if page.refused else HTTPStatus.OK
        return Made(body, media_type, version, status, tuple(headers), page.styles)

    async def _made(self, lookup: Lookup, make: Maker, place: Place) -> tuple[Page, Version]:
        """The page, from one state of the data."""
        for _ in range(_ATTEMPTS):
            before = self._pool.newest
            page = await make(lookup.texts, place)
            version = lookup.version or before
            if version == before:
                break
        if page is None:
            raise Problem(HTTPStatus.NOT_FOUND, "There is nothing of this name in the graph.")
        return page, version


def _media_type(place: Place) -> str:
    """What is wanted: the page, or a table of it as a file. Raises ``Problem`` (400)."""
    if not place.parameter("table"):
        return _HTML
    wanted = _FORMATS.get(place.parameter("format"))
    if wanted is None:
        raise Problem(HTTPStatus.BAD_REQUEST, f"'format' of a table is one of {', '.join(_FORMATS)}.")
    return wanted


def _file(page: Page, place: Place) -> File | None:
    """The file that is wanted, on pages that have any. Raises ``Problem`` (400)."""
    wanted = place.parameter("format")
    if not (wanted and page.files):
        return None
    if wanted not in page.files:
        raise Problem(HTTPStatus.BAD_REQUEST, f"'format' of this page is one of {', '.join(page.files)}.")
    return page.files[wanted]


def _table(page: Page, name: str) -> Table:
    found = next((table for table in page.tables if table.name == name), None)
    if found is None:
        names = ", ".join(table.name for table in page.tables) or "none"
        raise Problem(HTTPStatus.NOT_FOUND, f"This page has no table of this name; it has {names}.")
    return found
