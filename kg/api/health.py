"""Probes for whoever watches the service."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final, Literal

from fastapi import APIRouter
from pydantic import BaseModel

from kg.api.problem import Problem
from kg.api.readers.pool import Pool
from kg.api.readers.query import Query
from kg.errors import HerodotusError

_QUERY: Final = Query("ASK {}", "application/sparql-results+json", None)


class Live(BaseModel):
    """The process answers."""

    status: Literal["live"] = "live"


class Ready(BaseModel):
    """A reader answers; ``version`` is the version of the data it reads, 0 where there is none yet."""

    status: Literal["ready"] = "ready"
    version: int


def health_routes(pool: Pool) -> APIRouter:
    """``/health/live`` and ``/health/ready``."""
    router = APIRouter(prefix="/health", tags=["health"])

    @router.get("/live")
    async def live() -> Live:
        """Whether the process answers."""
        return Live()

    @router.get("/ready", responses={503: {"description": "No reader answers."}})
    async def ready() -> Ready:
        """Whether a reader answers queries."""
        try:
            reply = await pool.ask(_QUERY)
            try:
                async for _ in reply.chunks():
                    pass
            finally:
                reply.close()
        except HerodotusError as error:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from error
        return Ready(version=reply.head.version)

    return router
