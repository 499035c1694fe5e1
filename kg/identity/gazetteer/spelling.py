"""Place names in one form, so that transliterations of the same name meet."""

from __future__ import annotations

from typing import Final

from kg.reference import fold

_ARTICLES: Final = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az"})
"""The Arabic article as it is written before different letters."""


def place_key(name: str) -> str:
    """``name`` without case, accents, apostrophes, hyphens and a leading article.

    >>> place_key("Al-Bāb") == place_key("al Bab") == "bab"
    True
    """
    words = fold(name).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)
