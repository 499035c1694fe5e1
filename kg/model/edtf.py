"""EDTF dates: which days a date of the Extended Date/Time Format may mean.

Levels 0 and 1 of the Library of Congress specification (ISO 8601-2:2019), and from level 2 the unknown year before a
month and day (``XXXX-12-27``), which is what a text gives that says "Dec. 27" and no more. ``shapes/date.ttl`` accepts
the same.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

_DATE: Final = re.compile(
    r"(?P<year>-?(?:\d{4}|\d{3}X|\d{2}XX|\dXXX|XXXX))"
    r"(?:-(?P<month>0[1-9]|1[0-2]|2[1-4]|XX)(?:-(?P<day>0[1-9]|[12]\d|3[01]|XX))?)?"
    r"(?P<qualifier>[~?%])?",
    re.ASCII,
)
_TIME: Final = re.compile(
    r"(-?\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:[01]\d|2[0-3])(?::[0-5]\d)?)?", re.ASCII
)
_LONG_YEAR: Final = re.compile(r"Y-?[1-9]\d{4,}", re.ASCII)
_SEASONS: Final = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
"""First and last month of spring, summer, autumn and winter on the northern half of the Earth; winter ends in the
year that follows."""


@dataclass(frozen=True, slots=True)
class Edtf:
    """One EDTF value and the days it spans.

    ``earliest`` and ``latest`` are inclusive. Each is ``None`` where the year is not known, the interval is open on
    that side, or the year lies outside 1–9999. ``exact`` says that nothing in the value is approximate, uncertain,
    unspecified, a season, or open: the bounds are what the text states, not a guess.

    >>> Edtf.parse("2019-12").latest
    datetime.date(2019, 12, 31)
    >>> Edtf.parse("XXXX-12-27").earliest is None
    True
    """

    text: str
    earliest: date | None
    latest: date | None
    exact: bool

    @staticmethod
    def parse(text: str) -> Edtf:
        """The value that ``text`` states; raises ``ValueError`` where it is no EDTF of the supported levels."""
        if "/" in text:
            return _interval(text)
        timed = _TIME.fullmatch(text)
        return _single(timed[1] if timed else text, text)

    def excludes(self, other: Edtf) -> bool:
        """Whether the two cannot mean the same time.

        Two exact values exclude each other where their days do not meet, values with unspecified digits where digits
        that both give differ. What is approximate or uncertain excludes nothing.

        >>> Edtf.parse("XXXX-12-27").excludes(Edtf.parse("2019-12-28"))
        True
        """
        if self.exact and other.exact:
            return _before(self.latest, other.earliest) or _before(other.latest, self.earliest)
        return _digits_differ(self.text, other.text)


def _before(left: date | None, right: date | None) -> bool:
    return left is not None and right is not None and left < right


def _digits_differ(left: str, right: str) -> bool:
    """Whether year, month or day of two unqualified dates differ in a digit that both give."""
    one, two = _DATE.fullmatch(left), _DATE.fullmatch(right)
    if one is None or two is None or one["qualifier"] or two["qualifier"]:
        return False
    if any(m["month"] and m["month"].isdigit() and int(m["month"]) in _SEASONS for m in (one, two)):
        return False
    return any(
        a != b and "X" not in (a, b)
        for part in ("year", "month", "day")
        for a, b in zip(one[part] or "", two[part] or "", strict=False)
    )


def _interval(text: str) -> Edtf:
    start, _, end = text.partition("/")
    if start in ("", "..") and end in ("", ".."):
        raise ValueError(f"'{text}' is no EDTF date: an interval needs a date on one side")
    first = None if start in ("", "..") else _single(start, text)
    last = None if end in ("", "..") else _single(end, text)
    earliest = first.earliest if first else None
    latest = last.latest if last else None
    if _before(latest, earliest):
        raise ValueError(f"'{text}' is no EDTF date: the interval ends before it begins")
    return Edtf(text, earliest, latest, bool(first and last and first.exact and last.exact))


def _single(value: str, text: str) -> Edtf:
    if _LONG_YEAR.fullmatch(value):
        return Edtf(text, None, None, exact=False)
    match = _DATE.fullmatch(value)
    if match is None:
        raise ValueError(f"'{text}' is no EDTF date of level 0 or 1, such as 2019, 2019-12, 2019-12-27 or XXXX-12-27")
    year, month, day = match["year"], match["month"], match["day"]
    season = month is not None and month.isdigit() and int(month) in _SEASONS
    if day not in (None, "XX") and (season or month == "XX"):
        raise ValueError(f"'{text}' is no EDTF date: a day needs its month")
    if season and day:
        raise ValueError(f"'{text}' is no EDTF date: a season has no days")
    if day is not None and not _day_exists(year, month, day):
        raise ValueError(f"'{text}' is no EDTF date: there is no such day")
    earliest, latest = _season(year, int(month)) if season else _bounds(year, month, day)
    exact = earliest is not None and not (season or match["qualifier"] or "X" in value)
    return Edtf(text, earliest, latest, exact)


def _day_exists(year: str, month: str, day: str) -> bool:
    """Whether some year that fits has the day: among ten years in a row there is always a leap year."""
    if day == "XX":
        return True
    leap = "X" in year or isleap(int(year))
    return int(day) <= monthrange(2000 if leap else 2001, int(month))[1]


def _years(year: str) -> tuple[int, int] | None:
    if year.startswith(("-", "X")):
        return None
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    return (max(low, 1), high) if high >= 1 else None


def _bounds(year: str, month: str | None, day: str | None) -> tuple[date | None, date | None]:
    years = _years(year)
    if years is None:
        return None, None
    months = range(1, 13) if month in (None, "XX") else (int(month or 0),)
    days = range(1, 32) if day in (None, "XX") else (int(day or 0),)
    return _extreme(range(years[0], years[1] + 1), months, days), _extreme(
        range(years[1], years[0] - 1, -1), months[::-1], days[::-1]
    )


def _extreme(years: range, months: range | tuple[int, ...], days: range | tuple[int, ...]) -> date | None:
    """The first day that exists when years, months and days are tried in the order given."""
    for year in years:
        for month in months:
            for day in days:
                if day <= monthrange(year, month)[1]:
                    return date(year, month, day)
    return None


def _season(year: str, season: int) -> tuple[date | None, date | None]:
    years = _years(year)
    if years is None:
        return None, None
    first, last = _SEASONS[season]
    ends = years[1] + (1 if last < first else 0)
    latest = date.max if ends > date.max.year else date(ends, last, monthrange(ends, last)[1])
    return date(years[0], first, 1), latest
