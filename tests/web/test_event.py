"""The page of an event: every value with all who give it, and never one number where accounts disagree."""

import csv
import io
import re
from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.graph import build, describe, rejection_quads
from kg.model import NodeKey, Rejection
from kg.vocabulary import KG
from kg.web import to_csv
from kg.web.event import event_page
from tests.graph.fiction import BASE, karsk, lund
from tests.queries.world import world
from tests.web.reading import check_whole, copy_of, read, scripts_of, text_of

KARSK, LUND = karsk().document.id, lund().document.id
STRIKE = f"id/event/{KARSK}-e1"


def aspect(page, name):
    return next(one for one in page.values["aspects"] if one.name == name)


@pytest.fixture(scope="module")
def strike():
    return read(event_page, STRIKE, world())


def test_the_title_says_what_where_and_when(strike):
    page, html = strike
    assert page.title == "Airstrike, Karsk, 14 March 2021"
    check_whole(html)
    assert "by 5 claimants" not in text_of(html)
    assert text_of(html).index("10 claims by 4 claimants in 1 document") > 0


def test_who_says_that_it_happened_and_who_denies_it_are_told_apart(strike):
    page, html = strike
    told = {one.words: [claim.claimant for claim in one.claims] for one in page.values["standings"]}
    assert told == {"Said to have happened, according to": ["the document"], "Denied by": ["Norland"]}
    assert "Said to have happened, according to Strike on Karsk 🜂. Denied by Norland." in text_of(html)


def test_what_is_only_planned_or_possible_never_reads_as_done():
    planned, html = read(event_page, f"id/event/{KARSK}-e3", world())
    assert "Planned or expected, according to Iron Brigade." in text_of(html)
    assert planned.schema is None
    possible, html = read(event_page, f"id/event/{KARSK}-e2", world())
    assert "Possible, according to Ada Roe." in text_of(html)
    assert possible.schema is None
    for words in ("Said to have happened", "Likely"):
        assert words not in text_of(html)


def test_tolls_that_exclude_each_other_stand_side_by_side(strike):
    page, html = strike
    (conflict,) = [one for one in page.values["conflicts"] if one.matter == "How many"]
    assert {(side.claimant, side.object) for side in conflict.sides} == {
        ("Iron Brigade", "25 killed (25 of its fighters)"),
        ("Estmark’s government", "at most 15 killed (15 fighters)"),
    }
    said = text_of(html)
    assert (
        said.index("Where the accounts disagree") < said.index("15 fighters were killed") < said.index("What is said")
    )
    assert aspect(page, "toll").disputed
    assert not aspect(page, "instrument").disputed


def test_the_range_of_the_accounts_stands_beside_what_the_rule_comes_to(strike):
    _, html = strike
    assert "Killed: from 0 to 25, by 2 accounts. By rule, totals before groups: from 0 to 25, on 2 accounts" in text_of(
        html
    )


def test_each_value_stands_once_with_all_who_give_it(strike):
    page, _ = strike
    agents = aspect(page, "agent").values
    assert [(one.text, [claim.stance for claim in one.accounts]) for one in agents] == [("Norland", ["", "denied"])]
    assert [one.text for one in aspect(page, "toll").values] == ["25 killed", "at most 15 killed"]


def test_accounts_are_listed_by_claimant_with_what_each_says(strike):
    page, _ = strike
    table = next(table for table in page.tables if table.name == "accounts")
    rows = list(csv.DictReader(io.StringIO(to_csv(table).decode())))
    assert {row["claimant"]: row["toll"] for row in rows} == {
        "the document": "",
        "Iron Brigade": "25 killed (25 of its fighters)",
        "Estmark’s government": "at most 15 killed (15 fighters)",
        "Norland": "",
    }
    assert next(row["agent"] for row in rows if row["claimant"] == "Norland") == "Norland (denied)"
    assert all(row.evidence and row.evidence.href for row in table.rows)
    assert len(table.nodes) == 10, "all claims go along, not only the first of each row"


def test_documents_are_told_with_their_own_words_for_it(strike):
    page, html = strike
    table = next(table for table in page.tables if table.name == "documents")
    assert [cell.text for cell in table.rows[0].cells[2]] == ["bombed", "airstrike", "raid"]
    spans = [cell.iri for cell in table.rows[0].cells[2]]
    text = karsk().document.text
    for span, word in zip(spans, ["bombed", "airstrike", "raid"], strict=True):
        begin, end = map(int, re.findall(r"\d+", span.partition("#")[2]))
        assert text[begin:end] == word
    for cell in table.rows[0].cells[2]:
        assert cell.href.startswith(f"../../../page/document/{KARSK}")
        assert cell.href.endswith(cell.iri.partition("#")[2])
        assert f'href="{cell.href}"' in html


def test_what_it_answers_to_is_found_from_both_ends():
    answer, _ = read(event_page, f"id/event/{LUND}-e1", world())
    assert [value.iri for value in aspect(answer, "inResponseTo").values] == [f"{BASE}id/event/{LUND}-e2"]
    raid, html = read(event_page, f"id/event/{LUND}-e2", world())
    (table,) = [table for table in raid.tables if table.name == "around"]
    assert table.rows[0].cells[0][0].iri == f"{BASE}id/event/{LUND}-e1"
    assert table.rows[0].cells[1][0].text == "in response to"
    assert "What stands around it" in html


def test_other_events_of_its_day_and_place_are_named():
    graph = copy_of(world())
    other = ox.NamedNode(f"{BASE}id/event/other-e1")
    document = ox.NamedNode(f"{BASE}graph/document/other")
    for name in (ox.NamedNode(KG + "date"), ox.NamedNode(KG + "place")):
        (same, *_) = [quad.object for quad in graph.quads_for_pattern(ox.NamedNode(BASE + STRIKE), name, None)]
        graph.add(ox.Quad(other, name, same, document))
    graph.add(ox.Quad(other, ox.NamedNode(KG + "eventClass"), ox.NamedNode(KG + "Shelling"), document))
    page, _ = read(event_page, STRIKE, graph)
    (table,) = [table for table in page.tables if table.name == "around"]
    assert [row.cells[1][0].text for row in table.rows] == ["on the same day in the same place"]
    assert table.nodes == (other.value,)


def test_schema_org_has_the_event_only_where_somebody_says_it_happened(strike):
    page, html = strike
    assert page.schema["@type"] == "Event"
    assert page.schema["startDate"] == "2021-03-14"
    assert [place["name"] for place in page.schema["location"]] == ["Karsk"]
    assert '<script type="application/ld+json">' in html


def test_the_explorer_and_the_network_are_one_step_away(strike):
    _, html = strike
    assert "explorer?place=http%3A%2F%2Fexample.org%2Fid%2Fplace%2Fkarsk&amp;from=2021-03-14&amp;to=2021-03-14" in html
    assert "network?entity=http%3A%2F%2Fexample.org%2Fid%2Forganisation%2Fnorland" in html


def test_a_claim_that_was_rejected_stays_and_is_marked():
    graph = copy_of(world())
    toll = next(c.id for c in karsk().extract.claims if c.predicate == "toll")
    rejected = Rejection(1, NodeKey(KARSK, toll), "Ada <b>", "2026-01-02T03:04:05Z", "misread")
    graph.extend(rejection_quads([rejected], BASE))
    page, html = read(event_page, STRIKE, graph)
    assert [one.is_given for one in aspect(page, "toll").values] == [True, False]
    assert "rejected by Ada &lt;b&gt;" in html
    assert "Killed: from 0 to 15, by 1 account." in text_of(html)


def test_a_page_is_bounded_and_leads_on(monkeypatch):
    monkeypatch.setattr("kg.web.event.page._CLAIMS", 4)
    first, html = read(event_page, STRIKE, world())
    assert "This page tells of the claims 1 to 4" in text_of(html)
    assert "10 claims by 4 claimants in 1 document" in text_of(html)
    assert first.next.endswith("?page=2")
    assert first.previous == ""
    seen = [row.node for table in first.tables if table.name == "claims" for row in table.rows]
    for number in (2, 3):
        page, _ = read(event_page, STRIKE, world(), page=str(number))
        seen += [row.node for table in page.tables if table.name == "claims" for row in table.rows]
    assert page.next == ""
    assert len(seen) == len(set(seen)) == 10


def test_whatever_a_document_says_is_text():
    hostile = '<script>alert(1)</script> {{ 7 * 7 }} "quoted"'
    told = karsk()
    text = told.document.text.replace("15 fighters were killed", "<script>evil()</script>")
    identity = replace(
        told.identity, entities=tuple(replace(i, label=i.label + hostile) for i in told.identity.entities)
    )
    document = replace(told.document, text=text, title=hostile)
    graph = ox.Store()
    graph.extend(build(document, told.extract, identity, BASE, told.names).graph)
    for one in identity.entities:
        graph.extend(describe([one], BASE))
    _, html = read(event_page, STRIKE, graph)
    assert scripts_of(html) == []
    assert "&lt;script&gt;evil()" in html
    assert "{{ 7 * 7 }}" in html
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert block is not None
    assert "<" not in block[1]
