"""The fit: how surely something that was found is what a name was meant for."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from rapidfuzz.distance import OSA

from kg.identity.comparison.spelling import alike
from kg.search.entry import Kind
from kg.search.results import Hit
from kg.search.words import folded

_SOUNDS: Final = 0.9
"""Likeness of two ways to write one word."""

_LONG: Final = 8
"""Letters from which on a word may have two wrong ones; shorter ones have one, those of three letters and less none."""


class Fit(IntEnum):
    """From worst to best."""

    NONE = 0
    """Something of it is found, no more."""
    LIKE = 1
    """A name with all words, some with other letters."""
    PART = 2
    """A name with all words, and others; or an event with all words, two at least, in its label and excerpt."""
    SPELT = 3
    """The whole name, as it is spelt elsewhere."""
    WHOLE = 4
    """The whole name."""


def fit(text: str, hit: Hit) -> Fit:
    """How ``hit`` fits the name ``text`` that it was found by."""
    asked = folded(text)
    if not asked:
        return Fit.NONE
    best = max(_of_name(asked, folded(name)) for name in (hit.label, hit.name or ""))
    if best < Fit.PART and hit.kind is Kind.EVENT and len(asked) > 1:
        return _of_name(asked, folded(f"{hit.label} {hit.excerpt}"))
    return best


def _of_name(asked: tuple[str, ...], name: tuple[str, ...]) -> Fit:
    if asked == name:
        return Fit.WHOLE
    if len(asked) == len(name) and all(_same(one, other) for one, other in zip(asked, name, strict=True)):
        return Fit.SPELT
    if all(any(_same(one, other) for other in name) for one in asked):
        return Fit.PART
    if all(any(_same(one, other) or _misspelt(one, other) for other in name) for one in asked):
        return Fit.LIKE
    return Fit.NONE


def _misspelt(one: str, other: str) -> bool:
    most = 0 if len(one) < 4 else 1 if len(one) < _LONG else 2
    return OSA.distance(one, other, score_cutoff=most) <= most


def _same(one: str, other: str) -> bool:
    return one == other or (one.isalpha() and other.isalpha() and alike(one, other) >= _SOUNDS)
