"""Finds date expressions: tries the rules where a date can begin, then joins neighbours and fills in the year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from kg.extract.rules import lexicon
from kg.extract.rules.dates import absolute, relative
from kg.extract.rules.dates.expression import DateExpression, DateKind
from kg.extract.rules.dates.partial import Anchor, Partial, valid
from kg.extract.rules.dates.relative import Offset
from kg.extract.rules.dates.view import View
from kg.extract.rules.dates.words import numbers
from kg.model.edtf import Edtf

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OTHER_STARTS: Final = lexicon.words(
    "early late mid last next this the a an half about around circa approximately yesterday today tonight tomorrow "
    "earlier later that over in for during within at several one two three four five six seven eight nine ten eleven "
    "twelve ' ’ ‘ new"
)
_RANGE: Final = frozenset({"-", "–", "—", "to", "until", "till", "through"})
_OPEN_END: Final = frozenset({"since", "after"})
_OPEN_START: Final = frozenset({"until", "till", "by", "before"})


@dataclass(frozen=True, slots=True)
class _Found:
    begin: int
    end: int
    value: Partial | Offset
    attributive: bool = False


def find(doc: Doc, anchor: Edtf | date | None = None) -> list[DateExpression]:
    """The date expressions of ``doc`` in the order of the text; they do not overlap.

    ``anchor`` is the document's date. Weekdays, "yesterday" and their like are resolved against it as newspapers use
    them (the latest one on or before that day, or the next one where the verb looks ahead) and left out where there is
    none; a day and month without a year keep ``XXXX`` for the year then.
    """
    at = Anchor.of(anchor)
    expressions = []
    found = list(_scan(doc, at))
    i = 0
    while i < len(found):
        expression, used = _expression(doc, found, i, at)
        if expression is not None:
            expressions.append(expression)
        i += used
    return expressions


def _scan(doc: Doc, anchor: Anchor | None) -> Iterator[_Found]:
    i, text = 0, doc.text
    while i < len(doc):
        best = _longest(doc, text, i, anchor) if _can_start(doc[i].lower_) else None
        if best is not None:
            yield best
            i = best.end
        else:
            i += 1


def _longest(doc: Doc, text: str, i: int, anchor: Anchor | None) -> _Found | None:
    matches = [(m.end(), -n, m, reader) for n, (p, reader) in enumerate(_rules()) if (m := p.match(text, doc[i].idx))]
    for end, _, match, reader in sorted(matches, key=lambda m: m[:2], reverse=True):
        span = doc.char_span(match.start(), end, alignment_mode="expand")
        if span is None or span.start != i:
            continue
        view = View(doc, span.start, span.end, anchor)
        value = reader(match, view)
        if value is not None:
            return _Found(span.start, span.end, value, view.attributive)
    return None


def _expression(doc: Doc, found: list[_Found], i: int, anchor: Anchor | None) -> tuple[DateExpression | None, int]:
    """The expression that begins with ``found[i]``, and how many of ``found`` it takes."""
    first = found[i]
    second = found[i + 1] if i + 1 < len(found) else None
    if isinstance(first.value, Offset):
        if second is not None and second.begin == first.end and first.value.follows:
            joined = _counted_from(first, second, doc, anchor)
            if joined is not None:
                return joined, 2
        return _offset(first, first.value), 1
    if second is not None and isinstance(second.value, Partial):
        joined = _joined(doc, first, second, anchor)
        if joined is not None:
            return joined, 2
    return _single(doc, first, first.value, anchor), 1


def _offset(found: _Found, value: Offset) -> DateExpression:
    return DateExpression(found.begin, found.end, DateKind.OFFSET, None, days=value.days, approximate=value.approximate)


def _counted_from(first: _Found, second: _Found, doc: Doc, anchor: Anchor | None) -> DateExpression | None:
    """Resolves "two days after 27 December 2019"."""
    if not isinstance(first.value, Offset) or not isinstance(second.value, Partial) or second.attributive:
        return None
    base = _filled(doc, second, second.value, anchor)
    if base.full is None or first.value.approximate:
        return None
    day = base.full + timedelta(days=first.value.days)
    text = Partial.of(day).edtf()
    return DateExpression(first.begin, second.end, DateKind.POINT, text, anchored=base.anchored) if text else None


def _joined(doc: Doc, first: _Found, second: _Found, anchor: Anchor | None) -> DateExpression | None:
    """Joins "from A to B", "between A and B", "A–B" and "November and December" into one interval."""
    a, b = first.value, second.value
    if not isinstance(a, Partial) or not isinstance(b, Partial) or a.last or b.last or second.begin - first.end != 1:
        return None
    gap = doc[first.end].lower_
    before = doc[first.begin - 1].lower_ if first.begin else ""
    neighbours = (
        gap == "and" and a.day is b.day is None and a.month is not None and b.month in {a.month + 1, a.month - 11}
    )
    ranged = gap in _RANGE or (gap == "and" and before == "between") or neighbours
    if not ranged or (a.day is None) != (b.day is None) or (a.span is None) != (b.span is None):
        return None
    b = _filled(doc, second, b, anchor)
    a = _aligned(a, b)
    if (a.year is None) != (b.year is None):
        return None
    text = replace(a, last=b).edtf() if a.span is None else valid(f"{a.span}/{b.span}")
    if text is None:
        return None
    begin = first.begin - 1 if before in {"between", "from"} else first.begin
    vague = a.approximate or b.approximate
    return DateExpression(
        begin, second.end, DateKind.INTERVAL, text, approximate=vague, anchored=a.anchored or b.anchored
    )


def _aligned(a: Partial, b: Partial) -> Partial:
    """``a`` in the year that ``b`` gives it: the same, or the one before where its month is later in the year."""
    if a.year is not None or b.year is None or a.month is None or b.month is None:
        return a
    earlier = (a.month, a.day or 0) <= (b.month, b.day or 0)
    return replace(a, year=b.year if earlier else b.year - 1)


def _single(doc: Doc, found: _Found, value: Partial, anchor: Anchor | None) -> DateExpression | None:
    value = _filled(doc, found, value, anchor)
    text = value.edtf()
    if text is None:
        return None
    kind = DateKind.INTERVAL if value.last else DateKind.POINT
    begin = found.begin
    before = doc[begin - 1].lower_ if begin else ""
    if kind is DateKind.INTERVAL and before in {"from", "between"}:
        begin -= 1
    elif kind is DateKind.POINT and not found.attributive and before in _OPEN_END | _OPEN_START:
        plain = value.edtf(qualified=False)
        opened = valid(f"{plain}/.." if before in _OPEN_END else f"../{plain}")
        if opened is not None:
            kind, text, begin = DateKind.INTERVAL, opened, begin - 1
    return DateExpression(begin, found.end, kind, text, approximate=value.approximate, anchored=value.anchored)


def _filled(doc: Doc, found: _Found, value: Partial, anchor: Anchor | None) -> Partial:
    """The date with its year from the document's date: the nearest past one, or the next where the verb looks ahead."""
    if anchor is None or value.year is not None or value.month is None or value.span is not None:
        return value
    this = value.at_year(anchor.year)
    month, day = anchor.month, anchor.day
    if month is None:
        return this
    ends = {21: 5, 22: 8, 23: 11, 24: 12}.get(value.month, value.month)
    later = (ends, value.day or 0) > (month, (day or 31) if value.day else 0)
    if View(doc, found.begin, found.end, anchor).ahead:
        earlier = (ends, value.day or 32) < (month, day or 1)
        return value.at_year(anchor.year + 1) if earlier else this
    return value.at_year(anchor.year - 1) if later else this


def _can_start(word: str) -> bool:
    return word[:1].isdigit() or word.rstrip(".") in _starts() or word.startswith(("mid-", "'", "’", "‘"))


@cache
def _starts() -> frozenset[str]:
    tables = ("months", "weekdays", "seasons", "decades")
    named = {name.split()[0].split("'")[0] for name in lexicon.load("calendar")["named"]}
    return _OTHER_STARTS | {word for table in tables for word in numbers(table)} | named


@cache
def _rules() -> tuple[relative.Rule, ...]:
    return (*absolute.rules(), *relative.rules())
