"""Excerpts: the stretch of a text that shows best why it was found."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kg.search.results import Match
from kg.search.words import Word, words

_LENGTH: Final = 240
"""Code points of an excerpt, about."""

_STRETCH: Final = 20_000
"""Code points that are looked through at once: the first in which something is found is the last."""

_BLANKS: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """``text`` on one line, with what matches; ``begin`` and ``end`` say where it stands in the whole text."""

    text: str
    matches: tuple[Match, ...]
    begin: int
    end: int


def excerpt(text: str, meant: Callable[[str], str | None]) -> Excerpt:
    """The excerpt with the most different words, of those the first; the beginning where none matches.

    ``meant`` tells which word of the request a word of the text stands for, if any.
    """
    for start in range(0, max(len(text), 1), _STRETCH):
        found = [
            (Word(word.text, word.begin + start, word.end + start), typed)
            for word in words(text[start : start + _STRETCH])
            if (typed := meant(word.text)) is not None
        ]
        if found:
            return _around(text, found)
    return _cut(text, 0, min(len(text), _LENGTH), [])


def _around(text: str, found: list[tuple[Word, str]]) -> Excerpt:
    window: deque[tuple[Word, str]] = deque()
    here: Counter[str] = Counter()
    best: tuple[int, int, int] = (0, 0, 0)
    for word, typed in found:
        window.append((word, typed))
        here[typed] += 1
        while word.end - window[0][0].begin > _LENGTH and len(window) > 1:
            _, left = window.popleft()
            here[left] -= 1
            here += Counter()
        if len(here) > best[0]:
            best = (len(here), window[0][0].begin, word.end)
    _, begin, end = best
    room = max(_LENGTH - (end - begin), 0)
    begin = max(0, begin - room // 3)
    end = min(len(text), max(end, begin + _LENGTH))
    if len(text) <= _LENGTH + _LENGTH // 4:
        begin, end = 0, len(text)
    return _cut(text, begin, end, [word for word, _ in found])


def _cut(text: str, begin: int, end: int, found: list[Word]) -> Excerpt:
    """The stretch without words that are cut and without blanks at its ends, on one line."""
    inside = [word for word in found if begin <= word.begin and word.end <= end]
    if begin > 0 and text[begin - 1].isalnum():
        limit = inside[0].begin if inside else end
        begin = next((at for at in range(begin, limit) if not text[at].isalnum()), limit)
    if end < len(text) and text[end].isalnum():
        limit = inside[-1].end if inside else begin
        end = next((at for at in range(end, limit, -1) if not text[at - 1].isalnum()), limit)
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1

    def place(at: int) -> int:
        return len(_BLANKS.sub(" ", text[begin:at]))

    matches = tuple(Match(place(word.begin), place(word.end)) for word in inside)
    return Excerpt(_BLANKS.sub(" ", text[begin:end]), matches, begin, end)
