"""A claim's fingerprint is of what it says and where; the numbers of nodes and the extractor's opinion do not show."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Certainty, Claim, Extract, NodeId, Polarity, Predicate, Realis, Span, TextObject
from kg.workspace.codec import EXTRACT
from kg.workspace.fingerprint import evidence_of, fingerprint, resembling
from tests.graph.fiction import karsk, lund

_NODES = {"id", "subject", "node", "claimant", "attribution", "group"}
EXTRACTS = (karsk().extract, lund().extract)


def renamed(value: Any, names: dict[str, str]) -> Any:
    """JSON of an extract with other names for its nodes."""
    if isinstance(value, dict):
        return {
            key: names.get(v, v) if key in _NODES and isinstance(v, str) else renamed(v, names)
            for key, v in value.items()
        }
    return [renamed(v, names) for v in value] if isinstance(value, list) else value


def ids(extract: Extract) -> list[str]:
    lists = (
        *(extract.entities, extract.events, extract.attributions, extract.tolls),
        *(extract.designations, extract.posts, extract.tenures, extract.claims),
    )
    return [node.id for nodes in lists for node in nodes]  # type: ignore[attr-defined]


@pytest.mark.parametrize("extract", EXTRACTS)
def test_no_two_claims_of_the_samples_have_one_fingerprint(extract: Extract) -> None:
    prints = [fingerprint(extract, claim) for claim in extract.claims]
    assert len({*prints}) == len(prints)
    for claim, told in zip(extract.claims, prints, strict=True):
        assert evidence_of(told) == claim.evidence
        assert resembling(extract, claim.id, told) == resembling(extract, NodeId("other"), told) == claim.id


@given(st.sampled_from(EXTRACTS), st.data())
def test_other_numbers_of_nodes_do_not_show(extract: Extract, data: st.DataObject) -> None:
    own = ids(extract)
    names = dict(zip(own, data.draw(st.permutations(own)), strict=True))
    again = EXTRACT.load(json.dumps(renamed(json.loads(EXTRACT.dump(extract)), names)))
    for claim, other in zip(extract.claims, again.claims, strict=True):
        assert other.id == names[claim.id]
        assert fingerprint(again, other) == fingerprint(extract, claim)
        assert resembling(again, claim.id, fingerprint(extract, claim)) == other.id


def others(claim: Claim) -> list[Claim]:
    """Claims that differ from this one in one thing that they say."""
    denied = Polarity.AFFIRMED if claim.polarity is Polarity.DENIED else Polarity.DENIED
    return [
        replace(claim, polarity=denied),
        replace(claim, realis=Realis.FUTURE if claim.realis is not Realis.FUTURE else Realis.ACTUAL),
        replace(claim, predicate=Predicate.OPPOSES),
        replace(claim, object=TextObject("something else")),
        replace(claim, evidence=(*claim.evidence, Span(0, 1))),
        replace(claim, mention=Span(0, 2)),
        replace(claim, claimant=NodeId("somebody else")),
    ]


@pytest.mark.parametrize("claim", EXTRACTS[0].claims, ids=lambda claim: claim.id)
def test_what_is_said_shows_and_what_is_thought_of_it_does_not(claim: Claim) -> None:
    extract, told = EXTRACTS[0], fingerprint(EXTRACTS[0], claim)
    assert told not in [fingerprint(extract, other) for other in others(claim)]
    certainty = Certainty.POSSIBLE if claim.certainty is not Certainty.POSSIBLE else Certainty.CERTAIN
    same = replace(claim, id=NodeId("x"), rule="newer", confidence=0.1, certainty=certainty, attribution=None)
    assert fingerprint(extract, same) == told


def test_of_two_that_say_the_same_the_id_decides_and_without_it_nobody_is_meant() -> None:
    extract = EXTRACTS[0]
    twin = replace(extract.claims[0], id=NodeId("twin"))
    both = replace(extract, claims=(*extract.claims, twin))
    told = fingerprint(both, twin)
    assert resembling(both, NodeId("twin"), told) == "twin"
    assert resembling(both, extract.claims[0].id, told) == extract.claims[0].id
    assert resembling(both, NodeId("gone"), told) is None
