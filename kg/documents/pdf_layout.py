"""The layout of pages: drawn lines become paragraphs, headings and items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from kg.documents.composition import cleaned
from kg.documents.fields import one_line
from kg.documents.passages import Passage
from kg.model import BlockKind

_EDGE = 3
"""Lines at the top and the bottom of a page that may be its running header or footer."""
_PAGE_NUMBER = re.compile(r"\W*(?:page )?(?:\d{1,4}|[ivxl]{1,7})(?: ?(?:of|/) ?\d{1,4})?\W*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_MARKER = re.compile(r"(?:[-*•‣◦·▪■●–]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
_BULLET = re.compile(r"[•‣◦·▪■●]")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_HYPHENATED = re.compile(r"([^\W\d_]+)[-\u2010]$")
_KEPT = frozenset({"all", "anti", "cross", "ex", "half", "non", "pro", "self", "so", "vice", "well"})
"""First parts of compounds that keep their hyphen."""
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_DOTS = re.compile(r"(?:\. ?){5,}")


class Line(NamedTuple):
    """A line of a page; in points, its distance from the left and from the bottom and the size of its letters."""

    text: str
    left: float
    bottom: float
    size: float


def passages_of(pages: Sequence[Sequence[Line]]) -> list[Passage]:
    """The passages of a document, whose pages hold lines in the order in which they are read."""
    kept = [
        [line._replace(text=text) for line in page if (text := cleaned(line.text).translate(_LIGATURES).strip())]
        for page in pages
    ]
    kept = _without_edges(kept)
    lines = [line for page in kept for line in page]
    if not lines:
        return []
    layout = _Layout(kept)
    words = frozenset(word for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.lower()))
    passages = []
    for group in layout.groups():
        passage = _passage(group, layout.size, words)
        if any(character.isalnum() for character in passage.text):
            passages.append(passage)
    return passages


def _without_edges(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without page numbers and without what stands at the same edge of at least half of them."""
    edges = [_edges(page) for page in pages]
    repeated = Counter(key for page in edges for key in {_key(line) for line in page})
    often = max(2.0, len([page for page in pages if page]) / 2)
    return [
        [
            line
            for line in page
            if line not in edge or not (repeated[_key(line)] >= often or _is_page_number(line, page))
        ]
        for page, edge in zip(pages, edges, strict=True)
    ]


def _edges(page: list[Line]) -> set[Line]:
    heights = sorted({line.bottom for line in page})
    outer = {*heights[:_EDGE], *heights[-_EDGE:]}
    return {line for line in page if line.bottom in outer}


def _is_page_number(line: Line, page: list[Line]) -> bool:
    """Whether a line is nothing but a number that stands alone above or below all others."""
    others = [other.bottom for other in page if other is not line]
    outside = not others or line.bottom > max(others) + 1 or line.bottom < min(others) - 1
    return outside and _PAGE_NUMBER.fullmatch(line.text) is not None


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.bottom / 4)


class _Layout:
    """The measures of a document, and the groups of lines that they part."""

    def __init__(self, pages: list[list[Line]]) -> None:
        self.pages = pages
        sizes: Counter[float] = Counter()
        for page in pages:
            for line in page:
                sizes[line.size] += len(line.text)
        self.size = sizes.most_common(1)[0][0]
        body = [(a, b) for page in pages for a, b in pairwise(page) if a.size == b.size == self.size]
        gaps = [a.bottom - b.bottom for a, b in body if 0 < a.bottom - b.bottom < 3 * self.size]
        self.leading = median(gaps) / self.size if gaps else 1.2
        lengths = sorted(len(line.text) for page in pages for line in page if line.size == self.size)
        self.width = lengths[len(lengths) * 3 // 4]

    def groups(self) -> Iterator[list[Line]]:
        """The lines of each passage."""
        group: list[Line] = []
        for page in self.pages:
            for number, line in enumerate(page):
                if group and self._parts(group, line, new_page=number == 0):
                    yield group
                    group = []
                group.append(line)
        if group:
            yield group

    def _parts(self, group: list[Line], line: Line, *, new_page: bool) -> bool:
        """Whether ``line`` begins a new passage after ``group``."""
        before = group[-1]
        if abs(line.size - before.size) > 0.08 * max(line.size, before.size) or _MARKER.match(line.text):
            return True
        drop = before.bottom - line.bottom
        if new_page or drop < -0.5 * line.size:  # a new page or column
            return line.size != self.size or _SENTENCE_END.search(before.text) is not None
        if drop <= 0.5 * line.size:  # the same row
            return False
        if drop > max(1.3 * self.leading, 1.2) * line.size:
            return True
        shift = line.left - before.left
        if shift > 0.7 * line.size and not (_MARKER.match(group[0].text) and len(group) == 1):
            return True
        if shift < -0.7 * line.size and len(group) > 1:
            return True
        return len(before.text) < 0.75 * self.width and _SENTENCE_END.search(before.text) is not None


def _passage(group: list[Line], size: float, words: frozenset[str]) -> Passage:
    text = group[0].text
    for line in group[1:]:
        text = _joined(text, line.text, words)
    text = one_line(_DOTS.sub("… ", text).replace("\xad", ""))
    marker = _MARKER.match(text)
    if group[0].size > 1.1 * size and len(text) <= 200:
        return Passage(text, BlockKind.HEADING)
    if marker and (_BULLET.match(text) or len(text) > marker.end() + 20):
        return Passage(text[marker.end() :], BlockKind.ITEM)
    return Passage(text, BlockKind.PARAGRAPH)


def _joined(text: str, line: str, words: frozenset[str]) -> str:
    """Two lines as one; a word that was hyphenated between them is made whole, a compound keeps its hyphen."""
    if text.endswith("\xad"):
        return text[:-1] + line
    match = _HYPHENATED.search(text)
    follows = re.match(r"[^\W\d_]+", line)
    if match is None or follows is None:
        return f"{text} {line}"
    first, second = match[1].lower(), follows[0].lower()
    whole = first + second in words
    if not follows[0][0].islower() or (not whole and (first in _KEPT or f"{first}-{second}" in words)):
        return text + line
    return text[:-1] + line
