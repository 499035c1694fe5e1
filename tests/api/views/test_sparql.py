"""The SPARQL page over a real service: what a browser gets, and the files that its links lead to."""

import re
from html import unescape
from urllib.parse import quote, urljoin

import pytest

from kg.api.sparql.formats import SHORT, SOLUTIONS
from tests.api.linked.visitor import Visitor
from tests.api.service import Answer, Service

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PEOPLE = "SELECT ?s ?o { GRAPH ?g { ?s <http://example.org/knows> ?o } } ORDER BY ?s"
TRIPLES = "CONSTRUCT { ?s <http://example.org/knows> ?o } WHERE { GRAPH ?g { ?s <http://example.org/knows> ?o } }"


def asked(service: Service, query: str, **parameters: str) -> Answer:
    more = "".join(f"&{name}={quote(value)}" for name, value in parameters.items())
    return service.request("GET", f"/sparql?query={quote(query, safe='')}{more}", BROWSER)


def files(answer: Answer) -> dict[str, str]:
    (line,) = re.findall(r"<span>Take it away:</span>(.*?)</p>", answer.body.decode())
    return {text: unescape(href) for href, text in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', line)}


def test_rows_are_a_table(service: Service) -> None:
    answer = asked(service, PEOPLE)
    assert answer.status == 200
    page = answer.body.decode()
    assert "<caption>2 rows</caption>" in page
    assert 'title="http://example.org/ada"' in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (PEOPLE, {"CSV": "text/csv", "TSV": "text/tab-separated-values", "JSON": "application/sparql-results+json"}),
        (PEOPLE, {"XML": "application/sparql-results+xml"}),
        (TRIPLES, {"Turtle": "text/turtle", "N-Triples": "application/n-triples", "JSON-LD": "application/ld+json"}),
        ("ASK {}", {"JSON": "application/sparql-results+json"}),
    ],
)
def test_every_file_is_in_the_format_that_its_link_names(
    service: Service, query: str, expected: dict[str, str]
) -> None:
    found = files(asked(service, query))
    for name, media_type in expected.items():
        answer = service.request("GET", urljoin("/sparql", found[name]), BROWSER)
        assert (answer.status, answer.media_type) == (200, media_type)


def test_the_permalink_leads_to_the_same_page(service: Service) -> None:
    link = files(asked(service, PEOPLE))["Permalink"]
    again = service.request("GET", urljoin("/sparql", link), BROWSER)
    assert "<caption>2 rows</caption>" in again.body.decode()


def test_a_mistake_is_told_with_its_place(service: Service) -> None:
    answer = asked(service, "SELECT ?a WHERE {\n  ?a kg:agent ?b .\n}")
    assert answer.status == 400
    assert 'data-line="2" data-column="6"' in answer.body.decode()
    assert "the prefix &#39;kg:&#39; is not declared" in answer.body.decode()


def test_a_query_that_runs_into_a_limit_says_which_and_can_be_taken_away(strict: Service) -> None:
    answer = asked(strict, "SELECT * { GRAPH ?g { ?s ?p ?o } }")
    assert answer.status == 400
    assert 'role="alert"' in answer.body.decode()
    assert {"CSV", "Turtle"} <= set(files(answer))


def test_a_yes_or_no_and_a_graph(service: Service) -> None:
    assert "<strong>Yes</strong>" in asked(service, "ASK {}").body.decode()
    page = asked(service, TRIPLES, view="raw").body.decode()
    assert "&lt;http://example.org/ada&gt; &lt;http://example.org/knows&gt;" in page


def test_the_graphs_of_the_protocol_hold_for_the_page(service: Service) -> None:
    query = "SELECT ?s { ?s <http://example.org/knows> ?o }"
    page = asked(service, query, **{"default-graph-uri": "http://example.org/other"}).body.decode()
    assert "<caption>1 row</caption>" in page


@pytest.mark.parametrize("media_type", SOLUTIONS)
def test_an_address_may_name_its_format(service: Service, media_type: str) -> None:
    answer = service.request("GET", f"/sparql?query={quote(PEOPLE)}&format={SHORT[media_type]}")
    assert (answer.status, answer.media_type) == (200, media_type)


def test_a_format_that_there_is_not_is_refused(service: Service) -> None:
    answer = service.request("GET", "/sparql?query=ASK%20%7B%7D&format=docx")
    assert answer.status == 400
    assert "'format' is one of json, xml, csv, tsv, ttl" in answer.body.decode()


def test_a_format_that_the_result_cannot_have_is_refused(service: Service) -> None:
    assert service.request("GET", f"/sparql?query={quote(PEOPLE)}&format=ttl").status == 406


def test_a_format_may_be_html(service: Service) -> None:
    assert service.request("GET", "/sparql?query=ASK%20%7B%7D&format=html").media_type == "text/html"


def test_nodes_of_ours_go_by_their_labels(linked: Visitor) -> None:
    query = 'SELECT ?x { GRAPH ?g { ?x <http://www.w3.org/2004/02/skos/core#prefLabel> "Kataib Hezbollah" } } LIMIT 1'
    page = asked(linked.service, query).body.decode()
    assert re.search(r'<td><a href="page/id/organisation/[^"]+" title="[^"]+">Kataib Hezbollah</a></td>', page)


def test_every_example_answers_over_the_sample_documents(linked: Visitor) -> None:
    """The service of ``linked`` has the plain default graph, which holds nothing."""
    page = linked.service.request("GET", "/sparql", BROWSER).body.decode()
    (section,) = re.findall(r'<section class="examples".*?</section>', page, re.DOTALL)
    found = [unescape(href) for href in re.findall(r'<a href="([^"]+)"', section)]
    assert len(found) > 8
    for link in found:
        answer = linked.service.request("GET", urljoin("/sparql", link), BROWSER)
        assert answer.status == 200
        assert re.search(r"<caption>[1-9]", answer.body.decode()), link
