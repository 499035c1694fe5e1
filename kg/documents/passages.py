"""Passages: a page read as a stream of tags, whatever their nesting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from kg.documents.fields import one_line
from kg.model import BlockKind

_TOKEN = re.compile(
    r"""<(?P<close>/?)(?P<name>[A-Za-z][^\s/<>]*)(?:(?:[^<>"']|"[^"<]*"|'[^'<]*')*+>|[^<>]*>)|<(?P<comment>!--)|<[!?/][^<>]*>"""
)
"""A tag, the begin of a comment, or a declaration. No alternative reads past the next ``<``, so that a page of broken
tags costs no more than another; what is broken is text."""

_RAW = frozenset({"script", "style", "textarea", "title", "iframe", "noscript", "template", "svg", "math"})
"""Elements whose content is no text of the page, up to their end tag."""

_SILENT = frozenset("aside button dialog footer head menu nav object option select".split())  # noqa: SIM905 - a word list
_BREAKING = frozenset(
    """
    address article blockquote body caption center dd details div dl dt fieldset figcaption figure form header hgroup
    hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul h1 h2 h3 h4 h5 h6
    """.split()  # noqa: SIM905 - a word list is read as text
)
_LISTS = frozenset({"ul", "ol", "dl"})
_CELLS = frozenset({"td", "th"})
_HEADING = re.compile("h[1-6]")


class Passage(NamedTuple):
    """A heading, paragraph or item; white space in ``text`` is single blanks and line breaks."""

    text: str
    kind: BlockKind


class Gathering:
    """Collects the text of a page into passages."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self._text: list[str] = []

    def add(self, text: str) -> None:
        """Adds text of the page, whose own line breaks mean no more than a blank."""
        self._text.append(text.replace("\n", " ").replace("\r", " "))

    def break_line(self) -> None:
        """Ends a line inside the passage."""
        self._text.append("\n")

    def end(self, kind: BlockKind) -> None:
        """Ends the passage, which was of ``kind``; what has no letter or digit is dropped."""
        lines = (one_line(line) for line in "".join(self._text).split("\n"))
        text = "\n".join(line for line in lines if line)
        self._text = []
        if any(character.isalnum() for character in text):
            self.passages.append(Passage(text, kind))


def whole_text(page: str) -> list[Passage]:
    """The passages of a whole page without navigation, read as a stream, so that no depth of nesting matters."""
    gathering = Gathering()
    silent = dict.fromkeys(_SILENT, 0)
    position, lists, heading, cell, muted = 0, 0, False, False, False
    for begin, end, name, closes in _tags(page):
        if not muted and begin > position:
            gathering.add(unescape(page[position:begin]))
        position = end
        if name in _SILENT:
            silent[name] = max(silent[name] + (-1 if closes else 1), 0)
            muted = any(silent.values())
        elif name == "br":
            gathering.break_line()
        if name in _BREAKING:
            item = BlockKind.ITEM if lists or cell else BlockKind.PARAGRAPH
            gathering.end(BlockKind.HEADING if heading else item)
            heading = not closes and _HEADING.fullmatch(name) is not None
            if name in _LISTS:
                lists = max(lists + (-1 if closes else 1), 0)
            if name in _CELLS:
                cell = not closes
    return gathering.passages


def _tags(page: str) -> Iterator[tuple[int, int, str, bool]]:
    """Begin, end, name and closing of each tag; at the end of the page its body closes.

    Comments and raw elements with all they hold are one tag without a name.
    """
    position = 0
    while match := _TOKEN.search(page, position):
        name, position = (match["name"] or "").lower(), match.end()
        if match["comment"]:
            name, position = "", _behind(page, re.compile("-->"), position)
        elif name in _RAW and not match["close"]:
            position = _behind(page, re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE), position)
            name = ""
        yield match.start(), position, name, bool(match["close"])
    yield len(page), len(page), "body", True


def _behind(page: str, end: re.Pattern[str], position: int) -> int:
    match = end.search(page, position)
    return match.end() if match else len(page)
