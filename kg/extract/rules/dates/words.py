"""Regular expressions for the words of the calendar, made from the lexicon ``calendar``."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from kg.extract.rules import lexicon

SPACE: Final = r"(?:(?:[^\S\n]|\n(?!\s*\n))+)"
"""White space that does not cross a paragraph."""
DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d|[:.,%]\d)"
YEAR: Final = r"(?:1\d{3}|20\d{2})(?!\d|[.,]\d|[-/]\d{1,2}[-/]\d)"
_AMBIGUOUS: Final = frozenset({"may", "march", "august", "april", "june", "mar", "jan", "sep", "dec"})
"""Months whose lower-case forms are other words, or that are also personal names."""


@cache
def numbers(table: str) -> dict[str, int]:
    """A table of the lexicon: a word and its number."""
    return dict(lexicon.load("calendar")[table])


def ambiguous(month: str) -> bool:
    """Whether the word for a month has other meanings."""
    return month.rstrip(".").lower() in _AMBIGUOUS


@cache
def month() -> str:
    """A month: capitalised, in capitals, or (where it means nothing else) in lower case."""
    return _alternatives("months", dotted=True)


@cache
def weekday() -> str:
    """A day of the week."""
    return _alternatives("weekdays", dotted=False)


@cache
def season() -> str:
    """A season of the year."""
    return f"(?i:{'|'.join(numbers('seasons'))})"


@cache
def unit() -> str:
    """A unit of time, singular or plural."""
    return f"(?:{'|'.join(numbers('units'))})s?"


def number_of(table: str, word: str) -> int:
    """What the lexicon's ``table`` says for ``word``, without case and full stop."""
    return numbers(table)[word.rstrip(".").lower()]


def _alternatives(table: str, *, dotted: bool) -> str:
    forms: list[str] = []
    for word in numbers(table):
        short = dotted and len(word) <= 4 and word not in {"may", "june", "july"}
        forms += [form + (r"\.?" if short else "") for form in (word.capitalize(), word.upper())]
        if not short and word not in _AMBIGUOUS:
            forms.append(word)
    return f"(?:{'|'.join(sorted(forms, key=len, reverse=True))})"


def compile_rule(pattern: str) -> re.Pattern[str]:
    """``pattern`` compiled: spaces stand for white space, ``<MONTH>`` for a month; it ends where a word ends."""
    for name, value in {
        "<MONTH>": month(),
        "<WEEKDAY>": weekday(),
        "<SEASON>": season(),
        "<UNIT>": unit(),
        "<DAY>": DAY,
        "<YEAR>": YEAR,
    }.items():
        pattern = pattern.replace(name, value)
    return re.compile(pattern.replace(" ", SPACE) + r"(?!\w)")
