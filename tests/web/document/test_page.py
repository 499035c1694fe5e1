"""The page of a document: its text whole, claims beside their words, linked both ways; long texts in pages."""

import json
import re
from dataclasses import replace
from html import unescape

import pyoxigraph as ox
import pytest

from kg.graph import Iris
from kg.vocabulary import NIF
from kg.web import Page
from kg.web.document import document_page
from kg.web.document.window import LENGTH
from tests.graph.fiction import BASE, karsk
from tests.queries.world import world
from tests.web.reading import check_whole, copy_of, read, scripts_of, text_of
from tests.web.test_overview import HOSTILE, store

KARSK = karsk()
PATH = f"document/{KARSK.document.id}"


@pytest.fixture(scope="module")
def shown() -> tuple[Page, str]:
    return read(document_page, PATH, world())


def words_of(html: str) -> str:
    """The text of the document as the page shows it, without the numbers of its marks."""
    article = html[html.index("<article") : html.index("</article>")]
    article = re.sub(r"<sup>.*?</sup>", "", article)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", article.replace("</p>", " "))).split())


def long(text: str) -> ox.Store:
    """The document with another text."""
    graph, minted = copy_of(world()), Iris(BASE)
    context, name = minted.context(KARSK.document.id), minted.document_graph(KARSK.document.id)
    (old,) = graph.quads_for_pattern(context, ox.NamedNode(NIF + "isString"), None, name)
    graph.remove(old)
    graph.add(ox.Quad(context, ox.NamedNode(NIF + "isString"), ox.Literal(text), name))
    return graph


def test_the_text_is_there_whole_in_its_paragraphs(shown: tuple[Page, str]) -> None:
    html = shown[1]
    assert words_of(html) == " ".join(KARSK.document.text.split())
    assert html[html.index("<article") : html.index("</article>")].count("<p>") == 3
    check_whole(html)


def test_every_claim_stands_once_beside_its_words(shown: tuple[Page, str]) -> None:
    page, html = shown
    said = html[html.index('<div class="passages"') :]
    for claim in KARSK.extract.claims:
        assert said.count(f'id="{KARSK.document.id}-{claim.id}"') == 1
        for span in claim.evidence:
            assert f'id="char={span.begin},{span.end}"' in html
            assert f'href="#char={span.begin},{span.end}"' in said
    assert len(page.tables[0].rows) == len(KARSK.extract.claims)


def test_claims_and_words_lead_to_each_other(shown: tuple[Page, str]) -> None:
    html = shown[1]
    numbers = re.findall(r'href="#passage-(\d+)"', html)
    assert numbers
    assert set(numbers) == set(re.findall(r'id="passage-(\d+)"', html))
    assert len(numbers) == len(set(numbers))


def test_what_is_reported_looks_and_reads_different_from_its_own_voice(shown: tuple[Page, str]) -> None:
    html = shown[1]
    begin = KARSK.document.text.index("the airstrike killed 25 of its fighters")
    assert re.search(rf'id="char={begin},\d+" class="evidence reported"', html)
    own = KARSK.document.text.index("Norland bombed the Iron Brigade in Karsk")
    assert re.search(rf'id="char={own},\d+" class="evidence own"', html)
    assert "Iron Brigade, as reported: The airstrike left 25 killed" in text_of(html)


def test_names_in_the_text_lead_to_what_they_denote(shown: tuple[Page, str]) -> None:
    html = shown[1]
    assert re.search(
        r'<a class="named" href="\.\./\.\./page/id/organisation/iron-brigade" title="Iron Brigade">Iron Brigade</a>',
        html,
    )
    assert re.search(r'<a class="named event" href="[^"]+/id/event/[^"]+" title="Airstrike[^"]*">bombed</a>', html)


def test_what_is_known_of_the_document_stands_above(shown: tuple[Page, str]) -> None:
    text = text_of(shown[1])
    for words in ("A. Writer", "The Example", "15 March 2021", "press/karsk.txt", KARSK.document.sha256, "rules 0.1.0"):
        assert words in text
    assert 'href="http://news.example/karsk?id=1"' in shown[1]


def test_conflicts_inside_it_are_shown_side_by_side(shown: tuple[Page, str]) -> None:
    matters = {found.matter for found in shown[0].values["conflicts"]}
    assert "How many" in matters
    assert 'class="account' in shown[1]


def test_mentions_are_counted_by_what_they_denote(shown: tuple[Page, str]) -> None:
    rows = {row.cells[0][0].text: row for row in shown[0].tables[1].rows}
    told = [m for m in KARSK.extract.mentions if m.node == KARSK.extract.entities[0].id]
    assert rows["Norland"].cells[2][0].text == str(len(told))
    assert rows["Norland"].evidence.text == "Norland"
    assert {row.cells[0][0].text.split(",")[0] for row in shown[0].tables[2].rows} >= {"Airstrike", "Meeting"}


def test_search_engines_read_what_it_is(shown: tuple[Page, str]) -> None:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown[1], re.S)
    said = json.loads(block)
    assert (said["@type"], said["headline"], said["datePublished"]) == (
        "NewsArticle", "Strike on Karsk 🜂", "2021-03-15",
    )  # fmt: skip
    assert "Iron Brigade" in {thing["name"] for thing in said["mentions"]}
    assert any("as=annotations" in leaf.href for leaf in shown[0].alternates)


def test_words_that_are_no_mark_can_be_asked_for() -> None:
    _, html = read(document_page, PATH, world(), at="3,9")
    assert '<span id="char=3,9" class="span asked"' in html
    assert words_of(html) == " ".join(KARSK.document.text.split())


@pytest.mark.parametrize("at", ["-1", "x", "9,3", "999999999", "5,5", "1,99999999999"])
def test_nothing_that_is_asked_for_breaks_the_page(at: str) -> None:
    _, html = read(document_page, PATH, world(), at=at)
    assert words_of(html) == " ".join(KARSK.document.text.split())


def test_a_long_text_has_pages_that_end_with_paragraphs_and_are_together_the_text() -> None:
    text = "".join(f"Paragraph {n} 🜂 " + "word " * (n % 70) + "\n\n" for n in range(400))
    graph, pages, number = long(text), [], 1
    while True:
        page, html = read(document_page, PATH, graph, page=str(number))
        window = page.values["window"]
        pages.append(window)
        if not page.next:
            break
        assert page.next.endswith(f"?page={number + 1}")
        assert window.text.endswith("\n\n")
        number += 1
    assert "".join(window.text for window in pages) == text
    assert len(pages) == -(-len(text) // LENGTH) == window.pages
    assert f"Page {len(pages)} of {len(pages)}" in text_of(html)


def test_a_place_in_a_long_text_leads_to_its_page() -> None:
    text = "".join(f"Paragraph {n}. " + "word " * 60 + "\n\n" for n in range(200))
    graph = long(text)
    for at in (0, LENGTH - 1, LENGTH, 2 * LENGTH - 500, len(text) - 1, len(text) + 50):
        page, _ = read(document_page, PATH, graph, at=str(at))
        window = page.values["window"]
        assert window.begin <= min(at, len(text) - 1) < window.end


def test_a_text_without_any_break_is_cut_all_the_same() -> None:
    graph = long("x" * (LENGTH + 10))
    first, _ = read(document_page, PATH, graph)
    second, _ = read(document_page, PATH, graph, page="2")
    assert len(first.values["window"].text) + len(second.values["window"].text) == LENGTH + 10


def test_whatever_a_document_holds_is_shown_as_text() -> None:
    text = KARSK.document.text.replace("15 fighters were killed", "<script>evil()</script>")
    document = replace(KARSK.document, title=HOSTILE, text=text, url="javascript:alert(1)", authors=(HOSTILE,))
    told = replace(KARSK, document=document, names=(HOSTILE,))
    _, html = read(document_page, PATH, store(told))
    assert not scripts_of(html)
    assert "&lt;script&gt;evil()" in html
    assert "{{ 7 * 7 }}" in html
    assert 'href="javascript' not in html
    assert words_of(html) == " ".join(text.split())
