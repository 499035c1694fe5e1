"""The manual: the OpenAPI description as a page without scripts, at ``/api/docs``."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.linked.answer import answer
from kg.web import render_operations, show_operations
from kg.web.place import relative


def manual_routes(describe: Callable[[], dict[str, Any]]) -> APIRouter:
    """``/api/docs``; ``describe`` gives the OpenAPI description."""
    router = APIRouter(include_in_schema=False)

    async def manual(request: Request) -> Response:
        here = request.url.path
        groups = show_operations(describe())
        body = render_operations(groups, relative(here, "/api/openapi.json"), relative(here, "/")).encode()
        return answer(request, body, "text/html", f'"{sha256(body).hexdigest()[:24]}"')

    router.add_api_route("/api/docs", manual, methods=["GET", "HEAD"])
    return router
