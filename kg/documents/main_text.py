"""The main text of a page: its passages, in order, without what surrounds every article of a site."""

from __future__ import annotations

import logging
from copy import deepcopy

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from kg.documents.page_tree import is_cut_off
from kg.documents.passages import Gathering, Passage, whole_text
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


def main_text(page: str, tree: HtmlElement | None) -> list[Passage]:
    """The passages of a page, given as text and as the tree of it.

    Where the article makes up all of the page but navigation, or cannot be told from the rest, the page is read as it
    stands, which keeps its paragraphs exactly. A page that has nothing but navigation gives none.
    """
    whole = whole_text(page)
    body = _article(tree) if tree is not None and whole and not is_cut_off(tree) else None
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
    gathering = Gathering()
    kinds = [BlockKind.PARAGRAPH]
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _PASSAGES:
            gathering.end(kinds[-1])
            if event == "start":
                kinds.append(_KINDS.get(element.tag, kinds[-1]))
            else:
                kinds.pop()
        elif element.tag == "lb" and event == "start":
            gathering.break_line()
        gathering.add((element.text if event == "start" else element.tail) or "")
    gathering.end(BlockKind.PARAGRAPH)
    return gathering.passages
