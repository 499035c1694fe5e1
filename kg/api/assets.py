"""The assets of the pages: style sheet, icon and scripts."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from kg.web import static_folder


def asset_routes() -> APIRouter:
    """The icon at the address where browsers look for it."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/favicon.ico", _icon, methods=["GET", "HEAD"])
    return router


def assets() -> StaticFiles:
    """All of them."""
    return StaticFiles(directory=static_folder())


async def _icon() -> Response:
    data = (static_folder() / "favicon.svg").read_bytes()
    return Response(data, media_type="image/svg+xml", headers={"cache-control": "max-age=86400"})
