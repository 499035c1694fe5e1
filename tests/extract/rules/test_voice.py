"""Voices: who claims what, and under which attribution."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import read
from kg.extract.rules import RuleExtractor
from kg.model import Claim, Extract, Predicate

SENTENCES = [
    "The army said rebels had attacked the bridge.",
    "Rebels attacked the bridge, a review of the records shows.",
    "He added that soldiers had attacked the ferry.",
    "No group claimed responsibility for the bombing of the market.",
    "A video showed soldiers attacking a prisoner.",
    "“They attacked us at dawn,” Paul Dembele said. “We attacked the camp.”",
    "The union said the owners wanted police to arrest the drivers.",
    "It was unclear whether rebels had attacked the village.",
    "Togo denied that it had bombed the camp, a claim that Benin rejected.",
]
TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5).map(" ".join)


@pytest.fixture(scope="module")
def extractor() -> RuleExtractor:
    return RuleExtractor()


def _extract(extractor: RuleExtractor, text: str) -> Extract:
    return extractor.extract(read(text.encode(), "story.txt"))


def _attacks(extract: Extract) -> list[Claim]:
    return [c for c in extract.claims if c.predicate is Predicate.TYPE]


@settings(deadline=None, max_examples=25)
@given(text=TEXTS)
def test_a_claim_and_its_attribution_name_the_same_claimant(extractor: RuleExtractor, text: str) -> None:
    extract = _extract(extractor, text)
    claimants = {a.id: a.claimant for a in extract.attributions}
    for claim in extract.claims:
        if claim.attribution is not None:
            assert claim.claimant == claimants[claim.attribution], claim


@settings(deadline=None, max_examples=25)
@given(text=TEXTS)
def test_no_text_or_picture_and_nobody_claims_anything(extractor: RuleExtractor, text: str) -> None:
    extract = _extract(extractor, text)
    names = {e.id: e.name.lower() for e in extract.entities}
    spoken = {names[a.claimant] for a in extract.attributions if a.claimant is not None}
    assert not any(word in name for name in spoken for word in ("video", "review", "no group"))


def test_what_an_unowned_text_says_is_only_probable(extractor: RuleExtractor) -> None:
    (claim,) = _attacks(_extract(extractor, "A report said rebels had attacked the bridge."))
    assert (claim.claimant, claim.certainty.value) == (None, "Probable")
    assert claim.attribution is not None


def test_the_last_speaker_goes_on(extractor: RuleExtractor) -> None:
    extract = _extract(extractor, "“We are tired,” Paul Dembele said. He added that rebels had attacked the bridge.")
    names = {e.id: e.name for e in extract.entities}
    assert [names[c.claimant] for c in _attacks(extract) if c.claimant is not None] == ["Paul Dembele"]


def test_a_woman_does_not_go_on_for_a_man(extractor: RuleExtractor) -> None:
    text = "“We are tired,” Mr. Dembele said. She added that rebels had attacked the bridge."
    extract = _extract(extractor, text)
    names = {e.id: e.name for e in extract.entities}
    assert all(names.get(c.claimant, "") != "Dembele" for c in _attacks(extract) if c.claimant is not None)


def test_whom_a_quotation_names_does_not_speak_it(extractor: RuleExtractor) -> None:
    text = "“We are tired,” Paul Dembele said. “The rebels attacked my clerk, who was on the bridge,” he said."
    extract = _extract(extractor, text)
    names = {e.id: e.name for e in extract.entities}
    assert [names[c.claimant] for c in _attacks(extract) if c.claimant is not None] == ["Paul Dembele"]
