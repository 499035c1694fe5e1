"""Words of violence are taken at their word only where something concrete goes with them."""

from __future__ import annotations

import pytest

from kg.documents import read
from kg.extract.rules import RuleExtractor, figures, language
from kg.model import EventClass


@pytest.fixture(scope="module")
def extractor() -> RuleExtractor:
    return RuleExtractor()


def classes(extractor: RuleExtractor, text: str) -> set[EventClass]:
    return {e.cls for e in extractor.extract(read(text.encode(), "story.txt")).events}


MATCH = (
    "Rovers hit back from two goals down to beat City in the cup final on Saturday. Striker Danny Holt struck twice "
    "before the captain shot wide. City dominated the battle in midfield, and their coach said his men had attacked "
    "from the first whistle. The visitors meet Athletic in the next match of the season."
)


def test_reports_on_games_tell_of_no_violence(extractor: RuleExtractor) -> None:
    assert not classes(extractor, MATCH)


def test_a_bomb_at_a_game_is_a_bomb(extractor: RuleExtractor) -> None:
    assert EventClass.BOMBING in classes(extractor, MATCH + " A bomb exploded outside the stadium, killing two fans.")


def test_a_bare_attack_needs_violence_elsewhere_in_a_longer_text(extractor: RuleExtractor) -> None:
    column = (
        "The minister has spent her career fighting the housing lobby, and the lobby has spent it fighting her. The "
        "plan that she published this week has pleased nobody at all, and least of all the people who would have to "
        "live with its consequences for the next twenty years, as she must have known when she wrote it. The attack "
        "will be remembered."
    )
    assert not classes(extractor, column)
    assert EventClass.ATTACK in classes(extractor, column + " Gunmen killed two guards at her office.")


def test_a_text_about_a_game_is_told_by_its_words() -> None:
    nlp = language.load()
    assert figures.is_of_play(nlp(MATCH))
    assert not figures.is_of_play(nlp("The army shelled the town for a third day. The mayor said ten people had died."))
