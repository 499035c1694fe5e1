"""Which occurrences are one event, and which never are."""

from __future__ import annotations

import pytest

from kg.documents import read
from kg.extract.rules import RuleExtractor
from kg.model import EventClass, Extract, MentionKind, Predicate


@pytest.fixture(scope="module")
def extractor() -> RuleExtractor:
    return RuleExtractor()


def events(extractor: RuleExtractor, text: str, cls: EventClass, date: str | None = None) -> list[set[str]]:
    """The triggers of each event of a class."""
    document = read(text.encode(), "story.txt", date=date)
    extract = extractor.extract(document)
    return [
        {m.span.of(document.text) for m in extract.mentions if m.node == e.id and m.kind is MentionKind.TRIGGER}
        for e in extract.events
        if e.cls.is_a(cls)
    ]


def tolls(extract: Extract) -> dict[str, set[str]]:
    """The events that tolls stand with."""
    out: dict[str, set[str]] = {}
    for claim in extract.claims:
        if claim.predicate is Predicate.TOLL:
            out.setdefault(claim.subject, set()).add(claim.object.node)  # type: ignore[union-attr]
    return out


def test_a_killing_belongs_to_the_attack_that_did_it(extractor: RuleExtractor) -> None:
    found = events(extractor, "A rocket attack on the base killed two soldiers and wounded five.", EventClass.EVENT)
    assert found == [{"rocket attack", "killed", "wounded"}]


def test_a_participle_belongs_to_the_attack_above_it(extractor: RuleExtractor) -> None:
    found = events(extractor, "Rebels shelled the town of Karsk, killing nine civilians.", EventClass.EVENT)
    assert found == [{"shelled", "killing"}]


def test_a_definite_phrase_looks_back(extractor: RuleExtractor) -> None:
    text = "Gunmen attacked a police station in Lagos on Monday. The attack lasted two hours."
    assert events(extractor, text, EventClass.ATTACK) == [{"attacked", "attack"}]


def test_two_strikes_a_day_apart_stay_two(extractor: RuleExtractor) -> None:
    text = (
        "Israeli warplanes bombed a depot near Damascus on Monday. "
        "Israeli warplanes bombed a depot near Damascus on Tuesday."
    )
    assert len(events(extractor, text, EventClass.ATTACK)) == 2


def test_attacks_in_different_towns_stay_apart(extractor: RuleExtractor) -> None:
    text = "A bomb exploded in Kabul, killing three people. A bomb exploded in Herat, killing four people."
    assert len(events(extractor, text, EventClass.BOMBING)) == 2


def test_a_sum_is_not_one_of_its_members(extractor: RuleExtractor) -> None:
    text = "Militants attacked the base in Mosul on Friday. The base has been attacked 11 times since November."
    assert len(events(extractor, text, EventClass.ATTACK)) == 2


def test_what_may_come_is_not_what_was(extractor: RuleExtractor) -> None:
    text = "The army attacked the village on Friday. The army may attack the village again."
    assert len(events(extractor, text, EventClass.ATTACK)) == 2


def test_the_headline_tells_the_same_event_as_the_text_below(extractor: RuleExtractor) -> None:
    text = (
        "Bomb kills four in Basra market\n\n"
        "A bomb exploded in a crowded market in Basra on Thursday, killing four people and wounding ten, police said.\n"
    )
    assert len(events(extractor, text, EventClass.BOMBING)) == 1


def test_two_accounts_of_one_toll_stand_with_one_event(extractor: RuleExtractor) -> None:
    text = (
        "The rebels said that Friday's air strike killed 25 of their fighters, "
        "while the government said 15 rebels were killed."
    )
    document = read(text.encode(), "story.txt")
    found = tolls(extractor.extract(document))
    assert [len(t) for t in found.values()] == [2]


def test_a_plural_looks_back_at_several_attacks_and_is_none_of_them(extractor: RuleExtractor) -> None:
    text = (
        "A car bomb exploded in Lakat on Monday, killing eight people. A second bomb went off in Meshan. "
        "The Red Dawn group claimed responsibility for the blasts."
    )
    assert {"blasts"} in events(extractor, text, EventClass.BOMBING)


def test_each_bomb_keeps_its_toll(extractor: RuleExtractor) -> None:
    text = (
        "A car bomb exploded outside a police station in Lakat, killing eight people. "
        "Hours later, a suicide bomber blew himself up in Tarin, killing five."
    )
    document = read(text.encode(), "story.txt")
    found = tolls(extractor.extract(document))
    assert [len(t) for t in found.values()] == [1, 1]


def test_an_earlier_earthquake_is_another(extractor: RuleExtractor) -> None:
    text = (
        "An earthquake struck Talvania on Tuesday, killing 31 people. "
        "It was the country's worst quake since 1988, when 5,000 people died."
    )
    assert {"quake", "died"} in events(extractor, text, EventClass.DISASTER)


def test_the_shooting_is_the_gunman_s_not_the_one_told_in_passing(extractor: RuleExtractor) -> None:
    text = "A gunman opened fire in a mall on Saturday before police shot him dead. The shooting began at noon."
    found = events(extractor, text, EventClass.SHOOTING)
    assert any({"opened fire", "shooting"} <= triggers for triggers in found)


def test_a_headline_s_killing_is_the_attack_told_below(extractor: RuleExtractor) -> None:
    text = (
        "Gunman kills three in mall\n\n"
        "A gunman opened fire in a shopping mall in Fairmount on Saturday, killing three people, police said.\n"
    )
    assert len(events(extractor, text, EventClass.ATTACK)) == 1


def test_a_death_of_last_year_belongs_to_no_attack_of_today(extractor: RuleExtractor) -> None:
    text = "Militants attacked a convoy near Sarvan on Monday. The general's brother died last year."
    assert {"died"} in events(extractor, text, EventClass.DEATH)


def test_who_signs_an_agreement_makes_one_event(extractor: RuleExtractor) -> None:
    text = "Norland and Sudria signed a ceasefire agreement in Geneva on Saturday."
    assert events(extractor, text, EventClass.AGREEMENT) == [{"signed", "agreement"}]
