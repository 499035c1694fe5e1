"""Things: each IRI leads to its data and its page."""

import json
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest
import rdflib

from kg.vocabulary import DCTERMS, KG, NIF, RDF, RDFS, SKOS
from tests.api.linked.visitor import BASE, FORMATS, Visitor
from tests.api.service import Service, publish

IRAN = f"{BASE}id/organisation/iran"
SUFFIXES = {".ttl": 0, ".jsonld": 1, ".nt": 2, ".rdf": 3, ".nq": 4, ".trig": 5}


def a(cls: str) -> str:
    return f"?x a <{KG}{cls}>"


@pytest.mark.parametrize("accept", FORMATS)
def test_a_thing_leads_to_the_same_data_in_every_format(linked: Visitor, accept: str) -> None:
    visit = linked.follow(IRAN, accept)
    assert (visit.answer.status, visit.answer.media_type) == (200, accept)
    assert visit.url == f"{BASE}data/id/organisation/iran"
    reference = {quad.triple for quad in linked.follow(IRAN, "application/n-triples").quads}
    assert {quad.triple for quad in visit.quads} == reference
    suffix = next(s for s, place in SUFFIXES.items() if list(FORMATS)[place] == accept)
    named = linked.follow(IRAN + suffix, "text/html")
    assert (named.answer.status, named.answer.body) == (200, visit.answer.body)


def test_data_speak_of_the_thing_in_both_directions_with_labels(linked: Visitor) -> None:
    triples = {quad.triple for quad in linked.follow(IRAN).quads}
    thing = ox.NamedNode(IRAN)
    assert any(t.subject == thing and t.predicate.value == SKOS + "prefLabel" for t in triples)
    incoming = {t for t in triples if t.object == thing}
    assert {t.predicate.value for t in incoming} > {RDF + "subject"}, "its claims lead to it"
    events = {t.subject for t in incoming if t.predicate.value in (KG + "agent", KG + "target")}
    assert events
    named = {t.subject for t in triples if t.predicate.value in (SKOS + "prefLabel", KG + "eventClass", RDFS + "label")}
    assert events <= named
    assert {ox.NamedNode(KG + "eventClass")} | {t.predicate for t in incoming if t.predicate.value.startswith(KG)} <= (
        named | {ox.NamedNode(KG + "eventClass")}
    )


@pytest.mark.parametrize("cls", ["Claim", "Event", "Attribution", "Toll", "Post", "Tenure", "Place", "Person", "Group"])
def test_every_kind_of_thing_has_data_and_a_page(linked: Visitor, cls: str) -> None:
    for iri in linked.values(a(cls))[:3]:
        assert any(quad.subject == ox.NamedNode(iri) for quad in linked.follow(iri).quads)
        page = linked.follow(iri, "text/html,application/xhtml+xml,*/*;q=0.8")
        assert (page.answer.status, page.answer.media_type) == (200, "text/html")
        assert page.url == iri.replace(BASE, f"{BASE}page/")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/html;q=0.3, text/turtle;q=0.2", "text/html"),
        ("text/html;q=0.2, application/rdf+xml;q=0.3", "application/rdf+xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("*/*", "text/turtle"),
        ("application/json", "application/ld+json"),
        ("text/turtle;q=0, */*", "application/n-triples"),
    ],
)
def test_quality_decides(linked: Visitor, accept: str, media_type: str) -> None:
    assert linked.follow(IRAN, accept).answer.media_type == media_type
    assert "accept" in linked.get(IRAN, accept).headers["vary"]


def test_what_cannot_be_given_is_refused(linked: Visitor) -> None:
    assert linked.get(IRAN, "image/png").status == 406
    for path in (
        "id/person/nobody",
        "document/00",
        "data/id/person/nobody",
        "data/document/00.ttl",
        "id/place/%3Cx%3E",
    ):
        answer = linked.get(BASE + path)
        assert (answer.status, answer.media_type) == (404, "application/problem+json")
        assert "etag" not in answer.headers
        page = linked.get(BASE + path.replace("data/", "page/").removesuffix(".ttl"), "text/html")
        assert (page.status, page.media_type) == (404, "text/html")
    for query in ("page=0", "page=x", "page=-1", "page=99999999999", "as=else"):
        assert linked.get(f"{BASE}data/id/organisation/iran?{query}").status == 400
    assert linked.get(f"{BASE}data/id/organisation/iran?page=2").status == 404


def test_data_have_a_strong_tag_a_date_and_links(linked: Visitor) -> None:
    url = f"{BASE}data/id/organisation/iran"
    first = linked.get(url)
    assert first.headers["etag"].startswith('"1-')
    assert parsedate_to_datetime(first.headers["last-modified"]).year > 2000
    again = linked.get(url, **{"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    assert linked.get(url, "application/n-triples").headers["etag"] != first.headers["etag"]
    head = linked.get(url, method="HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(first.body)))
    links = linked.follow(IRAN).links
    assert links["alternate"] == {url + suffix for suffix in SUFFIXES} | {f"{BASE}page/id/organisation/iran"}
    assert links["http://xmlns.com/foaf/0.1/primaryTopic"] == {IRAN}
    page = linked.follow(IRAN, "text/html")
    assert page.links["describedby"] == {url}


def test_what_has_become_part_of_another_leads_to_it(linked: Visitor) -> None:
    replaced = linked.service.query(
        f"SELECT ?old ?new WHERE {{ GRAPH ?g {{ ?old <{DCTERMS}isReplacedBy> ?new }} }}"
    ).json["results"]["bindings"]  # type: ignore[index]
    assert replaced
    for row in replaced[:3]:
        old, new = row["old"]["value"], row["new"]["value"]
        answer = linked.get(old)
        assert answer.status == 301
        assert urljoin(old, answer.headers["location"]) == new
        assert linked.follow(old).answer.status == 200


def test_the_data_of_a_document_hold_its_spans(linked: Visitor) -> None:
    document = linked.values(a("Document"))[0]
    quads = linked.follow(document).quads
    spans = {span for span in linked.values(a("Span")) if span.startswith(f"{document}#")}
    assert spans
    assert spans <= {quad.subject.value for quad in quads if quad.predicate.value == NIF + "anchorOf"}  # type: ignore[union-attr]


def test_a_document_can_be_had_as_web_annotations(linked: Visitor) -> None:
    document = linked.values(a("Document"))[0]
    asked = linked.follow(document, 'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"').answer
    assert asked.headers["content-type"] == 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    page = json.loads(asked.body)
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert json.loads(linked.get(document.replace(BASE, f"{BASE}data/") + "?as=annotations").body) == page
    text = next(
        quad.object.value  # type: ignore[union-attr]
        for quad in linked.follow(document).quads
        if quad.predicate.value == NIF + "isString"
    )
    identifying = [item for item in page["items"] if item["motivation"] == "identifying"]
    assert identifying
    assert len({item["id"] for item in page["items"]}) == len(page["items"])
    for item in page["items"]:
        position, quote = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
    assert linked.get(f"{BASE}data/id/organisation/iran?as=annotations").status == 404


def test_long_descriptions_come_in_pages_that_lead_to_each_other(tmp_path: Path) -> None:
    """Of 600 statements about one thing each is on one page, and the pages lead to one another, forwards and back."""
    thing = ox.NamedNode(f"{BASE}id/item/many")
    graph = ox.NamedNode(f"{BASE}graph/document/1")
    says = ox.NamedNode("https://w3id.org/herodotus/ns#number")
    publish(tmp_path, 1, [ox.Quad(thing, says, ox.Literal(str(n)), graph) for n in range(600)])
    with Service(tmp_path, base_iri=BASE) as service:
        visitor = Visitor(service)
        url, seen, hops = f"{BASE}data/id/item/many", set(), 0
        while True:
            page = visitor.follow(url)
            assert page.answer.status == 200
            found = {quad.object.value for quad in page.quads if quad.subject == thing}
            assert found
            assert not found & seen
            seen |= found
            hops += 1
            if "next" not in page.links:
                break
            (after,) = page.links["next"]
            assert visitor.follow(after).links["prev"] <= {url, f"{url}?page=1"}
            url = after
        assert hops == 3
        assert seen == set(map(str, range(600)))
        assert "first" in page.links


def test_rdflib_loads_a_thing_by_its_address(linked: Visitor) -> None:
    address = IRAN.replace(BASE, linked.service.address)
    graph = rdflib.Graph().parse(address)
    assert (rdflib.URIRef(IRAN), rdflib.RDF.type, rdflib.URIRef(KG + "State")) in graph
    for accept in ("application/rdf+xml", "application/ld+json"):
        with urlopen(Request(address, headers={"Accept": accept})) as answer:
            text = answer.read()
        assert len(rdflib.Graph().parse(data=text, format=accept)) == len(graph)


def test_named_graphs_lead_to_the_graph_store(linked: Visitor) -> None:
    visit = linked.follow(f"{BASE}graph/entities", "application/n-triples")
    assert visit.answer.status == 200
    assert IRAN in visit.answer.body.decode()
    assert linked.follow(f"{BASE}graph/none").answer.status == 404
