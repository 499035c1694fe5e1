"""The cells: short, with the whole at hand, and leading only where something is."""

import pyoxigraph as ox
from hypothesis import example, given

from kg.vocabulary import KG, PREFIXES, XSD
from kg.web.sparql.cells import ShownTerm, Writer
from tests.web.sparql.terms import BASE, PLACE, iris, node, writer


def test_a_node_of_ours_goes_by_its_label_and_leads_to_its_page() -> None:
    shown = writer(**{"id/place/karsk": "Karsk"}).term(node("id/place/karsk"))
    assert shown == ShownTerm("Karsk", BASE + "id/place/karsk", "page/id/place/karsk", BASE + "id/place/karsk")


def test_a_word_of_ours_has_its_prefix_and_leads_to_what_it_means() -> None:
    shown = writer().term(ox.NamedNode(KG + "agent"))
    assert (shown.text, shown.href, shown.about) == ("kg:agent", "ontology#agent", KG + "agent")


def test_the_prefixes_of_the_query_are_used_too() -> None:
    shown = Writer(PLACE, {}, {"ex": "http://other.example/"}).term(ox.NamedNode("http://other.example/thing"))
    assert shown.text == "ex:thing"


def test_an_address_that_is_no_address_leads_nowhere() -> None:
    shown = writer().term(ox.NamedNode("javascript:alert(1)"))
    assert (shown.text, shown.href) == ("javascript:alert(1)", "")


def test_a_literal_is_its_words_and_tells_its_datatype_or_language() -> None:
    number = ox.Literal("7", datatype=ox.NamedNode(XSD + "integer"))
    assert writer().term(number) == ShownTerm("7", about="xsd:integer")
    assert writer().term(ox.Literal("Haus", language="de")) == ShownTerm("Haus", language="de")
    assert writer().term(ox.Literal("plain")) == ShownTerm("plain")


def test_what_is_not_bound_is_empty() -> None:
    assert writer().term(None) == ShownTerm("")


@given(iris)
@example(ox.NamedNode("http://purl.org/dc/terms/X.0.0"))
def test_a_short_name_means_its_iri(iri: ox.NamedNode) -> None:
    short = writer().short(iri.value)
    prefix, colon, local = short.partition(":")
    if colon and prefix in PREFIXES and not short.startswith("http"):
        assert PREFIXES[prefix] + local == iri.value
        assert ox.Store().query(f"PREFIX {prefix}: <{PREFIXES[prefix]}> ASK {{ {short} ?p ?o }}") is not None
    else:
        assert short == iri.value or BASE + short == iri.value
