"""The network in a real browser: from a name to its drawing and to the words of a link; by keys; without scripts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor

WAYS = {
    "start": "/network",
    "star": "/network?entity=Kataib+Hezbollah",
    "two-steps": "/network?entity=Kataib+Hezbollah&depth=2",
    "paths": "/network?entity=Iran&other=United+States",
    "choice": "/network?entity=hezb",
    "evidence": "/network?entity=United+States&other=Kataib+Hezbollah&edge=attacks",
}


def drawn(page: Page) -> None:
    """Waits until the network is drawn."""
    expect(page.locator(".network-view").get_by_role("status")).to_contain_text("Select one to see why it is there")
    expect(page.locator(".network-view canvas").first).to_be_visible()


def read(quote: Locator) -> None:
    """Follows a quote: by its words, because the browser counts the quotation mark to nothing."""
    quote.click(position={"x": 40, "y": 8})


@pytest.mark.parametrize("name", WAYS)
def test_the_page_is_fit_to_be_looked_at(visitor: Visitor, name: str) -> None:
    page = visitor.go(WAYS[name])
    if name in {"star", "two-steps", "paths"} and visitor.look != "plain":
        drawn(page)
    visitor.check()
    visitor.shoot(f"network-{name}")


def test_a_visitor_walks_from_a_name_to_the_words_behind_a_link(visitor: Visitor) -> None:
    page = visitor.go("/network")
    page.get_by_label("Start from").fill("kataib hezbollah")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who is linked to Kataib Hezbollah, and why?")
    row = page.locator("#table-links tbody tr").filter(has_text="attacks").filter(has_text="United States").first
    read(row.locator("td.evidence a"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("attacks Kataib Hezbollah: who says so?")
    read(page.locator("#table-claims td.evidence a").first)
    expect(page.locator("blockquote").first).to_be_visible()


def test_kinds_narrow_a_network_and_are_in_its_address(visitor: Visitor) -> None:
    page = visitor.go(WAYS["star"])
    page.get_by_role("list").get_by_role("link", name="attacks", exact=True).click()
    expect(page.locator("#table-links tbody tr").first).to_contain_text("attacks")
    assert "kind=attacks" in page.url
    expect(page.get_by_role("link", name="✓ attacks")).to_have_attribute("aria-current", "true")
    kinds = page.locator("#table-links tbody tr td:nth-of-type(1)").all_inner_texts()
    assert set(kinds) == {"attacks"}


def test_a_network_grows_without_scripts(visitor: Visitor) -> None:
    page = visitor.go(WAYS["star"])
    before = page.locator("#table-actors tbody tr").count()
    page.get_by_role("link", name="expand Iran", exact=True).click()
    expect(page.locator("#table-actors tbody tr")).not_to_have_count(before)


def test_two_are_joined_by_a_path_with_its_evidence(visitor: Visitor) -> None:
    page = visitor.go("/network")
    page.get_by_label("Start from").fill("Russia")
    page.get_by_label("Path to").fill("Kataib Hezbollah")
    page.get_by_role("button", name="Show").click()
    path = page.locator("ol.paths li").first
    expect(path).to_contain_text("Iran")
    path.locator(".step a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("who says so?")
    expect(page.locator("#table-claims tbody tr").first).to_be_visible()


def test_the_drawing_is_operated_by_keys_alone(reader: Visitor) -> None:
    page = reader.go(WAYS["star"])
    drawn(page)
    lists = page.locator(".network-view .lists")
    button = lists.get_by_role("button", name="Iran", exact=False).first
    button.focus()
    page.keyboard.press("Enter")
    heading = page.locator(".network-view .detail h3")
    expect(heading).to_have_text("Iran")
    expand = page.get_by_role("button", name="Expand 1 more: is allied with")
    expand.focus()
    page.keyboard.press("Enter")
    expect(lists.get_by_role("button", name="Russia").first).to_be_attached()
    expect(page.locator("#table-actors")).to_contain_text("Russia")
    assert "expand=" in page.url, "the view is in the address"
    lists.locator("summary").nth(1).focus()
    page.keyboard.press("Enter")
    link = lists.get_by_role("button", name=re.compile("United States attacks Kataib Hezbollah"))
    link.focus()
    page.keyboard.press("Enter")
    expect(heading).to_have_text("United States attacks Kataib Hezbollah")
    expect(page.locator(".network-view .detail blockquote").first).to_be_visible()
    page.get_by_role("link", name="All the evidence").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("who says so?")


def test_a_view_that_has_grown_is_the_same_from_its_address(reader: Visitor) -> None:
    page = reader.go(WAYS["star"])
    drawn(page)
    page.get_by_role("button", name="Iran", exact=False).first.click()
    page.get_by_role("button", name="Expand 1 more: is allied with").click()
    expect(page.locator("#table-actors")).to_contain_text("Russia")
    before = page.locator("#table-links tbody").inner_text()
    page.reload()
    drawn(page)
    assert page.locator("#table-links tbody").inner_text() == before


def test_a_click_into_the_drawing_selects(reader: Visitor) -> None:
    page = reader.go(WAYS["star"])
    drawn(page)
    stage = page.locator(".network-view .stage")
    box = stage.bounding_box()
    assert box
    heading = page.locator(".network-view .detail h3")
    for across in range(4, 16):
        for down in range(3, 15):
            page.mouse.click(box["x"] + box["width"] * across / 20, box["y"] + box["height"] * down / 18)
            if heading.count():
                return
    raise AssertionError("nothing in the drawing could be selected")


def test_the_drawing_can_be_taken_away(reader: Visitor, tmp_path: Path) -> None:
    page = reader.go(WAYS["star"])
    drawn(page)
    for name, opener in (("Save as PNG", "button"), ("JSON", "link"), ("GraphML", "link")):
        with page.expect_download() as waiting:
            page.locator(".network-view .tools").get_by_role(opener, name=name).click()
        file = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(file)
    assert (tmp_path / "network.png").read_bytes().startswith(b"\x89PNG")
    assert json.loads((tmp_path / "network.json").read_text())["links"]
    assert ElementTree.parse(tmp_path / "network.graphml").getroot().tag.endswith("graphml")


def test_hostile_words_stay_words_in_the_drawing_and_beside_it(reader: Visitor) -> None:
    page = reader.go("/network?entity=Iraq&depth=2&most=150")
    drawn(page)
    for button in page.locator(".network-view .lists button").all()[:60]:
        button.evaluate("button => button.click()")
        page.wait_for_load_state("networkidle")
    assert page.locator(".network-view img, .network-view script, main img").count() == 0
