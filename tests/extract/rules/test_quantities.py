"""Counts in running text become bounds that are never contradictory and never narrower than the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.extract.rules import language, lexicon
from kg.extract.rules.quantities import Count, count, number, read

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load(None)


def first(nlp: Language, text: str) -> tuple[str, int | None, int | None, bool] | None:
    doc = nlp(text)
    for token in doc:
        found = read(doc, token.i)
        if found:
            c, begin, end = found
            return doc[begin:end].text, c.minimum, c.maximum, c.approximate
    return None


EXACT = [
    ("Nine miners drowned.", "Nine", 9), ("In all, 14 miners drowned.", "14", 14),
    ("The flood drowned 1,204 people.", "1,204", 1204), ("Twenty-one miners drowned.", "Twenty-one", 21),
    ("Two dozen miners drowned.", "Two dozen", 24), ("A dozen miners drowned.", "A dozen", 12),
    ("A hundred miners drowned.", "A hundred", 100),
    ("Three hundred and six miners drowned.", "Three hundred and six", 306),
    ("Four thousand two hundred people fled.", "Four thousand two hundred", 4200),
    ("Half a million people fled.", "Half a million", 500000),
    ("Some homes; 1.2 million people fled.", "1.2 million", 1200000),
    ("Another 17 miners drowned.", "Another 17", 17), ("All 17 miners drowned.", "All 17", 17),
    ("The other three drowned.", "The other three", 3), ("Only 17 miners survived.", "Only 17", 17),
    ("A total of 17 miners drowned.", "A total of 17", 17), ("Both miners drowned.", "Both", 2),
    ("One of the miners drowned.", "One", 1), ("No miners drowned.", "No", 0), ("No one drowned.", "No one", 0),
    ("None of the miners drowned.", "None", 0),
    ("Nobody drowned.", "Nobody", 0), ("Zero deaths were reported.", "Zero", 0),
    ("Not a single miner drowned.", "Not a single", 0), ("Exactly 17 miners drowned.", "Exactly 17", 17),
]  # fmt: skip

BOUNDED = [
    ("Over 51 miners drowned.", "Over 51", 52, None, False),
    ("More than 30 miners drowned.", "More than 30", 31, None, False),
    ("More than a dozen miners drowned.", "More than a dozen", 13, None, False),
    ("More than two hundred and fifty fled.", "More than two hundred and fifty", 251, None, False),
    ("At least 15 miners drowned.", "At least 15", 15, None, False),
    ("No fewer than 15 miners drowned.", "No fewer than 15", 15, None, False),
    ("The gale killed 15 or more.", "15 or more", 15, None, False),
    ("As many as 30 miners drowned.", "As many as 30", None, 30, False),
    ("Up to 30 miners drowned.", "Up to 30", None, 30, False),
    ("At most 30 miners drowned.", "At most 30", None, 30, False),
    ("No more than 30 miners drowned.", "No more than 30", None, 30, False),
    ("Fewer than 10 miners drowned.", "Fewer than 10", None, 9, False),
    ("Less than ten miners drowned.", "Less than ten", None, 9, False),
    ("Nearly 40 miners drowned.", "Nearly 40", None, 40, True),
    ("Almost 40 miners drowned.", "Almost 40", None, 40, True),
    ("About 40 miners drowned.", "About 40", 40, 40, True),
    ("Around 40 miners drowned.", "Around 40", 40, 40, True),
    ("Some 40 miners drowned.", "Some 40", 40, 40, True),
    ("Roughly 40 miners drowned.", "Roughly 40", 40, 40, True),
    ("An estimated 40 miners drowned.", "An estimated 40", 40, 40, True),
    ("The gale killed 40 or so.", "40 or so", 40, 40, True),
    ("Between 20 and 30 miners drowned.", "Between 20 and 30", 20, 30, False),
    ("From 20 to 30 miners drowned.", "From 20 to 30", 20, 30, False),
    ("The gale killed 20 to 30 miners.", "20 to 30", 20, 30, False),
    ("The gale killed 20-30 miners.", "20-30", 20, 30, False),
    ("The gale killed 20–30 miners.", "20–30", 20, 30, False),
    ("Two or three miners drowned.", "Two or three", 2, 3, False),
    ("Two to three thousand people fled.", "Two to three thousand", 2000, 3000, False),
    ("Dozens of miners drowned.", "Dozens", 24, None, False),
    ("Scores of miners drowned.", "Scores", 40, None, False),
    ("Hundreds of people fled.", "Hundreds", 200, None, False),
    ("Thousands of people fled.", "Thousands", 2000, None, False),
    ("Tens of thousands of people fled.", "Tens of thousands", 20000, None, False),
    ("Hundreds of thousands of people fled.", "Hundreds of thousands", 200000, None, False),
    ("At least dozens of people fled.", "At least dozens", 24, None, False),
    ("Several miners drowned.", "Several", 3, None, True),
    ("A few miners drowned.", "A few", 3, None, True),
    ("A couple of miners drowned.", "A couple of", 2, 2, True),
    ("A handful of miners drowned.", "A handful of", 3, None, True),
]

NOTHING = [
    "The miners drowned.",
    "Prices rose 20 percent.",
    "Prices rose by 20%.",
    "The fine was $500.",
    "The mine closed in 1987.",
    "The 20-year-old miner drowned.",
    "The third miner drowned.",
    "The mine closed on 7 June.",
    "The mine closed on June 7.",
    "The mine closed at 5 p.m.",
    "The miners no longer work there.",
]


@pytest.mark.parametrize(("text", "words", "value"), EXACT)
def test_numbers_and_quantifiers_that_say_exactly_how_many(nlp: Language, text: str, words: str, value: int) -> None:
    found = first(nlp, text)
    assert found is not None
    assert found[:3] == (words, value, value)


@pytest.mark.parametrize(("text", "words", "low", "high", "vague"), BOUNDED)
def test_words_around_a_number_set_its_bounds(
    nlp: Language, text: str, words: str, low: int | None, high: int | None, *, vague: bool
) -> None:
    assert first(nlp, text) == (words, low, high, vague)


@pytest.mark.parametrize("text", NOTHING)
def test_what_measures_orders_or_dates_does_not_count(nlp: Language, text: str) -> None:
    assert first(nlp, text) is None


@pytest.mark.parametrize(
    ("text", "noun", "expected"),
    [
        ("The gale killed 25 sailors.", "sailors", Count(25, 25)),
        ("The gale killed over 51 sailors.", "sailors", Count(52, None)),
        ("The gale killed dozens of sailors.", "sailors", Count(24, None)),
        ("The gale killed a sailor.", "sailor", Count(1, 1)),
        ("The gale killed one local sailor and injured four young deckhands.", "deckhands", Count(4, 4)),
        ("The gale killed one local sailor and injured four young deckhands.", "sailor", Count(1, 1)),
        ("No sailors were hurt.", "sailors", Count(0, 0)),
        ("The gale killed sailors.", "sailors", None),
        ("The gale killed the sailor.", "sailor", None),
    ],
)
def test_a_noun_is_counted_by_its_numeral_quantifier_or_article(
    nlp: Language, text: str, noun: str, expected: Count | None
) -> None:
    doc = nlp(text)
    token = next(t for t in doc if t.text == noun)
    assert count(token) == expected


def test_a_noun_phrase_is_counted_like_its_noun(nlp: Language) -> None:
    doc = nlp("At least 15 sailors and a cook drowned.")
    counts = {chunk.text: count(chunk) for chunk in doc.noun_chunks}
    assert counts == {"At least 15 sailors": Count(15, None), "a cook": Count(1, 1)}


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,500", 1500), ("1.5 million", 1500000), ("ninety-nine", 99), ("two hundred and fifty", 250),
     ("a thousand", 1000),
     ("three score", 60), ("1.5", None), ("", None), ("lots", None), ("two of", None)],
)  # fmt: skip
def test_a_number_is_read_whole_or_not_at_all(text: str, value: int | None) -> None:
    assert number(text) == value


def test_bounds_must_exist_and_agree() -> None:
    with pytest.raises(ValueError, match="needs a bound"):
        Count(None, None)
    with pytest.raises(ValueError, match="cannot go from 3 to 2"):
        Count(3, 2)


@given(st.integers(min_value=0, max_value=999_999_999))
def test_digits_with_and_without_commas_give_the_same_number(value: int) -> None:
    assert number(str(value)) == number(f"{value:,}") == value


WORDS = st.sampled_from(
    sorted(
        lexicon.words(
            "over at least up to as many as fewer than nearly about between and or - 20 3 1,500 2.5 million two twenty "
            "five dozen dozens of thousands hundreds no one none several a few both more killed men , . % $ the another"
        )
    )
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, min_size=1, max_size=12))
def test_whatever_the_words_bounds_agree_and_the_range_holds_the_token(nlp: Language, words: list[str]) -> None:
    doc = nlp(" ".join(words))
    for token in doc:
        found = read(doc, token.i)
        if found is not None:
            c, begin, end = found
            assert c.minimum is None or c.minimum >= 0
            assert c.minimum is None or c.maximum is None or c.minimum <= c.maximum
            assert begin <= token.i < end
        count(token)
