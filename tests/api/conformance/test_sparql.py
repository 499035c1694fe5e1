"""The SPARQL languages as they are spoken here: small cases of every feature, over the protocol, in every format."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pytest

from tests.api.service import Answer
from tests.api.writing import Writable, problem

HERE: Final = Path(__file__).parent
PREFIXES: Final = "PREFIX : <http://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
TURTLE: Final = "@prefix : <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
QUERIES: Final = tomllib.loads((HERE / "queries.toml").read_text(encoding="utf-8"))
UPDATES: Final = tomllib.loads((HERE / "updates.toml").read_text(encoding="utf-8"))
RESULTS: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
RDF: Final = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
Case = dict[str, Any]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    with Writable(tmp_path_factory.mktemp("people") / "w") as running:
        load(running, (HERE / "people.trig").read_text(encoding="utf-8"))
        yield running


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    with Writable(tmp_path_factory.mktemp("updates") / "w") as running:
        yield running


def load(service: Writable, trig: str) -> None:
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in dataset(trig):
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else "default"
        graphs.setdefault(name, []).append(quad.triple)
    for name, triples in graphs.items():
        body = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        assert body is not None
        assert service.put(name, body.decode()).status in {201, 204}


def dataset(trig: str) -> ox.Dataset:
    return ox.Dataset(ox.parse(trig if "@prefix" in trig else TURTLE + trig, format=ox.RdfFormat.TRIG))


def same(one: ox.Dataset, other: ox.Dataset) -> bool:
    for each in (one, other):
        each.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return one == other


def term(text: str) -> object:
    if not text:
        return None
    (quad,) = ox.parse(f"{TURTLE}:s :p {text} .", format=ox.RdfFormat.TURTLE)
    return quad.object


def rows(answer: Answer) -> list[tuple[object, ...]]:
    results = ox.parse_query_results(answer.body, format=RESULTS[answer.media_type])
    assert isinstance(results, ox.QuerySolutions)
    return [tuple(solution) for solution in results]


def by_name(cases: list[Case]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


@pytest.mark.parametrize("case", by_name([c for c in QUERIES["query"] if "rows" in c]))
def test_select(people: Writable, case: Case) -> None:
    expected = [tuple(term(cell) for cell in row) for row in case["rows"]]
    for media_type in RESULTS:
        answer = people.query(PREFIXES + case["text"], media_type)
        assert (answer.status, answer.media_type) == (200, media_type), answer.body
        found = rows(answer)
        assert Counter(found) == Counter(expected)
        if case.get("sorted_kinds"):
            kinds = [type(row[0]) for row in found]
            assert kinds == [type(row[0]) for row in expected]
    csv = people.query(PREFIXES + case["text"], "text/csv")
    assert csv.status == 200
    assert csv.body.count(b"\r\n") == len(expected) + 1


@pytest.mark.parametrize("case", by_name([c for c in QUERIES["query"] if "boolean" in c]))
def test_ask(people: Writable, case: Case) -> None:
    for media_type, form in RESULTS.items():
        answer = people.query(PREFIXES + case["text"], media_type)
        assert bool(ox.parse_query_results(answer.body, format=form)) is case["boolean"]


@pytest.mark.parametrize("case", by_name([c for c in QUERIES["query"] if "graph" in c]))
def test_graph(people: Writable, case: Case) -> None:
    for media_type, form in RDF.items():
        answer = people.query(PREFIXES + case["text"], media_type)
        assert (answer.status, answer.media_type) == (200, media_type), answer.body
        assert same(ox.Dataset(ox.parse(answer.body, format=form)), dataset(case["graph"]))


@pytest.mark.parametrize("text", [text for group in QUERIES["malformed"] for text in group["texts"]])
def test_what_is_no_query_is_refused(people: Writable, text: str) -> None:
    answer = people.post(PREFIXES + text)
    assert answer.status == 400
    assert problem(answer)["detail"]


@pytest.mark.parametrize("case", by_name(UPDATES["update"]))
def test_update(writable: Writable, case: Case) -> None:
    writable.clear()
    load(writable, case["before"])
    answer = writable.update(PREFIXES + case["text"])
    assert answer.status == 204, answer.body
    assert same(everything(writable), dataset(case["after"]))


@pytest.mark.parametrize("text", [text for group in UPDATES["malformed"] for text in group["texts"]])
def test_what_is_no_update_is_refused_and_changes_nothing(writable: Writable, text: str) -> None:
    before = everything(writable)
    answer = writable.update(PREFIXES + text)
    assert answer.status == 400
    assert problem(answer)["detail"]
    assert same(everything(writable), before)


def everything(service: Writable) -> ox.Dataset:
    answer = service.query("SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
    assert answer.status == 200
    names = json.loads(answer.body)["head"]["vars"]
    assert names == ["s", "p", "o", "g"]
    return ox.Dataset(ox.Quad(s, p, o, g or ox.DefaultGraph()) for s, p, o, g in rows(answer))  # type: ignore[arg-type]
