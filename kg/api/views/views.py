"""The addresses of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.routing import Handler
from kg.api.views.show import Shower
from kg.web import Maker
from kg.web.explorer import explorer_page
from kg.web.network import network_page
from kg.web.source import source_page, sources_page

PAGES: Final[Mapping[str, Maker]] = {
    "/explorer": explorer_page,
    "/network": network_page,
    "/sources": sources_page,
    "/sources/{path:path}": source_page,
}
"""The pages that stand at an address of their own, by it."""


class Views:
    """The pages that are about no single thing."""

    def __init__(self, shower: Shower) -> None:
        self._shower = shower

    def routes(self) -> APIRouter:
        """The operations."""
        router = APIRouter(include_in_schema=False)
        for path, make in PAGES.items():
            router.add_api_route(path, self._handler(make), methods=["GET", "HEAD"])
        return router

    def _handler(self, make: Maker) -> Handler:
        async def handle(request: Request) -> Response:
            return await self._shower.show(request, make)

        return handle
