"""Offers: a question with its names looked up in a real index, and the page that shows it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.queries import load, readings
from kg.search import Results, SearchReader
from kg.web import Place, render_page
from kg.web.search import Find, Offer, Wanted, asked_for, looks, search_page
from tests.graph.fiction import BASE
from tests.queries.world import world
from tests.search.content import PERSON, PLACE, document, entity, event, made
from tests.web.reading import answers, check_whole, scripts_of, text_of

CONTENT = (
    entity("Iron Brigade", "the Irons", prominence=90),
    entity("Second Iron Brigade", prominence=2),
    entity("Norland", classes=("State", "Organisation", "Actor"), prominence=300),
    entity("Estmark", classes=("State", "Organisation", "Actor"), prominence=200),
    entity("Estmark Region", classes=PLACE, prominence=10),
    entity("Karsk", classes=PLACE, prominence=50),
    entity("Ada Roe", classes=PERSON, prominence=30),
    entity("Eva Roe", classes=PERSON, prominence=20),
    entity("Hezbollah", "Hizbullah", prominence=900),
    entity("United States", classes=("State", "Organisation", "Actor"), prominence=900),
    entity("<img src=x onerror=alert(1)>", prominence=3),
    event("a", 1, "Raid, Port Lund, 3 May 2021: Iron Brigade", "raid · Port Lund"),
    document("k", "karsk.txt", "Norland bombed the Iron Brigade."),
)


@pytest.fixture(scope="module")
def find(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Find]:
    with SearchReader(made(tmp_path_factory.mktemp("asked") / "search.sqlite", CONTENT)) as reader:

        async def asked(one: Wanted) -> Results:
            return reader.search(one.text, one.kinds or None, one.classes or None, one.limit, one.offset, one.excerpts)

        yield asked


def offers(find: Find, text: str) -> tuple[Offer, ...]:
    return asyncio.run(asked_for(find, text, BASE))


def test_a_known_name_is_taken_and_said_by_label_and_class(find: Find) -> None:
    (offer,) = offers(find, "Who attacked norland in Karsk in 2021?")
    assert (offer.query.name, offer.is_ready) == ("attacks", True)
    assert offer.values == {
        "on": f"{BASE}id/entity/norland",
        "in": f"{BASE}id/entity/karsk",
        "since": "2021",
        "until": "2021",
    }
    assert str(offer.fields[0].thing) == "Norland (state)"


def test_what_else_a_name_may_be_is_there(find: Find) -> None:
    offer = offers(find, "who attacked the Iron Brigade")[0]
    assert offer.is_ready
    assert [other.label for other in offer.fields[0].others] == ["Second Iron Brigade"]


def test_a_name_that_several_bear_is_to_be_chosen(find: Find) -> None:
    (offer,) = offers(find, "whom did Roe attack?")
    assert not offer.is_ready
    assert {other.label for other in offer.fields[0].others} == {"Ada Roe", "Eva Roe"}
    assert offer.values == {}
    assert "may be one of several" in offer.fields[0].problem


def test_a_name_that_nobody_bears_is_said_and_never_guessed(find: Find) -> None:
    (offer,) = offers(find, "Who attacked Xyzzia?")
    assert not offer.is_ready
    assert (offer.values, offer.fields[0].others) == ({}, ())
    assert "no actor here is called “Xyzzia”" in offer.fields[0].problem


def test_an_actor_is_no_place_and_a_place_no_actor(find: Find) -> None:
    assert [offer.query.name for offer in offers(find, "Who attacked Karsk?")] == ["events-in-place"]
    assert [offer.query.name for offer in offers(find, "Who attacked Ada Roe?")] == ["attacks"]


def test_other_spellings_and_acronyms_are_known(find: Find) -> None:
    offer = offers(find, "Who arms Hizballah?")[0]
    assert offer.values == {"actor": f"{BASE}id/entity/hezbollah", "kind": "arms"}
    assert offers(find, "What does the US deny?")[0].values == {"claimant": f"{BASE}id/entity/united-states"}


def test_several_questions_may_be_meant(find: Find) -> None:
    assert {offer.query.name for offer in offers(find, "How is Norland related to Estmark?")} == {
        "connections",
        "relations",
    }


def test_events_and_documents_go_by_their_words(find: Find) -> None:
    (offer,) = offers(find, "How many died in the raid on Port Lund?")[:1]
    assert offer.values == {"event": f"{BASE}id/event/a-e1", "only": "Killed"}
    assert offers(find, "Who is mentioned in karsk.txt?")[0].values == {"document": f"{BASE}document/k"}


def test_a_day_that_is_not_said_is_left_to_be_written(find: Find) -> None:
    offer = offers(find, "What did Norland do last Monday?")[0]
    assert not offer.is_ready
    assert [field.parameter.name for field in offer.open] == ["since", "until"]
    assert offer.values == {"actor": f"{BASE}id/entity/norland"}


def test_what_a_query_needs_besides_is_asked_for(find: Find) -> None:
    found = {offer.query.name: offer for offer in offers(find, "What happened since 2019?")}
    assert found["timeline"].is_ready
    assert [field.parameter.name for field in found["events-in-period"].open] == ["until"]


def test_no_question_no_lookup() -> None:
    async def never(wanted: Wanted) -> Results:
        raise AssertionError

    assert offers(never, "Mosul attack") == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["who", "attacked", "Roe", "Norland", "in", "Karsk", "2021", "how", "many", "died", "is", "of"]
        ),
        min_size=2,
        max_size=10,
    )
)
def test_an_offer_that_is_ready_can_be_bound_and_what_is_not_says_why(find: Find, words: list[str]) -> None:
    text = " ".join(words)
    assert len(looks(readings(text))) <= 8
    made_offers = offers(find, text)
    assert len(made_offers) <= 3
    for offer in made_offers:
        query = load(offer.query.name)
        if offer.is_ready:
            assert query.bind(offer.values)
        else:
            assert all(field.problem or field.parameter.required for field in offer.open)
        assert set(offer.to_json()["parameters"]) == set(offer.values)


def page(find: Find, text: str) -> str:
    place = Place("/search", BASE, (("q", text),))
    made_page = asyncio.run(partial(search_page, find)(answers(world()), place))
    html = render_page(made_page, place, 1)
    check_whole(html)
    assert not scripts_of(html)
    return html


def test_the_page_leads_to_the_answer_and_to_what_else_was_meant(find: Find) -> None:
    html = page(find, "Who attacked the Irons?")
    assert "This is a question that Herodotus can look up" in text_of(html)
    assert 'href="queries/attacks?on=http%3A%2F%2Fexample.org%2Fid%2Fentity%2Firon-brigade&amp;format=html"' in html
    assert "for “Irons”" in text_of(html)


def test_the_page_has_a_form_where_something_is_open(find: Find) -> None:
    html = page(find, "Whom did Roe attack in 2021?")
    assert '<form action="queries/attacks" method="get"' in html
    assert '<input type="hidden" name="since" value="2021">' in html
    assert f'<option value="{BASE}id/entity/ada-roe">Ada Roe (person)</option>' in html
    unknown = page(find, "Who attacked Xyzzia?")
    assert 'name="on" value=""' in unknown
    assert "no actor here is called “Xyzzia”" in text_of(unknown)


def test_a_search_has_no_offer_and_the_second_page_none_either(find: Find) -> None:
    assert "can look up" not in page(find, "Iron Brigade")


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "{{ 7*7 }}", "' or 1=1"]
)
def test_names_stay_text(find: Find, name: str) -> None:
    html = page(find, f"Who attacked {name}?")
    assert "<img" not in html
    assert "<script>alert" not in html
