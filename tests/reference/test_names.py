"""Spellings of one name fold to one form; slugs are safe in IRIs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reference import fold, slug


@pytest.mark.parametrize(
    ("one", "other"),
    [("Al-Qa'im", "al Qaim"), ("Al Qā’im", "al-Qaim"), ("U.S.", "us"), ("Łódź", "Lodz"), ("the Hague", "Hague"),
     ("Kata’ib", "Kata'ib"), ("São Tomé", "Sao Tome"), ("Deir  ez-Zor", "Deir ez Zor")],
)  # fmt: skip
def test_spellings_of_one_name_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("United States", "united-states"), ("Abu Mahdi al-Muhandis", "abu-mahdi-al-muhandis"),
     ("25 fighters", "25-fighters"),
     ("Kata’ib Hezbollah", "kataib-hezbollah"), ("الأنبار", "u627u644u627u646u628u627u631")],
)  # fmt: skip
def test_a_slug_reads_like_the_name(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_a_slug_is_made_of_ascii_letters_digits_and_single_hyphens(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)
    assert fold(once) == fold(fold(once))
