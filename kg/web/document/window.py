"""The window: as much of a document's text as one page shows, cut where a paragraph ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.web.select import Select, question

LENGTH: Final = 20_000
"""Code points of a page, about."""

_SLACK: Final = 4_000
"""Code points before the end of a page in which a paragraph may end it."""

_ENDS: Final = ("\n\n", "\n", " ")


@dataclass(frozen=True, slots=True)
class Window:
    """Page ``number`` of ``pages``, from 1: ``text`` is ``[begin, end)`` of a text of ``total`` code points."""

    text: str
    begin: int
    total: int
    number: int

    @property
    def end(self) -> int:
        """Where the page ends in the whole text."""
        return self.begin + len(self.text)

    @property
    def pages(self) -> int:
        """How many pages the text has."""
        return max(1, -(-self.total // LENGTH))


async def window(select: Select, graph: ox.NamedNode, context: ox.NamedNode, number: int) -> Window | None:
    """Page ``number`` of the text that ``context`` carries; ``None`` where it has no such page."""
    first = max(0, (number - 1) * LENGTH - _SLACK)
    # SPARQL counts from 1, and in code points as we do.
    rows = await select(
        question("document-text", graph=graph, context=context, first=first + 1, length=number * LENGTH - first)
    )
    if not rows:
        return Window("", 0, 0, 1) if number == 1 else None
    text, total = rows[0].get("text", ""), int(rows[0].get("length", "0"))
    if number > 1 and (number - 1) * LENGTH >= total:
        return None
    begin, end = (_cut(text, first, total, page) for page in (number - 1, number))
    return Window(text[begin - first : end - first], begin, total, number)


async def window_at(select: Select, graph: ox.NamedNode, context: ox.NamedNode, at: int) -> Window | None:
    """The page that a code point stands on; the last one where the text is shorter."""
    found = await window(select, graph, context, at // LENGTH + 1)
    if found is None:
        whole = await window(select, graph, context, 1)
        return None if whole is None else await window(select, graph, context, whole.pages)
    return await window(select, graph, context, found.number + 1) if found.end <= at < found.total else found


def _cut(text: str, first: int, total: int, page: int) -> int:
    """Where a page ends, from the part of the text that begins at ``first``."""
    limit = page * LENGTH
    if page == 0 or limit >= total:
        return min(limit, total)
    for mark in _ENDS:
        found = text.rfind(mark, max(0, limit - _SLACK - first), limit - first)
        if found >= 0:
            return first + found + len(mark)
    return limit
