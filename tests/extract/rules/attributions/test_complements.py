"""Active verbs: which complement is the content."""

from __future__ import annotations

import pytest

INDIRECT = [
    ("The minister said that the bridge had collapsed.", "The minister", "said", "that the bridge had collapsed"),
    ("The minister said the bridge collapsed on Tuesday.", "The minister", "said", "the bridge collapsed on Tuesday"),
    ("Researchers found that the river was poisoned.", "Researchers", "found", "that the river was poisoned"),
    ("Polls show that voters have turned away.", "Polls", "show", "that voters have turned away"),
    ("Villagers learned that the road was mined.", "Villagers", "learned", "that the road was mined"),
    ("Farmers fear that the dam will burst.", "Farmers", "fear", "that the dam will burst"),
    ("Nobody knows who fired the first shot.", "Nobody", "knows", "who fired the first shot"),
    ("The police asked whether anyone had seen the car.", "The police", "asked", "whether anyone had seen the car"),
    ("The singer tweeted that the concert was off.", "The singer", "tweeted", "that the concert was off"),
    ("The mayor hoped the strike would end.", "The mayor", "hoped", "the strike would end"),
    ("She said after the vote she would leave.", "She", "said", "she would leave"),
]  # fmt: skip

INFINITIVES = [
    ("The union wants to close the mine.", "The union", "wants", "to close the mine"),
    ("The union wants the company to close the mine.", "The union", "wants", "the company to close the mine"),
    ("The president vowed to punish the attackers.", "The president", "vowed", "to punish the attackers"),
    ("The militia threatened to blow up the pipeline.", "The militia", "threatened", "to blow up the pipeline"),
    ("The envoy urged both sides to lay down their arms.", "The envoy", "urged", "both sides to lay down their arms"),
    ("The fund expects growth to slow.", "The fund", "expects", "growth to slow"),
    ("The ministry denied shelling the hospital.", "The ministry", "denied", "shelling the hospital"),
    ("The mayor refused to resign.", "The mayor", "refused", "to resign"),
    ("The two sides agreed to meet in Geneva.", "The two sides", "agreed", "to meet in Geneva"),
]  # fmt: skip

PHRASES = [
    ("The council condemned the raid as a breach of the truce.", "The council", "condemned",
     "the raid as a breach of the truce"),
    ("Kenya blames the group for the bombing of the hotel.", "Kenya", "blames",
     "the group for the bombing of the hotel"),
    ("Kenya accused the group of bombing the hotel.", "Kenya", "accused", "bombing the hotel"),
    ("The mayor described the plan as a disgrace.", "The mayor", "described", "the plan as a disgrace"),
    ("The envoy rejected the accusation.", "The envoy", "rejected", "the accusation"),
    ("The rebels called for a ceasefire.", "The rebels", "called", "a ceasefire"),
    ("The pope called on the two sides to stop fighting.", "The pope", "called", "the two sides to stop fighting"),
    ("The parties disagree on who should lead the country.", "The parties", "disagree",
     "who should lead the country"),
    ("The senator praised the deal, which took effect in May.", "The senator", "praised", "the deal"),
    ("The judge cited earlier remarks the officer had made.", "The judge", "cited",
     "earlier remarks the officer had made"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "who", "cue", "what"), INDIRECT + INFINITIVES + PHRASES)
def test_the_complement_is_the_content(tell, text, who, cue, what):
    assert [(t.who, t.cue, t.what) for t in tell(text)][:1] == [(who, cue, (what,))]


def test_a_hearer_is_not_part_of_the_content(tell):
    (told,) = tell("The judge told reporters that the trial would begin in May.")
    assert told.what == ("that the trial would begin in May",)


def test_an_antecedent_belongs_to_the_content_of_its_relative_clause(tell):
    (told,) = tell("They watched the group, which the ministry says is armed and is led by a former officer.")
    assert told.who == "the ministry"
    assert told.what == ("group", "which", "is armed and is led by a former officer")


def test_a_verb_that_the_tagger_takes_for_a_noun_still_attributes(tell):
    (told,) = tell("The group is a militia which the ministry claims is loyal to the governor and is armed by him.")
    assert (told.who, told.cue) == ("the ministry", "claims")
    assert told.what[-1] == "is loyal to the governor and is armed by him"


def test_a_free_relative_keeps_its_what(tell):
    (told,) = tell("The drone hit what officials said was a fuel depot.")
    assert (told.who, told.what) == ("officials", ("what", "was a fuel depot"))


@pytest.mark.parametrize(
    "text",
    [
        "He knows the area well.",
        "The report was long.",
        "The guide told a story.",
        "They went on to win the cup.",
        "The law requires a licence.",
        "She saw the children play.",
        "A creek called Mill Run passes the town.",
        "The blast claimed nine lives.",
        "A truck slammed the gate.",
        "They clashed with police.",
        "The commander ordered them out.",
        "The man was found dead in his house.",
    ],
)
def test_a_cue_without_its_pattern_attributes_nothing(tell, text):
    assert tell(text) == []


def test_it_is_nobody(tell):
    (told,) = tell("It is unclear whether the rebels hold the port.")
    assert (told.who, told.cue, told.what) == (None, "is unclear", ("whether the rebels hold the port",))


def test_a_clause_hung_on_a_phrase_beside_it_is_the_content(tell):
    (told,) = tell("An official told Xinhua on condition of anonymity that three soldiers were injured in the attack.")
    assert told.what == ("that three soldiers were injured in the attack",)


def test_pictures_show_scenes(tell):
    (told,) = tell("A video posted online showed soldiers beating a prisoner.")
    assert (told.cue, told.what) == ("showed", ("soldiers beating a prisoner",))


def test_people_who_show_something_report_nothing(tell):
    assert tell("The guide showed tourists climbing the tower.") == []


def test_not_answering_requests_is_an_attribution(tell):
    (told,) = tell("The company did not respond to requests for comment.")
    assert told.what == ("requests for comment",)
    assert tell("The company responded to the fire with two engines.") == []


def test_one_is_accused_of_the_last_thing_that_is_named(tell):
    (told,) = tell("Banda accused the enemies of Chad of involvement in the murder of Greta Holm.")
    assert told.what == ("involvement in the murder of Greta Holm",)
