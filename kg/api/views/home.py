"""The first page: made once for each version of the data; programs are sent to the description of the dataset."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.readers.pool import Pool
from kg.api.readers.version import Version
from kg.api.sparql.formats import GRAPHS
from kg.api.sparql.negotiation import choose, parse_accept
from kg.api.views.show import Shower
from kg.web import Page, Place, Select
from kg.web.overview import overview_page


class Home:
    """``/``."""

    def __init__(self, pool: Pool, shower: Shower, base: str) -> None:
        self._pool = pool
        self._base = base
        self._shower = shower
        self._made: tuple[Version, Page] | None = None
        self._making = asyncio.Lock()

    def routes(self) -> APIRouter:
        """The operation."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/", self.home, methods=["GET", "HEAD"])
        return router

    async def home(self, request: Request) -> Response:
        """Gives the page, or leads programs to what they can read."""
        wishes = parse_accept(request.headers.get("accept"))
        if choose(wishes, {"text/html": ("application/xhtml+xml",), **GRAPHS}) in GRAPHS:
            headers = {"location": ".well-known/void", "vary": "accept", "cache-control": "no-cache"}
            return Response(status_code=HTTPStatus.SEE_OTHER, headers=headers)
        return await self._shower.show(request, self._page)

    async def make(self, select: Select) -> None:
        """Makes the page of the newest data, where that was not done yet. Raises what ``select`` does."""
        await self._page(select, Place("/", self._base))

    async def _page(self, select: Select, place: Place) -> Page:
        """The page; parameters change nothing of it but which of its tables is taken away."""
        async with self._making:
            version = self._pool.newest
            if self._made is not None and self._made[0] == version:
                return self._made[1]
            page = await overview_page(select, Place(place.path, place.base))
            if self._pool.newest == version:
                self._made = (version, page)
            return page
