"""The words of a question, with their places in it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

LONGEST: Final = 240
"""Code points of a text that may be a question; what is longer is none."""

_MOST: Final = 48
"""Words of a text that may be a question."""

_RUN: Final = re.compile(r"\S+")
_OUTER: Final = " \t?!¿¡.,;:…()[]{}<>\"“”„«»‹›'’‘`*_"
_CUT: Final = frozenset({"whos", "whats", "wheres", "hows", "whens"})
"""Contractions that are written without their apostrophe."""

_ENDINGS: Final = ("'s", "'ve", "'re", "'d", "'ll", "n't")

SAME: Final = {
    "'s": frozenset({"is", "has"}),
    "'ve": frozenset({"have"}),
    "'re": frozenset({"are"}),
    "'d": frozenset({"had", "did", "would"}),
}
"""Endings, and the words that they may be short for."""


class Token(NamedTuple):
    """A word as it is compared, and the code points it stands for."""

    key: str
    begin: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a question; none where the text is too long for one.

    >>> [token.key for token in tokens("Who’s the leader of the “Iron Brigade”?")]
    ['who', "'s", 'the', 'leader', 'of', 'the', 'iron', 'brigade']
    """
    if len(text) > LONGEST:
        return ()
    found: list[Token] = []
    for run in _RUN.finditer(text):
        left = run[0].lstrip(_OUTER)
        word = left.rstrip(_OUTER)
        if not word:
            continue
        begin = run.end() - len(left)
        found += _pieces(word, begin)
    return tuple(found) if len(found) <= _MOST else ()


def _pieces(word: str, begin: int) -> list[Token]:
    key = word.replace("’", "'").casefold()
    end = begin + len(word)
    if len(key) != len(word):  # a letter that folds to two: nothing is cut from such a word
        return [Token(key, begin, end)]
    cut = next((len(key) - len(ending) for ending in _ENDINGS if key.endswith(ending) and len(key) > len(ending)), 0)
    if cut:
        return [Token(key[:cut], begin, begin + cut), Token(key[cut:], begin + cut, end)]
    if key in _CUT:
        return [Token(key[:-1], begin, end - 1), Token("'s", end - 1, end)]
    return [Token(key, begin, end)]


def word_set(text: str) -> frozenset[str]:
    """The words of a line, of which there are too many for a line each."""
    return frozenset(text.split())
