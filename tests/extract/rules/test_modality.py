"""Certainty, reality and denial of what is said to happen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents import read
from kg.extract.rules import RuleExtractor
from kg.extract.rules.modality import Modality
from kg.model import Certainty, Polarity, Predicate, Realis

modalities = st.builds(Modality, st.sampled_from(Polarity), st.sampled_from(Certainty), st.sampled_from(Realis))
RANK = {Certainty.CERTAIN: 0, Certainty.PROBABLE: 1, Certainty.POSSIBLE: 2}

CASES = [
    ("The army attacked the village.", "Affirmed", "Certain", "Actual"),
    ("The army did not attack the village.", "Denied", "Certain", "Actual"),
    ("The army may attack the village.", "Affirmed", "Possible", "Future"),
    ("The army may have attacked the village.", "Affirmed", "Possible", "Actual"),
    ("The army will attack the village.", "Affirmed", "Certain", "Future"),
    ("The army would attack the village.", "Affirmed", "Certain", "Hypothetical"),
    ("The army probably attacked the village.", "Affirmed", "Probable", "Actual"),
    ("The army allegedly attacked the village.", "Affirmed", "Possible", "Actual"),
    ("The army failed to attack the village.", "Denied", "Certain", "Actual"),
    ("If the army attacks the village, talks end.", "Affirmed", "Certain", "Hypothetical"),
    ("Nobody attacked the village.", "Denied", "Certain", "Actual"),
]


@pytest.fixture(scope="module")
def extractor() -> RuleExtractor:
    return RuleExtractor()


@pytest.mark.parametrize(("text", "polarity", "certainty", "realis"), CASES)
def test_the_words_around_a_verb_decide(
    extractor: RuleExtractor, text: str, polarity: str, certainty: str, realis: str
) -> None:
    extract = extractor.extract(read(text.encode(), "story.txt"))
    found = [c for c in extract.claims if c.predicate is Predicate.TYPE and c.object.value == "Attack"]  # type: ignore[union-attr]
    assert [(c.polarity.value, c.certainty.value, c.realis.value) for c in found] == [(polarity, certainty, realis)]


@given(modalities, modalities)
def test_nothing_grows_more_certain_under_a_report(one: Modality, other: Modality) -> None:
    assert RANK[one.combine(other).certainty] >= max(RANK[one.certainty], RANK[other.certainty])


@given(modalities)
def test_denying_twice_affirms(one: Modality) -> None:
    assert one.negate().negate() == one


@given(modalities, modalities)
def test_only_what_is_actual_under_an_actual_report_stays_actual(one: Modality, other: Modality) -> None:
    both = one.realis is Realis.ACTUAL and other.realis is Realis.ACTUAL
    assert (one.combine(other).realis is Realis.ACTUAL) == both
