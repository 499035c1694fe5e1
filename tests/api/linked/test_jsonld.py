"""JSON-LD with our own words says what the triples say."""

import json

import pyoxigraph as ox
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from kg.api.linked.jsonld import context, to_jsonld
from kg.vocabulary import DCTERMS, KG, RDF, SKOS, XSD

IRIS = st.sampled_from(
    [
        "http://example.org/id/place/kirkuk",
        KG + "Attack",
        KG + "Certain",
        "urn:x:y",
        "geo:35.4,44.3",
        "http://example.org/a#char=1,2",
        SKOS + "a-b",
    ]
).map(ox.NamedNode)
PROPERTIES = st.sampled_from(
    [RDF + "type", KG + "agent", KG + "min", KG + "rule", DCTERMS + "title", DCTERMS + "date", RDF + "object", "urn:p"]
).map(ox.NamedNode)
LITERALS = st.one_of(
    st.text(max_size=8).map(ox.Literal),
    st.integers(-99, 99).map(lambda n: ox.Literal(str(n), datatype=ox.NamedNode(XSD + "integer"))),
    st.just(ox.Literal("Kirkuk", language="en")),
    st.just(ox.Literal("2019-12", datatype=ox.NamedNode("http://id.loc.gov/datatypes/edtf/EDTF"))),
)
TRIPLES = st.builds(ox.Triple, IRIS, PROPERTIES, st.one_of(IRIS, LITERALS))


@settings(max_examples=60, deadline=None)
@given(st.lists(TRIPLES, max_size=8))
def test_what_is_written_is_read_as_the_same_triples(triples: list[ox.Triple]) -> None:
    written = to_jsonld(triples)
    assert {quad.triple for quad in ox.parse(written, format=ox.RdfFormat.JSON_LD)} == set(triples)


def test_rdflib_reads_the_same() -> None:
    node = ox.NamedNode("http://example.org/id/event/e1")
    triples = [
        ox.Triple(node, ox.NamedNode(RDF + "type"), ox.NamedNode(KG + "Attack")),
        ox.Triple(node, ox.NamedNode(KG + "agent"), ox.NamedNode("http://example.org/id/person/ada")),
        ox.Triple(node, ox.NamedNode(RDF + "object"), ox.Literal('a "quote" and </script>')),
    ]
    direct = rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    assert isomorphic(direct, rdflib.Graph().parse(data=to_jsonld(triples), format="json-ld"))


def test_the_published_context_defines_the_words_that_data_use() -> None:
    triple = ox.Triple(
        ox.NamedNode("http://example.org/a"), ox.NamedNode(KG + "claimant"), ox.NamedNode("http://example.org/b")
    )
    used = json.loads(to_jsonld([triple]))["@context"]
    published = context()["@context"]
    assert used
    assert {word: published[word] for word in used} == used
