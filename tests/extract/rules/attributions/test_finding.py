"""What always holds of the attributions of any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.rules import language
from kg.extract.rules.attributions import find

WORDS = [
    "the",
    "minister",
    "said",
    "says",
    "“",
    "”",
    '"',
    "'",
    "‘",
    "’",
    ".",
    ",",
    ":",
    ";",
    "—",
    "(",
    ")",
    "that",
    "who",
    "which",
    "he",
    "they",
    "it",
    "Lopez",
    "army",
    "denied",
    "vowed",
    "to",
    "fight",
    "claims",
    "claim",
    "of",
    "according",
    "reportedly",
    "was",
    "believed",
    "accused",
    "killed",
    "nine",
    "people",
    "and",
    "but",
    "while",
    ",",
    ".",
    "\n\n",
    "told",
    "asked",
    "whether",
    "if",
    "what",
    "as",
    "adding",
    "saying",
    "“We",
    "won,”",
    "condemned",
    "raid",
    "12",
    "%",
    "🙂",
    "a",
]


def check(doc) -> None:
    found = find(doc)
    assert found == find(doc)
    assert [a.cue for a in found] == sorted({a.cue for a in found})
    for a in found:
        ranges = [a.cue, *a.contents, *([a.source] if a.source else [])]
        assert all(0 <= begin < end <= len(doc) for begin, end in ranges)
        assert a.contents
        assert all(left[1] <= right[0] for left, right in zip(a.contents, a.contents[1:], strict=False))
        assert all(end <= a.cue[0] or a.cue[1] <= begin for begin, end in a.contents)
        assert (a.source is None) == (a.source_head is None)
        for begin, end in a.contents:
            assert not doc[begin].is_space
            assert not doc[end - 1].is_space
            assert not any("\n\n" in t.text for t in doc[begin:end])


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
@settings(max_examples=40, deadline=None)
def test_ranges_are_sound_on_any_mixture_of_words(nlp, text):
    check(language.parse(nlp, text))


@given(st.text(max_size=200))
@settings(max_examples=25, deadline=None)
def test_ranges_are_sound_on_any_text(nlp, text):
    check(language.parse(nlp, text))


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "“", "said", ":", "“”", "According to", "\n\nsaid\n\n", "He said: \n\n"]
)
def test_fragments_raise_nothing(nlp, text):
    check(language.parse(nlp, text))


def test_each_block_stands_for_itself(tell):
    told = tell("The minister said\n\nthe bridge has collapsed")
    assert told == []


def test_a_cue_at_the_end_is_found_although_the_parse_makes_no_verb_of_it(tell):
    (told,) = tell("Donations hit a record by the end of August, a Herald analysis of newly filed reports shows.")
    assert (told.cue, told.head) == ("shows", "analysis")
    assert told.what == ("Donations hit a record by the end of August",)


def test_the_number_that_is_put_is_the_outer_sources(tell):
    told = tell("The army denied that forty had died, putting the number at five.")
    assert [t.who for t in told] == ["The army", "The army"]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        (
            "The army has attacked rebel positions, ending a two-month ceasefire, charged the rebel spokesman.",
            "spokesman",
        ),
        (
            "Three fighters were killed near the border in Latakia province, Fadi Ahmad, spokesman for the Northern "
            "Division, told the Herald.",
            "Ahmad",
        ),
    ],
)
def test_a_speaker_at_the_end_is_found_whatever_the_parse_makes_of_it(tell, text, head):
    (told,) = tell(text)
    assert told.head == head


def test_deeds_in_a_row_are_no_speech(tell):
    assert tell("The police raided the house, seized a computer and found the letter.") == []


def test_an_accusation_behind_and_is_the_outer_sources(tell):
    told = tell("The union said its members were waiting and accused the owners of breaking the deal.")
    assert [t.who for t in told] == ["The union", "The union"]


def test_a_clause_behind_an_insertion_and_a_day_is_the_content(tell):
    told = tell("Local papers reported, citing officials, on Wednesday that two divisions had moved.")
    assert ("that two divisions had moved",) in [t.what for t in told]


def test_talks_that_are_held_say_nothing(tell):
    assert tell("A truce was kept for two months as talks were held in Kampala.") == []
