"""The whole extractor: deterministic, whole in itself, and never outside the text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.documents import read
from kg.extract.rules import RuleExtractor
from kg.graph import build, describe
from kg.identity import identify
from kg.model import Document, Extract, NodeObject, Predicate
from kg.validation import Gate

SENTENCES = sorted(
    {
        case["text"]
        for path in sorted((Path(__file__).parent / "sentences").glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]
    }
)
BASE = "http://127.0.0.1:8000/"
GATE = Gate()


@pytest.fixture(scope="module")
def extractor() -> RuleExtractor:
    return RuleExtractor()


def document(text: str, date: str | None = None) -> Document:
    return read(text.encode(), "story.txt", date=date)


def nodes(extract: Extract) -> set[str]:
    parts = (
        extract.entities,
        extract.events,
        extract.attributions,
        extract.tolls,
        extract.designations,
        extract.posts,
        extract.tenures,
    )
    return {node.id for part in parts for node in part}  # type: ignore[attr-defined]


stories = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map("\n\n".join)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=stories, date=st.sampled_from([None, "2021-06-15"]))
def test_every_node_a_claim_names_is_there_and_every_span_lies_in_the_text(text: str, date: str | None) -> None:
    source = document(text, date)
    extract = RuleExtractor().extract(source)
    known = nodes(extract)
    length = len(source.text)
    for claim in extract.claims:
        assert claim.subject in known
        assert claim.claimant is None or claim.claimant in known
        assert claim.attribution is None or claim.attribution in known
        if isinstance(claim.object, NodeObject):
            assert claim.object.node in known
        assert claim.evidence
        assert all(span.end <= length for span in claim.evidence)
        assert claim.mention is None or claim.mention.end <= length
        assert 0 <= claim.confidence <= 1
    for mention in extract.mentions:
        assert mention.node in known
        assert mention.span.of(source.text).strip()
    for event in extract.events:
        assert any(c.subject == event.id and c.predicate is Predicate.TYPE for c in extract.claims)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=stories)
def test_whatever_is_read_conforms_to_the_shapes(text: str) -> None:
    source = document(text)
    extract = RuleExtractor().extract(source)
    identity = identify(extract, source)
    by_key: dict[object, list[object]] = {}
    for item in (*identity.entities, *identity.added):
        by_key.setdefault(item.key, []).append(item)
    quads = list(build(source, extract, identity, BASE, (source.name,)).graph)
    for same in by_key.values():
        quads += describe(same, BASE)  # type: ignore[arg-type]
    report = GATE.check(quads)
    assert report.conforms, report.to_table()


def test_the_same_bytes_give_the_same_extract(extractor: RuleExtractor) -> None:
    text = "\n\n".join(SENTENCES[:40])
    first = extractor.extract(document(text))
    extractor.extract(document("Something else was said in Paris by the mayor of Lyon."))
    assert extractor.extract(document(text)) == first


def test_a_text_that_says_nothing_gives_nothing(extractor: RuleExtractor) -> None:
    extract = extractor.extract(document("Yes."))
    assert extract.claims == ()
    assert extract.mentions == ()


def test_the_name_of_the_extractor_names_its_version_and_model(extractor: RuleExtractor) -> None:
    assert extractor.name.startswith("rules/")
    assert "3.7.1" in extractor.name
