"""Names compared: spellings meet, other names stay apart, and what is uncertain is left to people."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identity.comparison import CANDIDATE, SAME, blocks, compare, compare_names, excludes
from kg.identity.comparison.spelling import alike, respelt
from kg.model import EntityClass, EntityKey, Profile

_PAIRS = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text(encoding="utf-8"))
_CLASSES = {"person": EntityClass.PERSON, "organisation": EntityClass.ORGANISATION, "place": EntityClass.SETTLEMENT}


def _profile(*names: str, kind: str = "organisation", key: str | None = None, **more: object) -> Profile:
    return Profile(EntityKey(kind, key or names[0]), names, (_CLASSES[kind],), **more)  # type: ignore[arg-type]


def _of(verdict: str) -> list[tuple[str, str, str]]:
    return [(kind, *pair) for kind in _PAIRS for pair in _PAIRS[kind][verdict]]


def test_most_spellings_of_a_name_are_taken_for_one_and_no_other_name_is() -> None:
    found = [pair for pair in _of("same") if compare_names(*pair[1:], pair[0]).score >= SAME]
    wrong = [pair for pair in _of("different") if compare_names(*pair[1:], pair[0]).score >= SAME]
    assert wrong == []
    assert len(found) / len(_of("same")) > 0.93


@pytest.mark.parametrize(("kind", "one", "other"), _of("candidate"))
def test_what_may_be_one_is_shown_and_not_decided(kind: str, one: str, other: str) -> None:
    likeness = compare_names(one, other, kind)
    assert CANDIDATE <= likeness.score < SAME
    assert likeness.reasons


def test_what_is_alike_shares_a_block() -> None:
    alike_pairs = [*_of("same"), *_of("candidate")]
    met = [p for p in alike_pairs if blocks(_profile(p[1], kind=p[0])) & blocks(_profile(p[2], kind=p[0]))]
    assert len(met) / len(alike_pairs) > 0.95


_NAMES = st.sampled_from(sorted({name for _, *pair in [*_of("same"), *_of("different")] for name in pair}))


@given(
    st.one_of(_NAMES, st.text(max_size=30)),
    st.one_of(_NAMES, st.text(max_size=30)),
    st.sampled_from(["person", "group"]),
)
def test_comparison_is_symmetric_and_bounded(one: str, other: str, kind: str) -> None:
    there, back = compare_names(one, other, kind), compare_names(other, one, kind)
    assert there.score == back.score
    assert 0 <= there.score <= 1
    assert compare_names(one, one, kind).score in {0, 1}


@given(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=14),
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=14),
)
def test_words_are_alike_in_both_directions_and_wholly_to_themselves(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)
    assert alike(one, one) == 1
    assert respelt(respelt(one)) != "" or respelt(one) == ""


def test_identifiers_decide_before_names() -> None:
    one = _profile("Hezbollah", key="a", identifiers=("list:un/1", "wikidata:Q1"))
    renamed = _profile("Party of God", key="b", identifiers=("wikidata:Q1",))
    other = _profile("Hezbollah", key="c", identifiers=("list:un/2",))
    assert compare(one, renamed).score == 1
    assert "wikidata:Q1" in compare(one, renamed).reasons[0]
    assert excludes(one, other)
    assert compare(one, other).score == 0


def test_kinds_of_things_stay_apart() -> None:
    person, place, group = (_profile("Victoria", kind=kind) for kind in ("person", "place", "organisation"))
    assert all(compare(a, b).score == 0 for a, b in product((person, place, group), repeat=2) if a is not b)


def test_bodies_of_different_countries_and_names_of_one_document_are_left_to_people() -> None:
    iraqi, syrian = (_profile("Baath Party", key=c, countries=(c,)) for c in ("IQ", "SY"))
    assert CANDIDATE <= compare(iraqi, syrian).score < SAME
    local = _profile("Smith", kind="person", key="smith-0123456789abcdef0123")
    assert compare(local, _profile("John Smith", kind="person")).score < SAME


def test_a_place_needs_more_than_its_name() -> None:
    iraq = EntityKey("place", "iraq-99237")
    one, other = (_profile("Al-Qaim", kind="place", key=key) for key in ("a", "b"))
    assert CANDIDATE <= compare(one, other).score < SAME
    one, other = (_profile("Al-Qaim", kind="place", key=key, within=(iraq,)) for key in ("a", "b"))
    assert compare(one, other).score >= SAME


def test_descriptions_are_never_one_by_their_words() -> None:
    one, other = (_profile("25 fighters", key=key, proper=False) for key in ("a", "b"))
    assert compare(one, other).score == 0
    assert blocks(one) == frozenset()
