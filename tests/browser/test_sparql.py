"""The SPARQL page in a real browser: with and without scripts, by keyboard alone, in every look."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor

NUMBERS = "SELECT ?n WHERE { VALUES ?n { 1 2 3 } }"
BAD_REQUEST = "400"


def query(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Query")


def sent(page: Page) -> str:
    """What the form would send."""
    return str(page.evaluate("document.querySelector('textarea[name=query]').value"))


def write(page: Page, text: str) -> None:
    query(page).focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.type(text)


@pytest.fixture
def suggesting(reader: Visitor) -> Callable[[str], Page]:
    """Writes a beginning into the empty editor, once the words of the data are there."""

    def begin(text: str) -> Page:
        page = reader.go("/sparql?query=%20")
        with page.expect_response("**/api/vocabulary"):
            query(page).focus()
        page.wait_for_load_state("networkidle")
        write(page, text)
        return page

    return begin


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("start", None),
        ("table", "How many, according to whom?"),
        ("map", "Where did events happen?"),
        ("network", "How are actors related?"),
    ],
)
def test_the_page_is_fit_to_be_looked_at(visitor: Visitor, name: str, link: str | None) -> None:
    page = visitor.go("/sparql")
    if link:
        page.get_by_role("link", name=link).click()
        page.wait_for_load_state("networkidle")
        expect(page.locator("#result tbody tr").first).to_be_visible()
    if name in {"map", "network"} and visitor.look != "plain":
        expect(page.locator("figure .stage").locator("svg, canvas").first).to_be_visible()
    visitor.check()
    visitor.shoot(f"sparql-{name}")


def test_a_query_is_written_run_and_answered_in_every_look(visitor: Visitor) -> None:
    page = visitor.go("/sparql")
    query(page).fill(NUMBERS)
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("heading", name="Answer")).to_be_in_viewport()
    expect(page.locator("#result caption")).to_have_text("3 rows")
    expect(page).to_have_title("3 rows · SPARQL · Herodotus")
    assert page.url.endswith("#answer")


def test_a_mistake_is_told_and_the_query_stays(visitor: Visitor) -> None:
    visitor.expected = (BAD_REQUEST,)
    page = visitor.go("/sparql")
    query(page).fill("SELECT ?a WHERE { ?a kg:agent ?b }")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("line 1, column 22")
    assert sent(page) == "SELECT ?a WHERE { ?a kg:agent ?b }"
    visitor.check()
    visitor.shoot("sparql-problem")


def test_rows_can_be_taken_away(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.go(f"/sparql?query={quote(NUMBERS)}")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "answer.csv")
    assert list(csv.reader((tmp_path / "answer.csv").open())) == [["n"], ["1"], ["2"], ["3"]]


def test_views_are_links_that_work_without_scripts(visitor: Visitor) -> None:
    page = visitor.go("/sparql")
    page.get_by_role("link", name="How are actors related?").click()
    for view in ("Table", "Raw", "Network"):
        page.get_by_role("link", name=view, exact=True).last.click()
        expect(page.locator(".views [aria-current]")).to_have_text(view)


def test_the_editor_is_used_by_keyboard_alone(reader: Visitor) -> None:
    page = reader.go("/sparql")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "textbox":
            break
    expect(query(page)).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(NUMBERS)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(query(page)).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result caption")).to_have_text("3 rows")


def test_tab_and_shift_tab_leave_the_editor(reader: Visitor) -> None:
    page = reader.go("/sparql")
    for key in ("Tab", "Shift+Tab"):
        query(page).focus()
        page.keyboard.press(key)
        expect(query(page)).not_to_be_focused()


def test_the_editor_says_how_to_leave_it(reader: Visitor) -> None:
    page = reader.go("/sparql")
    expect(query(page)).to_have_accessible_description(
        "A query may take 30 seconds. Control-Enter runs it. Control-Space suggests words of the data; "
        "Escape closes the suggestions. Tab leaves the editor."
    )


def test_a_suggested_word_brings_its_prefix(suggesting: Callable[[str], Page]) -> None:
    page = suggesting("SELECT * WHERE { ?event a dronestr")
    expect(page.get_by_role("option").first).to_contain_text("kg:DroneStrike")
    page.wait_for_timeout(150)  # a suggestion that has just come up does not take the key yet
    page.keyboard.press("Enter")
    assert sent(page).startswith(
        "PREFIX kg: <https://w3id.org/herodotus/ns#>\nSELECT * WHERE { ?event a kg:DroneStrike"
    )
    page.keyboard.type(" ; agen")
    expect(page.get_by_role("option").first).to_contain_text("kg:agent")
    page.wait_for_timeout(150)
    page.keyboard.press("Tab")
    assert sent(page).count("PREFIX") == 1
    assert "a kg:DroneStrike ; kg:agent" in sent(page)


def test_suggestions_say_what_a_word_means_and_how_often_it_is_used(suggesting: Callable[[str], Page]) -> None:
    page = suggesting("SELECT * WHERE { ?claim kg:polari")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("kg:polarity")
    expect(option).to_contain_text("polarity ·")
    expect(page.locator(".cm-completionInfo")).to_be_visible()


@pytest.mark.parametrize(
    ("beginning", "expected"),
    [
        ("SELECT * WHERE { ?e a attack", "kg:Attack"),
        ("SELECT * WHERE { ?event kg:agent ?who . ?wh", "?who"),
        ("SELECT * WHERE { ?c kg:polarity deni", "kg:Denied"),
        ("SELECT * WHERE { OPTI", "OPTIONAL"),
        ("PREFIX h: <https://w3id.org/herodotus/ns#>\nSELECT * WHERE { ?e h:targ", "h:target"),
        ("SELECT * WHERE { ?e sko", "skos:"),
    ],
)
def test_suggestions_fit_their_place(suggesting: Callable[[str], Page], beginning: str, expected: str) -> None:
    page = suggesting(beginning)
    expect(page.get_by_role("option").first).to_contain_text(expected)


@pytest.mark.parametrize("beginning", ["# attac", 'SELECT * WHERE { ?x ?y "attac', "SELECT * WHERE { ?x <http://attac"])
def test_nothing_is_suggested_in_comments_strings_and_addresses(
    suggesting: Callable[[str], Page], beginning: str
) -> None:
    page = suggesting(beginning)
    page.wait_for_timeout(400)
    expect(page.get_by_role("option")).to_have_count(0)


@pytest.mark.parametrize(
    ("before", "part"),
    [
        ("SELECT * WHERE { ", "subject"),
        ("SELECT * WHERE { ?s ", "predicate"),
        ("SELECT * WHERE { ?s a ", "object"),
        ("SELECT * WHERE { ?s kg:agent/", "predicate"),
        ("SELECT * WHERE { ?s kg:agent ?o ; ", "predicate"),
        ("SELECT * WHERE { ?s kg:agent ?o , ", "object"),
        ("SELECT * WHERE { ?s kg:agent ?o . # ; \n ", "subject"),
        ("SELECT * WHERE { GRAPH ?g { ?s ", "predicate"),
        ("SELECT * WHERE { ?s ?p 'a ; b' . ", "subject"),
        ("SELECT ", ""),
    ],
)
def test_the_editor_knows_which_part_of_a_triple_comes_next(reader: Visitor, before: str, part: str) -> None:
    page = reader.go("/sparql")
    script = "async (text) => (await import('/static/islands/editor-completion.js')).slot(text).part"
    assert page.evaluate(script, before) == part


def test_a_mistake_is_marked_where_it_is_and_a_prefix_declared(reader: Visitor) -> None:
    reader.expected = (BAD_REQUEST,)
    text = "# 🜂 words\nSELECT ?a WHERE {\n  ?a kg:agent ?b .\n}"
    page = reader.go(f"/sparql?query={quote(text)}")
    expect(page.locator(".cm-lintRange-error")).to_have_text("kg:agent")
    page.get_by_role("button", name="Show in the query").click()
    expect(query(page)).to_be_focused()
    assert page.evaluate("document.getSelection().toString()") == "kg:agent"
    page.locator(".cm-lintRange-error").hover()
    page.get_by_role("button", name="Declare kg:").click()
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    assert sent(page).startswith("# 🜂 words\nPREFIX kg: <https://w3id.org/herodotus/ns#>\nSELECT")


def test_a_node_of_the_network_tells_what_it_is(reader: Visitor) -> None:
    page = reader.go("/sparql")
    page.get_by_role("link", name="How are actors related?").click()
    stage = page.get_by_role("img", name="Network of")
    expect(stage).to_be_visible()
    told = page.locator(".tools [aria-live]")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box is not None
    # Somewhere in the picture is a node: it is looked for on a grid finer than the nodes are large.
    for at in ((x, y) for y in range(10, int(box["height"]), 12) for x in range(10, int(box["width"]), 12)):
        page.mouse.click(box["x"] + at[0], box["y"] + at[1])
        if "Select a node" not in (told.text_content() or ""):
            break
    expect(told.get_by_role("link")).to_be_visible()
    expect(told).to_contain_text("link")
    for text in ("Closer", "Farther", "All of it"):
        page.get_by_role("button", name=text).click()


def test_the_map_is_moved_by_buttons(reader: Visitor) -> None:
    page = reader.go("/sparql")
    page.get_by_role("link", name="Where did events happen?").click()
    earth = page.locator("figure svg > g")
    expect(earth).to_be_visible()
    before = earth.get_attribute("transform")
    page.get_by_role("button", name="Closer").click()
    assert earth.get_attribute("transform") != before
    page.get_by_role("button", name="All points").click()
    assert earth.get_attribute("transform") == before


def test_a_page_without_editor_or_drawing_lets_no_styles_in(reader: Visitor) -> None:
    response = reader.page.goto(reader.address.rstrip("/") + "/data")
    assert response is not None
    assert "unsafe-inline" not in response.headers["content-security-policy"]
