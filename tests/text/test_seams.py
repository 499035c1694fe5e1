"""Glued words are parted only where everything speaks for it."""

import pytest

from kg.text.seams import seams

VOCABULARY = set(
    """
    the group three named despite council is country part protests american presence or who of in was again then he
    there weeks month report wiki leaks
    """.split()  # noqa: SIM905 - a word list is read as text
)


def known(word: str) -> bool:
    return word in VOCABULARY


def parted(text: str) -> str:
    for position in reversed(seams(text, known)):
        text = text[:position] + " " + text[position:]
    return text


def test_words_before_function_words_are_parted():
    text = "The groupthree was nameddespite the countrypart of weeks."
    assert parted(text) == "The group three was named despite the country part of weeks."


def test_a_name_is_parted_where_the_document_uses_it_alone():
    text = "Adel Abdul-Mahdi was named. Abdul-Mahdiwho is in the countrypart of the groupthree."
    assert "Abdul-Mahdi who is" in parted(text)


def test_an_unknown_capitalised_head_that_is_not_used_alone_stays():
    assert "Kissito" in parted("Kissito, groupthree, nameddespite, countrypart")


def test_a_turn_from_small_letters_to_a_capital_is_parted_in_a_damaged_document():
    text = "the protestsAmerican groupthree nameddespite countrypart presenceor"
    assert parted(text).startswith("the protests American group three")


def test_a_document_with_fewer_than_three_glued_words_stays_as_it_is():
    text = "The groupthree was nameddespite the protestsAmerican weeks."
    assert parted(text) == text


@pytest.mark.parametrize(
    "word", ["http://groupthree.org/", "groupthree@example.org", "#groupthree", "groupthree's", "WikiLeaks"]
)
def test_addresses_tags_possessives_and_names_with_inner_capitals_stay(word):
    text = f"{word} groupthree nameddespite countrypart presenceor"
    assert parted(text).startswith(word + " group three")


def test_known_words_stay_even_where_they_end_like_a_function_word():
    assert parted("again then there groupthree nameddespite countrypart").startswith("again then there group three")
