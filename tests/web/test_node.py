"""The pages of small nodes: what each is, what it belongs to, according to whom."""

from dataclasses import replace
from functools import cache

import pyoxigraph as ox
import pytest

from kg.graph import build
from kg.model import Origin
from kg.vocabulary import KG
from kg.web.node import KINDS, node_page
from tests.graph.fiction import BASE, karsk
from tests.queries.world import world
from tests.web.reading import check_whole, copy_of, read, text_of

KARSK = karsk().document.id
NODES = {
    f"id/toll/{KARSK}-t1": "25 killed (25 of its fighters)",
    f"id/toll-summary/{KARSK}-e1-killed": "Killed, from 0 to 25: Airstrike, Karsk, 14 March 2021",
    f"id/attribution/{KARSK}-a1": "Iron Brigade, reported by “said”",
    f"id/designation/{KARSK}-d1": "“terrorist organisation”, put on Iron Brigade",
    f"id/tenure/{KARSK}-o1": "Ada Roe, defence minister, Norland",
    f"id/post/{KARSK}-p1": "defence minister",
    "id/programme/sanctions-act": "Sanctions Act",
    "id/relationship/organisation-norland--attacks--organisation-iron-brigade": "Norland – attacks → Iron Brigade",
    "id/connection/organisation-norland--organisation-iron-brigade": "Norland – Iron Brigade",
    "id/listing/register/N-7": "Iron Brigade",
    "id/listing/register/N-7/designation/1": "Terrorist",
    "id/list/register": "Register of Norland",
}
READ = {
    f"id/reading/{KARSK}-r1": "Tokens asked 900",
    f"id/refusal/{KARSK}-r1-not-in-text": "Refused for not-in-text",
    "id/model/qwen3-8b": "qwen3:8b",
}


@pytest.mark.parametrize("path", NODES)
def test_each_says_what_it_is(path):
    page, html = read(node_page, path, world())
    assert page.title == NODES[path]
    check_whole(html)
    assert path.split("/")[1] in KINDS


def test_every_kind_has_been_looked_at():
    assert {path.split("/")[1] for path in (*NODES, *READ)} | {"rejection"} == set(KINDS)


@cache
def read_by_a_model() -> ox.Store:
    """The world, with the report from Karsk read by a model."""
    told, filled = karsk(), copy_of(world())
    origin = Origin("qwen3:8b", "1", 0.2, 3, asked=900, answered=80, refused=(("not-in-text", 2),))
    first, *others = told.extract.claims
    extract = replace(told.extract, claims=(replace(first, rule="llm"), *others), origins=(origin,))
    filled.extend(build(told.document, extract, told.identity, BASE, told.names).graph)
    return filled


@pytest.mark.parametrize("path", READ)
def test_a_reading_says_how_the_model_was_asked_and_what_was_not_believed(path):
    page, html = read(node_page, path, read_by_a_model())
    check_whole(html)
    assert READ[path] in text_of(html)
    assert page.title


def test_a_toll_leads_to_its_event_and_its_claim():
    page, html = read(node_page, f"id/toll/{KARSK}-t1", world())
    tables = {table.name: table for table in page.tables}
    assert [row.node for row in tables["leading"].rows] == [f"{BASE}id/event/{KARSK}-e1"]
    assert len(tables["claims"].rows) == 1
    assert "the airstrike killed 25 of its fighters" in text_of(html)


def test_a_relationship_leads_to_the_claims_that_it_rests_on():
    page, html = read(node_page, "id/relationship/organisation-norland--attacks--organisation-iron-brigade", world())
    (claims,) = [table for table in page.tables if table.name == "claims"]
    assert all(row.evidence for row in claims.rows)
    assert "Number of claims" in text_of(html)


def test_a_step_between_two_actors_leads_to_what_joins_them():
    page, _ = read(node_page, "id/connection/organisation-norland--organisation-iron-brigade", world())
    (joined,) = [table for table in page.tables if table.name == "relationships"]
    assert "Norland – attacks → Iron Brigade" in [row.cells[0][0].text for row in joined.rows]


def test_a_list_leads_to_its_entries_and_a_post_to_who_held_it():
    page, _ = read(node_page, "id/list/register", world())
    (leading,) = [table for table in page.tables if table.name == "leading"]
    assert [row.node for row in leading.rows] == [f"{BASE}id/listing/register/N-7"]
    page, _ = read(node_page, f"id/post/{KARSK}-p1", world())
    (leading,) = [table for table in page.tables if table.name == "leading"]
    assert [row.cells[0][0].text for row in leading.rows] == ["Ada Roe"]


def test_the_kind_leads_to_what_the_ontology_says_of_it():
    _, html = read(node_page, f"id/tenure/{KARSK}-o1", world())
    assert f'title="{KG}Tenure">Tenure</a>' in html
