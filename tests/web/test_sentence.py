"""Statements as sentences, and dates in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Edtf, Predicate
from kg.vocabulary import predicate
from kg.web.claims import ShownClaim
from kg.web.dates import date_words
from kg.web.sentence import sentence


def claim(which: Predicate, subject: str, value: str, about: str = "event") -> ShownClaim:
    return ShownClaim(
        "c", subject, "p", value, "x", "Affirmed", "Certain", "Actual", "q", 0, "d",
        subject_iri=f"http://example.org/id/{about}/1", predicate_iri=predicate(which),
    )  # fmt: skip


@pytest.mark.parametrize("which", Predicate)
@pytest.mark.parametrize("about", ["event", "organisation"])
def test_every_predicate_has_a_sentence_with_both_ends(which, about):
    said = sentence(claim(which, "{object}", "{subject}", about))
    assert "{subject}" in said, "the words of a document are no pattern"
    assert said[0] == said[0].upper()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2019", "2019"),
        ("2019-12", "December 2019"),
        ("2019-12-27", "27 December 2019"),
        ("XXXX-12-27", "27 December, year not told"),
        ("2009/..", "from 2009 on"),
        ("../2010-03", "until March 2010"),
        ("2019-11/2019-12", "November 2019 to December 2019"),
        ("201X", "2010s"),
        ("2019-21", "spring 2019"),
        ("2019-12-27T10:00:00", "27 December 2019"),
        ("2019?", "2019 (uncertain)"),
        ("2019-13", "2019-13"),
        ("soon", "soon"),
    ],
)
def test_dates_are_told_in_words(value, words):
    assert date_words(value) == words


@given(st.dates())
def test_a_day_in_words_names_that_day(day):
    words = date_words(f"{day.year:04}-{day.month:02}-{day.day:02}")
    assert words == f"{day.day} {day.strftime('%B')} {day.year:04}"
    assert Edtf.parse(day.isoformat()).earliest == day
