"""The SPARQL page: what it says of a query and its result, in each view, with nothing of either run."""

import json
import re
from dataclasses import replace
from html import unescape

import pyoxigraph as ox
import pytest
from hypothesis import given

from kg.vocabulary import PREFIXES
from kg.web import render_page
from kg.web.sparql import SHOWN_ROWS, Fault, Outcome, Solutions, examples, sparql_page
from tests.web.sparql.terms import PLACE, decimal, graph, node, results, solutions

HOSTILE = "<script>alert('x')</script></textarea> & {{ 7 * 7 }} \"quoted\""
EMPTY = solutions("s")


def written(
    query: str | None = "ASK {}",
    outcome: Outcome | None = None,
    view: str = "",
    *,
    union: bool = True,
    **parameters: str,
) -> str:
    given = {**({"query": query} if query else {}), **({"view": view} if view else {}), **parameters}
    place = replace(PLACE, parameters=tuple(given.items()))
    return render_page(sparql_page(place, query, outcome, seconds=30, union=union), place, 7)


def answered(answer: Solutions | bool, view: str = "", raw: str = "") -> str:
    return written("SELECT * {}", Outcome(answer, raw), view)


def links(page: str, around: str = "") -> dict[str, str]:
    return {unescape(text): unescape(href) for href, text in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', page)}


def drawing(page: str) -> object:
    (data,) = re.findall(r'<script type="application/json">(.*?)</script>', page)
    return json.loads(data)


def test_without_a_query_there_is_an_example_in_the_form() -> None:
    page = written(None)
    (text,) = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert unescape(text) == examples()[0].text
    assert "Answer" not in page


def test_every_example_is_one_click_away() -> None:
    found = links(written(None))
    for example in examples():
        assert found[example.question].startswith("sparql?query=%23")
    assert found["Where did events happen?"].endswith("&view=map")


def test_the_limit_the_prefixes_and_the_default_graph_are_told() -> None:
    page = written(None)
    assert "A query may take 30 seconds." in page
    assert all(f"PREFIX {name}: &lt;{iri}&gt;" in page for name, iri in PREFIXES.items())
    assert "all graphs as one" in page
    assert "the unnamed graph alone" in written(None, union=False)


def test_a_problem_tells_its_place() -> None:
    page = written("SELECT", Outcome(fault=Fault("The query ends too early.", 1, 7)))
    assert '<p class="problem" role="alert" data-line="1" data-column="7">The query ends too early.</p>' in page
    assert "Take it away" not in page, "there is nothing to take"
    assert "<title>Problem · SPARQL · Herodotus</title>" in page


def test_a_result_too_large_for_the_page_can_still_be_taken_away() -> None:
    found = links(written("SELECT * {}", Outcome(fault=Fault("Too much for a page."))))
    assert found["CSV"] == "sparql?query=SELECT+%2A+%7B%7D&format=csv"
    assert found["Turtle"].endswith("&format=ttl")


def test_rows_can_be_taken_away_and_shown_again() -> None:
    found = links(answered(solutions("s", (node("a"),))))
    assert {"CSV", "TSV", "JSON", "XML", "Permalink"} <= set(found)
    assert "Turtle" not in found
    assert found["Permalink"] == "sparql?query=SELECT+%2A+%7B%7D"
    assert {"Turtle", "N-Triples", "JSON-LD", "RDF/XML"} <= set(
        links(answered(graph((node("a"), node("b"), node("c")))))
    )


def test_the_graphs_that_the_address_names_stay() -> None:
    page = written("ASK {}", Outcome(answer=True), **{"default-graph-uri": "http://example.org/g"})
    assert '<input type="hidden" name="default-graph-uri" value="http://example.org/g">' in page
    assert "default-graph-uri=http%3A%2F%2Fexample.org%2Fg" in links(page)["JSON"]


@pytest.mark.parametrize(("answer", "word"), [(True, "Yes"), (False, "No")])
def test_a_yes_or_no_is_a_word(answer: bool, word: str) -> None:
    assert f"<strong>{word}</strong>" in answered(answer)


def test_a_long_answer_says_how_much_of_it_is_shown() -> None:
    page = answered(solutions("n", *((decimal(n),) for n in range(SHOWN_ROWS + 500))))
    assert "1,500 rows, of which the first 1,000 are shown" in page
    assert page.count('<td class="number">') == SHOWN_ROWS


@pytest.mark.parametrize(
    ("result", "views"),
    [
        (EMPTY, ["Table", "Raw"]),
        (solutions("lat long", (decimal(1), decimal(2))), ["Table", "Map", "Raw"]),
        (solutions("x y", (node("a"), node("b"))), ["Table", "Network", "Raw"]),
        (graph((node("a"), node("b"), node("c"))), ["Table", "Network", "Raw"]),
    ],
)
def test_the_views_are_those_that_the_result_has(result: Solutions, views: list[str]) -> None:
    (found,) = re.findall(r'<nav aria-label="Views of the answer">(.*?)</nav>', answered(result), re.DOTALL)
    assert list(links(found)) == views


@pytest.mark.parametrize("view", ["map", "network", "nonsense", "<script>"])
def test_a_view_that_the_result_does_not_have_is_the_table(view: str) -> None:
    page = answered(EMPTY, view)
    assert 'aria-current="page">Table' in page
    assert "application/json" not in page


def test_a_map_stands_above_the_table_that_holds_the_same() -> None:
    page = answered(solutions("name lat long", (ox.Literal("Karsk"), decimal(1.5), decimal(2))), "map")
    assert drawing(page) == [[2.0, 1.5, "Karsk", ""]]
    assert page.index("<figure") < page.index('<table id="result">')
    assert "islands/results-map.js" in page
    assert "<noscript>" in page


def test_a_network_says_when_it_is_cut() -> None:
    page = answered(solutions("x y", *((node(f"a{i}"), node(f"b{i}")) for i in range(100))), "network")
    assert "150 nodes, 75 links, of 200 nodes and 100 links" in page
    data = drawing(page)
    assert isinstance(data, dict)
    assert len(data["nodes"]) == 150


def test_the_raw_view_is_text() -> None:
    assert '<pre tabindex="0" aria-labelledby="answer">\n&lt;a&gt; &amp;' in answered(EMPTY, "raw", "<a> &")


@pytest.mark.parametrize("view", ["table", "map", "network", "raw"])
def test_nothing_of_a_query_or_result_becomes_markup(view: str) -> None:
    rows = [(ox.Literal(HOSTILE), node("a"), node("b"), decimal(1), decimal(2))]
    result = Solutions((HOSTILE, "x", "y", "lat", "long"), tuple(rows))
    page = written(HOSTILE, Outcome(result, HOSTILE, {node("a").value: HOSTILE}), view)
    assert "<script>alert" not in page
    assert page.count("</textarea>") == 1
    assert "{{ 7 * 7 }}" in page
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all('type="module" src=' in tag or tag == ' type="application/json"' for tag in scripts)


def test_nothing_of_a_problem_becomes_markup() -> None:
    assert "<script>alert" not in written(HOSTILE, Outcome(fault=Fault(HOSTILE, 1, 1)))


@given(results)
def test_every_result_has_a_page_in_every_view(result: Solutions) -> None:
    for view in ("table", "map", "network", "raw"):
        page = answered(result, view)
        assert page.count("<tr>") in {len(result.rows) + 1 + len(PREFIXES) + 1, len(PREFIXES) + 1}
        assert page.rstrip().endswith("</html>")
