"""The request: what somebody typed, as words and phrases.

Everything can be typed, and nothing of it is syntax but quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.search.words import folded

_QUOTED: Final = re.compile(r'["“”„«»]([^"“”„«»]*)(?:["“”„«»]|$)')

_LENGTH: Final = 500
"""Code points of a request that are read."""

_WORDS: Final = 12
"""Words of a request that are looked for."""


@dataclass(frozen=True, slots=True)
class Request:
    """``words`` stand anywhere, ``phrases`` side by side. ``prefix`` says that the last word may go on."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    prefix: bool

    @property
    def all(self) -> tuple[str, ...]:
        """All words, those of phrases first."""
        return (*(word for phrase in self.phrases for word in phrase), *self.words)

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


def read(text: str) -> Request:
    """What was typed. Only the first 500 characters and the first twelve words count.

    >>> read('"al-Asad air base" rocke')
    Request(words=('rocke',), phrases=(('al', 'asad', 'air', 'base'),), prefix=True)
    """
    text = text[:_LENGTH].encode("utf-8", "ignore").decode("utf-8")
    left = _WORDS
    phrases = []
    for found in _QUOTED.finditer(text):
        phrase = folded(found[1])[:left]
        left -= len(phrase)
        if phrase:
            phrases.append(phrase)
    rest = folded(_QUOTED.sub(" ", text))[: max(left, 0)]
    return Request(rest, tuple(phrases), bool(rest))
