"""Numerals: the whole numbers that digits and words name."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from kg.extract.rules import lexicon

_DIGITS: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
DASHES: Final = frozenset({"-", "–", "—"})


def number(text: str) -> int | None:
    """The whole number that digits or words name ("1,500", "twenty-five", "1.5 million", "a hundred").

    >>> number("two hundred and fifty")
    250
    """
    words = [w for w in re.split(r"([-–—])|\s+", text.strip().lower()) if w]
    value = numeral(words, 0)
    return value[0] if value and value[1] == len(words) else None


def numeral(words: list[str], i: int) -> tuple[int, int] | None:
    """The number that begins with word ``i``, and where it ends."""
    scales, start = table("scales"), i
    if i + 1 < len(words) and words[i] in {"a", "an"} and words[i + 1] in scales:
        total, i = scales[words[i + 1]], i + 2
        return _rest(words, total, i)
    if i + 2 < len(words) and words[i : i + 2] == ["half", "a"] and words[i + 2] in scales:
        return scales[words[i + 2]] // 2, i + 3
    if i < len(words) and _DIGITS.fullmatch(words[i]):
        number, i = float(words[i].replace(",", "")), i + 1
        scaled = False
        while i < len(words) and words[i] in scales:
            number, i, scaled = number * scales[words[i]], i + 1, True
        return (round(number), i) if scaled or number.is_integer() else None
    total = _small(words, i)
    if total is None:
        return None
    value, i = total
    while i < len(words) and words[i] in scales and (words[i] != "score" or i > start):
        value, i = value * scales[words[i]], i + 1
    return _rest(words, value, i) if value >= 100 else (value, i)


def _rest(words: list[str], value: int, i: int) -> tuple[int, int]:
    """Adds what follows a scale: "… hundred and fifty"."""
    after = i + 1 if i < len(words) and words[i] == "and" else i
    part = numeral(words, after) if after < len(words) and words[after] in table("cardinals") else None
    unit = 1
    while unit * 10 <= value and value % (unit * 10) == 0:
        unit *= 10
    return (value + part[0], part[1]) if part and 0 < part[0] < unit else (value, i)


def _small(words: list[str], i: int) -> tuple[int, int] | None:
    """A number word below a hundred."""
    cardinals = table("cardinals")
    if i >= len(words) or words[i] not in cardinals:
        return None
    value = cardinals[words[i]]
    after = i + 2 if i + 1 < len(words) and words[i + 1] in DASHES else i + 1
    if value >= 20 and after < len(words) and 1 <= cardinals.get(words[after], 0) <= 9:
        return value + cardinals[words[after]], after + 1
    return value, i + 1


@cache
def table(name: str) -> dict[str, Any]:
    """One table of the lexicon ``numbers``."""
    return dict(lexicon.load("numbers")[name])
