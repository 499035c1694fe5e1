"""Ways that a visitor walks: to an event, its disagreeing accounts, a claim and its sentence; by keyboard, too."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor

FIFTEEN = "15 Kataib Hezbollah members were killed"
STRIKE = re.compile("Airstrike, al Qaim")


def asked(visitor: Visitor, pattern: str) -> list[str]:
    """The values of ``?x`` in the named graphs."""
    query = f"PREFIX kg: <https://w3id.org/herodotus/ns#> SELECT DISTINCT ?x WHERE {{ GRAPH ?g {{ {pattern} }} }}"
    address = f"{visitor.address.rstrip('/')}/sparql?query={quote(query)}"
    answer = visitor.page.request.get(address, headers={"Accept": "application/sparql-results+json"})
    return sorted(row["x"]["value"] for row in answer.json()["results"]["bindings"])


def path(iri: str) -> str:
    """The path of the page of a thing."""
    return "/page/" + re.sub(r"^https?://[^/]+/", "", iri)


def disagreement(page: Page) -> Locator:
    return page.get_by_role("region", name="Where the accounts disagree")


def tab_to(page: Page, name: str | re.Pattern[str], within: str = "main") -> None:
    """Presses Tab until a link of the name has the focus."""
    matches = name.search if isinstance(name, re.Pattern) else name.__eq__
    for _ in range(400):
        page.keyboard.press("Tab")
        text = page.evaluate(
            "within => document.activeElement.closest(within) ? document.activeElement.innerText : ''", within
        )
        if matches(str(text)):
            return
    raise AssertionError(f"Tab never comes to {name}")


def test_from_the_first_page_to_the_sentence_in_three_clicks(visitor: Visitor) -> None:
    page = visitor.go("/")
    disagreement(page).get_by_role("link", name=STRIKE).first.click()  # one
    expect(page.get_by_role("heading", level=1)).to_have_text(STRIKE)
    sides = disagreement(page).get_by_role("figure")
    told = [side.inner_text() for side in sides.all()]
    assert len(told) > 1
    assert any("25 killed" in side for side in told)
    iraq = sides.filter(has_text=FIFTEEN)
    expect(iraq).to_contain_text("Government of Iraq")
    expect(iraq).to_contain_text("Iraq raid Usa")
    expect(iraq).to_contain_text("undated")
    boxes = [side.bounding_box() for side in sides.all()[:2]]
    assert visitor.look == "phone" or boxes[0]["y"] == boxes[1]["y"], "they stand side by side"  # type: ignore[index]
    visitor.check()
    visitor.shoot("event")
    iraq.get_by_role("link", name="read in the text").click()  # two
    page.wait_for_url(re.compile(r"/document/.*#char=\d+,\d+"))
    expect(page.locator("main")).to_contain_text(FIFTEEN)


def test_from_search_to_the_claim_and_its_words(visitor: Visitor) -> None:
    page = visitor.go("/")
    page.get_by_role("banner").get_by_label("Search").fill("airstrike al qaim")
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    page.wait_for_url("**/search?*")
    page.locator('main a[href*="id/event/"]').first.click()
    disagreement(page).get_by_role("figure").filter(has_text=FIFTEEN).get_by_role("link", name="the claim").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("15 killed")
    expect(page.locator("main mark").first).to_contain_text(FIFTEEN)
    expect(page.locator("main blockquote.passage").first).to_contain_text("while Iraq’s government")
    expect(page.locator("main")).to_contain_text("The claimant leaves no doubt.")
    visitor.check()
    visitor.shoot("claim")


def test_a_denial_looks_and_reads_like_one(visitor: Visitor) -> None:
    (denied, *_) = asked(visitor, "?x kg:polarity kg:Denied ; kg:claimant ?who")
    page = visitor.go(path(denied))
    expect(page.get_by_role("heading", level=1).locator(".stance")).to_contain_text("denied")
    expect(page.locator("#citation")).to_contain_text("(denied")
    visitor.check()
    visitor.shoot("claim-denied")


def test_by_keyboard_alone(reader: Visitor) -> None:
    page = reader.go("/")
    tab_to(page, STRIKE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/event/**")
    tab_to(page, "the claim")
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/claim/**")
    tab_to(page, "Read it in the text")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/document/.*#char="))


def test_every_claim_of_an_event_can_be_unfolded_and_tables_be_scrolled_by_keyboard(reader: Visitor) -> None:
    (event, *_) = asked(reader, "?x kg:toll ?toll")
    page = reader.go(path(event))
    tab_to(page, re.compile(r"^The \d+ claims one by one$"))
    expect(page.locator("#table-claims")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#table-claims")).to_be_visible()
    reader.check()


def test_a_citation_is_taken_away(visitor: Visitor) -> None:
    claim = asked(visitor, "?x a kg:Claim ; kg:statedIn ?document")[0]
    page = visitor.go(path(claim))
    with page.expect_download() as file:
        page.get_by_role("link", name="CSL-JSON").click()
    (item,) = json.loads(file.value.path().read_text())
    assert item["archive_location"] == claim
    with page.expect_download() as file:
        page.get_by_role("link", name="BibTeX").click()
    assert file.value.path().read_text().startswith("@misc{claim-")


KINDS = {
    "toll": "?x kg:effect ?e ; kg:min ?min",
    "toll-summary": "?x kg:event ?event",
    "attribution": "?claim kg:attribution ?x",
    "designation": "?x kg:designee ?who",
    "tenure": "?x kg:holder ?who",
    "post": "?tenure kg:post ?x",
    "relationship": "?x kg:relationFrom ?who",
    "connection": "?x kg:connects ?who",
}


@pytest.mark.parametrize("kind", KINDS)
def test_small_nodes_have_pages_fit_to_be_looked_at(reader: Visitor, kind: str) -> None:
    page = reader.go(path(asked(reader, KINDS[kind])[0]))
    expect(page.locator("main .kind")).to_have_text(kind.replace("-", " ").capitalize())
    assert "/id/" not in page.get_by_role("heading", level=1).inner_text()
    reader.check()
    reader.shoot(f"node-{kind}")


def test_nothing_of_a_hostile_document_is_markup(visitor: Visitor) -> None:
    hostile = "?document kg:fileName ?name . FILTER (CONTAINS(?name, 'script'))"
    claims = asked(visitor, f"?x kg:statedIn ?document . {hostile}")
    events = asked(visitor, f"?claim kg:statedIn ?document ; <{SUBJECT}> ?x . ?x kg:eventClass ?any . {hostile}")
    assert claims
    assert events
    for iri in (*events, *claims[:6]):
        page = visitor.go(path(iri))
        assert page.locator("main img, main script, main b").count() == 0
        assert page.locator('[href^="javascript:"]').count() == 0
    visitor.check()


SUBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject"
