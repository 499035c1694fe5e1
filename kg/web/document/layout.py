"""The layout: a text with marks that overlap, as paragraphs of parts that nest, so that HTML can hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Final, Literal

from kg.web.document.marks import Mark

_BREAK: Final = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_DEEPEST: Final = 24
"""Marks that stand in each other at most; what is deeper is an empty place."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paragraph: a mark ``opens`` or ``closes``, ``text`` stands there, or the ``number`` of a mark.

    ``first`` says that a mark that opens begins here, and is not carried on after another one was left; ``thing`` is
    what text denotes, by the innermost mark around it.
    """

    kind: Literal["opens", "closes", "text", "number"]
    mark: Mark | None = None
    text: str = ""
    thing: Mark | None = None
    first: bool = True


def paragraphs(text: str, begin: int, marks: Sequence[Mark]) -> tuple[tuple[Part, ...], ...]:
    """The paragraphs of a text that stands at ``begin`` of the document, with its marks, which are in order.

    Together the parts of text are the text without the empty lines between paragraphs; line breaks that are there only
    to fill lines are blanks.
    """
    text_shown, known = _flowing(text), set[str]()
    found, left = [], list(marks)
    for first, last in _borders(text):
        here = [mark for mark in left if mark.begin < begin + last and mark.end > begin + first]
        left = [mark for mark in left if mark.end > begin + last]
        if first < last:
            found.append(tuple(_parts(text_shown, begin, (begin + first, begin + last), here, known)))
    return tuple(found)


def _borders(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for found in _BREAK.finditer(text):
        yield begin, found.start()
        begin = found.end()
    yield begin, len(text)


def _flowing(text: str) -> str:
    """The text with blanks for line breaks before words that would have been too long for the line."""
    lines = text.split("\n")
    width = max(map(len, lines))
    out = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        word = after.split(" ", 1)[0]
        out.append(line + (" " if word and line and len(line) + 1 + len(word) > width else "\n"))
    return "".join(out)[:-1]


def _parts(text: str, offset: int, borders: tuple[int, int], marks: Iterable[Mark], known: set[str]) -> Iterator[Part]:
    """The parts of one paragraph. A mark that crosses the end of another is left there, and carried on after it."""
    at, last = borders
    waiting = [(max(mark.begin, at), -min(mark.end, last), order, mark) for order, mark in enumerate(marks)]
    heapify(waiting)
    opened: list[tuple[int, Mark]] = []
    ended: list[Mark] = []

    def numbers() -> Iterator[Part]:
        """The numbers of marks that end in one place, in order."""
        yield from (Part("number", mark) for mark in sorted(ended, key=lambda mark: mark.number))
        ended.clear()

    def until(place: int) -> Iterator[Part]:
        if place > at:
            yield from numbers()
            thing = next((mark for _, mark in reversed(opened) if mark.things), None)
            yield Part("text", text=text[at - offset : place - offset], thing=thing)

    while waiting or opened:
        if opened and (not waiting or opened[-1][0] <= waiting[0][0]):
            end, mark = opened[-1]
            yield from until(end)
            at = max(at, end)
            opened.pop()
            yield Part("closes", mark)
            if mark.number and mark.end == end:
                ended.append(mark)
            continue
        begin, negative, order, mark = heappop(waiting)
        end = -negative
        yield from until(begin)
        yield from numbers()
        at = max(at, begin)
        if opened and end > opened[-1][0]:
            heappush(waiting, (opened[-1][0], negative, order, mark))
            end = opened[-1][0]
        yield Part("opens", mark, first=mark.name not in known)
        known.add(mark.name)
        if len(opened) < _DEEPEST:
            opened.append((end, mark))
        else:
            yield Part("closes", mark)
    yield from until(last)
    yield from numbers()
