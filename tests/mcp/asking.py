"""Tools asked of a graph in memory: of invented documents, built and queried as real ones are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
import mcp_types as types
import pyoxigraph as ox

from kg.errors import QuerySyntaxError
from kg.mcp import Result
from kg.mcp.tools import TOOLS
from kg.search import Facets, Hit, Kind, Results
from kg.vocabulary import NIF
from kg.web.search.wish import Wanted
from kg.web.select import Solution
from tests.graph.fiction import BASE
from tests.web.reading import answers


class StoreGraph:
    """What answers tools, from a store; the index finds what it is given."""

    base = BASE
    version = 7
    steady = True

    def __init__(self, store: ox.Store, hits: tuple[Hit, ...] = (), seconds: float = 30.0) -> None:
        self.store = store
        self.seconds = seconds
        self._hits = hits
        self._answers = answers(store)

    def begin(self) -> None:
        pass

    async def select(self, text: str) -> list[Solution]:
        return await self._answers(text)

    async def run(self, text: str, rows: int, *, union: bool = False) -> Result:
        try:
            results = self.store.query(text, base_iri=BASE, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise QuerySyntaxError(str(error)) from error
        if isinstance(results, ox.QueryBoolean):
            return Result("boolean", ("true" if results else "false",), more=False)
        if isinstance(results, ox.QueryTriples):
            lines = (results.serialize(format=ox.RdfFormat.N_TRIPLES) or b"").decode().split("\n")[:-1]
            return Result("graph", tuple(lines[:rows]), more=len(lines) > rows)
        lines = (results.serialize(format=ox.QueryResultsFormat.TSV) or b"").decode().split("\n")[:-1]
        return Result("solutions", tuple(lines[: rows + 1]), more=len(lines) > rows + 1)

    async def find(self, wanted: Wanted) -> Results:
        kinds = {kind: sum(hit.kind is kind for hit in self._hits) for kind in Kind}
        hits = [hit for hit in self._hits if hit.kind in (wanted.kinds or tuple(Kind))]
        page = tuple(hits[wanted.offset : wanted.offset + wanted.limit])
        return Results(page, Facets(kinds, {}), len(hits), more=False, version=7)


def call(graph: StoreGraph, tool: str, **arguments: Any) -> types.CallToolResult:
    """Calls a tool; what it gives must be what its schema says."""
    result = asyncio.run(TOOLS[tool].call(graph, arguments))
    if not result.is_error:
        check(tool, result)
    return result


def told(graph: StoreGraph, tool: str, **arguments: Any) -> dict[str, Any]:
    """The answer of a call that goes well."""
    result = call(graph, tool, **arguments)
    assert not result.is_error, text_of(result)
    content: dict[str, Any] = result.structured_content
    return content


def refused(graph: StoreGraph, tool: str, **arguments: Any) -> str:
    """What a call is told that does not."""
    result = call(graph, tool, **arguments)
    assert result.is_error
    assert result.structured_content is None
    return text_of(result)


def check(tool: str, result: types.CallToolResult) -> None:
    """Whether an answer keeps the contract of its tool, and its text says the same."""
    schema = TOOLS[tool].definition().output_schema
    jsonschema.validate(result.structured_content, schema, cls=jsonschema.Draft202012Validator)
    assert json.loads(text_of(result)) == result.structured_content


def text_of(result: types.CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, types.TextContent)
    return content.text


def quotes(content: object) -> Iterator[Mapping[str, Any]]:
    """Everything in an answer that has words and their place."""
    if isinstance(content, dict):
        if "quote" in content and "at" in content:
            yield content
        for value in content.values():
            yield from quotes(value)
    elif isinstance(content, list):
        for value in content:
            yield from quotes(value)


def texts(store: ox.Store) -> dict[str, str]:
    """The stored text of each document, by its IRI."""
    text = ox.NamedNode(NIF + "isString")
    return {
        quad.subject.value.partition("#")[0]: quad.object.value
        for quad in store.quads_for_pattern(None, text, None, None)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
    }
