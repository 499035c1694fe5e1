"""A query without an end of its own gets one, and gives what it would give."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.mcp.tools.sparql import bound

STORE = ox.Store()
STORE.extend(
    ox.Quad(ox.NamedNode(f"http://x/{n}"), ox.NamedNode("http://x/p"), ox.Literal(n % 7), ox.DefaultGraph())
    for n in range(50)
)

OPEN = [
    "SELECT * { ?s ?p ?o }",
    "SELECT ?s { ?s ?p ?o } ORDER BY DESC(?s) # LIMIT 3",
    "PREFIX x: <http://x/> SELECT ?o (COUNT(*) AS ?n) { ?s x:p ?o } GROUP BY ?o HAVING (COUNT(*) > 6) ORDER BY ?o",
    "SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 9 } }",
    "SELECT ?limit { ?limit ?p 'LIMIT' } ",
    "select*{?s ?p ?o}",
]


@pytest.mark.parametrize("text", OPEN)
def test_pages_of_a_bounded_query_are_the_rows_of_the_whole_one(text: str) -> None:
    whole = [str(row) for row in STORE.query(text)]
    found: list[str] = []
    for offset in range(0, 60, 6):
        page = bound(text, 6, offset)
        assert page is not None
        found += [str(row) for row in STORE.query(page)]
    assert found == whole


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o } LIMIT 3",
        "SELECT * { ?s ?p ?o } offset 3",
        "SELECT * { ?s ?p ?o } VALUES ?s { <http://x/1> }",
        "ASK { ?s ?p ?o }",
        "DESCRIBE <http://x/1>",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "DROP ALL",
        "",
    ],
)
def test_what_has_an_end_or_is_no_select_stays_as_it_is(text: str) -> None:
    assert bound(text, 6, 0) is None
