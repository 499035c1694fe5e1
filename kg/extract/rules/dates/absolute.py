"""Rules for dates that say their day, month, year, season or decade."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Final

from kg.extract.rules import lexicon
from kg.extract.rules.dates.partial import Partial
from kg.extract.rules.dates.view import View
from kg.extract.rules.dates.words import ambiguous, compile_rule, number_of, numbers

Rule = tuple[re.Pattern[str], Callable[[re.Match[str], View], Partial | None]]
"""A pattern and what reads its match; ``None`` where the words are no date after all."""

_IN: Final = frozenset(
    {"in", "since", "until", "till", "during", "throughout", "early", "late", "mid", "last", "next", "this"}
)
_NEAR: Final = _IN | {
    "by",
    "from",
    "of",
    "before",
    "after",
    "between",
    "and",
    "to",
    "through",
    "for",
    "-",
    "–",
    "/",
    "around",
}
_SEASONS: Final = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
"""First and last month of a season; the winter of a year ends in the next."""
_QUALIFIER: Final = (
    r"(?:(?P<q>(?i:early|late|mid|about|around|circa|approximately|(?:the )?(?:beginning|end|middle|start) of))"
    r"(?: |-))?"
)
_YEAR: Final = r"(?:,? (?:of |in )?(?:(?P<y>[12]\d{3})(?![\d.,]\d)|(?P<yr>(?i:last|this|next)) year))"
_Y: Final = r"(?P<y><YEAR>)"


def _year(m: re.Match[str], view: View) -> int | None:
    found = m.groupdict()
    if found.get("y"):
        return int(found["y"])
    if found.get("yr") and view.anchor:
        return view.anchor.year + {"last": -1, "this": 0, "next": 1}[found["yr"].lower()]
    return None


def _iso(m: re.Match[str], _view: View) -> Partial | None:
    return Partial(int(m["y"]), int(m["m"]), int(m["d"]))


def _numeric(m: re.Match[str], _view: View) -> Partial | None:
    """27/12/2019 and 12/27/2019; 3/4/2019 might be either, and is left alone."""
    first, second, year = int(m["a"]), int(m["b"]), int(m["y"])
    if first == second or (first > 12 >= second):
        return Partial(year, second, first)
    if second > 12 >= first:
        return Partial(year, first, second)
    return None


def _day_month(m: re.Match[str], view: View) -> Partial | None:
    month, day = number_of("months", m["m"]), int(re.sub(r"\D", "", m["d"]))
    year = _year(m, view)
    until = m.groupdict().get("e")
    last = Partial(year, month, int(re.sub(r"\D", "", until))) if until else None
    if last is not None and (last.day or 0) <= day:
        return None
    return Partial(year, month, day, last=last, anchored=year is not None and not m.groupdict().get("y"))


def _month(m: re.Match[str], view: View) -> Partial | None:
    month, year = number_of("months", m["m"]), _year(m, view)
    which = (m.groupdict().get("w") or "").lower()
    if year is None and not m["q"] and not which and not m.groupdict().get("yr"):
        near = _IN if ambiguous(m["m"]) else _NEAR
        if view.previous not in near and not view.is_date_entity:
            return None
        if ambiguous(m["m"]) and view.follows_name:
            return None
        if view.doc[view.end - 1].tag_ not in {"NNP", "NNPS", "NN", "CD"}:
            return None
    partial = Partial(year, month, approximate=bool(m["q"]), anchored=year is not None and not m.groupdict().get("y"))
    return _which(partial, which, view)


def _season(m: re.Match[str], view: View) -> Partial | None:
    partial = Partial(_year(m, view), number_of("seasons", m["s"]), approximate=bool(m["q"]))
    if partial.year is None:
        which = (m.groupdict().get("w") or "").lower()
        return _which(partial, which, view) if which and view.anchor else None
    return partial


def _which(partial: Partial, which: str, view: View) -> Partial:
    """The month or season in the year that "last", "this" or "next" says."""
    anchor = view.anchor
    if not which or anchor is None or partial.month is None:
        return partial
    first, last = _SEASONS.get(partial.month, (partial.month, partial.month))
    year = anchor.year
    if which == "last" and last >= (anchor.month or 1):
        year -= 1
    elif which == "next" and first <= (anchor.month or 12):
        year += 1
    return partial.at_year(year)


def _single_year(m: re.Match[str], view: View) -> Partial | None:
    year = int(m["y"])
    if view.counts_something or view.glued:
        return None
    if not m["q"] and view.previous not in _IN and not (view.is_date_entity and 1500 <= year <= 2100):
        return None
    return Partial(year, approximate=bool(m["q"]))


def _years(m: re.Match[str], _view: View) -> Partial | None:
    first, short = int(m["y"]), m["e"]
    last = int(short) if len(short) == 4 else first // 100 * 100 + int(short)
    return Partial(first, last=Partial(last)) if first < last else None


def _decade(m: re.Match[str], _view: View) -> Partial | None:
    digits = re.sub(r"\D", "", m["n"])
    if not digits:
        span = f"{number_of('decades', m['n'])}X"
    else:
        span = f"{digits[:3]}X" if len(digits) == 4 else f"19{digits[0]}X"
    return Partial(span=span, approximate=bool(m["q"]))


def _century(m: re.Match[str], _view: View) -> Partial | None:
    number = int(re.sub(r"\D", "", m["n"]))
    return Partial(span=f"{number - 1:02d}XX", approximate=bool(m["q"])) if 10 <= number <= 21 else None


def _named(m: re.Match[str], view: View) -> Partial | None:
    year, month, day = lexicon.load("calendar")["named"][re.sub(r"\s+", " ", m["n"].replace("’", "'")).lower()].split(
        "-"
    )
    partial = Partial(None if "X" in year else int(year), int(month), int(day))
    return replace(partial, year=_year(m, view)) if partial.year is None else partial


@cache
def rules() -> tuple[Rule, ...]:
    """Patterns with their readers; the longest match at a token wins, then the first."""
    weekday = r"(?:<WEEKDAY>,? (?:the )?)?"
    to = r"(?: ?[-–—] ?| to | and | until | through )"
    decades = "|".join(numbers("decades"))
    names = "|".join(re.escape(n).replace("\\ ", " ").replace("'", "['’]") for n in lexicon.load("calendar")["named"])
    texts = (
        (r"(?P<y>[12]\d{3})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])", _iso),
        (r"(?P<y>[12]\d{3})/(?P<m>0[1-9]|1[0-2])/(?P<d>0[1-9]|[12]\d|3[01])", _iso),
        (r"(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y>[12]\d{3})", _numeric),
        (weekday + r"(?P<d><DAY>)" + to + r"(?P<e><DAY>) (?:of )?(?P<m><MONTH>)" + _YEAR + "?", _day_month),
        (weekday + r"(?P<m><MONTH>) (?P<d><DAY>)" + to + r"(?P<e><DAY>)" + _YEAR + "?", _day_month),
        (weekday + r"(?P<d><DAY>) (?:of )?(?P<m><MONTH>)" + _YEAR + "?", _day_month),
        (weekday + r"(?P<m><MONTH>) (?:the )?(?P<d><DAY>)" + _YEAR + "?", _day_month),
        (_QUALIFIER + r"(?P<m><MONTH>)" + _YEAR, _month),
        (_QUALIFIER + r"(?:(?P<w>(?i:last|next|this)) )?(?P<m><MONTH>)", _month),
        (_QUALIFIER + r"(?:the )?(?P<s><SEASON>)" + _YEAR, _season),
        (_QUALIFIER + r"(?P<w>(?i:last|next|this)) (?P<s><SEASON>)", _season),
        (r"(?P<y><YEAR>)(?: ?[-–/] ?)(?P<e>[12]\d{3}|\d{2})(?![-/]?\d)", _years),
        (_QUALIFIER + _Y, _single_year),
        (r"(?:the )?" + _QUALIFIER + rf"(?:the )?(?P<n>[12]\d\d0['’]?s|['’‘]\d0s|(?i:{decades}))", _decade),
        (r"(?:the )?" + _QUALIFIER + r"(?:the )?(?P<n>\d\d(?:st|nd|rd|th))(?: |-)(?i:century)", _century),
        (rf"(?P<n>(?i:{names}))" + _YEAR + "?", _named),
    )  # fmt: skip
    return tuple((compile_rule(text), reader) for text, reader in texts)
