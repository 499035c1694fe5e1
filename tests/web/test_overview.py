"""The first page lists what is in the graph: real graphs of invented documents, asked through real SPARQL."""

import asyncio
import re
from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.graph import build, describe
from kg.web import Overview, Solution, overview, render_overview, render_problem
from tests.graph.fiction import BASE, Told, karsk, lund

HOSTILE = "<script>alert('x')</script> & {{ 7 * 7 }} \"quoted\""


def store(*told: Told) -> ox.Store:
    graph = ox.Store()
    identified = {}
    for one in told:
        built = build(one.document, one.extract, one.identity, BASE, one.names)
        graph.extend([*built.graph, *built.conflicts])
        for identification in (*one.identity.entities, *one.identity.added):
            identified.setdefault(identification.key, []).append(identification)
    for identifications in identified.values():
        graph.extend(describe(identifications, BASE))
    return graph


def gathered(graph: ox.Store) -> Overview:
    async def select(text: str) -> list[Solution]:
        solutions = graph.query(text, use_default_graph_as_union=True)
        names = [variable.value for variable in solutions.variables]
        return [{n: s[n].value for n in names if s[n] is not None} for s in solutions]

    return asyncio.run(overview(select, BASE))


@pytest.fixture(scope="module")
def shown() -> Overview:
    return gathered(store(karsk(), lund()))


def test_counts_are_of_things_not_of_their_mentions(shown: Overview) -> None:
    assert shown.count("documents") == 2
    assert shown.count("claims") == len(karsk().extract.claims) + len(lund().extract.claims)
    assert shown.count("events") == 6
    assert shown.count("tolls") == 2
    assert shown.count("actors") == 7


def test_documents_are_listed_latest_first_once_each(shown: Overview) -> None:
    assert [(d.title, d.date, d.claims) for d in shown.documents] == [
        ("Strike on Karsk 🜂", "2021-03-15", len(karsk().extract.claims)),
        ("Observers in Port Lund", "", len(lund().extract.claims)),
    ]


def test_actors_come_by_what_is_claimed_about_them(shown: Overview) -> None:
    actors = {actor.label: actor for actor in shown.actors}
    assert shown.actors[0].label == "Iron Brigade"
    assert actors["Iron Brigade"].cls == "armed group"
    assert actors["Norland"].made == 3
    assert [a.about for a in shown.actors] == sorted((a.about for a in shown.actors), reverse=True)


def test_events_stand_by_class_with_who_whom_when_and_where(shown: Overview) -> None:
    classes = [group.cls for group in shown.events]
    assert classes == ["Attack", "Airstrike", "Shelling", "Raid", "Meeting", "Aid"]
    (strike,) = next(group for group in shown.events if group.cls == "Airstrike").events
    assert (strike.agents, strike.targets, strike.date, strike.place) == (
        "Norland", "Iron Brigade", "2021-03-14", "Karsk",
    )  # fmt: skip
    assert strike.happened
    (plan,) = next(group for group in shown.events if group.cls == "Attack").events
    assert (plan.agents, plan.targets, plan.happened) == ("Iron Brigade", "Port Lund", False)


def test_claims_carry_claimant_stance_and_quote(shown: Overview) -> None:
    denied = [claim for claim in shown.claims if claim.polarity == "Denied"]
    assert {claim.claimant for claim in denied} == {"Norland"}
    assert "Norland denied the raid" in {claim.quote for claim in denied}
    assert "denied" in denied[0].stance
    plan = next(claim for claim in shown.claims if claim.realis == "Future")
    assert plan.stance == "planned"
    assert shown.claims[0].claimant == "the document"
    assert shown.claims[0].stance == ""


def test_different_tolls_stand_side_by_side(shown: Overview) -> None:
    tolls = [pair for pair in shown.conflicts if pair[0].predicate == "toll"]
    (pair,) = tolls
    assert {(claim.claimant, claim.object) for claim in pair} == {
        ("Iron Brigade", "25 killed (25 of its fighters)"),
        ("Estmark’s government", "at most 15 killed (15 fighters)"),
    }
    page = render_overview(shown, 1)
    assert page.index("Where the accounts disagree") < page.index("15 fighters were killed")


def test_a_toll_of_nobody_in_particular_names_no_group() -> None:
    told = karsk()
    tolls = tuple(replace(toll, group=None) for toll in told.extract.tolls)
    shown = gathered(store(replace(told, extract=replace(told.extract, tolls=tolls))))
    assert {claim.object for claim in shown.claims if claim.predicate == "toll"} == {"25 killed", "at most 15 killed"}


def test_the_page_is_whole_and_accessible(shown: Overview) -> None:
    page = render_overview(shown, 7)
    assert '<html lang="en">' in page
    assert page.count("<h1>") == 1
    assert page.count("<table") == page.count("<caption>") > 5
    assert page.count("<tr>") + page.count("<tr ") == page.count("</tr>")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'aria-labelledby="([^"]+)"', page)) <= set(ids)
    assert "Version 7 of the data" in page
    assert BASE not in re.sub(r'title="[^"]*"', "", page), "an IRI stands where a label should"


def test_an_empty_graph_says_so() -> None:
    page = render_overview(gathered(ox.Store()), 0)
    assert "Nothing has been read yet" in page
    assert "<table" not in page


def test_whatever_a_document_holds_is_shown_as_text() -> None:
    told = karsk()
    text = told.document.text.replace("15 fighters were killed", "<script>evil()</script>")
    document = replace(told.document, title=HOSTILE, text=text)
    identity = replace(
        told.identity, entities=tuple(replace(i, label=i.label + HOSTILE) for i in told.identity.entities)
    )
    page = render_overview(gathered(store(replace(told, document=document, identity=identity))), 1)
    assert "<script" not in page
    assert "&lt;script&gt;evil()" in page
    assert "{{ 7 * 7 }}" in page
    for attribute in re.findall(r'="([^"]*)"', page):
        assert "quoted" not in attribute or "&#34;" in attribute


def test_problems_are_shown_as_text() -> None:
    assert "<script" not in render_problem(HOSTILE)
