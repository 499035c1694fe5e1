"""Where and when: the map, the timeline, the form and the table are one selection, with and without scripts."""

import csv
import io
import json
import re
from urllib.request import urlopen

import pyoxigraph as ox
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

ROWS = "#table-events tbody tr"


def fetched(visitor: Visitor, selector: str) -> bytes:
    href = visitor.page.locator(selector).first.evaluate("link => link.href")
    with urlopen(href) as answer:
        return answer.read()


def has_scripts(visitor: Visitor) -> bool:
    return visitor.look != "plain"


def test_the_explorer_is_fit_to_be_looked_at_and_filters_without_scripts_too(visitor: Visitor) -> None:
    page = visitor.go("/explorer?from=2019-12&to=2020-01")
    if has_scripts(visitor):
        expect(page.locator("#drawn-map .spot").first).to_be_visible()
        expect(page.locator("#drawn-timeline .moment").first).to_be_attached()
        expect(page.locator(".still").first).to_be_hidden()
    else:
        expect(page.locator("svg.bars")).to_be_visible()
    visitor.check()
    visitor.shoot("explorer")
    before = page.locator(ROWS).count()
    page.locator("#explore-class").select_option("Attack")
    page.get_by_role("button", name="Show events").click()
    page.wait_for_url("**class=Attack**")
    expect(page.locator(ROWS)).not_to_have_count(before)
    assert 0 < page.locator(ROWS).count() < before
    expect(page.locator("#explore-from")).to_have_value("2019-12")
    page.reload()
    assert 0 < page.locator(ROWS).count() < before, "the address shows the same again"


def test_events_are_filtered_by_keyboard_alone(reader: Visitor) -> None:
    page = reader.go("/explorer")
    page.locator("#explore-from").focus()
    page.keyboard.type("2019-12-29")
    page.keyboard.press("Tab")
    expect(page.locator("#explore-to")).to_be_focused()
    page.keyboard.type("2019-12-29")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("events are found")
    assert "from=2019-12-29" in page.url
    expect(page.locator("#drawn-timeline .selection")).to_be_attached()
    link = page.locator("#table-places tbody tr").filter(has_text="Syria").get_by_role("link").last
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**place=http**")
    expect(page.locator(".spot.chosen")).not_to_have_count(0)
    expect(page.locator("#found")).to_be_focused()
    page.go_back()
    expect(page.locator(".spot.chosen")).to_have_count(0)
    expect(page.locator("#explore-place")).to_have_value("")
    assert reader.complaints == []


def test_points_of_the_map_have_names_and_choose_a_place(reader: Visitor) -> None:
    page = reader.go("/explorer")
    kirkuk = page.get_by_role("button", name="Kirkuk: 1 event", exact=True)
    expect(kirkuk).to_have_class("spot point")
    rough = page.get_by_role("button", name="Iraq:").first
    expect(rough).to_have_attribute("aria-label", re.compile(r"Iraq: \d+ events, known only as somewhere in it"))
    assert "area" in (rough.get_attribute("class") or "")
    kirkuk.dispatch_event("click")
    page.wait_for_url("**place=http**")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(kirkuk).to_have_attribute("aria-pressed", "true")
    moments = page.locator("#drawn-timeline .moment")
    expect(moments).to_have_count(1)
    page.get_by_role("button", name="Every place").click()
    expect(page.locator(ROWS)).to_have_count(25)


def test_the_timeline_draws_days_months_and_years_differently_and_is_brushed(reader: Visitor) -> None:
    page = reader.go("/explorer")
    expect(page.locator(".moment.exact rect")).not_to_have_count(0)
    expect(page.locator('.moment.range[aria-label^="2016 (known as year)"] rect')).to_have_count(1)
    expect(page.locator('.moment.range[aria-label^="2019-11 (known as month)"] rect')).to_have_count(1)
    year, month = (
        page.locator(f'.moment.range[aria-label^="{text} "] rect').evaluate("one => one.getBBox().width")
        for text in ("2016", "2019-11")
    )
    assert year > 2 * month
    line = page.locator("#drawn-timeline .overlay")
    line.scroll_into_view_if_needed()
    box = line.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] - 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] - 4, steps=4)
    page.mouse.up()
    page.wait_for_url("**from=**")
    expect(page.locator("#said")).to_contain_text("left out")
    assert 0 < page.locator(ROWS).count() < 25
    assert page.locator("#explore-from").input_value()
    page.get_by_role("button", name="Every time").click()
    expect(page.locator(ROWS)).to_have_count(25)


def test_what_is_pointed_at_is_marked_everywhere(reader: Visitor) -> None:
    page = reader.go("/explorer?from=2019-12&to=2020-01")
    expect(page.locator(".spot").first).to_be_visible()
    row = page.locator(ROWS).filter(has_text="Kirkuk").first
    row.get_by_role("link").first.focus()
    expect(row).to_have_class("lit")
    expect(page.locator(".spot.lit")).to_have_count(1)
    expect(page.locator(".moment.lit")).not_to_have_count(0)
    page.locator("#explore-from").focus()
    expect(page.locator(".lit")).to_have_count(0)
    page.get_by_role("button", name="Kirkuk: 1 event", exact=True).dispatch_event("pointerenter")
    expect(row).to_have_class("lit")


def test_the_selection_is_taken_away_whole(reader: Visitor) -> None:
    page = reader.go("/explorer?class=Attack")
    number = page.locator(ROWS).count()
    rows = list(csv.DictReader(io.StringIO(fetched(reader, "#results a[href*='table=events'][href*='csv']").decode())))
    assert len(rows) == number
    assert all(row["evidence_iri"] for row in rows)
    turtle = fetched(reader, "#results a[href*='table=events'][href*='ttl']")
    triples = list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    assert {row["iri"] for row in rows} <= {triple.subject.value for triple in triples}
    collection = json.loads(fetched(reader, "a[download='events.geojson']"))
    assert len(collection["features"]) == number


def test_what_is_wrong_is_said_and_what_was_typed_stays(visitor: Visitor) -> None:
    visitor.expected = ("400",)
    page = visitor.go("/explorer")
    page.locator("#explore-from").fill("2019-13")
    page.get_by_role("button", name="Show events").click()
    expect(page.get_by_role("alert")).to_contain_text("no date such as 2019")
    expect(page.locator("#explore-from")).to_have_value("2019-13")
    visitor.check()
    page.locator("#explore-from").fill("2019")
    page.get_by_role("button", name="Show events").click()
    expect(page.locator("#found")).to_contain_text("found")
