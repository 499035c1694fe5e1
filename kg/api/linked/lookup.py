"""The lookup: questions of the service's own to the readers, and what they say as terms."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

import pyoxigraph as ox

from kg.api.client import Client
from kg.api.inquiry import Inquiry
from kg.api.readers.pool import Pool
from kg.api.readers.query import Query
from kg.api.readers.version import Version
from kg.api.register import Register

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = dict[str, Term]

_JSON: Final = "application/sparql-results+json"


class Lookup:
    """Asks on behalf of one client. ``version`` is that of the data that answered last.

    ``union`` makes the default graph the union of all, whatever the settings say.
    """

    def __init__(self, pool: Pool, register: Register, client: Client, *, union: bool = False) -> None:
        self._pool = pool
        self._register = register
        self._client = client
        self._union = union
        self.version: Version | None = None

    async def rows(self, text: str) -> list[Row]:
        """The solutions of a ``SELECT`` query. Raises what ``Pool.ask`` does."""
        return [
            {name: _term(cell) for name, cell in row.items()}
            for row in (await self._asked(text))["results"]["bindings"]
        ]

    async def texts(self, text: str) -> list[dict[str, str]]:
        """The solutions of a ``SELECT`` query, as the bare values of their terms. Raises what ``Pool.ask`` does."""
        bindings = (await self._asked(text))["results"]["bindings"]
        return [{name: cell["value"] for name, cell in row.items()} for row in bindings]

    async def _asked(self, text: str) -> dict[str, Any]:
        query = Query(text, _JSON, None, union=self._union, unlimited=True)
        async with Inquiry(self._pool, self._register, self._client, query) as reply:
            data = b"".join([chunk async for chunk in reply.chunks()])
            self.version = Version(reply.head.version, reply.head.stamp)
        document: dict[str, Any] = json.loads(data)
        return document


def values(variable: str, nodes: Iterable[ox.NamedNode]) -> str:
    """The clause that binds a variable to IRIs, each written by the RDF library, so that none can end the clause."""
    return f"VALUES ?{variable} {{ {' '.join(map(str, nodes))} }}"


def _term(cell: dict[str, Any]) -> Term:
    match cell["type"]:
        case "uri":
            return ox.NamedNode(cell["value"])
        case "bnode":
            return ox.BlankNode(cell["value"])
        case "triple":
            parts = cell["value"]
            return ox.Triple(_term(parts["subject"]), _term(parts["predicate"]), _term(parts["object"]))  # type: ignore[arg-type]
        case _:
            datatype = cell.get("datatype")
            return ox.Literal(
                cell["value"],
                datatype=ox.NamedNode(datatype) if datatype else None,
                language=cell.get("xml:lang"),
            )
