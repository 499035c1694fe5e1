"""Counts in running text: digits and number words, with the bounds that the words around them set.

The bounds are inclusive whole numbers and ``None`` means that the text sets none: "over 51" is 52 and more, "up to 30"
at most 30 with nothing said of the least, "dozens" 24 and more (two dozen is the least a plural can mean), "no" 0 and
0. "Nearly 40" is at most 40, approximately; "about 40" is 40, approximately.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from spacy.tokens import Span

from kg.extract.rules import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DIGITS: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_GLUED: Final = re.compile(r"(\d[\d,]*)[-–—](\d[\d,]*)")
_DASHES: Final = frozenset({"-", "–", "—"})
_CURRENCY: Final = frozenset({"$", "€", "£", "¥", "₹"})
_PERCENT: Final = frozenset({"%", "percent", "per", "pct"})
_CLOCK: Final = frozenset({"a.m.", "p.m.", "am", "pm", "o'clock", "utc", "gmt"})
_REACH: Final = 9
"""Tokens that an expression may begin before the number itself ("a minimum of two hundred and fifty")."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many: inclusive bounds, ``None`` where the text sets none, and whether the text itself is vague.

    Raises ``ValueError`` where both bounds are missing or contradict each other.
    """

    minimum: int | None
    maximum: int | None
    approximate: bool = False

    def __post_init__(self) -> None:
        if self.minimum is None and self.maximum is None:
            raise ValueError("a count needs a bound")
        if self.minimum is not None and self.maximum is not None and not 0 <= self.minimum <= self.maximum:
            raise ValueError(f"a count cannot go from {self.minimum} to {self.maximum}")


def number(text: str) -> int | None:
    """The whole number that digits or words name ("1,500", "twenty-five", "1.5 million", "a hundred").

    >>> number("two hundred and fifty")
    250
    """
    words = [w for w in re.split(r"([-–—])|\s+", text.strip().lower()) if w]
    value = _value(words, 0)
    return value[0] if value and value[1] == len(words) else None


def read(doc: Doc, i: int) -> tuple[Count, int, int] | None:
    """The count that token ``i`` is part of, with its token range ``[begin, end)``.

    ``None`` where the token does not count things: dates, hours, percentages, sums of money and ordinals do not.
    """
    sent = doc[i].sent
    words = [t.lower_ for t in doc[sent.start : sent.end]]
    at = i - sent.start
    for begin in range(max(0, at - _REACH), at + 1):
        found = _expression(words, begin)
        if found is not None and begin <= at < found[1]:
            end = found[1]
            if _measures(words, begin, end) or _is_time(doc[sent.start + begin : sent.start + end]):
                return None
            return found[0], sent.start + begin, sent.start + end
    return None


def count(of: Token | Span) -> Count | None:
    """How many a noun or a noun phrase denotes: its numeral, quantifier or article ("25 fighters", "a soldier").

    ``None`` where nothing counts it ("fighters", "the group").
    """
    if isinstance(of, Span):
        found = next((f for t in of if (f := read(of.doc, t.i))), None)
        return found[0] if found else count(of.root)
    for candidate in _counters(of):
        found = read(of.doc, candidate.i)
        if found is not None:
            return found[0]
    articles = {t.lower_ for t in of.children if t.dep_ == "det"}
    return Count(1, 1) if articles & {"a", "an", "another"} and of.tag_ in {"NN", "NNP"} else None


def _counters(noun: Token) -> list[Token]:
    """What may count ``noun``: itself, its numerals and quantifiers, and the noun it hangs on by "of"."""
    out = [
        noun,
        *(c for c in noun.lefts if c.dep_ in {"nummod", "det", "amod", "quantmod", "predet", "advmod", "nmod"}),
    ]
    if noun.dep_ == "pobj" and noun.head.lower_ == "of":
        out.append(noun.head.head)
    return out


def _expression(words: list[str], i: int) -> tuple[Count, int] | None:
    """The count that begins with word ``i``, and where it ends."""
    kind, start = _modifier(words, i)
    none = 0 if kind else _phrase(words, i, _table("none")["words"])
    if none:
        follower = words[i + none : i + none + 1]
        blocked = follower and (follower[0] in {"more", "fewer", "less", "longer", "doubt"} or follower[0] == ".")
        return None if blocked and words[i] == "no" else (Count(0, 0), i + none)
    if words[i] == "between" and (pair := _pair(words, i + 1, frozenset({"and", *_DASHES}))):
        return pair
    if kind is None and words[i] == "from":
        return _pair(words, i + 1, frozenset({"to", *_DASHES}))
    counted = _pair(words, start, frozenset({"to", "or", *_DASHES})) or _simple(words, start)
    if counted is None:
        return None
    found, end = counted
    if kind in {None, "plain"}:
        kind, end = _suffix(words, end)
    return _bounded(found, kind, words[i:start]), end


def _pair(words: list[str], i: int, joints: frozenset[str]) -> tuple[Count, int] | None:
    """Reads "20 to 30", "20-30", "two or three"."""
    if i < len(words) and (glued := _GLUED.fullmatch(words[i])) and "-" in joints:
        bounds = [_value([part], 0) for part in glued.groups()]
        low, high = (b[0] if b else 0 for b in bounds)
        return (Count(low, high), i + 1) if low < high else None
    first = _value(words, i)
    if first is None or first[1] >= len(words) or words[first[1]] not in joints:
        return None
    second = _value(words, first[1] + 1)
    if second is None:
        return None
    low, high = first[0], second[0]
    scale = _scale_between(words, i, second[1])
    if low < high and scale and low * scale < high:
        low *= scale
    return (Count(low, high), second[1]) if low < high else None


def _scale_between(words: list[str], i: int, end: int) -> int:
    """The scale that the second number shares with a bare first one: a thousand in "two to three thousand"."""
    scales = _table("scales")
    first_end = (_value(words, i) or (0, i))[1]
    last = words[end - 1]
    return scales.get(last, 0) if last in scales and words[first_end - 1] not in scales else 0


def _simple(words: list[str], i: int) -> tuple[Count, int] | None:
    """One number, a plural such as "dozens", or a vague word."""
    if i >= len(words):
        return None
    if words[i] in _table("plurals"):
        least, end = _table("plurals")[words[i]], i + 1
        while end + 1 < len(words) and words[end] == "of" and words[end + 1] in _table("plurals"):
            least = least // 2 * (_table("plurals")[words[end + 1]] // 2) * 2
            end += 2
        return Count(least, None), end
    for phrase, bounds in _vague():
        if _starts(words, i, phrase):
            return Count(bounds[0], bounds[1] if len(bounds) > 1 else None, approximate=phrase != ("both",)), i + len(
                phrase
            )
    value = _value(words, i)
    return (Count(value[0], value[0]), value[1]) if value else None


def _bounded(found: Count, kind: str | None, modifier: list[str]) -> Count:
    low, high = found.minimum, found.maximum
    if kind == "about":
        return replace(found, approximate=True)
    if kind == "over":
        return Count((low or 0) + 1, None) if high is not None else found
    if kind == "at_least":
        return replace(found, maximum=None) if low is not None else found
    top = high if high is not None else low
    if kind == "under" and top is not None:
        inclusive = " ".join(modifier) in _table("before")["inclusive"]
        return Count(None, top if inclusive else max(0, top - 1), approximate=inclusive)
    if kind == "at_most" and top is not None:
        return Count(None, top)
    return found


def _modifier(words: list[str], i: int) -> tuple[str | None, int]:
    """What the words at ``i`` do to the number after them, and where that begins."""
    for kind, phrases in _table("before").items():
        if kind != "inclusive" and (length := _phrase(words, i, phrases)):
            return kind, i + length
    return None, i


def _suffix(words: list[str], i: int) -> tuple[str | None, int]:
    for kind, phrases in _table("after").items():
        if length := _phrase(words, i, phrases):
            return kind, i + length
    return None, i


def _value(words: list[str], i: int) -> tuple[int, int] | None:
    """The number that begins with word ``i``, and where it ends."""
    scales, start = _table("scales"), i
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
    part = _value(words, after) if after < len(words) and words[after] in _table("cardinals") else None
    unit = 1
    while unit * 10 <= value and value % (unit * 10) == 0:
        unit *= 10
    return (value + part[0], part[1]) if part and 0 < part[0] < unit else (value, i)


def _small(words: list[str], i: int) -> tuple[int, int] | None:
    """A number word below a hundred."""
    cardinals = _table("cardinals")
    if i >= len(words) or words[i] not in cardinals:
        return None
    value = cardinals[words[i]]
    after = i + 2 if i + 1 < len(words) and words[i + 1] in _DASHES else i + 1
    if value >= 20 and after < len(words) and 1 <= cardinals.get(words[after], 0) <= 9:
        return value + cardinals[words[after]], after + 1
    return value, i + 1


def _measures(words: list[str], begin: int, end: int) -> bool:
    """Whether the number is a percentage, a sum of money, or part of a compound ("a 20-year-old", "five-storey")."""
    before = words[begin - 1] if begin else ""
    if end + 1 < len(words) and words[end] in _DASHES and words[end + 1].isalpha():
        return True
    return before in _CURRENCY or (end < len(words) and (words[end] in _PERCENT or words[end] in _CURRENCY))


def _is_time(span: Span) -> bool:
    """Whether the number is a year, a day of a month, or an hour of the clock."""
    last = span[-1]
    if len(last.text) == 4 and last.text.isdigit() and last.ent_type_ == "DATE":
        return True
    doc = span.doc
    after = doc[span.end] if span.end < len(doc) else None
    if after is not None and (_is_month(after) or after.lower_ in _CLOCK):
        return True
    counts = last.head.i > last.i and last.head.tag_ in {"NNS", "NNPS"}
    return span.start > 0 and _is_month(doc[span.start - 1]) and last.text.isdigit() and not counts


def _is_month(token: Token) -> bool:
    return token.text[:1].isupper() and token.lower_.rstrip(".") in lexicon.load("calendar")["months"]


def _phrase(words: list[str], i: int, phrases: list[str]) -> int:
    """How many words of the longest of ``phrases`` stand at ``i``."""
    return max((len(p.split()) for p in phrases if _starts(words, i, tuple(p.split()))), default=0)


def _starts(words: list[str], i: int, phrase: tuple[str, ...]) -> bool:
    return tuple(words[i : i + len(phrase)]) == phrase


@cache
def _table(name: str) -> dict[str, Any]:
    return dict(lexicon.load("numbers")[name])


@cache
def _vague() -> tuple[tuple[tuple[str, ...], list[int]], ...]:
    rows = ((tuple(phrase.split()), bounds) for phrase, bounds in _table("vague").items())
    return tuple(sorted(rows, key=lambda row: -len(row[0])))
