"""The language model: how texts are parsed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.rules import language

STRETCHES = ("(" * 3_000, "a-" * 1_500, "…" * 2_000, "😀" * 1_001, "a\u0301" * 1_200, "жит" * 999)


@pytest.mark.parametrize("stretch", STRETCHES)
def test_a_stretch_without_end_is_tokenised_piece_by_piece_and_nothing_is_lost(stretch: str) -> None:
    text = f"Norland bombed Karsk. {stretch} Sudland said so."
    doc = language.parse(language.load(), text)
    assert doc.text == text
    assert max(len(token) for token in doc) <= 100
    assert [token.text for token in doc][-4:] == ["Sudland", "said", "so", "."]


def test_words_of_ordinary_length_are_tokenised_as_ever() -> None:
    nlp = language.load()
    text = "See http://example.org/" + "a/" * 200 + " and wait. " * 200
    assert [token.text for token in language.parse(nlp, text)] == [token.text for token in nlp.tokenizer(text)]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.sampled_from(["GENEVA (Reuters) - ", "He left. ", "no end ", "\n\n", "  ", "LAST -- "]), max_size=12)
)
def test_a_sentence_begins_behind_every_border_and_only_where_one_ended(parts: list[str]) -> None:
    doc = language.parse(language.load(), "".join(parts))
    for before, token in zip(doc, list(doc)[1:], strict=False):
        if before.is_space and "\n\n" in before.text and not token.is_space:
            assert token.is_sent_start
        elif token.is_sent_start and not before.is_space:
            assert not before.text[-1].isalnum()
