"""The SPARQL 1.1 Protocol, over a real socket."""

import json
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from tests.api.service import Answer, Service

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
ADA = "SELECT ?o { <http://example.org/ada> <http://example.org/knows> ?o }"
PEOPLE = "SELECT ?s { ?s <http://example.org/knows> ?o }"
BASE = "http://example.org/"


def problem(answer: Answer) -> dict:
    assert answer.media_type == "application/problem+json"
    document = json.loads(answer.body)
    assert document["status"] == answer.status
    for betrayal in ("Traceback", "/site-packages", "/kg/", ".py"):
        assert betrayal not in answer.body.decode()
    return document


def test_the_three_ways_of_asking_give_one_answer(service: Service) -> None:
    got = service.request("GET", "/sparql?" + urlencode({"query": ADA}))
    form = service.request("POST", "/sparql", FORM, urlencode({"query": ADA}))
    direct = service.request("POST", "/sparql", {"Content-Type": "application/sparql-query; charset=UTF-8"}, ADA)
    assert got.status == form.status == direct.status == 200
    assert got.body == form.body == direct.body
    assert b"http://example.org/grace" in got.body


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("POST", "/sparql", {"Content-Type": "text/plain"}, "ASK {}", 415),
        ("POST", "/sparql", {}, "ASK {}", 415),
        ("POST", "/sparql", {"Content-Type": "application/sparql-query; charset=latin-1"}, "ASK {}", 415),
        ("POST", "/sparql", FORM, "nothing=here", 400),
        ("POST", "/sparql", FORM, "query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", {}, None, 400),
        ("POST", "/sparql?query=ASK%7B%7D", DIRECT, "ASK {}", 400),
        ("POST", "/sparql?query=ASK%7B%7D", FORM, "query=ASK%7B%7D", 400),
        ("POST", "/sparql", DIRECT, b"ASK { ?s ?p '\xff' }", 400),
        ("POST", "/sparql", FORM, "query=ASK%20%7B%20%3Fs%20%3Fp%20%27%FF%27%20%7D", 400),
        ("POST", "/sparql", FORM, "update=CLEAR%20ALL", 400),
        ("POST", "/sparql", {"Content-Type": "application/sparql-update"}, "CLEAR ALL", 415),
        ("POST", "/sparql", DIRECT, "CLEAR ALL", 400),
        ("POST", "/sparql", DIRECT, "", 400),
        ("GET", "/sparql?query=", {}, None, 400),
        ("PUT", "/sparql", DIRECT, "ASK {}", 405),
        ("DELETE", "/sparql", {}, None, 405),
        ("GET", "/sparql?" + urlencode({"query": ADA, "default-graph-uri": "not an iri"}), {}, None, 400),
        ("GET", "/sparql/more?query=ASK%7B%7D", {}, None, 404),
    ],
)
def test_what_is_not_the_protocol_is_refused_with_a_problem(
    service: Service, *, method: str, path: str, headers: dict[str, str], body: str | bytes | None, status: int
) -> None:
    answer = service.request(method, path, headers, body)
    assert answer.status == status
    assert problem(answer)["detail"]
    if status == 405:
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"


def test_a_malformed_query_is_answered_with_line_and_column(service: Service) -> None:
    answer = service.query("SELECT * {\n  ?s ?p ?o .\n  ex:thing ?p ?o\n}")
    assert answer.status == 400
    told = problem(answer)
    assert (told["line"], told["column"]) == (3, 3)
    assert "'ex:'" in told["detail"]


def test_a_function_that_nobody_knows_is_the_senders_mistake(service: Service) -> None:
    for text in (
        "SELECT (<http://example.org/f>(1) AS ?x) {}",
        "SELECT * { ?s ?p ?o FILTER (<http://example.org/f>(?s)) }",
    ):
        answer = service.query(text)
        assert answer.status == 400
        assert "<http://example.org/f>" in problem(answer)["detail"]


def test_the_default_graph_is_the_union_unless_a_query_or_the_protocol_names_one(service: Service) -> None:
    one, other = f"{BASE}graph", f"{BASE}other"
    assert service.values(PEOPLE) == [f"{BASE}ada", f"{BASE}grace"]
    assert service.values(PEOPLE.replace("{", f"FROM <{other}> {{", 1)) == [f"{BASE}grace"]
    assert service.values(PEOPLE.replace("{", f"FROM NAMED <{other}> {{", 1)) == []
    assert service.values(PEOPLE, default_graph_uri=one) == [f"{BASE}ada"]
    assert service.values(PEOPLE.replace("{", f"FROM <{other}> {{", 1), default_graph_uri=one) == [f"{BASE}ada"]
    named = "SELECT ?s { GRAPH ?g { ?s <http://example.org/knows> ?o } }"
    assert service.values(named) == [f"{BASE}ada", f"{BASE}grace"]
    assert service.values(named, named_graph_uri=other) == [f"{BASE}grace"]
    assert service.values(named, default_graph_uri=one) == []
    assert service.values(PEOPLE, named_graph_uri=other) == []
    assert service.values("SELECT ?o { ?s ?p ?o . ?from ?p ?o FILTER (?o = 'FROM <a:a>') }") == []


def test_relative_iris_are_resolved_against_the_base_of_the_data(service: Service) -> None:
    answer = service.query("SELECT (STR(<id/person/ada>) AS ?iri) {}")
    assert f"{service.settings.base_iri}id/person/ada" in answer.body.decode()


def test_an_entity_tag_spares_the_work_until_the_data_change(service: Service) -> None:
    path = "/sparql?query=" + quote(ADA)
    first = service.request("GET", path, {"Accept": "text/csv"})
    tag = first.headers["etag"]
    assert first.headers["vary"] == "accept, accept-encoding"
    again = service.request("GET", path, {"Accept": "text/csv", "If-None-Match": f'"other", W/{tag}'})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    other = service.request("GET", path, {"Accept": "text/tab-separated-values", "If-None-Match": tag})
    assert other.status == 200
    assert other.headers["etag"] != tag
    assert service.query("SELECT (RAND() AS ?r) {}").headers["etag"] is None


def test_options_names_the_methods(service: Service) -> None:
    answer = service.request("OPTIONS", "/sparql")
    assert (answer.status, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")


def test_the_endpoint_describes_itself(service: Service) -> None:
    sd = "http://www.w3.org/ns/sparql-service-description#"
    for accept, fmt in (("text/turtle", ox.RdfFormat.TURTLE), ("application/rdf+xml", ox.RdfFormat.RDF_XML)):
        answer = service.request("GET", "/sparql", {"Accept": accept})
        assert (answer.status, answer.media_type) == (200, accept)
        triples = {quad.triple for quad in ox.parse(answer.body, format=fmt)}
        endpoint = ox.NamedNode(f"{service.address}sparql")
        assert ox.Triple(endpoint, ox.NamedNode(f"{sd}endpoint"), endpoint) in triples
        assert ox.Triple(endpoint, ox.NamedNode(f"{sd}feature"), ox.NamedNode(f"{sd}UnionDefaultGraph")) in triples
        assert sum(triple.predicate.value == f"{sd}resultFormat" for triple in triples) == 10


def test_the_description_tells_what_is_spoken_and_where(service: Service) -> None:
    sd = "http://www.w3.org/ns/sparql-service-description#"
    answer = service.request("GET", "/sparql", {"Accept": "application/n-triples"})
    spoken = {
        (quad.subject.value, quad.object.value)
        for quad in ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)
        if quad.predicate.value == f"{sd}supportedLanguage"
    }
    sparql, update = f"{service.address}sparql", f"{service.address}update"
    assert spoken == {(sparql, f"{sd}SPARQL10Query"), (sparql, f"{sd}SPARQL11Query"), (update, f"{sd}SPARQL11Update")}
    assert f"{sd}BasicFederatedQuery" not in answer.body.decode(), "nobody may be asked here"
    assert (
        service.request("GET", "/sparql", {"Accept": "application/rdf+xml;q=0.1"}).media_type == "application/rdf+xml"
    )
    assert service.request("HEAD", "/sparql", {"Accept": "text/turtle"}).body == b""


def test_a_host_header_that_is_no_host_is_not_repeated(service: Service) -> None:
    answer = service.request("GET", "/sparql", {"Accept": "text/turtle", "Host": "a> <b"})
    assert answer.status in {200, 400}
    assert b"a> <b" not in answer.body


def test_a_browser_gets_the_query_page_and_results_as_a_table(service: Service) -> None:
    accept = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    page = service.request("GET", "/sparql", accept)
    assert page.media_type == "text/html"
    assert b"<textarea" in page.body
    answered = service.request("GET", "/sparql?query=" + quote("SELECT ('<i>x</i>' AS ?v) {}"), accept)
    assert b"<td>&lt;i&gt;x&lt;/i&gt;</td>" in answered.body
    wrong = service.request("GET", "/sparql?query=" + quote("SELECT </textarea><script>"), accept)
    assert wrong.status == 400
    assert b"<script>" not in wrong.body
    assert service.request("HEAD", "/sparql", accept).body == b""
