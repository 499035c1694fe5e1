"""Words, requests and excerpts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.search.excerpt import excerpt
from kg.search.request import read
from kg.search.words import folded, words


@given(st.text())
def test_words_stand_where_they_say_and_are_letters_and_digits(text: str) -> None:
    for word in words(text):
        assert word.text.isalnum()
        assert folded(text[word.begin : word.end])[:1] == (word.text,)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_short_way_through_ascii_gives_the_same_words(text: str) -> None:
    assert folded(text) == tuple(word.text for word in words(text))


def test_writings_of_one_name_fold_to_one() -> None:
    assert folded("Al-Ma’had") == folded("al ma'had") == ("al", "mahad")
    assert folded("Łódź, U.S.A.") == ("lodz", "usa")
    assert folded("end.Begin") == ("end", "begin")


def test_a_request_is_cut_and_its_quotes_may_stay_open() -> None:
    assert read('near "k1 base').phrases == (("k1", "base"),)
    assert len(read("w " * 500).words) == 12
    assert not read('"" … *')


@given(st.text(), st.text(alphabet="ab \n", max_size=900))
def test_an_excerpt_is_a_stretch_of_the_text_on_one_line(before: str, after: str) -> None:
    text = f"{before} needle {after}"
    found = excerpt(text, lambda word: word if word == "needle" else None)
    assert found.text.split() == text[found.begin : found.end].split()
    assert len(found.text) <= 320
    assert "needle" in [found.text[m.begin : m.end] for m in found.matches]
