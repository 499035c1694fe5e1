"""The explorer over invented documents: what is found, what is said of it, and what is not known."""

import asyncio
import csv
import io
from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.errors import ParameterError
from kg.vocabulary import KG
from kg.web.environment import render_page
from kg.web.explorer import explored, explorer_page
from kg.web.page import Page
from kg.web.table import to_csv
from tests.graph.fiction import BASE
from tests.queries.world import world
from tests.web.explorer.conftest import Asked, asks, place

HOSTILE = [
    '" } } DROP ALL #',
    "<script>alert(1)</script>",
    "\\u0022 }",
    "VALUES ?x { UNDEF }",
    "\n}",
    "\\",
    "{{ 7*7 }}",
    "$limit",
]


def kinds(page: Page) -> list[str]:
    return [row.cells[2][0].text for row in page.values["events"].rows]


def row(page: Page, kind: str) -> dict[str, list[str]]:
    table = page.values["events"]
    (found,) = (one for one in table.rows if one.cells[2][0].text == kind)
    return {
        column.name: [cell.text for cell in cells] for column, cells in zip(table.columns, found.cells, strict=True)
    }


def summary(page: Page) -> tuple[str, ...]:
    return page.values["found"].summary


def test_all_events_are_found_the_latest_first_and_the_undated_last(asked: Asked) -> None:
    assert kinds(asked())[:2] == ["Airstrike", "Shelling"]
    assert kinds(asked(order="earliest"))[:2] == ["Shelling", "Airstrike"]
    assert len(kinds(asked())) == 6


def test_what_is_not_known_is_counted_in_words(asked: Asked) -> None:
    assert summary(asked()) == (
        "6 events are found.",
        "4 of them have no date with a year, and no place on the timeline.",
        "5 of them have no place that anybody names.",
    )
    assert summary(asked(from_="2021"))[-1].startswith("Beside these, 4 events without a year are left out")
    assert summary(asked(from_="1900", to="1901"))[0] == "No event is found."


def test_all_figures_stand_with_who_gives_them_and_never_one_number_alone(asked: Asked) -> None:
    (tolls,) = row(asked(), "Airstrike")["tolls"]
    assert "25 killed (25 of its fighters), according to Iron Brigade" in tolls
    assert "at most 15 killed (15 fighters), according to Estmark’s government" in tolls
    assert "in 2 accounts" in tolls


def test_who_denies_a_part_stands_beside_it(asked: Asked) -> None:
    strike = row(asked(), "Airstrike")
    assert strike["by"] == ["Norland (denied by Norland)"]
    assert strike["against"] == ["Iron Brigade"]
    assert strike["standing"] == ["said to have happened", "denied", "accounts disagree"]
    assert set(strike["claimants"]) > {"Iron Brigade", "Norland"}


def test_plans_and_possibilities_are_found_and_look_different(asked: Asked) -> None:
    assert row(asked(), "Attack")["standing"] == ["planned"]
    assert row(asked(), "Aid")["standing"] == ["possible"]
    assert kinds(asked(standing="planned")) == ["Attack"]
    assert kinds(asked(standing="possible")) == ["Aid"]
    assert kinds(asked(standing="denied")) == ["Airstrike"]
    assert set(kinds(asked(standing="happened"))) == {"Airstrike", "Shelling", "Raid", "Meeting"}
    assert set(kinds(asked(standing="planned,possible"))) == {"Attack", "Aid"}


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"class_": "Attack"}, {"Airstrike", "Shelling", "Raid", "Attack"}),
        ({"class_": "Airstrike"}, {"Airstrike"}),
        ({"from_": "2021-03-14", "to": "2021-03-14"}, {"Airstrike", "Shelling"}),
        ({"to": "2021-03-13"}, {"Shelling"}),
        ({"place": "Karsk"}, {"Airstrike"}),
        ({"place": "kar"}, {"Airstrike"}),
        ({"place": "East Estmark"}, {"Airstrike"}),
        ({"place": BASE + "id/place/estmark"}, {"Airstrike"}),
        ({"place": "Port Lund"}, set()),
        ({"place": "Atlantis"}, set()),
        ({"actor": "norland"}, {"Airstrike", "Shelling"}),
        ({"actor": "General Ada Roe"}, set()),
        ({"claimant": "Iron Brigade"}, {"Airstrike", "Attack"}),
        ({"claimant": "Observers in Port Lund"}, {"Shelling", "Raid"}),
        ({"document": "lund.txt"}, {"Shelling", "Raid"}),
        ({"document": "Strike on Karsk 🜂"}, {"Airstrike", "Aid", "Attack", "Meeting"}),
        ({"disputed": "yes"}, {"Airstrike"}),
        ({"actor": "norland", "class_": "Shelling", "document": "karsk"}, set()),
        ({"actor": "Norland", "claimant": "Norland"}, {"Airstrike"}),
    ],
)
def test_each_filter_leaves_what_it_names(asked: Asked, parameters: dict[str, str], expected: set[str]) -> None:
    assert set(kinds(asked(**parameters))) == expected


def test_the_page_says_what_a_name_was_taken_for(asked: Asked) -> None:
    (meant,) = asked(place="karsk").values["found"].named
    assert [thing.text for thing in meant.things] == ["Karsk (settlement)"]
    page = asked(actor="nobody at all")
    assert "nothing is called so" in render_page(page, place(actor="nobody at all"), 1)


def test_places_stand_with_how_exactly_they_are_known(asked: Asked) -> None:
    (karsk,) = asked().values["places"].rows
    assert [cell.text for cells in karsk.cells for cell in cells] == [
        "Karsk", "settlement", "50.2500", "20.4000", "at its place", "1",
    ]  # fmt: skip
    assert "place=http" in karsk.cells[-1][0].href


def test_a_place_without_coordinates_is_drawn_in_the_smallest_place_around_it() -> None:
    store = ox.Store()
    store.extend(world())
    graph = ox.NamedNode(BASE + "graph/entities")
    node, wgs = lambda name: ox.NamedNode(BASE + name), "http://www.w3.org/2003/01/geo/wgs84_pos#"
    for quad in list(store.quads_for_pattern(node("id/place/karsk"), None, None, graph)):
        if quad.predicate.value in (wgs + "lat", wgs + "long"):
            store.remove(quad)
    found = asyncio.run(explored(asks(store), place()))
    assert found.selection.unlocated == 1, "nobody knows where Estmark is either"
    for name, lat in (("estmark", "40"), ("east-estmark", "41")):
        store.add(ox.Quad(node("id/place/" + name), ox.NamedNode(wgs + "lat"), ox.Literal(lat), graph))
        store.add(ox.Quad(node("id/place/" + name), ox.NamedNode(wgs + "long"), ox.Literal("20"), graph))
    found = asyncio.run(explored(asks(store), place()))
    (where,) = {where for event in found.selection.events for where in event.places}
    assert (where.lat, where.long, where.exactness, where.by) == (41.0, 20.0, "area", "East Estmark")
    assert found.selection.rough == 1
    assert "known only roughly" in " ".join(found.summary)


def test_figures_that_a_reviewer_rejected_are_told_no_more() -> None:
    store = ox.Store()
    store.extend(world())
    found = asyncio.run(explored(asks(store), place(class_="Airstrike")))
    claims = {claim for told in found.told for figures in told.figures for claim in figures.claims}
    for at, claim in enumerate(sorted(claims)):
        rejection = ox.NamedNode(f"{BASE}id/rejection/{at}")
        store.add(
            ox.Quad(rejection, ox.NamedNode(KG + "rejects"), ox.NamedNode(claim), ox.NamedNode(BASE + "graph/reviews"))
        )
    assert len(claims) == 2
    found = asyncio.run(explored(asks(store), place(class_="Airstrike")))
    assert found.told[0].figures == ()


def test_every_row_leads_to_its_evidence(asked: Asked) -> None:
    for one in asked().values["events"].rows:
        assert one.evidence is not None
        assert one.evidence.text
        assert "/page/" in "/" + one.evidence.href
        assert one.node.startswith(BASE + "id/event/")


def test_the_whole_selection_is_taken_away(asked: Asked) -> None:
    page = asked(table="events", format="csv")
    (table,) = (one for one in page.tables if one.name == "events")
    rows = list(csv.DictReader(io.StringIO(to_csv(table).decode())))
    assert len(rows) == 6
    assert {one["known"] for one in rows} == {"day", "month", ""}
    assert all(one["iri"] and one["quote"] for one in rows)


@pytest.mark.parametrize("name", ["place", "actor", "claimant", "document"])
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_names_are_words_that_nothing_is_called(asked: Asked, name: str, value: str) -> None:
    before = len(world())
    page = asked(**{name: value})
    assert kinds(page) == []
    shown = render_page(page, place(**{name: value}), 1)
    assert "<script>alert" not in shown
    assert len(world()) == before


def test_what_cannot_be_is_refused_with_what_was_typed_still_there(asked: Asked) -> None:
    page = asked(from_="2019-13", actor='"><b>')
    assert page.refused
    shown = render_page(page, place(from_="2019-13", actor='"><b>'), 1)
    assert "no date such as 2019" in shown
    assert 'value="2019-13"' in shown
    assert "<b>" not in shown
    assert asked(page="2").refused
    assert asked(place="http://not an iri").refused
    with pytest.raises(ParameterError):
        asked(from_="2019-13", table="events", format="csv")


def test_an_empty_graph_says_so() -> None:
    page = asyncio.run(explorer_page(asks(ox.Store()), place()))
    shown = render_page(page, place(), 0)
    assert "No event is found." in shown
    assert "<table" not in shown


def test_the_page_is_whole(asked: Asked) -> None:
    shown = render_page(asked(), place(), 7)
    assert shown.count("<h1>") == 1
    assert shown.count("<table") == shown.count("<caption>") == 2
    assert "<svg" in shown
    assert "style=" not in shown
    assert "api/events.geojson" in shown


def test_pages_follow_each_other_without_gap_or_repetition() -> None:
    select = asks(world())
    whole = asyncio.run(explored(select, place()))
    parts = [asyncio.run(explored(select, place(), offset=at, limit=2)) for at in range(0, 8, 2)]
    assert [told.found.iri for part in parts for told in part.told] == [told.found.iri for told in whole.told]
    assert [part.more for part in parts] == [True, True, False, False]
    lean = asyncio.run(explored(select, place(), details=False))
    assert [replace(told).found for told in lean.told] == [told.found for told in whole.told]
