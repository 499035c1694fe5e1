"""Turtle and TriG: one form for the same data, read back as the same data by two unrelated parsers."""

import random

import pyoxigraph as ox
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from kg.graph import to_trig, to_turtle, turtle_chunks
from kg.vocabulary import EDTF, KG, RDF, SKOS, XSD

BASE = "http://example.org/"

namespaces = st.sampled_from(
    [
        BASE, BASE + "document/", BASE + "id/claim/", BASE + "id/person/", BASE + "id/", BASE + "graph/document/", KG,
        SKOS, RDF, "http://example.org", "urn:x:", "http://id.loc.gov/datatypes/edtf/", "https://www.wikidata.org/é/",
    ]
)  # fmt: skip
locals_ = st.one_of(
    st.sampled_from(
        [
            "", "0ab-c1", "0ab-c10", "0ab#char=1,2", "0ab#context", "a.b", "a.", "-a", "a-", "_a", "a%20b", "a:b",
            "a,b", "a(b)", "a'b", "ä", "😀", "a/b", "?q=1&x=2", "a#b", "true", "type", "1e5", "$", "~", "*", "+",
        ]
    ),
    st.text(alphabet="abc019-_.", max_size=6),
)  # fmt: skip


def _node(namespace: str, local: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(namespace + local)
    except ValueError:
        return None


iris = st.builds(_node, namespaces, locals_).filter(lambda node: node is not None)
predicates = st.one_of(
    iris,
    st.sampled_from([ox.NamedNode(x) for x in (RDF + "type", SKOS + "prefLabel", KG + "claimant", KG + "a")]),
)
nasty = st.one_of(
    st.text(max_size=20),
    st.text(alphabet="\"'\\\n\r\t\x00\x01\x08\x0c\x7f\x85\u2028\u2029\ufeff\ufffe\U0001f702n @^<>.;,a", max_size=20),
    st.sampled_from(['"""', 'a\n"', 'a\n"""b', "\\n", '\\\n"', "a\n\\", '"\n""""', "'''\n", "x\r\ny", "^^<x>", '"@en']),
)
literals = st.one_of(
    st.builds(ox.Literal, nasty),
    st.builds(lambda v, tag: ox.Literal(v, language=tag), nasty, st.sampled_from(["en", "en-gb", "ar", "zh-hant-tw"])),
    st.builds(
        lambda v, t: ox.Literal(v, datatype=ox.NamedNode(t)),
        st.one_of(nasty, st.sampled_from(["1", "01", "-5", "+5", "0.5", ".5", "5.", "1e5", "true", "1.0"])),
        st.sampled_from([XSD + "string", EDTF, KG + "odd", "urn:type"]),
    ),
    st.builds(lambda v: ox.Literal(str(v), datatype=ox.NamedNode(XSD + "integer")), st.integers()),
    st.sampled_from(
        [
            ox.Literal(value, datatype=ox.NamedNode(XSD + kind))
            for kind, value in [
                ("integer", "01"), ("integer", "+5"), ("integer", "1" * 5000), ("decimal", "0.50"), ("decimal", "1"),
                ("decimal", ".5"), ("decimal", "-0.5"), ("boolean", "true"), ("boolean", "1"), ("date", "2019-12-27"),
                ("double", "1.5E0"),
            ]
        ]
    ),
)  # fmt: skip
triples = st.builds(ox.Triple, iris, predicates, st.one_of(iris, literals))
graphs = st.lists(triples, max_size=12)


def _rdflib(data: str | bytes, form: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=data, format=form)


@settings(max_examples=120, deadline=None)
@given(graphs)
def test_turtle_reads_back_in_oxigraph_as_the_very_same_triples(data):
    text = to_turtle(data, BASE)
    assert {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)} == set(data)


@settings(max_examples=60, deadline=None)
@given(graphs)
def test_turtle_reads_back_in_rdflib_as_the_same_graph(data):
    plain = ox.serialize(list(set(data)), format=ox.RdfFormat.N_TRIPLES)
    assert isomorphic(_rdflib(to_turtle(data, BASE), "turtle"), _rdflib(plain, "nt"))


@settings(max_examples=50, deadline=None)
@given(graphs, st.randoms())
def test_the_same_triples_give_the_same_bytes_in_any_order(data, chance: random.Random):
    shuffled = data * 2
    chance.shuffle(shuffled)
    assert to_turtle(shuffled, BASE) == to_turtle(data, BASE)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(ox.Quad, iris, predicates, st.one_of(iris, literals), st.one_of(iris, st.just(ox.DefaultGraph()))),
        max_size=12,
    )
)
def test_trig_reads_back_as_the_very_same_quads(data):
    text = to_trig(data, BASE)
    assert set(ox.parse(text, format=ox.RdfFormat.TRIG)) == set(data)
    assert to_trig(reversed(data), BASE) == text


def test_trig_reads_back_in_rdflib():
    quads = [ox.Quad(_id("a"), _id("b"), ox.Literal('one\n"two"'), graph) for graph in (_id("g"), ox.DefaultGraph())]
    dataset = rdflib.Dataset()
    dataset.parse(data=to_trig(quads, BASE), format="trig")
    assert len(list(dataset.quads())) == 2
    assert {str(row[2]) for row in dataset.quads()} == {'one\n"two"'}


def _id(local: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + "id/" + local)


def test_subjects_come_by_kind_and_number_and_properties_in_reading_order():
    a, label = ox.NamedNode(RDF + "type"), ox.NamedNode(SKOS + "prefLabel")
    data = [
        ox.Triple(ox.NamedNode(BASE + "document/ab#char=10,12"), a, ox.NamedNode(KG + "Span")),
        ox.Triple(ox.NamedNode(BASE + "document/ab#char=9,12"), a, ox.NamedNode(KG + "Span")),
        ox.Triple(_id("claim/ab-c10"), a, ox.NamedNode(KG + "Claim")),
        ox.Triple(_id("claim/ab-c9"), ox.NamedNode(KG + "evidence"), ox.NamedNode(BASE + "document/ab#char=10,12")),
        ox.Triple(_id("claim/ab-c9"), ox.NamedNode(KG + "evidence"), ox.NamedNode(BASE + "document/ab#char=9,12")),
        ox.Triple(_id("claim/ab-c9"), ox.NamedNode(KG + "confidence"), ox.Literal(0.5)),
        ox.Triple(_id("place/karsk"), label, ox.Literal("Karsk")),
        ox.Triple(_id("place/karsk"), a, ox.NamedNode(KG + "Place")),
        ox.Triple(_id("event/ab-e1"), ox.NamedNode(KG + "min"), ox.Literal(5)),
        ox.Triple(ox.NamedNode(BASE + "document/ab"), label, ox.Literal("Two\nlines", language="en")),
    ]
    assert (
        to_turtle(data, BASE)
        == '''\
@prefix claim: <http://example.org/id/claim/> .
@prefix document: <http://example.org/document/> .
@prefix event: <http://example.org/id/event/> .
@prefix kg: <https://w3id.org/herodotus/ns#> .
@prefix place: <http://example.org/id/place/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

document:ab skos:prefLabel """Two
lines"""@en .

place:karsk a kg:Place ;
    skos:prefLabel "Karsk" .

event:ab-e1 kg:min 5 .

claim:ab-c9 kg:confidence "0.5"^^xsd:double ;
    kg:evidence <http://example.org/document/ab#char=9,12>, <http://example.org/document/ab#char=10,12> .

claim:ab-c10 a kg:Claim .

<http://example.org/document/ab#char=9,12> a kg:Span .

<http://example.org/document/ab#char=10,12> a kg:Span .
'''
    )


def test_large_graphs_leave_in_chunks():
    data = [ox.Triple(_id(f"event/ab-e{n}"), ox.NamedNode(KG + "min"), ox.Literal(n)) for n in range(5000)]
    chunks = list(turtle_chunks(data, BASE))
    assert len(chunks) > 2
    assert "".join(chunks) == to_turtle(data, BASE)


def test_no_data_give_an_empty_file():
    assert to_turtle([], BASE) == ""
    assert to_trig([], BASE) == ""
