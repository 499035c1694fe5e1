"""Dates as lists write them, as EDTF."""

from __future__ import annotations

import re
from typing import Final

from kg.model import Edtf

_MONTHS: Final = {
    m: i + 1 for i, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))
}
_ABOUT: Final = re.compile(r"^(?:circa|ca\.?|c\.|approximately|approx\.?|about|est\.?)\s+", re.I)
_BETWEEN: Final = re.compile(r"(?:between\s+)?(?P<first>.*\d{4}.*?)\s+(?:to|and|-)\s+(?P<last>.*\d{4}.*)", re.I)
_DAY_FIRST: Final = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})")
_MONTH_FIRST: Final = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})")
_TURNED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def edtf(text: str, *, approximate: bool = False) -> str | None:
    """The date in EDTF, ``None`` where it is none: a list's entry is worth having without it.

    "05/06/1970" is the fifth of June only where no month could be first, else no more than the year.

    >>> edtf("11 Mar 1957"), edtf("circa 1963"), edtf("1957 to 1960"), edtf("1957-03-11T00:00:00")
    ('1957-03-11', '1963~', '1957/1960', '1957-03-11')
    """
    plain = text.strip().rstrip(".")
    if _ABOUT.match(plain):
        return edtf(_ABOUT.sub("", plain), approximate=True)
    if found := _BETWEEN.fullmatch(plain):
        first, last = edtf(found["first"]), edtf(found["last"])
        return _valid(f"{first}/{last}") if first and last else None
    value = _spelt(plain) or plain.partition("T")[0].partition(" ")[0].removesuffix("Z")
    return _valid(f"{value}~" if approximate and value[-1:] not in ("~", "") else value)


def _spelt(text: str) -> str | None:
    if (found := _DAY_FIRST.fullmatch(text)) and (month := _MONTHS.get(found[2][:3].lower())):
        return f"{found[3]}-{month:02}" + (f"-{int(found[1]):02}" if found[1] else "")
    if (found := _MONTH_FIRST.fullmatch(text)) and (month := _MONTHS.get(found[1][:3].lower())):
        return f"{found[3]}-{month:02}-{int(found[2]):02}"
    if found := _TURNED.fullmatch(text):
        one, other = int(found[1]), int(found[2])
        if one > 12 >= other:
            return f"{found[3]}-{other:02}-{one:02}"
        return f"{found[3]}-{one:02}-{other:02}" if other > 12 else found[3]
    return None


def _valid(value: str) -> str | None:
    try:
        Edtf.parse(value)
    except ValueError:
        return None
    return value
