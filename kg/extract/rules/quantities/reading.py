"""Reads the count at a token, and the count of a noun, in a parsed text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spacy.tokens import Span

from kg.extract.rules import lexicon
from kg.extract.rules.quantities.count import Count
from kg.extract.rules.quantities.expression import expression
from kg.extract.rules.quantities.numerals import DASHES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CURRENCY: Final = frozenset({"$", "€", "£", "¥", "₹"})
_PERCENT: Final = frozenset({"%", "percent", "per", "pct"})
_CLOCK: Final = frozenset({"a.m.", "p.m.", "am", "pm", "o'clock", "utc", "gmt"})
_REACH: Final = 9
"""Tokens that an expression may begin before the number itself ("a minimum of two hundred and fifty")."""


def read(doc: Doc, i: int) -> tuple[Count, int, int] | None:
    """The count that token ``i`` is part of, with its token range ``[begin, end)``.

    ``None`` where the token does not count things: dates, hours, percentages, sums of money and ordinals do not.
    """
    sent = doc[i].sent
    words = [t.lower_ for t in doc[sent.start : sent.end]]
    at = i - sent.start
    for begin in range(max(0, at - _REACH), at + 1):
        found = expression(words, begin)
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


def _measures(words: list[str], begin: int, end: int) -> bool:
    """Whether the number is a percentage, a sum of money, or part of a compound ("a 20-year-old", "five-storey")."""
    before = words[begin - 1] if begin else ""
    if end + 1 < len(words) and words[end] in DASHES and words[end + 1].isalpha():
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
