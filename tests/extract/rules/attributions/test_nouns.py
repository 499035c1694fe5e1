"""Cue nouns: they attribute what their complement says."""

from __future__ import annotations

import pytest

from kg.model import Polarity

CASES = [
    ("His promise to rebuild the school was never kept.", "His", "promise", "to rebuild the school"),
    ("The mayor's warning of floods came too late.", "The mayor's", "warning", "floods"),
    ("Russian claims that the jet had strayed came too late.", "Russian", "claims", "that the jet had strayed"),
    ("The senator expressed concern about the shelling of Aleppo.", "The senator", "concern", "the shelling of Aleppo"),
    ("The envoy voiced “deep concern” over the arrests.", "The envoy", "concern", "the arrests"),
    ("Their fear is that the dam will burst.", "Their", "fear", "that the dam will burst"),
    ("Allegations of fraud followed the vote.", None, "Allegations", "fraud"),
    ("The premier sounded a call for the army to leave.", "The premier", "call", "for the army to leave"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "who", "cue", "what"), CASES)
def test_a_cue_noun_attributes_its_complement(tell, text, who, cue, what):
    (told,) = tell(text)
    assert (told.who, told.cue, told.what) == (who, cue, (what,))


def test_a_cue_noun_without_content_attributes_nothing(tell):
    assert tell("The threat was real and the promise was empty.") == []


def test_a_rejected_claim_is_the_content_of_its_rejection(tell):
    (told,) = tell("The court rejected the claim that soldiers had shot the farmer.")
    assert (told.who, told.cue, told.by.polarity) == ("The court", "rejected", Polarity.DENIED)


@pytest.mark.parametrize("verdict", ["false", "baseless", "a lie"])
def test_a_claim_that_is_called_false_is_denied(tell, verdict):
    (told,) = tell(f"The claim that soldiers had shot the farmer was {verdict}.")
    assert (told.cue, told.by.polarity) == ("claim", Polarity.DENIED)


def test_a_claim_that_is_called_not_false_is_affirmed(tell):
    (told,) = tell("The claim that soldiers had shot the farmer was not false.")
    assert told.by.polarity is Polarity.AFFIRMED


def test_being_in_charge_is_no_charge(tell):
    assert [t.cue for t in tell("The colonel in charge of the port denied the report.")] == ["denied"]
