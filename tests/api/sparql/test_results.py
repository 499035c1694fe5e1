"""Every result format, read back by a parser of others, holds what the store holds."""

import io
import json

import pyoxigraph as ox
import pytest
import rdflib

from kg.api.sparql.formats import GRAPHS, SOLUTIONS
from tests.api.service import Service

NAME = 'Ada, the \\"first\\"\n<b>&'
PARSERS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
}
RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}


@pytest.mark.parametrize("media_type", SOLUTIONS)
def test_solutions_come_in_the_format_that_was_asked_for(service: Service, media_type: str) -> None:
    answer = service.query("SELECT ?name { <http://example.org/ada> <http://example.org/name> ?name }", media_type)
    assert answer.status == 200
    assert answer.media_type == media_type
    if media_type == "text/csv":
        assert answer.body.decode() == 'name\r\n"' + NAME.replace('"', '""') + '"\r\n'
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    else:
        solutions = ox.parse_query_results(answer.body, format=RESULTS[media_type])
        assert [solution["name"] for solution in solutions] == [ox.Literal(NAME)]
        if media_type != "text/tab-separated-values":
            name = media_type.rpartition("+")[2]
            theirs = rdflib.query.Result.parse(io.BytesIO(answer.body), format=name)
            assert [str(row[0]) for row in theirs] == [NAME]


@pytest.mark.parametrize("media_type", RESULTS)
def test_a_boolean_comes_in_the_format_that_was_asked_for(service: Service, media_type: str) -> None:
    for query, truth in (("ASK { ?s ?p 'none such' }", False), ("ASK { ?s ?p ?o }", True)):
        answer = service.query(query, media_type)
        assert answer.media_type == media_type
        assert bool(ox.parse_query_results(answer.body, format=RESULTS[media_type])) is truth


@pytest.mark.parametrize("query", ["CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "DESCRIBE <http://example.org/ada>"])
@pytest.mark.parametrize("media_type", GRAPHS)
def test_graphs_come_in_the_format_that_was_asked_for(service: Service, media_type: str, query: str) -> None:
    answer = service.query(query, media_type)
    assert answer.status == 200
    assert answer.media_type == media_type
    triples = {quad.triple for quad in ox.parse(answer.body, format=PARSERS[media_type])}
    assert len(triples) == (2_003 if query.startswith("CONSTRUCT") else 2)
    assert any(triple.object == ox.Literal(NAME) for triple in triples)


def test_a_long_result_streams_and_is_whole(service: Service) -> None:
    """Over 64 KiB a result leaves in chunks as it is made; all of it arrives."""
    answer = service.query("SELECT ?a ?b { ?s <http://example.org/number> ?a . ?t <http://example.org/number> ?b "
                           "FILTER (STRLEN(?a) = 1) }", "application/sparql-results+json")  # fmt: skip
    assert answer.headers["transfer-encoding"] == "chunked"
    assert len(json.loads(answer.body)["results"]["bindings"]) == 10 * 2_000


def test_the_family_of_formats_must_fit_the_kind_of_query(service: Service) -> None:
    for query, accept in (("ASK {}", "text/turtle"), ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv")):
        answer = service.query(query, accept)
        assert answer.status == 406
        assert answer.media_type == "application/problem+json"
    assert service.query("ASK {}", "image/png").status == 406


@pytest.mark.parametrize("query", ["ASK {}", "SELECT * { ?s ?p ?o }"])
def test_head_tells_what_get_would(service: Service, query: str) -> None:
    path = "/sparql?query=" + query.replace(" ", "%20").replace("{", "%7B").replace("}", "%7D").replace("?", "%3F")
    got = service.request("GET", path, {"Accept": "text/csv"})
    told = service.request("HEAD", path, {"Accept": "text/csv"})
    assert (told.status, told.body) == (200, b"")
    for name in ("content-type", "etag", "vary", "cache-control"):
        assert told.headers[name] == got.headers[name]
