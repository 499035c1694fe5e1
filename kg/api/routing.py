"""Routing: operations that answer ``GET`` and ``HEAD`` alike, described once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

Responses = dict[int | str, dict[str, Any]]
"""What an operation may answer, by status, as OpenAPI has it."""

Handler = Callable[[Request], Awaitable[Response]]


def offer(
    router: APIRouter,
    path: str,
    handler: Handler,
    name: str,
    words: str,
    responses: Responses,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Adds an operation to a router. ``more`` is what else OpenAPI is to say of it, such as its parameters."""
    described = dict(more or {})
    described["parameters"] = [*_in_path(path), *described.get("parameters", [])]
    router.add_api_route(
        path,
        handler,
        methods=["GET"],
        operation_id=name,
        summary=words,
        responses=responses,
        response_class=Response,
        openapi_extra=described,
    )
    router.add_api_route(path, handler, methods=["HEAD"], include_in_schema=False)


def _in_path(path: str) -> list[dict[str, Any]]:
    names = [part[1:].partition("}")[0].partition(":")[0] for part in path.split("/") if part.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
