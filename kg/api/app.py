"""The application: the parts of the service put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Route

from kg import __version__
from kg.api.health import health_routes
from kg.api.pages import Pages
from kg.api.problem import Problem
from kg.api.readers.pool import Pool
from kg.api.sparql import SparqlEndpoint
from kg.errors import HerodotusError
from kg.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """The service on the workspace of ``settings``. Its readers run while its lifespan does."""
    pool = Pool(settings)
    pages = Pages(pool, settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with pool:
            yield

    app = FastAPI(
        title="Herodotus",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,  # the interactive pages of FastAPI load their scripts from another host
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    # An application of its own: a route without FastAPI's work for each request, and without a thread.
    app.router.routes.append(Route("/sparql", SparqlEndpoint(pool, settings, pages.sparql), include_in_schema=False))
    app.include_router(health_routes(pool))
    app.include_router(pages.routes())
    app.mount("/static", pages.static())
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HerodotusError, _problem)
    app.add_exception_handler(HTTPException, _problem)
    app.add_exception_handler(RequestValidationError, _problem)
    app.add_exception_handler(Exception, _problem)
    return app


async def _problem(_: Request, error: Exception) -> Response:
    match error:
        case Problem():
            problem = error
        case HerodotusError():
            problem = Problem.of(error)
        case HTTPException():
            status = HTTPStatus(error.status_code)
            headers = tuple((k.lower().encode(), v.encode()) for k, v in (error.headers or {}).items())
            problem = Problem(status, f"{status.description or status.phrase}.", headers=headers)
        case RequestValidationError():
            problem = Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(e["msg"] for e in error.errors()))
        case _:
            problem = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The service could not answer.")
    body = problem.body()
    response = Response(body, problem.status)
    response.raw_headers = problem.all_headers(body)
    return response
