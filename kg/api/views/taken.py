"""What is taken away: the things of a table's rows as Turtle, with the quotes they rest on and the labels of all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from kg.api.linked.description import context, quads_of
from kg.api.linked.lookup import Lookup, values
from kg.api.linked.writing import write
from kg.web.select import iris

CSV: Final = "text/csv"
TURTLE: Final = "text/turtle"

_AT_ONCE: Final = 500


async def taken(lookup: Lookup, base: str, things: Iterable[str]) -> bytes:
    """The statements about some things, as Turtle. Raises what ``Lookup.rows`` does."""
    nodes = iris(things)
    found: list[ox.Quad] = []
    for at in range(0, len(nodes), _AT_ONCE):
        clause = values("s", nodes[at : at + _AT_ONCE])
        found += quads_of(await lookup.rows(f"SELECT ?s ?p ?o ?g WHERE {{ {clause} GRAPH ?g {{ ?s ?p ?o }} }}"))
    labels = await context(lookup, base, tuple(found)) if found else ()
    return write({*found, *labels}, TURTLE, base)
