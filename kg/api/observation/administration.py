"""What is running, for administrators: listed, and ended one by one."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from kg.api.access.layer import require
from kg.api.client import Scope
from kg.api.observation.switchboard import Switchboard
from kg.api.problem import Problem
from kg.api.register import WorkKind


class Running(BaseModel):
    """A query or write under way."""

    id: str = Field(description="The name to end it by.")
    kind: WorkKind
    client: str = Field(description="The token's name, or the address, that it came from.")
    request: str = Field(description="The id of the request that it came with.")
    seconds: float = Field(description="Seconds since it came in.")
    busy: float = Field(description="Seconds for which it has kept a process busy; 0 while it waits for one.")
    text: str = Field(description="What it says, or the beginning of it.")


def administration_routes(switchboard: Switchboard) -> APIRouter:
    """``/api/running``: needs a token with the scope ``admin``."""
    router = APIRouter(prefix="/api/running", tags=["administration"])

    @router.get(
        "", responses={401: {"description": "No token."}, 403: {"description": "Not an administrator's token."}}
    )
    async def running(request: Request) -> list[Running]:
        """The queries and writes that the service is working on, the oldest first."""
        require(request.scope, Scope.ADMIN)
        return [Running(**work) for work in await switchboard.running()]

    @router.delete("/{name}", status_code=HTTPStatus.NO_CONTENT, responses={404: {"description": "It has ended."}})
    async def end(request: Request, name: str) -> Response:
        """Ends a query or write: its client is told, or sees the connection break."""
        require(request.scope, Scope.ADMIN)
        if not await switchboard.stop(name):
            raise Problem(HTTPStatus.NOT_FOUND, "Nothing of that name is running.")
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return router
