"""The date of a document as EDTF, from the forms in which metadata give it."""

from __future__ import annotations

import re

from kg.model import Edtf

_STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ]\s*\d\d?:?\d\d.*")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4,6}(?:Z|[+-]\d\d:?\d\d)?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T ,].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[T ,].*)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:[a-z]{3,9}\.?,? )?"
_TH = "(?:st|nd|rd|th)?"
_NAMED = (
    re.compile(rf"{_WEEKDAY}(?P<day>\d{{1,2}}){_TH}[ -]{_MONTH},?[ -](?P<year>\d{{4}})\b.*"),
    re.compile(rf"{_WEEKDAY}{_MONTH} (?P<day>\d{{1,2}}){_TH},? (?P<year>\d{{4}})\b.*"),
    re.compile(rf"(?P<day>){_MONTH},? (?P<year>\d{{4}})"),
)


def is_edtf(value: str) -> bool:
    """Whether ``value`` can date a document: EDTF with a known year, without a time of day.

    >>> is_edtf("2019-12~"), is_edtf("2019-12/.."), is_edtf("2019-02-30"), is_edtf("XXXX-12-27")
    (True, True, False, False)
    """
    try:
        date = Edtf.parse(value)
    except ValueError:
        return False
    return "T" not in value and (date.earliest is not None or date.latest is not None)


def edtf_of(value: str) -> str | None:
    """The EDTF date that a date, time stamp or written date of a document's metadata names, in English or digits.

    A time stamp gives the calendar date as it is written there, whatever its zone. ``None`` where the value is not
    understood or could be read in two ways ("03/04/2019").

    >>> edtf_of("2019-12-28T00:30:00+03:00"), edtf_of("Dec. 28, 2019"), edtf_of("03/04/2019")
    ('2019-12-28', '2019-12-28', None)
    """
    value = " ".join(value.split())
    if is_edtf(value):
        return value
    for form in (_STAMP, _COMPACT, _YEAR_FIRST):
        stamp = form.fullmatch(value)
        if stamp:
            return _valid(*stamp.groups())
    last = _YEAR_LAST.fullmatch(value)
    if last:
        first, separator, second, year = last.groups()
        return _year_last(int(first), int(second), year, separator)
    for form in _NAMED:
        named = form.fullmatch(value.lower())
        if named:
            month = _MONTHS.index(named["name"][:3]) + 1
            return _valid(named["year"], str(month), named["day"])
    return None


def _year_last(first: int, second: int, year: str, separator: str) -> str | None:
    """The date of two numbers before a year, where it can only be one, or points say that the day comes first."""
    if first > 12 or first == second or separator == ".":
        return _valid(year, str(second), str(first))
    if second > 12:
        return _valid(year, str(first), str(second))
    return None


def _valid(year: str, month: str, day: str) -> str | None:
    value = f"{year}-{month:0>2}-{day:0>2}" if day else f"{year}-{month:0>2}"
    return value if is_edtf(value) else None
