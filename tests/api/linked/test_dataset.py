"""The dataset's description counts what is there, and its dumps hold it all."""

import pyoxigraph as ox
import pytest

from kg.api.linked.leaf import VOID
from kg.vocabulary import KG
from tests.api.linked.visitor import BASE, FORMATS, Visitor

DATASET = ox.NamedNode(f"{BASE}.well-known/void#dataset")


def store(quads: list[ox.Quad]) -> ox.Store:
    found = ox.Store()
    found.extend(quads)
    return found


def test_void_counts_what_a_dump_holds(linked: Visitor) -> None:
    described = store(linked.follow(f"{BASE}.well-known/void").quads)
    dump = linked.follow(f"{BASE}data/dump.nq").quads
    (triples,) = described.quads_for_pattern(DATASET, ox.NamedNode(VOID + "triples"), None)
    assert triples.object.value == str(len(dump))  # type: ignore[union-attr]
    counted = {
        (row["c"].value, int(row["n"].value))
        for row in described.query(
            f"SELECT ?c ?n {{ {DATASET} <{VOID}classPartition> ?p . ?p <{VOID}class> ?c ; <{VOID}entities> ?n }}"
        )
    }
    data = store(dump)
    for name in ("Claim", "Event", "Document", "Person"):
        things = {q.subject for q in data.quads_for_pattern(None, None, ox.NamedNode(KG + name)) if "type" in str(q)}
        assert (KG + name, len(things)) in counted
    properties = list(described.quads_for_pattern(DATASET, ox.NamedNode(VOID + "propertyPartition"), None))
    assert len(properties) == len({quad.predicate for quad in dump})


def test_dumps_hold_the_same_in_every_format(linked: Visitor) -> None:
    graphs = {str(quad) for quad in linked.follow(f"{BASE}data/dump.nq").quads}
    assert graphs == {str(quad) for quad in linked.follow(f"{BASE}data/dump.trig").quads}
    triples = {str(quad.triple) for quad in linked.follow(f"{BASE}data/dump.nq").quads}
    for suffix in (".ttl", ".nt"):
        assert triples == {str(quad.triple) for quad in linked.follow(f"{BASE}data/dump{suffix}").quads}
    assert linked.get(f"{BASE}data/dump.zip").status == 404
    head = linked.get(f"{BASE}data/dump.nq", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert linked.get(f"{BASE}data/dump.nq", **{"If-None-Match": head.headers["etag"]}).status == 304


@pytest.mark.parametrize("name", ["ontology", "shapes", "data"])
def test_descriptions_come_in_every_format(linked: Visitor, name: str) -> None:
    sizes = {len({quad.triple for quad in linked.follow(BASE + name, accept).quads}) for accept in FORMATS}
    assert len(sizes) == 1
    assert sizes.pop() > 50
    assert linked.follow(BASE + name, "text/html").answer.media_type == "text/html"
    assert linked.follow(f"{BASE}{name}.html").answer.media_type == "text/html"


def test_every_term_of_the_ontology_has_an_anchor(linked: Visitor) -> None:
    page = linked.follow(f"{BASE}ontology", "text/html").answer.body.decode()
    terms = {
        quad.subject.value.removeprefix(KG)
        for quad in linked.follow(f"{BASE}ontology").quads
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(KG)
    }
    assert len(terms) > 100
    assert [name for name in terms if f'id="{name}"' not in page] == []
