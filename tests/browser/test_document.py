"""A document in a real browser: its text, the claims beside it, and the ways between them."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.api.conftest import HOSTILE
from tests.browser.visitor import Visitor

STRIKE = (Path(__file__).parents[2] / "seeds" / "us-strikes-al-qaim.txt").read_bytes()


def address(data: bytes) -> str:
    return f"/page/document/{sha256(data).hexdigest()[:20]}"


def marked(page: Page, name: str) -> str:
    """How the words of a mark look."""
    return str(page.evaluate("name => getComputedStyle(document.getElementById(name)).backgroundColor", name))


@pytest.mark.parametrize("name", ["strike", "hostile"])
def test_documents_are_fit_to_be_looked_at(visitor: Visitor, name: str) -> None:
    visitor.go(address(STRIKE if name == "strike" else HOSTILE.encode()))
    visitor.check()
    visitor.shoot(f"document-{name}")


def test_an_address_with_a_place_leads_to_the_words_and_highlights_them(visitor: Visitor) -> None:
    text = STRIKE.decode()
    begin = text.index("that Sunday’s American strike killed")
    page = visitor.go(address(STRIKE))
    name = page.locator(f'[id^="char={begin},"].evidence').first.get_attribute("id")
    assert name is not None
    plain = marked(page, name)
    visitor.go(f"{address(STRIKE)}?at={begin}#{name}")
    words = page.locator(f'[id="{name}"]')
    expect(words).to_be_in_viewport()
    assert marked(page, name) != plain
    visitor.shoot("document-place")


def test_words_lead_to_their_claims_and_claims_to_their_words(visitor: Visitor) -> None:
    page = visitor.go(address(STRIKE))
    number = page.locator("article .marker").nth(3)
    passage = (number.get_attribute("href") or "").removeprefix("#")
    number.click()
    beside = page.locator(f"#{passage}")
    expect(beside).to_be_in_viewport()
    beside.locator(".quoted a").click()
    name = page.url.partition("#")[2]
    expect(page.locator(f'[id="{name}"]')).to_be_in_viewport()
    assert beside.locator("q").inner_text()[:12] in page.locator(f'[id="{name}"]').inner_text().replace("\n", " ")


def test_words_and_claims_light_each_other(reader: Visitor) -> None:
    page = reader.go(address(STRIKE))
    page.locator("article .marker").nth(3).focus()
    passage = page.locator("article .marker").nth(3).get_attribute("data-passage")
    expect(page.locator(f"#passage-{passage}")).to_have_class("lit")
    page.locator(f"#passage-{passage} .quoted a").hover()
    lit = page.locator(f'article .evidence[data-passage="{passage}"]')
    for part in lit.all():
        assert "lit" in (part.get_attribute("class") or "")


def test_the_whole_way_can_be_walked_by_keyboard(reader: Visitor) -> None:
    page = reader.go(address(STRIKE))
    link = page.locator("article .named", has_text="Kataib Hezbollah").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/page/id/organisation/kataib-hezbollah")
    page.go_back()
    page.locator(".passages").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "#char=" in page.url


def test_a_mark_that_others_cut_is_highlighted_whole(reader: Visitor) -> None:
    page = reader.go(address(STRIKE))
    cut = page.evaluate(
        """() => {
          const parts = {};
          const all = document.querySelectorAll("article [data-span]");
          for (const found of all) (parts[found.dataset.span] ??= []).push(found);
          return Object.keys(parts).find((name) => parts[name].length > 1) ?? null;
        }"""
    )
    if cut is None:
        pytest.skip("no marks of this document cross each other")
    reader.go(f"{address(STRIKE)}#{cut}")
    assert page.locator(f'[data-span="{cut}"].at').count() == page.locator(f'[data-span="{cut}"]').count() > 1


def test_any_words_can_be_asked_for(visitor: Visitor) -> None:
    page = visitor.go(f"{address(STRIKE)}?at=2,7#char=2,7")
    expect(page.locator('[id="char=2,7"]')).to_be_in_viewport()
    assert marked(page, "char=2,7") != "rgba(0, 0, 0, 0)"


def test_a_place_without_a_mark_asks_the_service_for_one(reader: Visitor) -> None:
    page = reader.go(f"{address(STRIKE)}#char=2,7")
    page.wait_for_url("**?at=2,7#char=2,7")
    expect(page.locator('[id="char=2,7"]')).to_be_in_viewport()


def test_the_hostile_document_stays_text(visitor: Visitor) -> None:
    alerts: list[str] = []
    visitor.page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    page = visitor.go(address(HOSTILE.encode()))
    words = page.locator("article")
    expect(words).to_contain_text("<script>alert(1)</script> {{ 7*7 }}")
    expect(words).to_contain_text("<img src=x onerror=alert(3)>")
    expect(words).to_contain_text("<b>Quds Force</b>")
    assert page.locator("main img, main script, main b, article style").count() == 0
    assert page.locator('main a[href^="javascript"]').count() == 0
    assert alerts == []


def test_tables_of_it_can_be_taken_away(reader: Visitor) -> None:
    page = reader.go(address(STRIKE))
    with page.expect_download() as download:
        page.locator("p.take", has_text="claim").get_by_role("link", name="CSV").click()
    assert "Kataib Hezbollah" in Path(download.value.path()).read_text(encoding="utf-8")
