"""Speakers before a colon."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "who", "what"),
    [
        ("Maria Lopez: ‘I never signed the letter’", "Maria Lopez", ("‘I never signed the letter’",)),
        ("Poll: Voters turn away from the coalition", "Poll", ("Voters turn away from the coalition",)),
        ("KOWALSKI: The bridge was never safe. We knew it.", "KOWALSKI", ("The bridge was never safe. We knew it",)),
    ],
)
def test_the_rest_of_the_block_is_the_speakers(tell, text, who, what):
    (told,) = tell(text)
    assert (told.who, told.cue, told.what) == (who, ":", what)


@pytest.mark.parametrize(
    "text",
    [
        "WATCH: The bridge falls into the river",
        "The latest: boats sink near Ostend",
        "7:30: The gates open",
        "How to vote: a guide",
    ],
)
def test_a_label_is_no_speaker(tell, text):
    assert tell(text) == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Rebels storm the town of Mok: police official", "police official"),
        ("Flood kills nine in the valley: government", "government"),
    ],
)
def test_the_last_word_of_a_headline_may_be_its_speaker(tell, text, who):
    (told,) = tell(text)
    assert (told.who, told.what) == (who, (text.partition(":")[0],))


def test_whom_a_headline_names_speaks_the_quotation_behind_its_colon(tell):
    (told,) = tell("A lesson from Maria Lopez: ‘Never sign a letter’")
    assert (told.who, told.what) == ("Maria Lopez", ("‘Never sign a letter’",))


def test_a_place_before_a_colon_does_not_speak(tell):
    (told,) = tell("BERLIN: The bridge will be closed for repairs, the transport ministry said.")
    assert (told.who, told.what) == ("the transport ministry", ("The bridge will be closed for repairs",))
