"""Acronyms: short names that the text introduces in brackets behind the name they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract.rules import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FORM = re.compile(r"[A-Z][A-Za-z\-]{0,6}[A-Z][a-z]?\d?|[A-Z]{2,8}\d?")
_SMALL = lexicon.words("of the and for in on to de del la el et des du da do")
_LONGEST = 9


def pairs(doc: Doc) -> Iterator[tuple[int, int, int]]:
    """``(begin, end, at)``: the tokens ``[begin, end)`` are the name that the acronym at ``at`` stands for.

    "the Northern Harbour Guard (NHG)": the letters of the acronym are initials of capitalised words before the
    bracket, the first of them that of the first word.
    """
    for token in doc:
        i = token.i
        if token.text not in {"(", "["} or i + 2 >= len(doc) or doc[i + 2].text not in {")", "]", ",", ";"}:
            continue
        if not _FORM.fullmatch(doc[i + 1].text):
            continue
        begin = _begin(doc, i, doc[i + 1].text)
        if begin is not None:
            yield begin, i, i + 1


def _begin(doc: Doc, end: int, short: str) -> int | None:
    """Where the capitalised words before ``end`` begin whose initials are the letters of ``short``."""
    letters = [c for c in short if c.isupper()]
    found: int | None = None
    for begin in range(end - 1, max(-1, end - 1 - _LONGEST), -1):
        token = doc[begin]
        if token.is_space or not (token.text[:1].isupper() or token.lower_ in _SMALL or token.text in {"-", "'", "’"}):
            break
        if not token.text[:1].isupper() or token.text[0] != letters[0]:
            continue
        initials = [t.text[0].upper() for t in doc[begin:end] if t.text[:1].isupper() or t.lower_ in _SMALL]
        if end - begin >= 2 and _subsequence(letters, initials):
            found = begin
            if len(initials) >= len(letters):
                break
    return found


def _subsequence(letters: list[str], initials: list[str]) -> bool:
    """Whether most letters stand in order among the initials (a word may give several letters, or none)."""
    position, hit = 0, 0
    for letter in letters:
        try:
            position = initials.index(letter, position) + 1
        except ValueError:
            continue
        hit += 1
    return hit >= 2 and hit >= len(letters) - 1
