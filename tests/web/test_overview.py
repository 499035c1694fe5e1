"""The first page lists what is in the graph: real graphs of invented documents, asked through real SPARQL."""

import asyncio
import re
from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.graph import build, describe
from kg.vocabulary import KG
from kg.web import Page, Place, render_page, to_csv
from kg.web.overview import overview_page
from kg.web.render import render_problem
from tests.graph.fiction import BASE, Told, karsk, lund
from tests.web.reading import answers, check_whole, text_of

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


def made(graph: ox.Store) -> tuple[Page, str]:
    place = Place("/", BASE)
    page = asyncio.run(overview_page(answers(graph), place))
    return page, render_page(page, place, 7)


def table(page: Page, name: str) -> list[dict[str, str]]:
    """The rows of a table in words."""
    (found,) = [one for one in page.tables if one.name == name]
    names = [column.name for column in found.columns]
    return [
        dict(zip(names, [", ".join(cell.text for cell in cells) for cells in row.cells], strict=True))
        for row in found.rows
    ]


@pytest.fixture(scope="module")
def shown() -> tuple[Page, str]:
    return made(store(karsk(), lund()))


def test_counts_are_of_things_not_of_their_mentions(shown: tuple[Page, str]) -> None:
    counts = {name: number for name, number, _ in shown[0].values["counts"]}
    assert counts["documents"] == 2
    assert counts["claims"] == len(karsk().extract.claims) + len(lund().extract.claims)
    assert (counts["events"], counts["tolls"], counts["actors"]) == (6, 2, 7)


def test_documents_are_listed_latest_first_once_each(shown: tuple[Page, str]) -> None:
    rows = table(shown[0], "documents")
    assert [(row["document"], row["date"], row["publisher"], row["claims"]) for row in rows] == [
        ("Strike on Karsk 🜂", "15 March 2021", "The Example", str(len(karsk().extract.claims))),
        ("Observers in Port Lund", "undated", "", str(len(lund().extract.claims))),
    ]
    assert f'href="page/document/{karsk().document.id}"' in shown[1]


def test_actors_come_by_what_is_claimed_about_them(shown: tuple[Page, str]) -> None:
    rows = table(shown[0], "actors")
    actors = {row["actor"]: row for row in rows}
    assert rows[0]["actor"] == "Iron Brigade"
    assert (actors["Iron Brigade"]["class"], actors["Norland"]["made"]) == ("armed group", "3")
    numbers = [int(row["about"]) for row in rows]
    assert numbers == sorted(numbers, reverse=True)


def test_events_come_by_how_much_is_told_of_them_with_who_whom_when_and_where(shown: tuple[Page, str]) -> None:
    rows = table(shown[0], "events")
    strike = rows[0]
    assert strike["event"].startswith("Airstrike, Karsk")
    assert (strike["date"], strike["place"], strike["agent"], strike["target"]) == (
        "14 March 2021", "Karsk", "Norland", "Iron Brigade",
    )  # fmt: skip
    assert strike["documents"] == "1"
    (found,) = [one for one in shown[0].tables if one.name == "events"]
    assert all(row.evidence is not None and row.evidence.href for row in found.rows)


def test_claims_of_the_latest_documents_carry_claimant_stance_and_quote(shown: tuple[Page, str]) -> None:
    rows = table(shown[0], "claims")
    assert rows[0]["claimant"] == "the document"
    assert {row["document"] for row in rows[:10]} == {"Strike on Karsk 🜂"}
    denied = [row for row in rows if row["stance"] == "denied"]
    assert {row["claimant"] for row in denied} == {"Norland"}


def test_different_tolls_stand_side_by_side(shown: tuple[Page, str]) -> None:
    (conflict,) = [found for found in shown[0].values["conflicts"] if found.matter == "How many"]
    assert {(claim.claimant, claim.object) for claim in conflict.sides} == {
        ("Iron Brigade", "25 killed (25 of its fighters)"),
        ("Estmark’s government", "at most 15 killed (15 fighters)"),
    }
    text = text_of(shown[1])
    assert text.index("Where the accounts disagree") < text.index("15 fighters were killed")


def test_every_list_can_be_taken_away(shown: tuple[Page, str]) -> None:
    page, html = shown
    assert [one.name for one in page.tables] == ["documents", "events", "actors", "claims"]
    for one in page.tables:
        assert f'href="./?table={one.name}&amp;format=csv"' in html
        assert len(to_csv(one).decode().splitlines()) == len(one.rows) + 1
        assert one.nodes


def test_the_page_is_whole_and_says_names_instead_of_iris(shown: tuple[Page, str]) -> None:
    html = shown[1]
    check_whole(html)
    assert "Version 7 of the data" in html
    assert BASE not in text_of(html)
    assert KG not in text_of(html)
    assert html.count('role="search"') == 2


def test_an_empty_graph_says_so() -> None:
    page, html = made(ox.Store())
    assert "Nothing has been read yet" in html
    assert page.tables == ()


def test_whatever_a_document_holds_is_shown_as_text() -> None:
    told = karsk()
    text = told.document.text.replace("15 fighters were killed", "<script>evil()</script>")
    document = replace(told.document, title=HOSTILE, text=text)
    identity = replace(
        told.identity, entities=tuple(replace(i, label=i.label + HOSTILE) for i in told.identity.entities)
    )
    _, html = made(store(replace(told, document=document, identity=identity)))
    assert "<script>" not in html
    assert "&lt;script&gt;evil()" in html
    assert "{{ 7 * 7 }}" in html
    for attribute in re.findall(r'="([^"]*)"', html):
        assert "quoted" not in attribute or "&#34;" in attribute or "%22" in attribute


def test_problems_are_shown_as_text() -> None:
    assert "<script>" not in render_problem(HOSTILE)
