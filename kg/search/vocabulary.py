"""The vocabulary: which words of names may be meant by a word that was typed."""

from __future__ import annotations

import sqlite3
from typing import Final

from rapidfuzz.distance import OSA

from kg.identity.comparison.spelling import alike, skeleton

_SPELT: Final = 0.82
"""Likeness from which on two words are taken for spellings of one."""

_SOUNDS: Final = 0.9
"""Likeness of two ways to write one word."""

_ARTICLES: Final = frozenset(
    {"al", "el", "ul", "il", "as", "es", "az", "ez", "ad", "ed", "an", "en", "ar", "er", "at", "et", "ash", "esh"}
)
"""The Arabic article as it is written before various letters, by various people."""

_LETTERS: Final = "abdfhjklmnprstvy"
"""What skeletons are made of."""

_LONG: Final = 16
"""Letters of a skeleton up to which wrong letters in it are looked for."""

_ASKED: Final = 300
"""Words that are compared with one that was typed: those of the commonest with its skeleton, or nearly it."""

_KEPT: Final = 16
"""Words that are searched for in place of one."""


def alternatives(connection: sqlite3.Connection, word: str, *, prefix: bool) -> dict[str, float]:
    """Words like ``word``, itself left out, with their likeness (0–1), the likest first.

    They sound alike (Hizballah, Hezbollah), or a letter is wrong: one in four to seven letters, two in more. Of a word
    that may go on (``prefix``) the beginnings of longer words count, too.
    """
    if word in _ARTICLES:
        return dict.fromkeys(sorted(_ARTICLES - {word}), _SOUNDS)
    if len(word) < 3 or word.isdigit():
        return {}
    bone = skeleton(word) or word
    found: dict[str, float] = {}
    for other in _with_bones(connection, [bone]):
        _keep(found, other, alike(word, other))
    if len(word) >= 4:
        most = 1 if len(word) < 8 else 2
        near = {bone, *_near(bone)} if 1 < len(bone) <= _LONG else {bone}
        for other in _with_bones(connection, sorted(near)):
            distance = OSA.distance(word, other, score_cutoff=most)
            if distance <= most:
                _keep(found, other, _SPELT + 0.1 - 0.05 * distance)
    if prefix and len(bone) > 1:
        for other in _beginning(connection, bone):
            _keep(found, other, max(alike(word, other[: len(word) + more]) for more in (0, 1)) * 0.95)
    found.pop(word, None)
    best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return dict(best[:_KEPT])


def _keep(found: dict[str, float], word: str, likeness: float) -> None:
    if likeness >= _SPELT * 0.95 and likeness > found.get(word, 0.0):
        found[word] = likeness


def _with_bones(connection: sqlite3.Connection, bones: list[str]) -> list[str]:
    marks = ", ".join("?" * len(bones))
    query = f"SELECT word FROM vocabulary WHERE bone IN ({marks}) ORDER BY times DESC, word LIMIT {_ASKED}"  # noqa: S608
    return [row[0] for row in connection.execute(query, bones)]


def _beginning(connection: sqlite3.Connection, bone: str) -> list[str]:
    query = "SELECT word FROM (SELECT word, times FROM vocabulary WHERE bone > ? AND bone < ? LIMIT 2000)"
    query += f" ORDER BY times DESC, word LIMIT {_ASKED}"
    return [row[0] for row in connection.execute(query, (bone, bone + "\U0010ffff"))]


def _near(bone: str) -> set[str]:
    """All skeletons that are one letter away: one left out, exchanged, put in, or two that changed places."""
    parts = [(bone[:i], bone[i:]) for i in range(len(bone) + 1)]
    out = {left + right[1:] for left, right in parts if right}
    out |= {left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1}
    out |= {left + letter + right[1:] for left, right in parts if right for letter in _LETTERS}
    out |= {left + letter + right for left, right in parts for letter in _LETTERS}
    return out - {"", bone}
