"""Rules for dates that are counted from the document's date ("last Friday") or from something else ("a day later")."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Final

from kg.extract.rules.dates.partial import Anchor, Partial
from kg.extract.rules.dates.view import View
from kg.extract.rules.dates.words import compile_rule, number_of
from kg.extract.rules.quantities import number


@dataclass(frozen=True, slots=True)
class Offset:
    """So many days from something; ``follows`` says that a word comes next that names it ("two days after …")."""

    days: int
    approximate: bool
    follows: bool


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], View], Partial | Offset | None]]

_COUNT: Final = (
    r"(?P<n>(?i:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3}"
    r"|half a|a couple of|a few|several))"
)
_VAGUE: Final = {"a couple of": 2, "a few": 3, "several": 3, "a": 1, "an": 1, "half a": 1}
_EVENING: Final = r"(?: (?i:morning|afternoon|evening|night|lunchtime|midday|noon))?"
_PAST: Final = frozenset({"last", "past", "previous"})


def _weekday(m: re.Match[str], view: View) -> Partial | None:
    anchor = view.anchor.date if view.anchor else None
    if anchor is None:
        return None
    wanted, which = number_of("weekdays", m["d"]), (m["w"] or "").lower()
    back, forth = (anchor.isoweekday() - wanted) % 7, (wanted - anchor.isoweekday()) % 7
    if which == "last":
        days = -(back or 7)
    elif which == "next":
        days = forth or 7
    elif which == "this coming" or view.ahead:
        days = forth
    else:
        days = -back
    if m["v"]:
        weeks = {"last": -1, "this": 0, "next": 1}[m["v"].lower()]
        days = wanted - anchor.isoweekday() + 7 * weeks
    return Partial.of(anchor + timedelta(days=days))


def _day_word(m: re.Match[str], view: View) -> Partial | None:
    word = re.sub(r"\s+", " ", m[0].lower())
    if m[0].isupper() or (word == "today" and view.attributive):
        # a newspaper's name; "today's world" is no day
        return None
    days = {"the day before yesterday": -2, "the day after tomorrow": 2}.get(word)
    if days is None:
        days = -1 if word.startswith(("yesterday", "last night")) else 1 if word.startswith("tomorrow") else 0
    return view.anchor.days_away(days) if view.anchor else None


def _unit_word(m: re.Match[str], view: View) -> Partial | None:
    """Reads "last week", "this month", "next year", "earlier this month"."""
    anchor, which, unit = view.anchor, m["w"].lower().split()[-1], m["u"].lower()
    if anchor is None or (which == "past" and unit == "weekend"):
        return None
    step = -1 if which in _PAST else 1 if which in {"next", "coming"} else 0
    if unit == "year":
        return anchor.years_away(step)
    if unit == "month":
        return anchor.months_away(step)
    return _week(anchor, step, weekend=unit == "weekend", view=view)


def _week(anchor: Anchor, step: int, *, weekend: bool, view: View) -> Partial | None:
    day = anchor.date
    if day is None:
        return None
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
    if weekend:
        if step == 0 and day.weekday() < 5 and not view.ahead:
            monday -= timedelta(weeks=1)
        return _from_to(monday + timedelta(days=5), monday + timedelta(days=6))
    last = monday + timedelta(days=6)
    if step == 0 and monday < day and not view.ahead:
        last = day
    return _from_to(monday, last)


def _weekend(_m: re.Match[str], view: View) -> Partial | None:
    return _week(view.anchor, 0, weekend=True, view=view) if view.anchor else None


def _ago(m: re.Match[str], view: View) -> Partial | None:
    count, unit, anchor = _amount(m["n"]), _unit(m["u"]), view.anchor
    if anchor is None or count is None:
        return None
    vague = m["n"].lower() in {"a couple of", "a few", "several", "half a"}
    return _back(anchor, count, unit, vague=vague)


def _back(anchor: Anchor, count: int, unit: str, *, vague: bool) -> Partial | None:
    if unit == "hour":
        return None
    if unit in {"day", "night", "week", "fortnight"}:
        partial = anchor.days_away(-count * number_of("units", unit))
        vague = vague or unit in {"week", "fortnight"}
    elif unit == "month":
        partial = anchor.months_away(-count)
    else:
        partial = anchor.years_away(-count * (10 if unit == "decade" else 1))
        vague = vague or unit == "decade"
    return replace(partial, approximate=vague) if partial else None


def _past_units(m: re.Match[str], view: View) -> Partial | None:
    """Reads "over the past five years": from then until the document's date."""
    count, unit, anchor = _amount(m["n"] or "one"), _unit(m["u"]), view.anchor
    if anchor is None or count is None:
        return None
    first = _back(anchor, count, unit, vague=True)
    now = Partial(anchor.year, *((anchor.month, anchor.day) if first and first.day else ()))
    if first is not None and first.month and not first.day:
        now = Partial(anchor.year, anchor.month)
    return replace(first, last=now) if first and now.exists() else None


def _offset(m: re.Match[str], _view: View) -> Offset | None:
    count, unit, where = _amount(m["n"]), _unit(m["u"]), m["o"].lower()
    if count is None:
        return None
    vague = unit not in {"day", "night", "hour"} or m["n"].lower() in {"a couple of", "a few", "several", "half a"}
    days = count * number_of("units", unit)
    before = where in {"before", "earlier"} or where.startswith("prior")
    return Offset(-days if before else days, vague, follows=where in {"after", "before", "prior to"})


def _next_day(m: re.Match[str], view: View) -> Offset | None:
    word = re.sub(r"\s+", " ", m[0].lower())
    if word == "that day" and view.attributive:
        return None
    if word.endswith(("after", "before")):
        after = view.following
        follows = after is not None and not (after.is_punct or after.is_space)
        return Offset(1 if word.endswith("after") else -1, approximate=False, follows=follows)
    days = 0 if "same" in word or word.endswith(("that day", "in the day")) else -1 if "previous" in word else 1
    return Offset(days, approximate=False, follows=False)


def _amount(text: str) -> int | None:
    word = re.sub(r"\s+", " ", text.lower())
    return _VAGUE[word] if word in _VAGUE else number(word)


def _unit(text: str) -> str:
    return text.lower().removesuffix("s")


def _from_to(first: date, last: date) -> Partial:
    return replace(Partial.of(first), last=Partial.of(last))


@cache
def rules() -> tuple[Rule, ...]:
    """Patterns with their readers; the longest match at a token wins, then the first."""
    texts: tuple[tuple[str, Callable[[re.Match[str], View], Partial | Offset | None]], ...] = (
        (r"(?:(?P<w>(?i:last|next|this coming|this|late|early)) )?(?P<d><WEEKDAY>)" + _EVENING
         + r"(?: of (?P<v>(?i:last|this|next)) week)?", _weekday),
        (r"(?i:the day before yesterday|the day after tomorrow|yesterday|today|tonight|tomorrow|last night)"
         + _EVENING, _day_word),
        (r"(?i:earlier |later |early |late )?(?:the )?(?P<w>(?i:last|this|next|this past|this coming|the coming)) "
         r"(?P<u>(?i:week|month|year|weekend))", _unit_word),
        (r"(?i:over|during|at) the weekend", _weekend),
        (_COUNT + r" (?P<u>(?i:<UNIT>)) (?i:ago)", _ago),
        (r"(?i:(?:over|in|for|during|within) the (?:last|past)) (?:" + _COUNT + r" )?(?P<u>(?i:<UNIT>))", _past_units),
        (_COUNT + r" (?P<u>(?i:<UNIT>)) (?P<o>(?i:after|before|earlier|later|prior to|prior))", _offset),
        (r"(?i:(?:the|that) (?:next|following|same|previous) day|the day (?:after|before)"
         r"|(?:(?:earlier|later) )?that day|(?:earlier|later) in the day)", _next_day),
    )  # fmt: skip
    return tuple((compile_rule(text), reader) for text, reader in texts)
