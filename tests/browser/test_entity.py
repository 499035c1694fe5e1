"""Ways that a visitor walks from an actor: to what it did, its designations and relations, and what it says itself."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect
from rdflib import Graph, URIRef

from tests.browser.visitor import Visitor

BRIGADES = "/page/id/organisation/kataib-hezbollah"
PLACE = "/page/id/place/kirkuk-94787"
SOURCE = "/sources/id/organisation/kataib-hezbollah"

PAGES = {
    "entity": BRIGADES,
    "place": PLACE,
    "events": f"{BRIGADES}?section=did",
    "sources": "/sources",
    "source": SOURCE,
}


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_are_fit_to_be_looked_at(visitor: Visitor, name: str) -> None:
    visitor.go(PAGES[name])
    visitor.check()
    visitor.shoot(f"actor-{name}")


def test_from_an_actor_its_designations_and_relations_and_the_words_they_rest_on(visitor: Visitor) -> None:
    page = visitor.go(BRIGADES)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kataib Hezbollah")
    designation = page.locator("#table-designations tbody tr", has_text="foreign terrorist organization")
    expect(designation).to_contain_text("United States Department of State")
    expect(designation).to_contain_text("2009-07")
    relations = page.locator("#table-relations")
    expect(relations).to_contain_text("supports")
    expect(relations.locator("tr", has_text="arms").locator(".stance")).to_have_text("probable")
    quote = str(designation.locator("td.evidence q").inner_text())
    designation.locator("td.evidence a").click()
    expect(page).to_have_url(re.compile("/page/id/claim/"))
    expect(page.locator("main")).to_contain_text(quote)


def test_accounts_of_who_did_it_stand_side_by_side_before_what_it_did(visitor: Visitor) -> None:
    page = visitor.go(BRIGADES)
    conflict = page.locator("section.conflict", has_text="Who did it").first
    expect(conflict.locator("figure.account.denied")).to_contain_text("Government of Iraq")
    expect(page.locator("#table-did tr", has_text="denied, probable, by Government of Iraq")).to_have_count(1)
    expect(page.locator("#table-did .stance.denied").first).to_be_visible()


def test_from_an_actor_to_what_it_says_and_back(visitor: Visitor) -> None:
    page = visitor.go(BRIGADES)
    page.get_by_role("link", name="As a source").click()
    expect(page.get_by_role("heading", name="What nobody else says")).to_be_visible()
    expect(page.locator("section.conflict")).to_contain_text("Government of Iraq")
    page.get_by_role("link", name="Who this is").click()
    expect(page).to_have_url(re.compile(f"{BRIGADES}$"))


def test_by_keyboard_alone_from_the_sources_to_the_evidence(reader: Visitor) -> None:
    page = reader.go("/sources")
    reach(page, "Kataib Hezbollah")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{SOURCE}$"))
    reach(page, "Who this is")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{BRIGADES}$"))
    reach(page, "read in the text")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/page/document/"))


def reach(page: Page, name: str) -> None:
    """Goes from one control to the next until the focus is on a link of this name."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == name:
            return
    raise AssertionError(f"the keyboard does not reach '{name}' on {page.url}")


@pytest.mark.parametrize("name", ["entity", "place", "sources", "source"])
def test_every_table_can_be_taken_away_with_what_it_shows(reader: Visitor, name: str) -> None:
    page = reader.go(PAGES[name])
    tables = page.locator("table")
    assert tables.count() > 0
    for at in range(tables.count()):
        table = tables.nth(at)
        identifier = str(table.get_attribute("id")).removeprefix("table-")
        shown = [str(row) for row in table.locator("tbody tr").evaluate_all("rows => rows.map(row => row.title)")]
        links = page.locator(f'.take a[href*="table={identifier}"]')
        hrefs = [urljoin(page.url, str(links.nth(n).get_attribute("href"))) for n in range(2)]
        found = page.request.get(hrefs[0])
        assert found.headers["content-type"].startswith("text/csv")
        rows = list(csv.DictReader(io.StringIO(found.text())))
        assert [row["iri"] for row in rows] == shown
        heads = table.locator("tbody th[scope=row]").all_inner_texts()
        assert [next(iter_head(row, table)) for row in rows] == [head.strip() for head in heads]
        turtle = page.request.get(hrefs[1])
        assert turtle.headers["content-type"].startswith("text/turtle")
        graph = Graph().parse(data=turtle.text(), format="turtle")
        for node in set(shown):
            assert (URIRef(node), None, None) in graph


def iter_head(row: dict[str, str], table: object) -> object:
    """The words of the column that heads the row."""
    heads = table.locator("thead th").all_inner_texts()  # type: ignore[attr-defined]
    tags = table.locator("tbody tr").first.locator("> *").evaluate_all("cells => cells.map(cell => cell.tagName)")  # type: ignore[attr-defined]
    at = tags.index("TH")
    names = [name for name in row if not name.endswith("_iri")]
    assert len(heads) >= at
    yield row[names[at]]


def test_names_that_look_like_markup_stay_text(visitor: Visitor) -> None:
    page = visitor.go("/sources")
    page.get_by_role("link", name="<script>alert").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("<script>alert")
    expect(page.get_by_role("heading", level=1)).to_contain_text("{{ 7*7 }}")
    assert page.locator("main script, main img").count() == 0
    page.get_by_role("link", name="The document").click()
    expect(page).to_have_url(re.compile("/page/document/"))
