"""Quotations by their marks."""

from __future__ import annotations

import pytest
import spacy

from kg.extract.rules.attributions.parses import Parse


def quotations(text: str) -> list[tuple[str, bool]]:
    doc = spacy.blank("en")(text)
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text in {".", "\n\n"}
    return [(doc[q.begin : q.end].text, q.closed) for q in Parse.of(doc).quotations]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “no” and left.", ["“no”"]),
        ('He said "no" and left.', ['"no"']),
        ("He said ‘no way’ and left.", ["‘no way’"]),
        ("The fighters’ base and the farmers' market.", []),
        ("He said “she called it ‘mad’ again” and left.", ["“she called it ‘mad’ again”"]),
        ("It's Smith's.", []),
    ],
)
def test_quotations_stand_between_their_marks(text, found):
    assert [q for q, _ in quotations(text)] == found


def test_a_quotation_without_end_stops_with_its_sentence():
    assert quotations("He said “no and left. She stayed. They slept.") == [("“no and left.", False)]


def test_a_quotation_that_goes_on_in_the_next_block_fills_its_own():
    assert quotations("“One. Two.\n\n“Three.”") == [("“One. Two.", False), ("“Three.”", True)]
