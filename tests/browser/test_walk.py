"""The whole way of a visitor: strike, disagreeing tolls, sentence, actor, network, query, file."""

from __future__ import annotations

import csv
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.visitor import Visitor


def test_a_visitor_walks_from_a_question_to_a_file(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.go("/")
    page.get_by_label("What do we know about").fill("al-Qaim strike")
    page.get_by_label("What do we know about").press("Enter")
    page.locator(".hits li", has=page.locator(".what.event")).locator("a.label").first.click()
    disagreement = page.get_by_role("region", name="Where the accounts disagree")
    expect(disagreement.get_by_role("figure").first).to_be_visible()
    told = " ".join(side.inner_text() for side in disagreement.get_by_role("figure").all())
    assert "25 killed" in told
    assert "15 killed" in told

    disagreement.get_by_role("link", name="read in the text").first.click()
    page.wait_for_url("**/page/document/**")
    expect(page.get_by_role("heading", name="What it claims")).to_be_visible()

    page.locator("main").get_by_role("link", name="Kata'ib Hezbollah").or_(
        page.locator("main").get_by_role("link", name="Kataib Hezbollah")
    ).first.click()
    page.wait_for_url("**/id/organisation/kataib-hezbollah")
    main = page.locator("main")
    expect(main).to_contain_text("terrorist")
    expect(main).to_contain_text("supports")

    page.get_by_role("link", name="network", exact=False).last.click()
    page.wait_for_url("**/network?**")
    expect(page.locator("#table-links tbody tr").first).to_be_visible()

    page.get_by_role("link", name="SPARQL").click()
    page.get_by_role("main").get_by_role("link", name="Who attacked whom", exact=False).first.click()
    page.wait_for_url("**/sparql?query=**")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").first.click()
    download.value.save_as(tmp_path / "answer.csv")
    rows = list(csv.reader((tmp_path / "answer.csv").open(encoding="utf-8")))
    assert len(rows) > 1
    assert any("United States" in row for row in rows)
