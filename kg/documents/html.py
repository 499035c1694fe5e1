"""HTML: the main text of a page, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.documents.content import Content
from kg.documents.encoding import decode
from kg.documents.fields import one_line
from kg.documents.main_text import main_text
from kg.documents.page_metadata import page_metadata
from kg.documents.page_tree import page_tree
from kg.documents.passages import Passage
from kg.errors import DocumentError
from kg.model import Block, BlockKind, Span

_CHARSET = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w:.-]{2,40})|^\s*<\?xml[^>]+encoding\s*=\s*[\"']([\w:.-]{2,40})",
    re.IGNORECASE,
)
_PROLOGUE = re.compile(r"\A\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE\s[^\[>]*\[.*?\]\s*>)?", re.DOTALL | re.IGNORECASE)
"""What only XML has before its root: a declaration, and a document type that may define entities."""


def read_html(data: bytes, name: str, charset: str | None) -> Content:
    """Reads HTML and XHTML.

    The stored text is the main text, without navigation, footers, comments and advertisements: blocks parted by
    blank lines, the title first. Entities that a document type defines are never expanded, nothing is fetched.
    """
    match = _CHARSET.search(data[:4096])
    declared = next((group.decode("ascii") for group in match.groups() if group), None) if match else None
    page, notes = decode(data, name, charset or declared)
    page = _PROLOGUE.sub("", page, count=1)
    tree = page_tree(page)
    metadata = page_metadata(tree)
    passages = main_text(page, tree)
    if not passages:
        raise DocumentError(name, "no main text was found in this page.", remedy="Save the text alone, as .txt or .md.")
    title, passages = _entitled(metadata.title, passages)
    text, blocks = _stored(passages)
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


def _entitled(title: str | None, passages: list[Passage]) -> tuple[str | None, list[Passage]]:
    """The title, and the passages with it at their head.

    The page's first main heading is the title where the page names none, or where its name is that heading with
    something around it ("Heading | The Paper").
    """
    for index, passage in enumerate(passages[:6]):
        if passage.kind is BlockKind.HEADING and (
            (title is None and index == 0) or (title is not None and _same(passage.text, title))
        ):
            head = Passage(passage.text, BlockKind.TITLE)
            return one_line(passage.text), [*passages[:index], head, *passages[index + 1 :]]
    if title is None:
        return None, passages
    return title, [Passage(title, BlockKind.TITLE), *(p for p in passages if one_line(p.text) != title)]


def _same(heading: str, title: str) -> bool:
    heading, title = one_line(heading).casefold(), title.casefold()
    return heading == title or (len(heading) >= 12 and heading in title)


def _stored(passages: Iterable[Passage]) -> tuple[str, tuple[Block, ...]]:
    chunks: list[str] = []
    blocks: list[Block] = []
    length = 0
    for passage in passages:
        begin = length + 2 if chunks else 0
        length = begin + len(passage.text)
        chunks.append(passage.text)
        blocks.append(Block(Span(begin, length), passage.kind))
    return "\n\n".join(chunks), tuple(blocks)
