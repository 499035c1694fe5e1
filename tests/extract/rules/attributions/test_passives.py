"""Passive cues: the subject is what is said, the agent says it."""

from __future__ import annotations

import pytest

CASES = [
    ("The rebels are believed to hold the airport.", None, "are believed", ("The rebels", "to hold the airport")),
    ("Growth is expected to slow.", None, "is expected", ("Growth", "to slow")),
    ("Three aides are said to have fled.", None, "are said", ("Three aides", "to have fled")),
    ("It is believed that the rebels hold the airport.", None, "is believed", ("that the rebels hold the airport",)),
    ("The general was accused of ordering an attack.", None, "was accused", ("The general", "ordering an attack")),
    ("The plan was criticised by the opposition.", "the opposition", "was criticised", ("The plan",)),
    ("The deaths were confirmed.", None, "were confirmed", ("The deaths",)),
    ("Reporters were told that the trial would begin.", None, "were told", ("that the trial would begin",)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "who", "cue", "what"), CASES)
def test_the_subject_is_part_of_the_content(tell, text, who, cue, what):
    assert (who, cue, what) in [(t.who, t.cue, t.what) for t in tell(text)]


def test_who_is_quoted_speaks(tell):
    (told,) = tell("The commander was quoted as saying that his men would not retreat.")
    assert (told.who, told.cue) == ("The commander", "was quoted as saying")
    assert told.what == ("that his men would not retreat",)


def test_a_participle_says_something_of_its_noun(tell):
    told = next(t for t in tell("Police freed a man accused of arson.") if t.cue == "accused")
    assert (told.who, told.what) == (None, ("man", "arson"))
