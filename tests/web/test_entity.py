"""The page of an entity: names, deeds in both directions, relations, offices, designations; each with who says so."""

import csv
import io
import json
import re
from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.graph import build, describe, describe_listing, rejection_quads
from kg.model import EntityKey, NodeKey, Rejection
from kg.vocabulary import DCTERMS, KG
from kg.web import to_csv
from kg.web.entity import entity_page
from tests.graph.fiction import BASE, karsk, lund
from tests.queries.world import BRIGADE, entry, world
from tests.web.reading import check_whole, copy_of, read, scripts_of, text_of

KARSK, LUND = karsk().document.id, lund().document.id
HOSTILE = '<script>alert("x")</script>{{ 7*7 }}'


def table(page, name):
    return next(one for one in page.tables if one.name == name)


def rows(page, name):
    """The rows of a table as its file has them: column to words."""
    return list(csv.DictReader(io.StringIO(to_csv(table(page, name)).decode())))


@pytest.fixture(scope="module")
def brigade():
    return read(entity_page, "id/organisation/iron-brigade", world())


@pytest.fixture(scope="module")
def norland():
    return read(entity_page, "id/organisation/norland", world())


def test_the_head_says_who_it_is_under_which_names(brigade):
    page, html = brigade
    check_whole(html)
    assert page.title == "Iron Brigade"
    said = text_of(html)
    assert said.startswith("Iron Brigade armed group Also called The Brigade")
    assert f"Identifier {BASE}id/organisation/iron-brigade" in said
    assert 'href="../../../network?entity=http%3A%2F%2Fexample.org%2Fid%2Forganisation%2Firon-brigade"' in html
    assert 'href="../../../sources/id/organisation/iron-brigade"' in html


def test_a_place_says_where_it_lies_and_what_happened_there():
    page, html = read(entity_page, "id/place/karsk", world())
    check_whole(html)
    assert "Lies at 50.25, 20.4" in text_of(html)
    assert "Within East Estmark, Estmark" in text_of(html)
    assert 'href="https://www.geonames.org/424242" rel="external noopener"' in html
    assert 'href="../../../explorer?place=http' in html
    (strike,) = rows(page, "there")
    assert (strike["event"], strike["date"], strike["by"]) == ("Airstrike", "2021-03-14", "Norland")
    assert [row["by"] for row in rows(page, "suffered")] == ["Norland"]
    assert page.schema["@type"] == "Place"
    assert page.schema["geo"]["latitude"] == "50.25"


def test_what_it_did_and_what_was_done_to_it_stand_apart(brigade, norland):
    (strike,) = rows(brigade[0], "suffered")
    assert (strike["by"], strike["place"], strike["claimants"]) == ("Norland", "Karsk", "Strike on Karsk 🜂")
    assert strike["stance"] == "denied, that it happened, by Norland"
    (plan,) = rows(brigade[0], "did")
    assert (plan["event"], plan["against"], plan["stance"]) == ("Attack", "Port Lund", "planned")
    assert [row["event"] for row in rows(norland[0], "did")] == ["Airstrike", "Shelling"]
    assert "planned" not in [row["stance"] for row in rows(norland[0], "did")]


def test_several_accounts_of_one_event_are_one_row_with_those_who_put_it_otherwise(norland):
    strike = rows(norland[0], "did")[0]
    assert strike["stance"] == "denied, by Norland"
    assert strike["claimants"] == "Norland; Strike on Karsk 🜂"
    assert strike["quote"].startswith("Norland bombed the Iron Brigade")
    assert '<span class="stance denied">denied, by Norland</span>' in norland[1]


def test_conflicts_come_before_deeds(brigade):
    said = text_of(brigade[1])
    assert said.index("Where the accounts disagree") < said.index("15 fighters were killed") < said.index("What it did")


def test_relations_are_shown_in_both_directions(brigade):
    found = {(row["subject"], row["predicate"], row["object"], row["stance"]) for row in rows(brigade[0], "relations")}
    assert found == {
        ("Estmark", "arms", "Iron Brigade", "probable"),
        ("Estmark", "supports", "Iron Brigade", ""),
    }
    (deed,) = rows(brigade[0], "ties")
    assert (deed["from"], deed["kind"], deed["to"], deed["events"]) == ("Norland", "attacks", "Iron Brigade", "1")


def test_an_office_is_shown_with_its_holder_and_with_its_organisation(norland):
    roe, html = read(entity_page, "id/person/ada-roe", world())
    for page in (roe, norland[0]):
        (office,) = rows(page, "offices")
        assert (office["holder"], office["post"], office["organisation"]) == ("Ada Roe", "defence minister", "Norland")
        assert office["quote"].startswith("General Ada Roe")
    assert "Documents that mention them" in text_of(html)
    assert roe.schema["@type"] == "Person"


def test_accounts_of_one_office_by_two_documents_are_one_row():
    graph = copy_of(world())
    told = karsk()
    text = told.document.text + "\n"
    other = replace(told.document, id="0123456789abcdefabcd", text=text, title="Again")
    built = build(
        other,
        replace(told.extract, document=other.id),
        replace(told.identity, document=other.id),
        BASE,
        ("again.txt",),
    )
    graph.extend(built.graph)
    page, _ = read(entity_page, "id/person/ada-roe", graph)
    (office,) = rows(page, "offices")
    assert office["claimants"] == "Again; Strike on Karsk 🜂" or office["claimants"] == "Strike on Karsk 🜂; Again"
    page, _ = read(entity_page, "id/organisation/iron-brigade", graph)
    assert len(rows(page, "designations")) == 1


def test_designations_name_label_authority_programme_and_lists(brigade, norland):
    for page in (brigade[0], norland[0]):
        (found,) = rows(page, "designations")
        assert (found["designee"], found["label"], found["authority"]) == (
            "Iron Brigade",
            "terrorist organisation",
            "Norland",
        )
        assert (found["date"], found["programme"]) == ("2015", "Sanctions Act")
        (listed,) = rows(page, "listings")
        assert (listed["label"], listed["date"], listed["list"], listed["entry"]) == (
            "Terrorist",
            "2016-05-01",
            "Register of Norland (2020)",
            "N-7",
        )


def test_the_harm_that_a_group_suffered_is_listed():
    page, _ = read(entity_page, "id/group/g-15-fighters", world())
    (toll,) = rows(page, "tolls")
    assert toll["object"] == "at most 15 killed (15 fighters)"
    assert toll["claimant"] == "Estmark’s government"


def test_documents_that_mention_it_quote_the_first_mention(brigade):
    found = rows(brigade[0], "documents")
    assert [row["document"] for row in found] == ["Strike on Karsk 🜂", "Observers in Port Lund"]
    assert found[0]["quote"].startswith("Norland bombed the Iron Brigade")
    begin = karsk().document.text.index("Iron Brigade")
    assert found[0]["evidence_iri"] == f"{BASE}document/{KARSK}#char={begin},{begin + 12}"
    assert f'href="../../../page/document/{KARSK}?at={begin}#char={begin},{begin + 12}"' in brigade[1]


def test_names_say_how_often_they_are_used(brigade):
    assert [(row["name"], row["times"]) for row in rows(brigade[0], "names")] == [
        ("Iron Brigade", "3"),
        ("The Brigade", "2"),
    ]


def test_what_it_says_itself_is_listed_and_leads_to_it_as_a_source(brigade):
    assert {row["claimant"] for row in rows(brigade[0], "says")} == {"Iron Brigade"}
    assert "As a source" in text_of(brigade[1])
    silent, html = read(entity_page, "id/organisation/estmark", world())
    assert "says" not in [one.name for one in silent.tables]
    assert "As a source" not in text_of(html)


def test_a_section_has_pages_that_hold_each_event_once(monkeypatch):
    whole = [row["iri"] for row in rows(read(entity_page, "id/organisation/norland", world())[0], "did")]
    monkeypatch.setattr("kg.web.entity.page._ON_ALL", 1)
    monkeypatch.setattr("kg.web.entity.page._ON_ONE", 1)
    _, html = read(entity_page, "id/organisation/norland", world())
    assert "1 of 2 events" in text_of(html)
    assert 'href="../../../page/id/organisation/norland?section=did"' in html
    here = "../../../page/id/organisation/norland?section=did"
    first, html = read(entity_page, "id/organisation/norland", world(), section="did")
    second, _ = read(entity_page, "id/organisation/norland", world(), section="did", page="2")
    assert (first.next, first.previous) == (f"{here}&page=2", "")
    assert (second.next, second.previous) == ("", f"{here}&page=1")
    assert [rows(one, "did")[0]["iri"] for one in (first, second)] == whole
    assert [one.name for one in first.tables] == ["did"]
    check_whole(html)
    with pytest.raises(AssertionError, match="has no page"):
        read(entity_page, "id/organisation/norland", world(), section="did", page="3")


@pytest.mark.parametrize("section", ["nonsense", "offices", "did"])
def test_a_section_that_there_is_none_of_is_no_page(section):
    with pytest.raises(AssertionError, match="has no page"):
        read(entity_page, "id/place/karsk", world(), section=section)


def test_conflicts_have_a_page_where_there_are_more_than_a_few(monkeypatch):
    monkeypatch.setattr("kg.web.entity.page._CONFLICTS", 1)
    _, html = read(entity_page, "id/organisation/norland", world())
    assert html.count('<section class="conflict">') == 1
    assert "norland?section=conflicts" in html
    page, html = read(entity_page, "id/organisation/norland", world(), section="conflicts")
    assert html.count('<section class="conflict">') > 1
    assert page.tables == ()
    check_whole(html)


def test_a_rejected_claim_is_marked_in_its_row():
    graph = copy_of(world())
    claim = next(c for c in karsk().extract.claims if c.predicate == "arms").id
    graph.extend(
        rejection_quads([Rejection(1, NodeKey(KARSK, claim), "Ada <b>", "2026-01-02T03:04:05Z", "misread")], BASE)
    )
    page, html = read(entity_page, "id/organisation/estmark", graph)
    arms = next(row for row in rows(page, "relations") if row["predicate"] == "arms")
    assert arms["stance"] == "rejected by Ada <b>, probable"
    assert "rejected by Ada &lt;b&gt;" in html


def test_what_it_was_counted_as_before_is_told():
    graph = copy_of(world())
    old, new = (ox.NamedNode(f"{BASE}id/organisation/{name}") for name in ("ferric-brigade", "iron-brigade"))
    graph.add(ox.Quad(old, ox.NamedNode(DCTERMS + "isReplacedBy"), new, ox.NamedNode(BASE + "graph/entities")))
    _, html = read(entity_page, "id/organisation/iron-brigade", graph)
    assert f"Also counted as {BASE}id/organisation/ferric-brigade" in text_of(html)


def test_everything_that_a_table_shows_is_among_what_it_names_as_data(brigade):
    """The Turtle of a table is what the graph says of these nodes."""
    for name, predicate in (("relations", "arms"), ("did", "agent"), ("designations", "authority")):
        nodes = " ".join(f"<{node}>" for node in table(brigade[0], name).nodes)
        found = list(world().query(f"SELECT ?p {{ VALUES ?s {{ {nodes} }} GRAPH ?g {{ ?s ?any ?p }} }}"))
        assert KG + predicate in {row["p"].value for row in found if isinstance(row["p"], ox.NamedNode)}


def test_the_schema_tells_names_and_what_others_call_it(brigade):
    page, html = read(entity_page, "id/organisation/estmark", world())
    assert page.schema["sameAs"] == ["http://www.wikidata.org/entity/Q424242"]
    assert "Wikidata Q424242" in text_of(html)
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', brigade[1], re.DOTALL)[1]
    assert json.loads(block)["alternateName"] == ["The Brigade"]


def test_whatever_it_is_called_stays_text():
    graph = copy_of(world())
    node = ox.NamedNode(BASE + "id/organisation/iron-brigade")
    entities = ox.NamedNode(BASE + "graph/entities")
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    for quad in list(graph.quads_for_pattern(node, label, None, entities)):
        graph.remove(quad)
    graph.add(ox.Quad(node, label, ox.Literal(HOSTILE), entities))
    listed = replace(entry(HOSTILE, name=HOSTILE), id="<b>", source="javascript:alert(1)")
    graph.extend(describe_listing(listed, BRIGADE, BASE))
    page, html = read(entity_page, "id/organisation/iron-brigade", graph)
    assert scripts_of(html) == []
    assert "{{ 7*7 }}" in html
    assert "javascript:" not in re.sub(r'title="[^"]*"', "", html)
    assert page.title == HOSTILE


def test_an_entity_without_a_description_goes_by_its_iri():
    graph = ox.Store()
    graph.extend(describe((), BASE))
    page, html = read(entity_page, "id/person/nobody", graph)
    assert page.title == "person nobody"
    assert page.tables == ()
    assert "Nothing is said of it" in text_of(html)


def test_the_key_of_the_brigade_is_that_of_its_page():
    assert EntityKey("organisation", "iron-brigade") == BRIGADE
