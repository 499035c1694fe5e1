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
