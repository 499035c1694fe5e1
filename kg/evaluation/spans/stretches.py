"""Stretches of text: sets of spans, and how much two of them share."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Final

from kg.evaluation.rows import Row
from kg.model import Span

_TOKEN: Final = re.compile(r"\w+|[^\w\s]")

Stretch = tuple[Span, ...]
"""Spans in the order of the text that do not touch each other."""


def stretch(spans: Iterable[Span]) -> Stretch:
    """The spans joined where they touch.

    >>> stretch([Span(4, 6), Span(0, 2), Span(1, 4)])
    (Span(begin=0, end=6),)
    """
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.begin <= joined[-1].end:
            joined[-1] = Span(joined[-1].begin, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def size(spans: Stretch) -> int:
    """Characters of a stretch."""
    return sum(map(len, spans))


def shared(a: Iterable[Span], b: Stretch) -> int:
    """Characters that two stretches share."""
    return sum(max(0, min(x.end, y.end) - max(x.begin, y.begin)) for x in a for y in b)


def jaccard(a: Stretch, b: Stretch) -> float:
    """The characters that two stretches share, among those of both, 0–1."""
    both = shared(a, b)
    return both / (size(a) + size(b) - both) if both else 0.0


def span_of(row: Row, begin: str = "begin", end: str = "end") -> Span | None:
    """The span in two cells of a row, where they hold one."""
    return Span(int(row[begin]), int(row[end])) if row.get(begin) and row.get(end) else None


class Tokens:
    """The words and marks of a text."""

    def __init__(self, text: str) -> None:
        ends = [match.span() for match in _TOKEN.finditer(text)]
        self._begins = [begin for begin, _ in ends]
        self._ends = [end for _, end in ends]

    def of(self, spans: Stretch) -> frozenset[int]:
        """The numbers of the tokens that a stretch touches."""
        return frozenset(
            number
            for span in spans
            for number in range(bisect_right(self._ends, span.begin), bisect_left(self._begins, span.end))
        )
