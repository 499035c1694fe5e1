"""Search in a real browser: from the first page to the strike, with and without scripts, by mouse and keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.visitor import Visitor


def test_a_visitor_finds_the_strike_from_the_first_page(visitor: Visitor) -> None:
    page = visitor.go("/")
    page.get_by_label("What do we know about").fill("al-Qaim strike")
    page.get_by_label("What do we know about").press("Enter")
    page.wait_for_url("**/search?q=al-Qaim+strike")
    expect(page.get_by_role("heading", level=1)).to_have_text("What we know about “al-Qaim strike”")
    strike = page.locator(".hits li", has=page.locator(".what.event")).locator("a.label").first
    expect(strike).to_be_visible()
    strike.click()
    page.wait_for_url("**/page/id/event/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("irstrike")


def test_hits_are_fit_to_be_looked_at(visitor: Visitor) -> None:
    visitor.go("/search?q=iraq")
    visitor.check()
    visitor.shoot("search")


def test_nothing_found_is_fit_to_be_looked_at(visitor: Visitor) -> None:
    page = visitor.go("/search?q=987654321")
    visitor.check()
    visitor.shoot("search-nothing")
    page.get_by_role("link", name="ready question").click()
    page.wait_for_url("**/queries")


def test_facets_narrow_down_and_are_dropped_again(visitor: Visitor) -> None:
    page = visitor.go("/search?q=iraq")
    narrow = page.locator(".narrow")
    item = narrow.locator("li", has=page.get_by_role("link", name="Events", exact=True))
    number = int(item.locator(".number").inner_text())
    item.get_by_role("link").click()
    page.wait_for_url("**kind=event**")
    expect(page.locator(".hits > li")).to_have_count(number)
    place = narrow.locator("ul[aria-labelledby=facet-place] li").first
    wanted = int(place.locator(".number").inner_text())
    place.get_by_role("link").click()
    page.wait_for_url("**place=**")
    expect(page.get_by_role("heading", level=2).first).to_contain_text(f"{wanted} found among the best")
    visitor.check()
    page.get_by_role("link", name="Search without choices").click()
    assert "kind=" not in page.url
    assert "place=" not in page.url


def test_years_can_be_typed(visitor: Visitor) -> None:
    page = visitor.go("/search?q=iraq&kind=event")
    page.get_by_label("From year").fill("2019")
    page.get_by_label("to", exact=True).fill("2020")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**from=2019&to=2020")
    assert "kind=event" in page.url
    expect(page.locator(".hits > li").first).to_be_visible()


def test_suggestions_come_while_typing_and_lead_by_keyboard(reader: Visitor) -> None:
    page = reader.go("/")
    field = page.get_by_label("What do we know about")
    field.focus()
    page.keyboard.type("kataib hiz")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Kataib Hezbollah")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text=re.compile("suggestion"))).to_have_count(1)
    reader.check()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/page/id/organisation/kataib-hezbollah")


def test_suggestions_go_away_and_enter_searches_as_ever(reader: Visitor) -> None:
    page = reader.go("/data")
    field = page.get_by_label("Search", exact=True)
    field.focus()
    page.keyboard.type("iraq")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    assert field.input_value() == "iraq"
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=iraq")


def test_a_suggestion_can_be_clicked(reader: Visitor) -> None:
    page = reader.go("/ontology")
    page.get_by_label("Search", exact=True).fill("kirkuk")
    page.get_by_role("option", name=re.compile("Kirkuk")).first.click()
    page.wait_for_url("**/page/id/**kirkuk**")


def test_what_is_typed_stays_text(visitor: Visitor) -> None:
    page = visitor.go("/search?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%20%7B%7B7*7%7D%7D")
    expect(page.get_by_role("heading", level=1)).to_contain_text("<img src=x onerror=alert(1)> {{7*7}}")
    assert page.locator("main img").count() == 0
    page = visitor.go("/search?q=alert")
    assert page.locator("main script").count() == 0
    assert page.locator("main img, main b").count() == 0


def test_a_document_is_found_by_its_words_and_opened_at_them(visitor: Visitor) -> None:
    page = visitor.go("/search?q=rockets+struck&kind=document")
    page.locator(".hits").get_by_role("link", name="read in the text").first.click()
    page.wait_for_url("**/page/document/**at=**")
    name = page.url.partition("#")[2]
    expect(page.locator(f'[id="{name}"]')).to_be_in_viewport()
    expect(page.locator(f'[id="{name}"]')).to_contain_text("rockets")


def test_a_question_leads_to_the_rows_that_answer_it(visitor: Visitor) -> None:
    page = visitor.go("/")
    page.get_by_label("What do we know about").fill("Who attacked Kataib Hezbollah?")
    page.get_by_label("What do we know about").press("Enter")
    page.wait_for_url("**/search?q=**")
    asked = page.get_by_role("region", name="This is a question that Herodotus can look up")
    expect(asked.get_by_role("link", name="Kataib Hezbollah", exact=True)).to_be_visible()
    visitor.check()
    visitor.shoot("search-question")
    asked.get_by_role("link", name="Who attacked whom?").click()
    page.wait_for_url("**/queries/attacks?**")
    expect(page.get_by_role("heading", name="Answer")).to_be_visible()
    expect(page.locator("tbody tr").first).to_be_visible()
