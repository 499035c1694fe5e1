"""The network of a result: links between nodes that are there, as many as a picture holds."""

import pyoxigraph as ox
from hypothesis import given

from kg.vocabulary import RDF, SKOS
from kg.web.sparql import Solutions
from kg.web.sparql.network import MOST_NODES, network_of
from tests.web.sparql.terms import BASE, graph, iris, node, results, solutions, writer

A, B, C = (node(f"id/person/{name}") for name in "abc")
KNOWS = node("knows")


def test_triples_between_nodes_are_links() -> None:
    found = network_of(graph((A, KNOWS, B), (B, KNOWS, C), (A, KNOWS, ox.Literal("x"))), writer(), BASE)
    assert found is not None
    assert [(n.text, n.kind) for n in found.nodes] == [(f"id/person/{name}", "person") for name in "abc"]
    assert [(link.source, link.target, link.text) for link in found.links] == [
        (A.value, B.value, "knows"),
        (B.value, C.value, "knows"),
    ]


def test_types_are_left_out_and_labels_are_names() -> None:
    kind, label = ox.NamedNode(RDF + "type"), ox.NamedNode(SKOS + "prefLabel")
    found = network_of(graph((A, kind, C), (A, label, ox.Literal("Ada")), (A, KNOWS, B)), writer(), BASE)
    assert found is not None
    assert [n.text for n in found.nodes] == ["Ada", "id/person/b"]


def test_the_first_two_columns_of_nodes_are_linked() -> None:
    found = network_of(solutions("n x y", (ox.Literal("1"), A, B), (ox.Literal("2"), A, B)), writer(), BASE)
    assert found is not None
    assert [(link.source, link.target, link.text) for link in found.links] == [(A.value, B.value, "")]


def test_three_columns_of_a_triple_are_read_as_one() -> None:
    found = network_of(solutions("s p o", (A, KNOWS, B)), writer(), BASE)
    assert found is not None
    assert [link.text for link in found.links] == ["knows"]


def test_one_column_of_nodes_is_no_network() -> None:
    assert network_of(solutions("x n", (A, ox.Literal("1"))), writer(), BASE) is None
    assert network_of(solutions("x y", (A, A)), writer(), BASE) is None
    assert network_of(graph(), writer(), BASE) is None


def test_what_is_too_much_for_a_picture_is_cut_and_counted() -> None:
    rows = [(node(f"id/event/{i}"), node(f"id/event/{i + 1}")) for i in range(400)]
    found = network_of(solutions("x y", *rows), writer(), BASE)
    assert found is not None
    assert (len(found.nodes), found.nodes_of, found.links_of) == (MOST_NODES, 401, 400)
    assert found.is_cut


@given(results)
def test_links_end_at_nodes_that_are_drawn(result: Solutions) -> None:
    for one in (result, Solutions(result.names, result.rows, graph=len(result.names) == 3)):
        found = network_of(one, writer(), BASE)
        if found is not None:
            drawn = {n.iri for n in found.nodes}
            assert found.links
            assert len(drawn) == len(found.nodes) <= MOST_NODES
            assert all(link.source in drawn and link.target in drawn for link in found.links)


def test_spans_are_told_from_their_documents() -> None:
    found = network_of(solutions("x y", (node("document/7c"), node("document/7c#char=2,5"))), writer(), BASE)
    assert found is not None
    assert [n.kind for n in found.nodes] == ["document", "span"]


@given(iris)
def test_kinds_are_words_of_the_address(iri: ox.NamedNode) -> None:
    found = network_of(solutions("x y", (iri, node("z"))), writer(), BASE)
    if found is not None:
        assert "/" not in found.nodes[0].kind
