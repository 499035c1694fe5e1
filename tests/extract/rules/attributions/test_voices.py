"""Quotations: whose they are, and how long a speaker goes on."""

from __future__ import annotations

import pytest

ONE_SPEAKER = [
    ("“The bridge has collapsed,” the minister said.", "the minister", ("“The bridge has collapsed,”",)),
    ("\"The bridge has collapsed,\" the minister said.", "the minister", ("\"The bridge has collapsed,\"",)),
    ("“The bridge has collapsed,” said Ana Duarte, the transport minister.", "Ana Duarte, the transport minister",
     ("“The bridge has collapsed,”",)),
    ("“The bridge,” she said, “was never safe.”", "she", ("“The bridge,”", "“was never safe.”")),
    ("“Who did this?” asked the old man.", "the old man", ("“Who did this?”",)),
    ("“Get out!” he shouted.", "he", ("“Get out!”",)),
    ("The police said: “We found no weapons.”", "The police", ("“We found no weapons.”",)),
    ("“We will fight on,” vowed the commander, “until the valley is free.”", "the commander",
     ("“We will fight on,”", "“until the valley is free.”")),
    ("“It is over,” Moreau said. “The army has won. We go home.”", "Moreau",
     ("“It is over,”", "“The army has won. We go home.”")),
    ("“The army has won. It is over,” Moreau said.", "Moreau", ("“The army has won. It is over,”",)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "who", "what"), ONE_SPEAKER)
def test_the_quotation_is_the_content_of_the_cue_beside_it(tell, text, who, what):
    (told,) = tell(text)
    assert (told.who, told.what) == (who, what)
    assert told.by.quoted


def test_two_speakers_keep_their_own_words(tell):
    told = tell("“We won,” said Osei. “They cheated,” said Lindqvist.")
    assert [(t.who, t.what) for t in told] == [("Osei", ("“We won,”",)), ("Lindqvist", ("“They cheated,”",))]


def test_an_open_quotation_goes_on_in_the_next_paragraph(tell):
    told = tell(
        "“We waited for rain,” the farmer said. “Nothing came.\n\n“Then the wells ran dry.”\n\nThe market closed."
    )
    assert len(told) == 1
    assert told[0].what == ("“We waited for rain,”", "“Nothing came.", "“Then the wells ran dry.”")


def test_a_colon_announces_the_quotation_of_the_next_paragraph(tell):
    told = tell("In a letter to the court, the widow wrote:\n\n“He never hurt anyone.”")
    assert (told[0].who, told[0].what) == ("the widow", ("“He never hurt anyone.”",))


def test_a_quotation_of_its_own_belongs_to_the_speaker_before(tell):
    told = tell("The coach called the referee a coward. “He saw it and turned away.”")
    assert told[0].who == "The coach"
    assert told[0].what[-1] == "“He saw it and turned away.”"


def test_a_partial_quotation_is_part_of_indirect_speech(tell):
    (told,) = tell("The mayor said the plan was “a disgrace” and should be dropped.")
    assert told.what == ("the plan was “a disgrace” and should be dropped",)
    assert not told.by.quoted


def test_a_lost_closing_mark_swallows_no_other_sentence(tell):
    told = tell("“The bridge is gone, the minister said. The market stayed open. Traders sold fruit until noon.")
    assert all("Traders" not in part for t in told for part in t.what)


def test_what_follows_a_quotation_in_the_reporters_voice_is_left_out(tell):
    told = tell("The general warned that “the valley will burn,” in what some saw as a threat to the rebels.")
    assert told[0].what == ("that “the valley will burn,”",)


def test_a_quoted_speakers_i_think_is_no_attribution_of_its_own(tell):
    told = tell("“I think the dam will hold,” the engineer said.")
    assert [t.cue for t in told] == ["said"]


def test_the_last_words_of_a_quotation_are_not_its_speaker(tell):
    (told,) = tell("“It is panic. Full panic,” said Ines Prado, a baker.")
    assert (told.who, told.what) == ("Ines Prado, a baker", ("“It is panic. Full panic,”",))


def test_back_quotes_quote(tell):
    (told,) = tell("``They fled within two minutes,'' Burke told the newspaper.")
    assert told.who == "Burke"
    assert told.by.quoted


def test_a_quotation_goes_on_behind_a_conjunction(tell):
    (told,) = tell("“I like him,” Moreau said, but “he knows nothing of mines.”")
    assert told.what == ("“I like him,”", "“he knows nothing of mines.”")
