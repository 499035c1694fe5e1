"""A reviewer with a browser: signs in, decides, sees what came of it, and takes it back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.service import Service
from tests.browser.conftest import LOOKS
from tests.browser.visitor import Visitor

TOKEN = "open sesame, it is long enough"
CLAIM = "SELECT ?c WHERE { GRAPH ?g { ?c a <https://w3id.org/herodotus/ns#Claim> } } ORDER BY ?c LIMIT 1"


@pytest.fixture(scope="module")
def reviewed(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that may be changed."""
    copy = tmp_path_factory.mktemp("reviewed") / "workspace"
    shutil.copytree(workspace, copy)
    with Service(copy, write_token=TOKEN) as service:
        yield service


@pytest.fixture(params=["light", "dark", "phone", "plain"])
def reviewer(request: pytest.FixtureRequest, browser: object, reviewed: Service) -> Iterator[Visitor]:
    context = browser.new_context(**LOOKS[request.param])  # type: ignore[attr-defined]
    found = Visitor(context.new_page(), reviewed.address, request.param)
    yield found
    context.close()
    assert found.complaints == []


def sign_in(reviewer: Visitor, path: str) -> None:
    page = reviewer.go(path)
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("view", ["identity", "claim", "quarantine", "log", "audit"])
def test_the_views_are_fit_to_be_looked_at(reviewer: Visitor, view: str) -> None:
    sign_in(reviewer, f"/review?view={view}")
    assert f"view={view}" in reviewer.page.url
    reviewer.check()
    reviewer.shoot(f"review-{view}")


def test_a_judgement_is_made_seen_and_taken_back(reviewer: Visitor) -> None:
    sign_in(reviewer, "/review")
    page = reviewer.page
    page.get_by_label("One", exact=True).fill("Kataib Hezbollah")
    page.get_by_label("The other").fill("Islamic State")
    page.get_by_label("Because").last.fill("<b>two</b> groups")
    page.get_by_role("button", name="They are not").last.click()
    page.get_by_text("It is noted").wait_for()
    reviewer.go("/review?view=log")
    row = page.get_by_role("row").filter(has_text="are not one").first
    assert "<b>two</b> groups" in row.inner_text()
    assert "setting" in row.inner_text()
    page.get_by_role("button", name="Take back").first.click()
    page.get_by_text("The judgement is taken back").wait_for()
    assert page.get_by_role("button", name="Take back").count() == 0


def test_a_claim_is_rejected_by_keyboard_alone_stays_marked_and_comes_back(
    reviewer: Visitor, reviewed: Service
) -> None:
    claim = reviewed.values(CLAIM)[0]
    sign_in(reviewer, f"/review?claim={claim}")
    page = reviewer.page
    page.get_by_label("What is wrong").focus()
    page.keyboard.type("not what it says")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("marked as read wrongly").wait_for()
    assert "not what it says" in page.locator("main").inner_text()
    reviewer.go(f"/page/{claim.split('/', 3)[3]}")
    assert "rejected by setting" in page.locator("main").inner_text()
    reviewer.go(f"/review?claim={claim}")
    page.get_by_role("button", name="Take the rejection back").click()
    page.get_by_text("The rejection is taken back").wait_for()
    reviewer.go(f"/page/{claim.split('/', 3)[3]}")
    assert "rejected by" not in page.locator("main").inner_text()


def test_what_cannot_be_decided_is_said(reviewer: Visitor) -> None:
    reviewer.expected = ("404", "409")
    sign_in(reviewer, "/review")
    page = reviewer.page
    page.get_by_label("One", exact=True).fill("Nobody of This Name")
    page.get_by_label("The other").fill("Islamic State")
    page.get_by_role("button", name="They are one").last.click()
    page.get_by_role("alert").wait_for()
    assert "Nobody of This Name" in page.get_by_role("alert").inner_text()
