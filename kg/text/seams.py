"""Seams: where two words were glued together because the dash or space between them was lost.

"the groupthree targeted sites" came from "the group—three targeted sites". Names and rare words look the same to a
vocabulary ("Lookin", "Sheldon"), so a word is cut only where everything speaks for it, and only in a document that
shows the damage at least ``LEAST`` times.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

LEAST = 3
"""Glued words with a function word at their end that a document must show before any word of it is cut."""

_TAILS = frozenset(
    """
    after against although among an and are as at because been before being but by despite during for from
    had has have he her his in including into is it its nor of on or our part she since so some such than that the
    their them then there these they this those though three through to two under until was we were when where which
    while who whose with within without would you
    """.split()  # noqa: SIM905 - a word list is read as text
)
"""Words that follow a dash or begin a clause."""

_WORD = re.compile(r"(?<![\w@./\\#&’'])[^\W\d_]+(?:-[^\W\d_]+)*(?![\w@/\\]|[’'.]\w)")
_CASE = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_SHORTEST_TAIL = 2
_LONGEST_TAIL = max(map(len, _TAILS))
_SHORTEST_HEAD = 4


def seams(text: str, known: Callable[[str], bool]) -> list[int]:
    """The offsets in ``text``, ascending, before which a space is missing.

    ``known`` says whether the vocabulary holds a word, in the case given. A word is cut before a function word when
    the vocabulary does not know it and what is left is a word it knows, or a name that the text also uses alone. A
    word is cut where small letters turn into a capital ("protestsAmerican") under the same conditions.
    """
    words = [(match.start() + offset, part) for match in _WORD.finditer(text) for offset, part in _parts(match.group())]
    counts = Counter(part for _, part in words)

    def is_word(word: str) -> bool:
        return known(word) or known(word.lower())

    def head_stands(head: str) -> bool:
        return len(head) >= _SHORTEST_HEAD and (
            counts[head] > 0 if head[0].isupper() and not known(head) else known(head)
        )

    tails: list[int] = []
    turns: list[int] = []
    for begin, word in words:
        if len(word) < _SHORTEST_HEAD + _SHORTEST_TAIL or is_word(word):
            continue
        cut = _before_tail(word, head_stands)
        if cut is not None:
            tails.append(begin + cut)
        turn = _CASE.search(word)
        if turn and word[0].islower() and head_stands(word[: turn.start()]) and is_word(word[turn.start() :]):
            turns.append(begin + turn.start())
    return sorted(tails + turns) if len(tails) >= LEAST else []


def _parts(word: str) -> list[tuple[int, str]]:
    parts, offset = [], 0
    for part in word.split("-"):
        parts.append((offset, part))
        offset += len(part) + 1
    return parts


def _before_tail(word: str, head_stands: Callable[[str], bool]) -> int | None:
    """Where the longest function word at the end of ``word`` begins, if what stands before it is a word."""
    for cut in range(max(_SHORTEST_HEAD, len(word) - _LONGEST_TAIL), len(word) - _SHORTEST_TAIL + 1):
        if word[cut:] in _TAILS and head_stands(word[:cut]):
            return cut
    return None
