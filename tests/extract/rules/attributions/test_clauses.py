"""Borders of contents: what belongs to whom when several speak in one sentence."""

from __future__ import annotations

import pytest

from kg.model import Realis

TWO_VOICES = [
    ("The spokesman said the attack killed nine people, while the rebels said only two had died.",
     ("The spokesman", "the attack killed nine people"), ("the rebels", "only two had died")),
    ("The army said the convoy had been hit, but the rebels denied that they had fired.",
     ("The army", "the convoy had been hit"), ("the rebels", "that they had fired")),
    ("The minister said the talks had failed and added that no new round was planned.",
     ("The minister", "the talks had failed"), ("The minister", "that no new round was planned")),
    ("The minister said the talks had failed, adding that no new round was planned.",
     ("The minister", "the talks had failed"), ("The minister", "that no new round was planned")),
    ("The group said it had no choice, promising that the mayor would pay.",
     ("The group", "it had no choice"), ("The group", "that the mayor would pay")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first", "second"), TWO_VOICES)
def test_nothing_leaks_from_one_statement_into_another(tell, text, first, second):
    assert [(t.who, *t.what) for t in tell(text)] == [first, second]


def test_coordinated_clauses_of_one_content_stay_together(tell):
    (told,) = tell("The lawyer argued that the confession was forced and that his client was innocent.")
    assert told.what == ("that the confession was forced and that his client was innocent",)


def test_a_verdict_on_the_statement_is_not_part_of_it(tell):
    told = tell("The opposition says the vote was rigged, a charge the government denies.")
    assert [(t.who, t.what) for t in told] == [
        ("The opposition", ("the vote was rigged",)),
        ("the government", ("charge",)),
    ]


def test_a_parenthetical_cue_splits_its_content(tell):
    (told,) = tell("The dam, the engineers said, would hold until spring.")
    assert (told.who, told.what) == ("the engineers", ("The dam", "would hold until spring"))


def test_a_cue_at_the_end_has_the_sentence_before_it(tell):
    (told,) = tell("The dam would hold until spring, the engineers said.")
    assert told.what == ("The dam would hold until spring",)


def test_as_someone_puts_it_is_about_the_main_clause(tell):
    (told,) = tell("As the minister put it, the treaty is dead.")
    assert (told.who, told.what) == ("the minister", ("the treaty is dead",))


def test_a_participle_speaks_for_the_subject_of_its_clause(tell):
    (told,) = tell("The company, claiming that it had lost money, closed the plant.")
    assert (told.who, told.cue, told.what) == ("The company", "claiming", ("that it had lost money",))


def test_a_relative_pronoun_is_the_source_and_its_antecedent_the_head(tell):
    (told,) = tell("The witness, who said she had seen the driver, left the town.")
    assert (told.who, told.head) == ("who", "witness")


def test_with_someone_claiming_has_its_own_source(tell):
    told = tell("The premier is in Rome, with his party claiming the vote was stolen.")
    assert [(t.who, t.what) for t in told] == [("his party", ("the vote was stolen",))]


def test_whoever_issues_a_statement_speaks_through_it(tell):
    (told,) = tell("The ministry issued a statement saying that nine people had died.")
    assert (told.who, told.cue) == ("The ministry", "saying")


def test_nested_attributions_are_both_found(tell):
    told = tell("The minister said the kidnappers had told him that the army had left the valley.")
    assert [(t.who, t.cue) for t in told] == [("The minister", "said"), ("the kidnappers", "had told")]
    outer, inner = told
    assert outer.by.contents[0][0] <= inner.by.cue[0] < outer.by.contents[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "The minister said the kidnappers had demanded that the army leave the valley.",
        "The minister said the kidnappers wanted to leave the valley.",
        "The minister said that nobody believed the valley was lost.",
        "The minister praised what he called a triumph.",
        "The minister said France backed the plan.",
    ],
)
def test_thoughts_wishes_and_words_inside_a_report_are_the_reporters(tell, text):
    assert [t.who for t in tell(text)] == ["The minister"]


def test_a_wish_inside_a_report_is_a_mood_of_it(tell):
    (told,) = tell("The minister said the kidnappers planned to leave the valley.")
    (mood,) = told.by.moods
    assert mood.realis is Realis.FUTURE


def test_an_infinitive_inside_a_content_reports_nothing(tell):
    assert [t.cue for t in tell("The rebels promised to demand a vote.")] == ["promised"]


def test_which_someone_denies_takes_up_the_whole_statement(tell):
    told = tell("The UN says troops shot civilians, which the army denies.")
    assert [(t.who, t.what) for t in told] == [
        ("The UN", ("troops shot civilians",)),
        ("the army", ("troops shot civilians",)),
    ]


def test_perceptions_inside_a_statement_stay_in_it(tell):
    (told,) = tell("Residents said they heard an explosion and saw smoke.")
    assert told.what == ("they heard an explosion and saw smoke",)


def test_neither_confirmed_nor_denied_leaves_it_open(tell):
    (told,) = tell("Egypt neither confirmed nor denied that it had closed the crossing.")
    assert (told.by.polarity.value, told.by.certainty.value) == ("Affirmed", "Possible")


def test_who_is_quoted_by_another_speaks_for_himself(tell):
    told = tell("State television quoted the minister as saying the attack had failed.")
    assert ("the minister", "saying", ("the attack had failed",)) in [(t.who, t.cue, t.what) for t in told]


def test_a_cited_source_does_not_take_the_statement_away(tell):
    told = tell("The paper reported, citing two officials, that the raid had failed.")
    assert ("The paper", "reported", ("that the raid had failed",)) in [(t.who, t.cue, t.what) for t in told]
