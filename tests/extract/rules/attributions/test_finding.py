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
