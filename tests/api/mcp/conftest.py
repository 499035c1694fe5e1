"""A workspace of invented documents with an index to search, and the official client for every way to reach it."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import httpx2
import pyoxigraph as ox
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from kg.graph import Iris
from kg.search import SearchWriter, entity_entry, search_entries
from kg.vocabulary import NIF
from tests.api.mcp.calls import ODD, ODD_TEXT
from tests.api.service import Service, publish
from tests.graph.fiction import BASE, karsk, lund
from tests.web.test_overview import store

T = TypeVar("T")
Ask = Callable[[Client], Awaitable[T]]


@pytest.fixture(scope="package")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assistants") / "workspace"
    iris = Iris(BASE)
    text = ox.Quad(iris.context(ODD), ox.NamedNode(NIF + "isString"), ox.Literal(ODD_TEXT), iris.document_graph(ODD))
    publish(folder, 1, [*store(karsk(), lund()), text])
    with SearchWriter(folder / "search.sqlite") as writer:
        for one in (karsk(), lund()):
            writer.replace(search_entries(one.document, one.extract, one.identity, {}))
            entries = (entity_entry(Counter([who])) for who in one.identity.entities)
            writer.replace(entry for entry in entries if entry is not None)
        writer.commit(1)
    return folder


@pytest.fixture(scope="package")
def served(told: Path) -> Iterator[Service]:
    """Two service processes on one port: any of them must be able to answer any request."""
    with Service(told, base_iri=BASE, processes=2, query_seconds=20.0, default_graph="plain") as service:
        yield service


def over_http(service: Service, ask: Ask[T], mode: str = "auto", token: str | None = None) -> T:
    """What the official client is told over HTTP."""

    async def run() -> T:
        async with _connected(service, mode, token) as client:
            return await ask(client)

    return asyncio.run(run())


@contextlib.asynccontextmanager
async def _connected(service: Service, mode: str, token: str | None) -> AsyncIterator[Client]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    async with httpx2.AsyncClient(headers=headers, timeout=60) as http:
        transport = streamable_http_client(f"{service.address}mcp", http_client=http)
        async with Client(transport, mode=mode, cache=None) as client:
            yield client
