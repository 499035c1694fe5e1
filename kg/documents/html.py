"""HTML: the main text of a page, and what the page says of itself."""

from __future__ import annotations

import re

from kg.documents.composition import composed, entitled
from kg.documents.content import Content, Declared
from kg.documents.encoding import decode
from kg.documents.main_text import main_text
from kg.documents.page_metadata import page_metadata
from kg.documents.page_tree import page_tree
from kg.documents.page_weight import is_unwieldy
from kg.errors import DocumentError

_CHARSET = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w:.-]{2,40})|^\s*<\?xml[^>]+encoding\s*=\s*[\"']([\w:.-]{2,40})",
    re.IGNORECASE,
)
_PROLOGUE = re.compile(r"\A\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE\s[^\[>]*\[.*?\]\s*>)?", re.DOTALL | re.IGNORECASE)
"""What only XML has before its root: a declaration, and a document type that may define entities."""


def read_html(data: bytes, name: str, declared: Declared) -> Content:
    """Reads HTML and XHTML.

    The stored text is the main text, without navigation, footers, comments and advertisements: blocks parted by
    blank lines, the title first; a page with tens of thousands of tags is read as a whole, without what it says of
    itself. Entities that a document type defines are never expanded, nothing is fetched.
    """
    match = _CHARSET.search(data[:4096])
    charset = next((group.decode("ascii") for group in match.groups() if group), None) if match else None
    page, notes = decode(data, name, declared.charset or charset)
    page = _PROLOGUE.sub("", page, count=1)
    tree = None
    if is_unwieldy(page):
        notes = (*notes, "Its markup is too heavy to tell the article from the rest; it was read as a whole.")
    else:
        tree = page_tree(page)
    metadata = page_metadata(tree)
    passages = main_text(page, tree)
    if not passages:
        raise DocumentError(name, "no main text was found in this page.", remedy="Save the text alone, as .txt or .md.")
    title, passages = entitled(metadata.title, passages)
    text, blocks = composed(passages)
    return Content(
        text,
        blocks,
        title=title,
        date=metadata.date,
        authors=metadata.authors,
        publisher=metadata.publisher,
        url=metadata.url,
        language=metadata.language,
        notes=(*notes, *metadata.notes),
    )
