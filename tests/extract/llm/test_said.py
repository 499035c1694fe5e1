"""Answers are read leniently where that does no harm, and strictly where meaning enters."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.llm import said
from kg.extract.llm.reason import Reason
from tests.extract.llm import sample
from tests.extract.llm.scripted import answer, claim, entity, mention


def test_a_fence_and_a_sentence_around_the_answer_do_no_harm() -> None:
    text = f"Here you are:\n```json\n{json.dumps(sample.good())}\n```\nAnything else?"
    assert said.read(text).returned == sum(map(len, sample.good().values()))
    assert not said.read(text).refused


def test_fields_that_nobody_asked_for_are_ignored_and_counted() -> None:
    made = said.read(json.dumps({**answer(entities=[{**entity("n1", "Person", "A"), "mood": "good"}]), "notes": "-"}))
    assert made.ignored == 2
    assert len(made.entities) == 1


def test_null_may_be_left_out_but_who_speaks_must_be_said() -> None:
    short = {"of": "n1", "quote": "A"}
    voiceless = {k: v for k, v in claim("n1", "leads", "n2", "A").items() if k != "attribution"}
    made = said.read(json.dumps(answer(mentions=[short], claims=[voiceless])))
    assert len(made.mentions) == 1
    assert made.claims == []
    assert made.refused == Counter({Reason.MALFORMED: 1})


def test_what_is_outside_the_ontology_is_refused_as_such() -> None:
    made = said.read(json.dumps(answer(entities=[entity("n1", "Alien", "A")], claims=[claim("n1", "owns", "n2", "A")])))
    assert made.refused == Counter({Reason.FOREIGN: 2})


def test_of_an_answer_that_breaks_off_the_whole_items_are_kept() -> None:
    text = json.dumps(answer(entities=[entity("n1", "Person", "A"), entity("n2", "Person", "B")]))
    cut = text[: text.index('"B"')]
    made = said.read(cut)
    assert [e.id for e in made.entities] == ["n1"]
    assert made.refused == Counter({Reason.CUT_OFF: 1})
    assert made.returned == 2


@pytest.mark.parametrize(
    "text", ["", "no", "[1, 2]", "null", "{", '{"entities', "[" * 100_000, '{"entities": ' + "[" * 100_000]
)
def test_what_is_no_object_is_one_unreadable_item(text: str) -> None:
    made = said.read(text)
    assert made.returned == made.refused.total()
    assert not made.entities


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    made = said.read(text)
    assert made.returned >= made.refused.total()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda c: st.lists(c, max_size=3) | st.dictionaries(st.sampled_from(["id", "class", "of"]), c),
    )
)
def test_no_item_is_too_odd(value: object) -> None:
    made = said.read(json.dumps({"entities": [value], "mentions": [value, mention("n1", "A")]}))
    assert made.returned == 3
    assert made.returned == len(made.entities) + len(made.mentions) + made.refused.total()
