"""Coreference: what always holds of a cast, whatever the text; single readings stand in ``sentences/``."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg.extract.rules import coreference, language
from kg.extract.rules.cast import Cast
from kg.model import MentionKind

TEXTS = [
    sentence["text"]
    for path in sorted((Path(__file__).parent / "sentences").glob("*.toml"))
    for sentence in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load()


def _described(cast: Cast) -> list[tuple[str, str, list[tuple[int, int]]]]:
    return [(m.name, m.cls.value, [(c.begin, c.end) for c in m.mentions]) for m in cast.members]


@given(texts=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_mention_has_one_member_and_every_member_a_name(nlp: Language, texts: list[str]) -> None:
    doc = language.parse(nlp, "\n\n".join(texts))
    cast = coreference.resolve(doc)
    for member in cast.members:
        assert member.name
        assert member.mentions
        for mention in member.mentions:
            assert 0 <= mention.begin <= mention.head < mention.end <= len(doc)
            assert cast.by_head[mention.head] is member
    names = [(c.begin, c.end) for m in cast.members for c in m.mentions if c.kind is MentionKind.NAME]
    assert len(names) == len(set(names))


@given(texts=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_text_gives_the_same_cast(nlp: Language, texts: list[str]) -> None:
    doc = language.parse(nlp, "\n\n".join(texts))
    assert _described(coreference.resolve(doc)) == _described(coreference.resolve(doc))


@pytest.mark.parametrize(
    ("text", "names", "country"),
    [
        ("Police in Paris, Texas, arrested a man.", ["Paris", "Paris, Texas"], None),
        ("The firm moved to Limassol, Cyprus, on Monday.", ["Limassol"], "CY"),
        ("Bombs hit Mosul, Kirkuk and Tikrit.", ["Mosul"], None),
    ],
)
def test_a_place_behind_a_comma_tells_where_the_other_lies(
    nlp: Language, text: str, names: list[str], country: str | None
) -> None:
    first = min(coreference.resolve(language.parse(nlp, text)).members, key=lambda m: (m.name not in names, m.name))
    assert (first.names, first.country) == (names, country)
