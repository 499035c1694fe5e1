"""Names brought into one form, so that spellings of the same name compare equal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = re.compile("['’‘ʼʻʿʾ`´′]")
_JOINERS = re.compile(r"[-‐‑‒–—_/\s]+")
_STROKES = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i",
                          "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ə": "a",
                          "Ə": "A"})  # fmt: skip
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """``text`` without accents, apostrophes, full stops and a leading "the", with hyphens as spaces; case is kept.

    >>> plain("the U.S. Al-Ma’had")
    'US Al Mahad'
    """
    letters = unicodedata.normalize("NFKD", text.translate(_STROKES))
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    words = _JOINERS.sub(" ", _APOSTROPHES.sub("", letters).replace(".", "").replace(",", " ")).strip()
    return words[4:] if words[:4] in {"the ", "The ", "THE "} else words


def fold(text: str) -> str:
    """``plain`` text without its case.

    >>> fold("Al-Ma'had") == fold("al Mahad")
    True
    """
    return plain(text).casefold()


def slug(text: str) -> str:
    """``text`` as lower-case ASCII letters, digits and single hyphens; letters of other scripts as their code points.

    >>> slug("Ma’had al-Bahr")
    'mahad-al-bahr'
    """
    letters = "".join(c if c.isascii() or not c.isalpha() else f"u{ord(c):x}" for c in fold(text))
    return _NOT_SLUG.sub("-", letters).strip("-")
