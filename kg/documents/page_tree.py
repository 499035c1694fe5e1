"""The tree of a page, parsed leniently, or nothing where the page cannot be parsed."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring


def page_tree(page: str) -> HtmlElement | None:
    """The tree of an HTML page.

    The parser opens no files or addresses, expands no entities of a document type, and stops at nesting that is deeper
    than any page's; what it leaves out then is missing from the tree.
    """
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def is_cut_off(tree: HtmlElement) -> bool:
    """Whether the parser stopped before the end of the page because it is nested too deeply."""
    parser = tree.getroottree().parser
    return parser is not None and any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
