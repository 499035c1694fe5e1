"""The resolver: told in any order, in any batches, forgetting and learning again, it ends with the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg.workspace.resolver as module
from kg.identity.resolution import Pair
from kg.model import Likeness
from kg.workspace.codec import Codec
from kg.workspace.resolver import Comparison, Judgements, Resolver
from kg.workspace.truth import Truth


@dataclass(frozen=True)
class Word:
    """A thing that is a word: alike with words of the same letters, and excluded by those of another colour."""

    text: str
    colour: str = ""


def _compare(one: Word, other: Word) -> Likeness:
    if _excludes(one, other):
        return Likeness(0.0, ())
    left, right = set(one.text), set(other.text)
    return Likeness(round(len(left & right) / max(1, len(left | right)), 2), ("letters",))


def _excludes(one: Word, other: Word) -> bool:
    return bool(one.colour and other.colour) and one.colour != other.colour


_COMPARISON = Comparison[Word](
    blocks=lambda word: frozenset(word.text),
    compare=_compare,
    excludes=_excludes,
    same=0.6,
    candidate=0.3,
    lead=lambda one, word: (-len(word.text), one),
)


@pytest.fixture
def truth(tmp_path: Path) -> Iterator[Truth]:
    with _Opened(tmp_path) as opened:
        yield opened


class _Opened:
    def __init__(self, folder: Path) -> None:
        self._truth = Truth(folder / "truth.sqlite", "process")

    def __enter__(self) -> Truth:
        return self._truth

    def __exit__(self, *_: object) -> None:
        self._truth.close()


def _resolver(truth: Truth, sort: str = "a") -> Resolver[Word]:
    return Resolver(truth, sort, Codec(Word), _COMPARISON)


def _held(truth: Truth, sort: str) -> list[list[tuple[object, ...]]]:
    rows = (
        truth.run("SELECT id, profile FROM profiles WHERE sort = ? ORDER BY id", sort),
        truth.run("SELECT block, id FROM blocks WHERE sort = ? ORDER BY block, id", sort),
        truth.run("SELECT one, other, score, reasons FROM pairs WHERE sort = ? ORDER BY one, other", sort),
        truth.run("SELECT id, lead FROM leads WHERE sort = ? ORDER BY id", sort),
    )
    return list(rows)


_IDS = st.sampled_from([f"w{number}" for number in range(8)])
_WORDS = st.one_of(st.none(), st.builds(Word, st.text("abcd", max_size=4), st.sampled_from(["", "", "red", "blue"])))
_PAIRS = st.lists(st.builds(Pair.of, _IDS, _IDS).filter(lambda pair: pair.first != pair.second), max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(_IDS, _WORDS, max_size=4), max_size=6), _PAIRS, _PAIRS, st.sampled_from([2, 256]))
def test_the_way_it_was_told_does_not_show(
    batches: list[dict[str, Word | None]], same: list[Pair[str]], different: list[Pair[str]], crowd: int
) -> None:
    judgements = Judgements(tuple(same), tuple(different))
    last: dict[str, Word | None] = {}
    with TemporaryDirectory() as folder, _Opened(Path(folder)) as truth, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CROWD", crowd)
        by_and_by, at_once = _resolver(truth, "a"), _resolver(truth, "b")
        for batch in batches:
            before = {one: by_and_by.lead(one) for one in {**last, **batch}}
            moved = by_and_by.update(batch, judgements)
            last |= batch
            known = [one for one in last if last[one] is not None]
            assert {one: pair for one, pair in moved.items() if one in known} == {
                one: (before[one], by_and_by.lead(one)) for one in known if by_and_by.lead(one) != before[one]
            }
        at_once.update({one: word for one, word in last.items() if word is not None}, judgements)
        assert _held(truth, "a") == _held(truth, "b")


def test_a_new_judgement_is_taken_up_without_a_new_profile(truth: Truth) -> None:
    resolver = _resolver(truth)
    resolver.update({"x": Word("abc"), "y": Word("xyz")}, Judgements())
    pair = Pair.of("x", "y")
    assert resolver.update({}, Judgements(same=(pair,)), ["x", "y"]) == {"y": ("y", "x")}
    assert resolver.members("x") == ("x", "y")
    assert resolver.update({}, Judgements(), ["x", "y"]) == {"y": ("x", "y")}
    assert resolver.members("x") == ("x",)


def test_candidates_are_those_not_yet_one_the_likeliest_first(truth: Truth) -> None:
    resolver = _resolver(truth)
    resolver.update({"x": Word("abc"), "y": Word("abcd"), "z": Word("cdef")}, Judgements())
    assert resolver.lead("x") == resolver.lead("y") == "y"
    assert [(c.first, c.second) for c in resolver.candidates()] == [("y", "z")]
    assert [(c.first, c.second) for c in resolver.candidates("x")] == []
    found = resolver.pair("y", "x")
    assert found is not None
    assert (found.score, found.reasons) == (0.75, ("letters",))


def test_a_judgement_about_what_is_gone_still_joins_the_others(truth: Truth) -> None:
    resolver = _resolver(truth)
    judgements = Judgements(same=(Pair.of("x", "gone"), Pair.of("y", "gone")))
    resolver.update({"x": Word("abc"), "y": Word("xyz")}, judgements)
    assert resolver.lead("y") == "x"
    assert resolver.lead("gone") == "gone"
