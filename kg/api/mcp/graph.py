"""The graph of one call: questions to the readers and the index on behalf of one client, in the register as any."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from kg.api.client import Client
from kg.api.finder import Finder
from kg.api.inquiry import Inquiry
from kg.api.problem import Problem
from kg.api.readers.pool import Pool
from kg.api.readers.query import Query
from kg.api.readers.reply import Reply
from kg.api.readers.version import Version
from kg.api.register import Register
from kg.errors import QueryLimitError, StoreError
from kg.mcp import Result
from kg.search import Results
from kg.settings import Settings
from kg.web.search.wish import Wanted
from kg.web.select import Solution

_JSON: Final = "application/sparql-results+json"
_TSV: Final = "text/tab-separated-values"
_N_TRIPLES: Final = "application/n-triples"

READ_BYTES: Final = 4_000_000
"""Bytes of a result that are read for one page of it at most."""


class CallGraph:
    """What answers one call. Its properties and methods are those of ``kg.mcp.Graph``."""

    def __init__(self, pool: Pool, register: Register, finder: Finder, client: Client, settings: Settings) -> None:
        self._pool = pool
        self._register = register
        self._finder = finder
        self._client = client
        self._settings = settings
        self._first: Version | None = None
        self._last: Version | None = None

    @property
    def base(self) -> str:
        """The start of our IRIs."""
        return self._settings.base_iri

    @property
    def seconds(self) -> float:
        """Seconds that the call may take: as many as one query, however many it asks."""
        return self._settings.query_seconds

    @property
    def version(self) -> int:
        """The version of the data that answered last."""
        return self._pool.version if self._last is None else self._last.number

    @property
    def steady(self) -> bool:
        """Whether all answers since ``begin`` came from one version."""
        return self._first == self._last

    def begin(self) -> None:
        """Begins an answer, which is best made from one version."""
        self._first = self._last = None

    async def select(self, text: str) -> list[Solution]:
        """Answers a question of our own."""
        query = Query(text, _JSON, None, unlimited=True)
        async with Inquiry(self._pool, self._register, self._client, query) as reply:
            data = b"".join([chunk async for chunk in reply.chunks()])
            self._note(Version(reply.head.version, reply.head.stamp))
        bindings = json.loads(data)["results"]["bindings"]
        return [{name: cell["value"] for name, cell in row.items()} for row in bindings]

    async def run(self, text: str, rows: int, *, union: bool = False) -> Result:
        """Answers somebody's query, up to so many rows."""
        if len(text.encode("utf-8", "replace")) > self._settings.query_bytes:
            raise QueryLimitError(
                f"The query has more than {self._settings.query_bytes} bytes.",
                limit="query_bytes",
                value=self._settings.query_bytes,
                remedy="Send a shorter one.",
            )
        async with Inquiry(
            self._pool, self._register, self._client, Query(text, _TSV, _N_TRIPLES, union=union)
        ) as reply:
            kind = reply.head.kind
            self._note(Version(reply.head.version, reply.head.stamp))
            lines, more = await _lines(reply, rows + (kind == "solutions"))
        return Result(kind, lines, more)

    async def find(self, wanted: Wanted) -> Results:
        """Asks the search index."""
        try:
            return await self._finder.find(wanted)
        except Problem as problem:
            raise StoreError(problem.detail) from problem

    def _note(self, version: Version | None) -> None:
        self._first = self._first or version
        self._last = version


async def _lines(reply: Reply, most: int) -> tuple[tuple[str, ...], bool]:
    """The first lines of a result, and whether there are more. One that is not read to its end is given up."""
    found: list[bytes] = []
    rest, size = b"", 0
    async for chunk in reply.chunks():
        size += len(chunk)
        *whole, rest = (rest + chunk).split(b"\n")
        found += whole
        if len(found) > most:
            break
        if size > READ_BYTES:
            raise QueryLimitError(
                f"The rows of one page have more than {READ_BYTES // 1_000_000} MB.",
                limit="page_bytes",
                value=READ_BYTES,
                remedy="Ask for fewer rows or columns, or for parts of long texts with SUBSTR.",
            )
    if rest:  # a boolean has no end of line
        found.append(rest)
    return tuple(_texts(found[:most])), len(found) > most


def _texts(lines: list[bytes]) -> Iterator[str]:
    return (line.decode("utf-8", "replace").removesuffix("\r") for line in lines)
