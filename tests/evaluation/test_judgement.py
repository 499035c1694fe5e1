"""Judgements: precision of claims that a reader held against the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ResourceError
from kg.evaluation.judgement import KINDS, Judgement, Precision, load_judgements, precision
from kg.model import Predicate

FILES = sorted((Path(__file__).parent / "judgements").glob("*.toml"))


def judged(predicate: str, verdict: str) -> Judgement:
    return Judgement.model_validate(
        {
            "document": "a.txt", "subject": "Norland", "predicate": predicate, "object": "Karsk",
            "claimant": "the document", "quote": "…", "verdict": verdict,
        }
    )  # fmt: skip


def test_precision_is_that_of_the_judged_claims_by_kind_and_of_all() -> None:
    claims = [judged("agent", "right"), judged("victim", "wrong"), judged("date", "right"), judged("toll", "")]
    assert precision(claims) == {"who took part": Precision(1, 2), "when": Precision(1, 1), "all": Precision(2, 3)}


def test_every_predicate_is_of_exactly_one_kind() -> None:
    for predicate in Predicate:
        assert len([kind for kind, predicates in KINDS.items() if predicate in predicates]) == 1


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_value_and_narrows_as_more_is_judged(counts: tuple[int, int]) -> None:
    right, judged = counts
    one, ten = Precision(right, judged), Precision(10 * right, 10 * judged)
    low, high = one.interval
    assert 0 <= low <= one.value + 1e-12
    assert one.value - 1e-12 <= high <= 1
    assert ten.interval[1] - ten.interval[0] < high - low


def test_with_nothing_judged_anything_is_possible() -> None:
    assert precision([judged("agent", "")]) == {}
    assert Precision(0, 0).interval == (0, 1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("claim = 3", "these are no judgements: extractor"),
        ('extractor = "rules/1"\n[[claim]]\nverdict = "maybe"', "claim.0"),
        ("= 3", "this is no TOML"),
        (None, "cannot be read"),
    ],
)
def test_a_malformed_file_is_refused_with_the_place(tmp_path: Path, content: str | None, message: str) -> None:
    file = tmp_path / "judgements.toml"
    if content is not None:
        file.write_text(content)
    with pytest.raises(ResourceError, match=message):
        load_judgements(file)


@pytest.mark.parametrize("file", FILES, ids=lambda p: p.stem)
def test_the_judgements_at_hand_are_whole_and_say_why_a_claim_is_wrong(file: Path) -> None:
    for claim in load_judgements(file).claims:
        assert claim.verdict, f"not judged: {claim}"
        assert claim.reason or claim.verdict == "right", f"no reason: {claim}"
