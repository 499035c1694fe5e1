"""The page of a search: a real index and a real graph of the invented documents."""

import asyncio
from collections import Counter, defaultdict
from functools import partial

import pytest

from kg.search import Kind, Results, SearchReader, SearchWriter, entity_entry, search_entries
from kg.web import Page, Place, render_page, to_csv
from kg.web.search import Find, Wanted, search_page
from kg.web.search.page import BEST
from tests.graph.fiction import BASE, karsk, lund
from tests.queries.world import world
from tests.web.reading import answers, check_whole, scripts_of, text_of

NORLAND = f"{BASE}id/organisation/norland"
KARSK_PLACE = f"{BASE}id/place/karsk"


@pytest.fixture(scope="module")
def find(tmp_path_factory: pytest.TempPathFactory) -> Find:
    path = tmp_path_factory.mktemp("index") / "search.sqlite"
    told = defaultdict(Counter)
    with SearchWriter(path) as writer:
        for one in (karsk(), lund()):
            writer.replace_document(one.document.id, search_entries(one.document, one.extract, one.identity, {}))
            for known in one.identity.entities:
                told[known.key][known] += 1
        writer.replace(filter(None, map(entity_entry, told.values())))
        writer.commit(3)
    reader = SearchReader(path)

    async def asked(wanted: Wanted) -> Results:
        return reader.search(
            wanted.text,
            wanted.kinds or None,
            wanted.classes or None,
            wanted.limit,
            wanted.offset,
            wanted.excerpts,
        )

    return asked


def made(find: Find, **parameters: str) -> tuple[Page, str]:
    place = Place("/search", BASE, tuple((name.rstrip("_"), value) for name, value in parameters.items()))
    page = asyncio.run(partial(search_page, find)(answers(world()), place))
    html = render_page(page, place, 3)
    check_whole(html)
    assert not scripts_of(html)
    return page, html


def facet(page: Page, name: str) -> dict[str, int]:
    found = [one for one in page.values["facets"] if one.name == name]
    return {choice.text: choice.number for one in found for choice in one.choices}


def test_a_name_is_found_with_its_class_and_leads_to_its_page(find: Find) -> None:
    page, html = made(find, q="iron brigade")
    first = page.values["hits"][0]
    assert (first.label, first.what, first.kind) == ("Iron Brigade", "armed group", Kind.ENTITY)
    assert 'href="page/id/organisation/iron-brigade"' in html
    assert page.title == "Search for iron brigade"


def test_words_are_found_in_texts_and_marked(find: Find) -> None:
    page, html = made(find, q="fighters killed")
    assert "<mark>killed</mark>" in html
    document = next(hit for hit in page.values["hits"] if hit.kind is Kind.DOCUMENT)
    assert document.date == "15 March 2021"
    assert "at=" in document.text_href
    assert "#char=" in document.text_href
    assert "".join(text for text, _ in document.excerpt) in " ".join(karsk().document.text.split())


def test_claims_stand_in_words_with_who_makes_them(find: Find) -> None:
    page, html = made(find, q="airstrike killed 25", kind="claim")
    assert {hit.kind for hit in page.values["hits"]} == {Kind.CLAIM}
    toll = next(hit for hit in page.values["hits"] if hit.claim.predicate == "toll")
    assert toll.claim.claimant == "Iron Brigade"
    assert "according to Iron Brigade" in text_of(html)


def test_a_name_in_another_spelling_is_said_to_be_one(find: Find) -> None:
    page, _ = made(find, q="general ada roe")
    assert page.values["hits"][0].label in ("Ada Roe", "General Ada Roe")
    page, _ = made(find, q="norlandd")
    assert page.values["hits"][0].label == "Norland"


def test_facets_count_and_narrow_down(find: Find) -> None:
    page, _ = made(find, q="karsk")
    kinds = facet(page, "kind")
    events, _ = made(find, q="karsk", kind="event")
    assert {hit.kind for hit in events.values["hits"]} == {Kind.EVENT}
    assert len(events.values["hits"]) == kinds["Events"]
    assert facet(events, "kind") == kinds, "the other kinds can still be chosen"
    strikes, _ = made(find, q="karsk", class_="Airstrike")
    assert {hit.what for hit in strikes.values["hits"]} == {"airstrike"}


@pytest.mark.parametrize(
    ("name", "value", "label"),
    [("place", KARSK_PLACE, "Karsk"), ("source", NORLAND, "Norland"), ("time", "2021", "2021")],
)
def test_place_source_and_year_leave_as_many_as_they_count(find: Find, name: str, value: str, label: str) -> None:
    page, _ = made(find, q="norland")
    number = facet(page, name)[label]
    assert 0 < number < page.values["total"]
    chosen = {"from_": value, "to": value} if name == "time" else {name: value}
    narrowed, html = made(find, q="norland", **chosen)
    assert narrowed.values["total"] == number
    assert f"{number} found among the best" in text_of(html)
    assert "Search without choices" in html


def test_years_outside_leave_nothing_and_what_may_help_is_said(find: Find) -> None:
    _, html = made(find, q="norland", from_="1800", to="1801")
    assert "Nothing is left with these choices" in html
    assert 'href="queries"' in html


def test_nothing_found_says_what_may_help(find: Find) -> None:
    page, html = made(find, q="xyzzy qwrtp")
    assert "Nothing was found" in html
    assert page.tables == ()
    assert 'href="queries"' in html


def test_without_words_nothing_is_asked() -> None:
    async def never(wanted: Wanted) -> Results:
        raise AssertionError

    page, html = made(never)
    assert page.values["hits"] == ()
    assert 'name="q"' in html


def test_only_what_is_shown_is_asked_for_its_words(find: Find) -> None:
    asked: list[Wanted] = []

    async def heard(wanted: Wanted) -> Results:
        asked.append(wanted)
        return await find(wanted)

    page, _ = made(heard, q="norland")
    assert [one.limit for one in asked] == [BEST, BEST]
    assert asked[0].excerpts == ()
    assert len(asked[1].excerpts) == len(page.values["hits"]) <= 20


def test_pages_follow_each_other_without_a_gap(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.web.search.page._PAGE", 4)
    seen, number = [], 1
    while True:
        page, _ = made(find, q="norland", page=str(number))
        seen += [hit.iri for hit in page.values["hits"]]
        if not page.next:
            break
        number += 1
        assert page.next.endswith(f"search?q=norland&page={number}")
    assert number > 2
    assert len(seen) == len(set(seen)) == page.values["total"]
    _, beyond = made(find, q="norland", page="99")
    assert "There are no more hits" in beyond


def test_hits_can_be_taken_away(find: Find) -> None:
    page, html = made(find, q="karsk")
    assert "table=hits&amp;format=csv" in html
    assert len(to_csv(page.tables[0]).decode().splitlines()) == len(page.values["hits"]) + 1


@pytest.mark.parametrize(
    "given",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7*7 }}",
        "' OR 1=1 --",
        "NEAR(a b)",
        "\x00",
        "*",
    ],
)
def test_whatever_is_typed_is_words(find: Find, given: str) -> None:
    _, html = made(
        find, q=given, kind=given, class_=given, place=given, source=given, from_=given, to=given, page=given
    )
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "{{ 7*7 }}" in html or "7*7" not in given
