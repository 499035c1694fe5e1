"""Passages: the words around a mention, of one paragraph, never a part of a word."""

from hypothesis import given
from hypothesis import strategies as st

from kg.web.passages import passage

WORDS = st.lists(st.text("abcäß🜂é", min_size=1, max_size=12), min_size=1, max_size=80)


@given(WORDS, st.integers(0, 79), st.integers(1, 60))
def test_a_passage_holds_the_mention_and_whole_words_alone(words: list[str], at: int, around: int) -> None:
    at %= len(words)
    text = " ".join(words)
    begin = len(" ".join(words[:at])) + (at > 0)
    end = begin + len(words[at])
    first = max(0, begin - around)
    given_text = text[first : end + around]
    found = passage(given_text, begin - first, end - first, around=around)
    inner = found.removeprefix("… ").removesuffix(" …").split(" ")
    assert words[at] in inner
    cut = [word for word in inner if word and word not in words]
    assert cut == []


def test_a_passage_ends_with_its_paragraph() -> None:
    assert passage("One.\nTwo three.\nFour.", 5, 8) == "Two three."
