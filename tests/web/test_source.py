"""The pages of sources: how much each claims, what nobody else says, who confirms it and who contradicts it."""

import asyncio
import csv
import io
from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.graph import build
from kg.vocabulary import DCTERMS
from kg.web import Place, render_page, to_csv
from kg.web.source import source_page, sources_page
from tests.graph.fiction import BASE, karsk, lund
from tests.queries.world import world
from tests.web.reading import answers, check_whole, copy_of, scripts_of, text_of

KARSK, LUND = karsk().document.id, lund().document.id


def read(make, path, graph, **parameters):
    place = Place(path, BASE, tuple(parameters.items()))
    page = asyncio.run(make(answers(graph), place))
    return page, render_page(page, place, 7) if page else ""


def rows(page, name):
    table = next(one for one in page.tables if one.name == name)
    return list(csv.DictReader(io.StringIO(to_csv(table).decode())))


@pytest.fixture(scope="module")
def twice():
    """The world, and a second document with the same text and claims as the first."""
    graph, told = copy_of(world()), karsk()
    document = replace(told.document, id="0123456789abcdefabcd", title="Again")
    extract = replace(told.extract, document=document.id)
    events = {event.id: (KARSK, event.id) for event in extract.events}
    built = build(document, extract, replace(told.identity, document=document.id), BASE, ("again.txt",), joint=events)
    graph.extend(built.graph)
    return graph


def test_sources_are_listed_with_how_much_rests_on_them():
    page, html = read(sources_page, "/sources", world())
    check_whole(html)
    found = {row["source"]: row for row in rows(page, "sources")}
    assert set(found) == {
        "Strike on Karsk 🜂",
        "Observers in Port Lund",
        "Iron Brigade",
        "Norland",
        "Ada Roe",
        "Estmark’s government",
    }
    roe = found["Ada Roe"]
    assert (roe["claims"], roe["events"], roe["sole"], roe["contradicted"]) == ("2", "1", "2", "0")
    assert found["Norland"]["claims"] == "3"
    assert found["Estmark’s government"]["contradicted"] == "1"
    total = sum(int(row["claims"]) for row in found.values())
    assert total == len(karsk().extract.claims) + len(lund().extract.claims)


@pytest.mark.parametrize("order", ["claims", "events", "sole", "contradicted"])
def test_sources_are_sorted_by_what_a_link_names(order):
    page, html = read(sources_page, "/sources", world(), sort=order)
    numbers = [int(row[order]) for row in rows(page, "sources")]
    assert numbers == sorted(numbers, reverse=True)
    assert html.count('aria-current="true"') == 1


def test_sources_have_pages(monkeypatch):
    monkeypatch.setattr("kg.web.source.listing._ON_PAGE", 4)
    first, _ = read(sources_page, "/sources", world())
    second, html = read(sources_page, "/sources", world(), page="2")
    names = [row["iri"] for page in (first, second) for row in rows(page, "sources")]
    assert len(names) == len(set(names)) == 6
    assert (first.next, second.next) == ("sources?page=2", "")
    assert "Page 1" in text_of(html)
    assert read(sources_page, "/sources", world(), page="3")[0] is None


def test_where_there_is_too_much_to_compare_the_list_says_so(monkeypatch):
    monkeypatch.setattr("kg.web.source.listing._MOST_COMPARED", 3)
    page, html = read(sources_page, "/sources", world(), sort="sole")
    assert "sole" not in rows(page, "sources")[0]
    assert "too many claims to compare" in text_of(html)


def test_an_empty_graph_has_no_sources():
    page, html = read(sources_page, "/sources", ox.Store())
    assert "nobody has claimed anything" in text_of(html)
    assert rows(page, "sources") == []


def test_what_nobody_else_says_stands_apart_from_what_others_confirm():
    page, html = read(source_page, "/sources/id/organisation/norland", world())
    check_whole(html)
    said = {(row["predicate"], row["object"], row["stance"]) for row in rows(page, "sole")}
    assert said == {
        ("by", "Norland", "denied"),
        ("is of the kind", "attack", "denied"),
        ("arms", "Iron Brigade", "probable"),
    }
    assert "shared" not in [table.name for table in page.tables]
    assert "as a source, of 3 claims" in text_of(html)


def test_the_same_statement_of_another_document_confirms(twice):
    page, _ = read(source_page, f"/sources/document/{KARSK}", twice)
    confirmed = {row["predicate"]: row["also"] for row in rows(page, "shared")}
    assert {"by", "against", "date", "place", "instrument"} <= confirmed.keys()
    assert set(confirmed.values()) == {"Again"}
    assert "sole" not in [table.name for table in page.tables]


def test_a_claimant_that_two_documents_report_does_not_confirm_itself(twice):
    page, _ = read(source_page, "/sources/id/organisation/iron-brigade", twice)
    (toll,) = [row for row in rows(page, "sole") if row["predicate"] == "toll"]
    assert toll["object"] == "25 killed"
    assert set(toll["document"].split("; ")) == {"Again", "Strike on Karsk 🜂"}


def test_a_figure_is_confirmed_by_whoever_counts_alike():
    graph, told = copy_of(world()), karsk()
    document = replace(told.document, id="0123456789abcdefabcd", title="Again")
    claims = tuple(replace(c, claimant=None, attribution=None) for c in told.extract.claims if c.predicate == "toll")
    extract = replace(told.extract, document=document.id, claims=claims)
    events = {told.extract.events[0].id: (KARSK, told.extract.events[0].id)}
    built = build(document, extract, replace(told.identity, document=document.id), BASE, ("again.txt",), joint=events)
    graph.extend(built.graph)
    page, _ = read(source_page, "/sources/id/organisation/iron-brigade", graph)
    (toll,) = [row for row in rows(page, "shared") if row["predicate"] == "toll"]
    assert (toll["object"], toll["also"]) == ("25 killed", "Again")


def test_what_is_contradicted_stands_side_by_side():
    page, html = read(source_page, "/sources/id/organisation/iron-brigade", world())
    assert {side.claimant for conflict in page.values["conflicts"] for side in conflict.sides} >= {
        "Iron Brigade",
        "Estmark’s government",
    }
    said = text_of(html)
    assert said.index("What others contradict") < said.index("15 fighters were killed") < said.index("What nobody else")


def test_how_it_speaks_and_by_which_words_it_is_reported():
    page, _ = read(source_page, "/sources/id/organisation/norland", world())
    manner = {row["manner"]: (row["claims"], row["share"]) for row in rows(page, "manner")}
    assert manner["denied"] == ("2", "67 %")
    assert manner["probable"] == ("1", "33 %")
    assert manner["certain"] == ("2", "67 %")
    (report,) = rows(page, "documents")
    assert (report["document"], report["cues"]) == ("Strike on Karsk 🜂", "according to, denied")
    assert report["quote"] in karsk().document.text


def test_offices_and_designations_are_not_compared():
    page, html = read(source_page, f"/sources/document/{KARSK}", world())
    predicates = {row["predicate"] for row in rows(page, "apart")}
    assert {"designee", "authority", "holder", "post"} <= predicates
    assert predicates.isdisjoint(row["predicate"] for row in rows(page, "sole") if row["predicate"] != "date")
    assert "so these are not compared" in text_of(html)
    assert "The document" in text_of(html)


def test_a_source_with_many_claims_has_pages_that_hold_each_claim_once(monkeypatch):
    monkeypatch.setattr("kg.web.source.page._WINDOW", 5)
    path, claims, number = f"/sources/document/{KARSK}", [], 1
    while True:
        page, html = read(source_page, path, world(), page=str(number))
        assert f"of {page.values['total']} are compared on this page" in text_of(html)
        claims += [
            row["iri"]
            for table in page.tables
            if table.name in {"sole", "shared", "apart"}
            for row in rows(page, table.name)
        ]
        if not page.next:
            break
        number += 1
    own = [c for c in karsk().extract.claims if c.claimant is None]
    assert len(claims) == len(set(claims)) == len(own)
    assert read(source_page, path, world(), page=str(number + 1))[0] is None


def test_a_section_stands_alone():
    page, html = read(source_page, "/sources/id/organisation/norland", world(), section="sole")
    assert [table.name for table in page.tables] == ["sole"]
    assert "All that rests on Norland" in text_of(html)
    assert read(source_page, "/sources/id/organisation/norland", world(), section="x")[0] is None


def test_what_has_become_part_of_another_leads_to_it():
    graph = copy_of(world())
    old, new = (ox.NamedNode(f"{BASE}id/organisation/{name}") for name in ("norlandia", "norland"))
    graph.add(ox.Quad(old, ox.NamedNode(DCTERMS + "isReplacedBy"), new, ox.NamedNode(BASE + "graph/entities")))
    page, _ = read(source_page, "/sources/id/organisation/norlandia", graph)
    assert page.title == "Norland as a source"


@pytest.mark.parametrize("path", ["id/person/nobody", "", "id/<x>", 'document/"}'])
def test_who_claims_nothing_has_no_page(path):
    assert read(source_page, f"/sources/{path}", world())[0] is None


def test_names_of_sources_stay_text():
    graph = copy_of(world())
    document = ox.NamedNode(f"{BASE}document/{KARSK}")
    title = ox.NamedNode(DCTERMS + "title")
    for quad in list(graph.quads_for_pattern(document, title, None, None)):
        graph.remove(quad)
        graph.add(ox.Quad(document, title, ox.Literal("<script>alert(1)</script>{{ 7*7 }}"), quad.graph_name))
    for path in ("/sources", f"/sources/document/{KARSK}"):
        _, html = read(sources_page if path == "/sources" else source_page, path, graph)
        assert scripts_of(html) == []
        assert "{{ 7*7 }}" in html
