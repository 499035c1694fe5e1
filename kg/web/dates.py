"""Dates in words: what EDTF says, as people write it."""

from __future__ import annotations

import re
from typing import Final

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SEASONS: Final = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_SINGLE: Final = re.compile(r"(?P<year>-?[0-9X]{4})(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<mark>[?~%]?)")
_MARKS: Final = {"": "", "?": " (uncertain)", "~": " (about)", "%": " (about, uncertain)"}


def date_words(value: str) -> str:
    """An EDTF date in words; as it is where it is none that we know.

    >>> date_words("2019-12-27"), date_words("XXXX-12-27"), date_words("2009/.."), date_words("2019-12~")
    ('27 December 2019', '27 December, year not told', 'from 2009 on', 'December 2019 (about)')
    """
    begin, slash, end = value.partition("/")
    if not slash:
        return _single(value)
    if end in ("", ".."):
        return f"from {_single(begin)} on"
    if begin in ("", ".."):
        return f"until {_single(end)}"
    return f"{_single(begin)} to {_single(end)}"


def _single(value: str) -> str:
    found = _SINGLE.fullmatch(value.partition("T")[0])
    if found is None:
        return value
    year, month, day = found["year"], found["month"], found["day"]
    if month in (None, "XX"):
        when = "year not told" if year == "XXXX" else _decade(year)
    elif month in _SEASONS:
        when = f"{_SEASONS[month]} {_decade(year)}" if year != "XXXX" else f"{_SEASONS[month]}, year not told"
    elif not 1 <= int(month) <= len(_MONTHS):
        return value
    else:
        name = _MONTHS[int(month) - 1]
        when = name if day in (None, "XX") else f"{int(day)} {name}"
        when += ", year not told" if year == "XXXX" else f" {_decade(year)}"
    return when + _MARKS[found["mark"]]


def _decade(year: str) -> str:
    if year.endswith("XX"):
        return f"{year[:-2]}00s"
    return f"{year[:-1]}0s" if year.endswith("X") else year
