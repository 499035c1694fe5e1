"""Periods as people put them – "in March 2020", "since 2019", "between 3 and 5 January 2020" – as bounds of a query.

What depends on the day that it is asked ("last Monday"), has no year or may be two days (3/1/2020) is a period, too,
but refused with the reason: nobody is to take a guess for what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from kg.model import Edtf
from kg.queries.shapes.tokens import Token, word_set

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
_SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_DAYS: Final = word_set("monday tuesday wednesday thursday friday saturday sunday")
_UNITS: Final = word_set(
    "day days night nights week weeks weekend month months year years decade decades hours minutes time"
)
_NEARBY: Final = word_set("yesterday today tonight tomorrow recently lately now nowadays currently")
_POINTING: Final = word_set("last this next past previous coming recent")
_VAGUE: Final = word_set("early late mid middle beginning end start around about approximately circa")
_ARTICLES: Final = frozenset({"the", "a", "an"})
_ISO: Final = re.compile(r"\d{4}(?:-\d\d){1,2}", re.ASCII)
_YEAR: Final = re.compile(r"[12]\d{3}", re.ASCII)
_DECADE: Final = re.compile(r"([12]\d\d)0s", re.ASCII)
_YEARS: Final = re.compile(r"([12]\d{3})[-–/]([12]\d{3})", re.ASCII)
_DAY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?", re.ASCII)
_SLASHED: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}", re.ASCII)

_DEPENDS: Final = "depends on the day that it is asked; write a date, such as 2020, 2020-03 or 2020-03-14"
_NO_YEAR: Final = "has no year; write one, as in March 2020"
_TWO_DAYS: Final = "may be two days; write the year first, as in 2020-03-14"
_NO_BOUNDS: Final = "does not say which days; write a year, a month or a day"
_NO_DATE: Final = "is no date that there is"
_BACKWARDS: Final = "ends before it begins"


@dataclass(frozen=True, slots=True)
class Period:
    """The words ``[…, end)`` and the first and last day, month or year; empty where it is open on that side.

    ``problem`` says why it cannot be used; the bounds are empty then.
    """

    end: int
    since: str = ""
    until: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Date:
    """A date in words: EDTF's parts, as far as they are given, and the word after it."""

    end: int
    year: str = ""
    month: int = 0
    day: int = 0
    problem: str = ""

    def edtf(self) -> tuple[Edtf | None, str]:
        """The value, or why there is none."""
        if self.problem:
            return None, self.problem
        if not self.year:
            return None, _NO_YEAR
        parts = [self.year, *([f"{self.month:02}"] if self.month else []), *([f"{self.day:02}"] if self.day else [])]
        try:
            return Edtf.parse("-".join(parts)), ""
        except ValueError:
            return None, _NO_DATE


def periods(words: Sequence[Token], at: int) -> Iterator[Period]:
    """The periods that begin at the word ``at``, with the preposition that says how they are meant."""
    keys = [word.key for word in words]
    yield from _between(keys, at)
    for begin, opens, closes, shift in _prepositions(keys, at):
        for one in _dates(keys, begin):
            yield _period(one, opens=opens, closes=closes, shift=shift)
    if found := _YEARS.fullmatch(keys[at + 1] if keys[at] in ("in", "during") and at + 1 < len(keys) else keys[at]):
        yield _joined(_Date(at, found[1]), _Date(at + 1 + (keys[at] in ("in", "during")), found[2]))


def dates(words: Sequence[Token], at: int) -> Iterator[Period]:
    """The single dates that begin at the word ``at``, as both bounds."""
    for one in _dates([word.key for word in words], at):
        yield _period(one, opens=True, closes=True, shift=False)


def _prepositions(keys: Sequence[str], at: int) -> Iterator[tuple[int, bool, bool, bool]]:
    """Where a date may begin, whether it is the first and the last bound, and whether it is itself left out."""
    match keys[at : at + 3]:
        case ["in" | "during" | "throughout" | "within" | "for" | "on" | "of" | "at" | "over" | "as", *_]:
            yield at + 1, True, True, False
        case ["since" | "from", *_]:
            yield at + 1, True, False, False
        case ["after", *_]:
            yield at + 1, True, False, True
        case ["before", *_]:
            yield at + 1, False, True, True
        case ["until" | "till" | "by", *_]:
            yield at + 1, False, True, False
        case ["up", "to" | "until", *_]:
            yield at + 2, False, True, False
        case _:
            yield at, True, True, False


def _dates(keys: Sequence[str], at: int) -> Iterator[_Date]:
    """The dates in words that begin at ``at``: the longest reading of each kind."""
    at = _past(keys, at, _ARTICLES)
    if at >= len(keys):
        return
    key, rest = keys[at], keys[at + 1 :]
    if key in _VAGUE or key.startswith(("mid-", "early-", "late-")):
        inner = _past(keys, at + 1, _ARTICLES | {"of", "in"})
        for one in (*_dates(keys, inner), _Date(at + 1)):
            yield replace(one, problem=_NO_BOUNDS)
    elif key in _NEARBY:
        yield _Date(at + 1, problem=_DEPENDS)
    elif key in _POINTING and rest:
        yield from _pointing(keys, at)
    elif key in _DAYS:
        yield _Date(at + 1, problem=_DEPENDS)
        for one in _dates(keys, at + 1):  # Monday, 3 January 2020
            yield one if one.day else replace(one, problem=_DEPENDS)
    elif rest[:1] and rest[0] in _UNITS and rest[1:2] == ["ago"]:
        yield _Date(at + 3, problem=_DEPENDS)
    elif key in ("year", "month") and rest:
        yield from _dates(keys, _past(keys, at + 1, frozenset({"of"})))
    else:
        yield from _calendar(keys, at)


def _pointing(keys: Sequence[str], at: int) -> Iterator[_Date]:
    """``last Monday``, ``the past three weeks``, ``this year``."""
    for end in (at + 1, at + 2):
        if end < len(keys) and (
            keys[end] in _UNITS or keys[end] in _DAYS or keys[end] in _SEASONS or keys[end] in _MONTHS
        ):
            yield _Date(end + 1, problem=_DEPENDS)
            return


def _calendar(keys: Sequence[str], at: int) -> Iterator[_Date]:
    key = keys[at]
    if _ISO.fullmatch(key):
        year, month, *rest = key.split("-")
        yield _Date(at + 1, year, int(month), int(rest[0]) if rest else 0, _NO_DATE if int(month) > 12 else "")
    elif _SLASHED.fullmatch(key):
        yield _Date(at + 1, problem=_TWO_DAYS)
    elif _YEAR.fullmatch(key):
        yield _Date(at + 1, key)
    elif decade := _DECADE.fullmatch(key):
        yield _Date(at + 1, f"{decade[1]}X")
    elif key in _SEASONS:
        yield from _with_year(keys, _Date(at + 1, month=_SEASONS[key]))
    elif key in _MONTHS:
        yield from _with_year(keys, _Date(at + 1, month=_MONTHS[key]))
        if at + 1 < len(keys) and (day := _DAY.fullmatch(keys[at + 1])):
            yield from _with_year(keys, _Date(at + 2, month=_MONTHS[key], day=int(day[1])))
    elif day := _DAY.fullmatch(key):
        after = _past(keys, at + 1, frozenset({"of"}))
        if after < len(keys) and keys[after] in _MONTHS:
            yield from _with_year(keys, _Date(after + 1, month=_MONTHS[keys[after]], day=int(day[1])))


def _with_year(keys: Sequence[str], one: _Date) -> Iterator[_Date]:
    """The date with the year that follows it; without, where none does."""
    at = _past(keys, one.end, frozenset({"of", "in"}))
    if at < len(keys) and _YEAR.fullmatch(keys[at]):
        yield replace(one, end=at + 1, year=keys[at])
    else:
        yield one


def _between(keys: Sequence[str], at: int) -> Iterator[Period]:
    match keys[at]:
        case "between":
            links: tuple[str, ...] = ("and",)
        case "from":
            links = ("to", "until", "till", "through", "up")
        case _:
            return
    firsts = list(_dates(keys, at + 1))
    if at + 1 < len(keys) and (day := _DAY.fullmatch(keys[at + 1])):  # between 3 and 5 January 2020
        firsts.append(_Date(at + 2, day=int(day[1])))
    for first in firsts:
        if first.end < len(keys) and keys[first.end] in links:
            begin = _past(keys, first.end + 1, frozenset({"to"}))
            for last in _dates(keys, begin):
                yield _joined(first, last)


def _joined(first: _Date, last: _Date) -> Period:
    """From one date to another, which lends it the month and the year that it does not name itself."""
    if not first.problem:
        first = replace(first, month=first.month or (last.month if first.day else 0), year=first.year or last.year)
    begin, end = (
        _period(first, opens=True, closes=False, shift=False),
        _period(last, opens=False, closes=True, shift=False),
    )
    if problem := begin.problem or end.problem:
        return Period(last.end, problem=problem)
    opened, closed = Edtf.parse(begin.since).earliest, Edtf.parse(end.until).latest
    if opened and closed and opened > closed:
        return Period(last.end, problem=_BACKWARDS)
    return Period(last.end, begin.since, end.until)


def _period(one: _Date, *, opens: bool, closes: bool, shift: bool) -> Period:
    value, problem = one.edtf()
    if value is None or value.earliest is None or value.latest is None:
        return Period(one.end, problem=problem or _NO_DATE)
    first, last = (value.text, value.text) if value.exact else (value.earliest.isoformat(), value.latest.isoformat())
    if shift:
        if value.latest == date.max or value.earliest == date.min:
            return Period(one.end, problem=_NO_DATE)
        day = timedelta(days=1)
        first, last = (value.latest + day).isoformat(), (value.earliest - day).isoformat()
    return Period(one.end, first if opens else "", last if closes else "")


def _past(keys: Sequence[str], at: int, words: frozenset[str]) -> int:
    return at + 1 if at < len(keys) and keys[at] in words else at
