"""Words as search sees them: lower case, without accents, apostrophes and hyphens, with their places in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg import reference

_WORD: Final = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+(?:['’‘ʼʻʿʾ`´′][^\W_]+)*")
"""U.S., U.S.A; letters and digits, with apostrophes inside."""

_HARD: Final = re.compile(r"['`]|[A-Za-z]\.[A-Za-z]")
_EASY: Final = re.compile(r"[a-z0-9]+")

_LONGEST: Final = 64
"""Code points of a word that are kept."""


class Word(NamedTuple):
    """A folded word and the code points it stands for."""

    text: str
    begin: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text in their order.

    >>> [word.text for word in words("The Ma’had al-Baḥr of the U.S. in 2019")]
    ['the', 'mahad', 'al', 'bahr', 'of', 'the', 'us', 'in', '2019']
    """
    for found in _WORD.finditer(text):
        folded = found[0].lower() if found[0].isascii() and found[0].isalnum() else _fold(found[0])
        if folded:
            yield Word(folded[:_LONGEST], found.start(), found.end())


def folded(text: str) -> tuple[str, ...]:
    """The folded words alone."""
    if text.isascii() and not _HARD.search(text):
        return tuple([word[:_LONGEST] for word in _EASY.findall(text.lower())])
    return tuple(word.text for word in words(text))


def _fold(word: str) -> str:
    return "".join(c for c in reference.fold(word) if c.isalnum())
