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
