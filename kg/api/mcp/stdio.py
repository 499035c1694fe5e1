"""The same over standard input and output, for assistants on this machine: no port, no token, and no network at all."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Final

from mcp.server.stdio import stdio_server

from kg.api.client import Client
from kg.api.finder import Finder
from kg.api.mcp.graph import CallGraph
from kg.api.observation import log_work, set_up_logs
from kg.api.readers.pool import Pool
from kg.api.register import Register
from kg.mcp import make_server
from kg.mcp.server import Context
from kg.settings import Settings

_CLIENT: Final = Client("stdio")


def serve_stdio(settings: Settings) -> None:
    """Serves the workspace until standard input ends. Logs go to standard error."""
    set_up_logs(settings)
    asyncio.run(_serve(replace(settings, processes=1, service_allow=())))


async def _serve(settings: Settings) -> None:
    register = Register()
    register.listen(log_work(settings.slow_seconds))
    finder = Finder(settings)
    async with Pool(settings) as pool, stdio_server() as (read, write):

        def graph(_: Context) -> CallGraph:
            return CallGraph(pool, register, finder, _CLIENT, settings)

        server = make_server(graph)
        await server.run(read, write, server.create_initialization_options())
