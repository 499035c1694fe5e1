"""The application: the parts of the service put together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext
from http import HTTPStatus
from typing import Any, Final, cast

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from kg import __version__
from kg.api.access import Access, Budgets, Sessions, Tokens, check_exposure, is_exposed
from kg.api.assets import asset_routes, assets
from kg.api.changes import Changes
from kg.api.compression import Compression
from kg.api.desk.desk import Desk
from kg.api.events import Events
from kg.api.graphstore import GraphStore
from kg.api.health import health_routes
from kg.api.linked import Counter, Dataset, Things, Words, vocabulary_routes
from kg.api.manual import manual_routes
from kg.api.mcp import McpEndpoint
from kg.api.network import NetworkData
from kg.api.observation import Metrics, Observation, Switchboard, administration_routes, log_work
from kg.api.observation.traces import traced
from kg.api.outbound import Caller, Destinations, Gateway
from kg.api.problem import Problem
from kg.api.queries import NamedQueries
from kg.api.readers.pool import Pool
from kg.api.register import Register
from kg.api.sparql import SparqlEndpoint
from kg.api.sparql.loading import Loader
from kg.api.sparql.update import UpdateEndpoint
from kg.api.views import Home, Quality, Review, Search, Shower, Signing, SparqlPage, ThingPages, Views, Warming
from kg.errors import HerodotusError
from kg.settings import Settings

_OF_ASSISTANTS: Final = ("Mcp-Protocol-Version", "Mcp-Session-Id", "Mcp-Method", "Mcp-Name")
"""Headers that browsers must be let send for the Model Context Protocol."""


def create_app(settings: Settings) -> ASGIApp:
    """The service on the workspace of ``settings``. Its readers run while its lifespan does."""
    register = Register()
    caller = Caller(
        Destinations(settings.service_allow), seconds=settings.query_seconds, most_bytes=settings.body_bytes
    )
    gateway = Gateway(caller, most_bytes=settings.query_bytes + settings.body_bytes) if settings.service_allow else None
    # A server of another maker has no way to the doors of the gateway, which are on this machine.
    pool = Pool(settings, gateway if settings.store is None else None)
    desk = Desk(settings, register)
    loader = Loader(caller, desk.spool) if settings.service_allow else None
    switchboard = Switchboard(register)
    tokens = Tokens(settings.workspace, settings.write_token)
    sessions = Sessions(tokens)
    metrics = Metrics(register, lambda: pool.version, closed=is_exposed(settings))
    register.listen(log_work(settings.slow_seconds))
    counter = Counter()
    shower = Shower(pool, register, settings)

    home = Home(pool, shower, settings.base_iri)
    mcp = McpEndpoint(pool, register, settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with caller, gateway or nullcontext(), pool, desk, switchboard, mcp, Warming(pool, home, counter):
            yield

    app = FastAPI(
        title="Herodotus",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,  # the interactive pages of FastAPI load their scripts from another host
        redoc_url=None,
        openapi_url="/api/openapi.json",
        redirect_slashes=False,  # such redirects would name the address that the server knows, not its proxy's
    )
    app.include_router(health_routes(pool))
    app.include_router(administration_routes(switchboard))
    app.add_api_route("/metrics", metrics.answer, include_in_schema=False)
    app.include_router(asset_routes())
    app.include_router(home.routes())
    app.include_router(vocabulary_routes(settings))
    app.include_router(Changes(pool, settings).routes())
    app.include_router(Dataset(pool, register, settings, counter).routes())
    app.include_router(NamedQueries(pool, register, settings).routes())
    app.include_router(Things(pool, register, settings).routes())
    app.include_router(ThingPages(pool, register, settings, shower).routes())
    app.include_router(Views(shower).routes())
    app.include_router(NetworkData(pool, register, settings).routes())
    app.include_router(Search(shower, settings).routes())
    app.include_router(Events(pool, register, settings).routes())
    app.include_router(Signing(sessions, settings.base_iri).routes())
    app.include_router(Quality(shower, settings).routes())
    app.include_router(Review(pool, register, desk, sessions, settings).routes())
    app.include_router(Words(pool, register, settings, counter).routes())
    app.include_router(manual_routes(app.openapi))
    app.mount("/static", assets())
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HerodotusError, _problem)
    app.add_exception_handler(HTTPException, _problem)
    app.add_exception_handler(RequestValidationError, _problem)
    app.add_exception_handler(Exception, _problem)

    # Applications of their own: what is asked often, or answered at length, has no framework to go through.
    store = GraphStore(pool, desk, register, settings)
    direct: dict[str, ASGIApp] = {
        "/sparql": SparqlEndpoint(pool, register, settings, SparqlPage(pool, register, settings).answer),
        "/update": UpdateEndpoint(desk, settings, loader, pool, gateway),
        "/store": store,
        "/store/": store,
        "/mcp": mcp,
    }
    check_exposure(settings, tokens.path)
    budgets = Budgets(settings, register, share=1 / settings.processes)
    return _layered(Access(_Doors(direct, app), settings, tokens, budgets), settings, register, metrics)


def _layered(app: ASGIApp, settings: Settings, register: Register, metrics: Metrics) -> ASGIApp:
    """The application in its layers, which each request passes whoever answers it; the last named is the outermost."""
    app = Compression(app)
    if settings.cors_origins:
        app = CORSMiddleware(
            app,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Accept", "If-Match", "If-None-Match", *_OF_ASSISTANTS],
            expose_headers=["ETag", "Herodotus-Version", "Link", "Location", "Retry-After", "X-Request-Id"],
        )
    app = Observation(app, metrics.count)
    if settings.proxies:
        app = cast("ASGIApp", ProxyHeadersMiddleware(cast("Any", app), list(settings.proxies)))
    return traced(app, register, settings.traces) if settings.traces else app


class _Doors:
    """Sends a request to the application that has its path for itself, and all others to the framework.

    A path of ours that ends in a slash has all that lies below it.
    """

    def __init__(self, direct: Mapping[str, ASGIApp], others: ASGIApp) -> None:
        self._direct = direct
        self._others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._behind(scope)(scope, receive, send)

    def _behind(self, scope: Scope) -> ASGIApp:
        if scope["type"] != "http":
            return self._others
        path: str = scope["path"]
        below = "/".join(path.split("/", 2)[:2]) + "/"
        return self._direct.get(path) or self._direct.get(below) or self._others


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
