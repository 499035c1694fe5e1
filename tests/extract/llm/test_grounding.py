"""Quotes are found where they stand, exactly or after a normalisation that is told, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.llm.grounding import Grounding, Stretch

TEXT = "Iran’s envoy – in 2015 –  said “51,000 left”… Iran-backed forces\u00a0went; 51 stayed."


def _find(quote: str, text: str = TEXT) -> list[str]:
    return [text[s.begin : s.end] for s in Grounding(text, ((0, len(text)),)).find(quote)]


def test_exact_words_are_found_wherever_they_stand() -> None:
    assert _find("Iran") == ["Iran", "Iran"]
    assert _find("51") == ["51"]


@pytest.mark.parametrize(
    "quote", ["15", "20", "51,00", "51,000 lef", "ran", "", " ", "iran", "Irán", "51 left", "back"]
)
def test_parts_of_words_and_numbers_and_other_words_are_not_found(quote: str) -> None:
    assert _find(quote) == []


def test_white_space_quotes_and_dashes_may_differ_and_that_is_told() -> None:
    assert _find("Iran's envoy - in 2015") == ["Iran’s envoy – in 2015"]
    assert _find('said "51,000 left"...') == ["said “51,000 left”…"]
    assert _find("forces went") == ["forces\u00a0went"]
    grounding = Grounding(TEXT, ((0, len(TEXT)),))
    assert [s.exact for s in grounding.find("Iran's")] == [False]
    assert [s.exact for s in grounding.find("Iran’s")] == [True]


def test_only_what_the_model_was_given_counts() -> None:
    assert Grounding(TEXT, ((20, len(TEXT)),)).find("envoy") == ()
    assert Grounding(TEXT, ((0, len(TEXT)),)).find("Iran", Stretch(10, len(TEXT)))[0].begin > 10


@given(st.text(alphabet="ab 12.,’'–-", min_size=1, max_size=30), st.integers(0, 29), st.integers(1, 30))
def test_whatever_is_found_is_the_quote_but_for_the_folded_characters(text: str, begin: int, length: int) -> None:
    quote = text[begin : begin + length]

    def fold(words: str) -> str:
        return " ".join(words.replace("’", "'").replace("–", "-").split())

    for found in _find(quote, text):
        assert fold(found) == fold(quote)
