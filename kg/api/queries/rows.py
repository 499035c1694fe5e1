"""The rows of one page, in any format; whether there are more after them."""

from __future__ import annotations

import json
from typing import Any, Final

import pyoxigraph as ox

from kg.api.readers.engine import GRAPH_FORMATS, SOLUTION_FORMATS
from kg.vocabulary import PREFIXES

JSON: Final = "application/sparql-results+json"
N_TRIPLES: Final = "application/n-triples"


def cut_solutions(data: bytes, limit: int, media_type: str) -> tuple[bytes, bool]:
    """The first ``limit`` of the solutions in ``data``, which are JSON, in another format; whether there are more."""
    document: dict[str, Any] = json.loads(data)
    rows = document["results"]["bindings"]
    more = len(rows) > limit
    if media_type == JSON and not more:
        return data, False
    document["results"]["bindings"] = rows[:limit]
    body = json.dumps(document, ensure_ascii=False).encode("utf-8")
    if media_type == JSON:
        return body, more
    # Parsed and written in one thread, as the library wants it.
    results = ox.parse_query_results(body, format=SOLUTION_FORMATS[JSON])
    return (results.serialize(format=SOLUTION_FORMATS[media_type]) or b""), more


def write_triples(data: bytes, limit: int | None, offset: int, media_type: str) -> tuple[bytes, bool]:
    """The triples in ``data``, which are N-Triples, from ``offset`` on in another format; whether there are more."""
    triples = sorted({quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)}, key=str)
    end = len(triples) if limit is None else offset + limit
    body = ox.serialize(triples[offset:end], format=GRAPH_FORMATS[media_type], prefixes=PREFIXES) or b""
    return body, end < len(triples)
