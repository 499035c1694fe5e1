"""The page of the network: where to start, whom a name means, tables that lead to evidence, addresses that last."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph import Iris
from kg.vocabulary import SKOS
from kg.web import to_csv
from kg.web.network.addresses import pairs
from kg.web.network.kinds import KINDS
from kg.web.network.wish import wish_of
from tests.graph.fiction import BASE
from tests.queries.world import world
from tests.web.network.reading import actor, linked, read
from tests.web.reading import check_whole, copy_of, scripts_of, text_of

HOSTILE = '</script><script>alert(1)</script> {{ 7*7 }} "><img src=x onerror=alert(2)>'


def test_without_a_name_the_page_offers_where_to_start():
    page, html = read(world())
    check_whole(html)
    assert "Iron Brigade" in text_of(html)
    assert page.tables == ()


def test_an_empty_graph_says_so():
    _, html = read(ox.Store())
    assert "no links between actors yet" in text_of(html)


@pytest.mark.parametrize("name", ["Iron Brigade", "iron brigade", "The Brigade", f"{BASE}id/organisation/iron-brigade"])
def test_a_name_means_the_actor_who_goes_by_it_whatever_its_case(name: str):
    page, html = read(world(), f"entity={name}")
    check_whole(html)
    assert page.title == "Who is linked to Iron Brigade, and why?"


def test_of_an_actor_and_a_place_of_one_name_the_actor_is_meant_and_the_place_offered():
    page, html = read(world(), "entity=Estmark")
    assert page.title == "Who is linked to Estmark, and why?"
    assert page.values["network"].root.cls == "state"
    assert "id%2Fplace%2Festmark" in html


def test_where_several_are_left_the_visitor_chooses():
    _page, html = read(linked([("red-army", "attacks", "red-guard", 1, 0)]), "entity=red")
    assert "Whom do you mean by “red”?" in text_of(html)
    links = re.findall(r'href="(network\?entity=[^"]+)"', html)
    assert len(links) == 2
    chosen, _ = read(linked([("red-army", "attacks", "red-guard", 1, 0)]), urlsplit(links[0]).query)
    assert chosen.title.startswith("Who is linked to Red ")


def test_the_second_name_is_chosen_with_the_first_kept():
    _, html = read(
        linked([("red-army", "attacks", "red-guard", 1, 0), ("blue", "arms", "red-army", 1, 0)]),
        "entity=Blue&other=red",
    )
    (first, _) = re.findall(r'href="network\?(entity=[^"]+)"', html)
    assert dict(parse_qsl(first.replace("&amp;", "&"))).keys() == {"entity", "other"}


def test_a_name_that_nobody_has_leads_to_the_search():
    _, html = read(world(), "entity=Zorn+%26+Sons")
    assert "Nobody is called “Zorn & Sons”" in text_of(html)
    assert 'href="search?q=Zorn+%26+Sons"' in html


def test_every_row_of_links_ends_in_a_quote_that_leads_to_all_of_its_claims():
    page, html = read(world(), "entity=Iron Brigade")
    links = page.tables[0]
    assert links.rows
    for row in links.rows:
        assert row.evidence is not None
        found, _ = read(world(), urlsplit(row.evidence.href).query)
        assert row.evidence.text in {one.evidence.text for one in found.tables[0].rows if one.evidence}
    assert BASE not in re.sub(r'(title|href|data-src|value)="[^"]*"', "", html), "an IRI stands where a label should"


def test_kinds_are_counted_and_each_is_a_link_that_adds_it_or_takes_it_away():
    page, _ = read(world(), "entity=Iron Brigade&kind=arms")
    chips = {chip["text"]: chip for chip in page.values["chips"]}
    assert chips["arms"]["chosen"]
    assert ("kind", "arms") not in parse_qsl(urlsplit(chips["arms"]["href"]).query)
    asked = parse_qsl(urlsplit(chips["attacks"]["href"]).query)
    assert [value for name, value in asked if name == "kind"] == ["arms", "attacks"]


def test_the_tables_can_be_taken_away():
    page, _ = read(world(), "entity=Iron Brigade")
    text = to_csv(page.tables[0]).decode()
    assert text.splitlines()[0].startswith("from,from_iri,kind,to,to_iri,claims")
    assert "Norland" in text
    assert {table.name for table in page.tables} == {"links", "actors"}


def test_names_of_documents_are_text_wherever_they_stand():
    graph, iris = copy_of(world()), Iris(BASE)
    brigade = ox.NamedNode(f"{BASE}id/organisation/iron-brigade")
    label = ox.NamedNode(SKOS + "prefLabel")
    for quad in list(graph.quads_for_pattern(brigade, label, None, iris.entities_graph)):
        graph.remove(quad)
    graph.add(ox.Quad(brigade, label, ox.Literal(HOSTILE), iris.entities_graph))
    for query in (f"entity={brigade.value}", f"entity={brigade.value}&other=Norland", "entity=Norland&depth=2",
                  f"entity=Norland&other={brigade.value}&edge=attacks",
        "entity=alert", "entity=<script>alert(3)</script>",):  # fmt: skip
        page, html = read(graph, query)
        assert scripts_of(html) == []
        assert "<img" not in html
        check_whole(html)
        for table in page.tables:
            to_csv(table)


def test_what_is_asked_for_wrongly_is_said_and_left_aside():
    _, html = read(world(), "entity=Norland&kind=rides&since=soon&depth=9")
    text = text_of(html)
    assert "“rides” is no kind of link." in text
    assert "“soon” is no date" in text
    assert "“depth” is a whole number from 1 to 2" in text
    assert "Who is linked to Norland" in text


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["entity", "other", "since", "until", "depth", "most", "edge"]), st.text(max_size=30)
    ),
    st.lists(st.sampled_from([*KINDS, "x", ""])),
    st.lists(st.text(max_size=20), max_size=4),
)
def test_an_address_shows_the_same_wish_again(single, kinds, grown):
    wish = wish_of([*single.items(), *(("kind", k) for k in kinds), *(("expand", one) for one in grown)])
    again = wish_of(pairs(wish))
    assert (again.entity, again.other, again.kinds, again.depth, again.most) == (
        wish.entity, wish.other, wish.kinds, wish.depth, wish.most,
    )  # fmt: skip
    assert (again.first, again.last, again.kind, again.expanded) == (wish.first, wish.last, wish.kind, wish.expanded)
    assert again.faults == ()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_that_is_typed_is_an_error(entity: str, other: str):
    place = linked([("red-army", "attacks", "red-guard", 1, 0)])
    _, html = read(place, urlencode({"entity": entity, "other": other, "expand": other + " arms"}))
    assert scripts_of(html) == []


def test_expansion_keeps_the_rest_of_the_view():
    graph = linked([("a", "arms", "b", 1, 0), ("b", "arms", "c", 1, 0)])
    page, _ = read(graph, "entity=A&kind=arms")
    row = next(row for row in page.tables[1].rows if row.node == actor("b"))
    (go,) = row.cells[-1]
    assert go.text == "expand B"
    grown, _ = read(graph, urlsplit(go.href).query)
    assert {row.node for row in grown.tables[1].rows} == {actor("a"), actor("b"), actor("c")}
