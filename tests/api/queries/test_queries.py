"""Named queries over REST: typed parameters, bound as terms, in every format and by pages."""

import csv
import io
import json
import re
from html import unescape
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import pyoxigraph as ox
import pytest

from kg.api.readers.engine import SOLUTION_FORMATS
from kg.queries import all_queries
from tests.api.linked.visitor import BASE, FORMATS, Visitor, bare
from tests.api.service import Answer

QUERIES = f"{BASE}queries"
JSON = "application/sparql-results+json"


def ask(linked: Visitor, name: str, accept: str = JSON, **parameters: object) -> Answer:
    asked = "&".join(f"{key}={quote(str(value), safe='')}" for key, value in parameters.items())
    return linked.get(f"{QUERIES}/{name}?{asked}", accept)


def rows(answer: Answer) -> list[dict[str, str]]:
    assert answer.status == 200, answer.body
    found = json.loads(answer.body)["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in found]


def test_the_list_names_every_query_with_its_parameters(linked: Visitor) -> None:
    listed = json.loads(linked.get(QUERIES, "application/json").body)["queries"]
    assert [query["name"] for query in listed] == [query.name for query in all_queries()]
    attacks = next(query for query in listed if query["name"] == "attacks")
    assert attacks["address"] == f"{QUERIES}/attacks"
    assert {"name", "type", "required", "default", "meaning"} == set(attacks["parameters"][0])
    page = linked.get(QUERIES, "text/html").body.decode()
    assert all(f'href="queries/{query.name}"' in page for query in all_queries())


def test_every_query_is_an_operation_with_typed_parameters(linked: Visitor) -> None:
    paths = json.loads(linked.get(f"{BASE}api/openapi.json").body)["paths"]
    for query in all_queries():
        operation = paths[f"/queries/{query.name}"]["get"]
        assert operation["summary"] == query.question
        given = {parameter["name"]: parameter for parameter in operation["parameters"]}
        for parameter in query.parameters:
            assert given[parameter.name]["required"] == parameter.required
            assert given[parameter.name]["schema"]["type"] == ("integer" if parameter.type == "integer" else "string")
        assert set(given) == {parameter.name for parameter in query.parameters} | {"limit", "offset", "format"}
    operations = [method["operationId"] for path in paths.values() for method in path.values()]
    assert len(operations) == len(set(operations))


def test_the_interface_is_a_page_without_scripts_of_its_own(linked: Visitor) -> None:
    page = linked.get(f"{BASE}api/docs", "text/html")
    assert page.media_type == "text/html"
    text = bare(page.body)
    assert "<script" not in text
    assert "/queries/attacks" in text


@pytest.mark.parametrize("query", all_queries(), ids=lambda query: query.name)
def test_every_query_answers(linked: Visitor, query: object) -> None:
    values = {"actor": "Iran", "place": "Iraq", "claimant": "Iran", "date": "2019", "iri": f"{BASE}id/x/y"}
    given = {p.name: values.get(p.type, "Iran") for p in query.parameters if p.required}  # type: ignore[attr-defined]
    accept = JSON if query.form == "select" else "application/n-triples"  # type: ignore[attr-defined]
    answer = ask(linked, query.name, accept, limit=5, **given)  # type: ignore[attr-defined]
    assert answer.status == 200, answer.body
    if query.form == "select":  # type: ignore[attr-defined]
        assert tuple(json.loads(answer.body)["head"]["vars"]) == query.columns  # type: ignore[attr-defined]


@pytest.mark.parametrize("media_type", SOLUTION_FORMATS)
def test_rows_are_the_same_in_every_format(linked: Visitor, media_type: str) -> None:
    reference = rows(ask(linked, "actors"))
    for parameters in ({}, {"limit": 1000}):
        answer = ask(linked, "actors", media_type, **parameters)
        assert answer.media_type == media_type
        if media_type == "text/csv":
            found = list(csv.DictReader(io.StringIO(answer.body.decode(), newline="")))
            assert [row["actor"] for row in found] == [row["actor"] for row in reference]
        else:
            results = ox.parse_query_results(answer.body, format=SOLUTION_FORMATS[media_type])
            assert [row["actor"].value for row in results] == [row["actor"] for row in reference]  # type: ignore[union-attr]


def test_a_suffix_and_a_name_choose_the_format(linked: Visitor) -> None:
    for url in (f"{QUERIES}/actors.csv", f"{QUERIES}/actors?format=csv"):
        assert linked.get(url, "application/xml").media_type == "text/csv"
    assert linked.get(f"{QUERIES}/actors.zip").status == 404
    assert linked.get(f"{QUERIES}/actors?format=zip").status == 400
    assert linked.get(f"{QUERIES}/actors", "image/png").status == 406
    for accept in FORMATS:
        graph = ask(linked, "network", accept, actor="Iran")
        assert graph.media_type == accept
        assert list(ox.parse(graph.body, format=FORMATS[accept]))


@pytest.mark.parametrize("name", ["actors", "network"])
def test_pages_put_together_are_the_whole(linked: Visitor, name: str) -> None:
    parameters = {"actor": "Iran"} if name == "network" else {}
    accept = "application/n-triples" if name == "network" else "text/tab-separated-values"
    whole = ask(linked, name, accept, **parameters).body.decode().splitlines()
    if name == "actors":
        whole = whole[1:]
    found: list[str] = []
    answer = ask(linked, name, accept, limit=7, **parameters)
    while True:
        lines = answer.body.decode().splitlines()
        found += lines if name == "network" else lines[1:]
        after = re.search(r'<([^>]*)>; rel="next"', answer.headers["link"] or "")
        if after is None:
            break
        assert len(lines) == (7 if name == "network" else 8)
        answer = linked.get(f"{BASE}{after[1].removeprefix('../')}", accept)
        assert answer.status == 200
    assert sorted(found) == sorted(whole)
    assert len(whole) > 14
    if name == "actors":
        assert found == whole


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("attacks?nothing=1", "no parameter 'nothing'"),
        ("attacks?by=a&by=b", "more than once"),
        ("actor", "needs the parameter 'actor'"),
        ("actor?actor=", "needs the parameter 'actor'"),
        ("actors?limit=0", "'limit'"),
        ("actors?limit=10001", "'limit'"),
        ("actors?limit=1e3", "'limit'"),
        ("actors?offset=-1", "'offset'"),
        ("events-in-period?since=yesterday&until=2020", "is not a date"),
        ("attacks?by=%ff", "UTF-8"),
    ],
)
def test_bad_parameters_are_said_to_be(linked: Visitor, address: str, told: str) -> None:
    answer = linked.get(f"{QUERIES}/{address}", JSON)
    assert (answer.status, answer.media_type) == (400, "application/problem+json")
    assert told in json.loads(answer.body)["detail"]


def test_values_are_terms_and_nothing_else(linked: Visitor) -> None:
    for value in ('x" } UNION { ?s ?p ?o', "') || true || ('", "\\", "?actor", "}} #", "<http://x> } #"):
        assert rows(ask(linked, "attacks", by=value)) == []


def test_unknown_queries_are_said_to_be(linked: Visitor) -> None:
    answer = linked.get(f"{QUERIES}/atacks")
    assert answer.status == 404
    assert "did you mean 'attacks'" in json.loads(answer.body)["detail"]


def test_people_get_a_form_and_then_the_answer(linked: Visitor) -> None:
    form = linked.get(f"{QUERIES}/actor", "text/html")
    assert form.status == 200
    assert '<input id="field-actor" name="actor"' in form.body.decode()
    assert "<table" not in form.body.decode()
    answer = linked.get(f"{QUERIES}/actor?actor=Iran", "text/html").body.decode()
    assert "<table" in answer
    assert '<a href="../page/id/organisation/iran"' in answer
    odd = linked.get(f"{QUERIES}/actor?actor=Iran&no=%3Cscript%3E", "text/html")
    assert odd.status == 400
    assert "<script" not in bare(odd.body)


def test_answers_have_tags_and_heads(linked: Visitor) -> None:
    for url in (f"{QUERIES}/actors", f"{QUERIES}/actors?limit=3", f"{QUERIES}/actor?actor=Iran&format=html"):
        answer = linked.get(url, JSON)
        again = linked.get(url, JSON, **{"If-None-Match": answer.headers["etag"]})
        assert (again.status, again.body) == (304, b"")
        head = linked.get(url, JSON, method="HEAD")
        assert (head.status, head.body) == (200, b"")


def test_an_answer_leads_to_the_same_query_in_the_view_that_suits_it(linked: Visitor) -> None:
    for name, view in (("places", "map"), ("network?actor=Iran", "network"), ("tolls", None)):
        page = linked.get(f"{QUERIES}/{name}", "text/html").body.decode()
        (link,) = [unescape(found) for found in re.findall(r'href="([^"]*sparql\?query=[^"]*)"', page)]
        asked = parse_qs(urlsplit(link).query)
        assert asked.get("view") == (None if view is None else [view])
        answer = linked.get(urljoin(f"{QUERIES}/x", link), "text/html")
        assert answer.status == 200
        assert b"problem" not in answer.body.partition(b"<main")[2].partition(b"</main>")[0]
