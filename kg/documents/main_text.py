"""The main text of a page: its passages, in order, without what surrounds every article of a site."""

from __future__ import annotations

import logging
from copy import deepcopy
from html.parser import HTMLParser
from typing import NamedTuple

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from kg.documents.fields import one_line
from kg.model import BlockKind

_SURROUNDINGS = (
    "ad",
    "ads",
    "advert",
    "advertisement",
    "promo",
    "sponsored",
    "related",
    "newsletter",
    "share",
    "social",
)
_PRUNED = [
    "//nav | //footer | //aside | //menu | //dialog | //template | //noscript | //button | //select",
    "//*[@role='navigation' or @role='contentinfo' or @role='search' or @role='dialog' or @aria-hidden='true']",
    *(f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {word} ')]" for word in _SURROUNDINGS),
]
_MARGIN = 1.05
"""How much longer a page must be than the article found in it for the rest to be taken for surroundings."""

_KINDS = {"head": BlockKind.HEADING, "item": BlockKind.ITEM, "cell": BlockKind.ITEM}
_PASSAGES = frozenset({"body", "main", "p", "head", "list", "item", "quote", "table", "row", "cell", "code", "div"})
"""Elements of trafilatura's tree that begin and end a passage; all others stand inside a line."""

# It reports what it cannot use as errors of the program; here that is the ordinary case of a page without an article.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


class Passage(NamedTuple):
    """A heading, paragraph or item; white space in ``text`` is single blanks and line breaks."""

    text: str
    kind: BlockKind


def main_text(page: str, tree: HtmlElement | None) -> list[Passage]:
    """The passages of a page, given as text and as the tree of it.

    Where the article makes up all of the page but navigation, or cannot be told from the rest, the page is read as it
    stands, which keeps its paragraphs exactly. A page that has nothing but navigation gives none.
    """
    whole = plainest_text(page)
    body = _article(tree) if tree is not None and whole else None
    article = _passages(body) if body is not None else []
    return article if article and _size(whole) > _MARGIN * _size(article) else whole


def _size(passages: list[Passage]) -> int:
    return sum(len(word) for passage in passages for word in passage.text.split())


def _article(tree: HtmlElement) -> etree._Element | None:
    try:
        found = trafilatura.bare_extraction(
            deepcopy(tree), include_comments=False, include_tables=True, prune_xpath=_PRUNED
        )
    except (etree.LxmlError, ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError):
        return None  # what it does not foresee in broken pages
    return found.body if isinstance(found, trafilatura.settings.Document) else None


def _passages(body: etree._Element) -> list[Passage]:
    gathering = _Gathering()
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            if element.tag in _PASSAGES:
                gathering.open(_KINDS.get(element.tag))
            elif element.tag == "lb":
                gathering.break_line()
            gathering.add(element.text or "")
        else:
            if element.tag in _PASSAGES:
                gathering.close()
            if element is not body:
                gathering.add(element.tail or "")
    return gathering.finish()


class _Gathering:
    """Collects text into passages. The kind of a passage is that of the innermost element that has one."""

    def __init__(self) -> None:
        self._passages: list[Passage] = []
        self._kinds: list[BlockKind | None] = []
        self._text: list[str] = []

    def open(self, kind: BlockKind | None) -> None:
        self._flush()
        self._kinds.append(kind)

    def close(self) -> None:
        self._flush()
        if self._kinds:
            self._kinds.pop()

    def add(self, text: str) -> None:
        """Adds text of the page, whose own line breaks mean no more than a blank."""
        self._text.append(text.replace("\n", " ").replace("\r", " "))

    def break_line(self) -> None:
        """Ends a line inside the passage."""
        self._text.append("\n")

    def finish(self) -> list[Passage]:
        self._flush()
        return self._passages

    def _flush(self) -> None:
        lines = (one_line(line) for line in "".join(self._text).split("\n"))
        text = "\n".join(line for line in lines if line)
        self._text = []
        if any(character.isalnum() for character in text):
            kind = next((kind for kind in reversed(self._kinds) if kind), BlockKind.PARAGRAPH)
            self._passages.append(Passage(text, kind))


def plainest_text(page: str) -> list[Passage]:
    """The passages of a whole page without navigation, read as a stream, so that no depth of nesting matters."""
    stream = _Stream()
    stream.feed(page)
    stream.close()
    return stream.gathering.finish()


_SILENT = frozenset(
    """
    aside button dialog footer head iframe math menu nav noscript object option script select style svg template
    textarea title
    """.split()  # noqa: SIM905 - a word list is read as text
)
_BREAKING = frozenset(
    """
    address article blockquote body caption center dd details div dl dt fieldset figcaption figure form header hgroup
    hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul h1 h2 h3 h4 h5 h6
    """.split()  # noqa: SIM905 - a word list is read as text
)


class _Stream(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.gathering = _Gathering()
        self._silent: dict[str, int] = dict.fromkeys(_SILENT, 0)
        self._silences = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the base class passes them
        if tag in _SILENT:
            self._silent[tag] += 1
            self._silences += 1
        elif tag == "br":
            self.gathering.break_line()
        elif tag in _BREAKING:
            self.gathering.close()
            heading = len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()
            item = tag in ("li", "dd", "dt", "td", "th")
            self.gathering.open(BlockKind.HEADING if heading else BlockKind.ITEM if item else None)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            if self._silent[tag]:
                self._silent[tag] -= 1
                self._silences -= 1
        elif tag in _BREAKING:
            self.gathering.close()

    def handle_data(self, data: str) -> None:
        if not self._silences:
            self.gathering.add(data)
