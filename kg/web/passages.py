"""Passages: the words of a document around a span, so that a mention can be read where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.web.select import Select, iris, question

_AROUND: Final = 120
"""Characters of the text on either side of a span."""


async def passages(select: Select, spans: Iterable[str]) -> dict[str, str]:
    """The passage of each span, by its IRI."""
    nodes = iris(spans)
    if not nodes:
        return {}
    rows = await select(question("passages", spans=nodes, around=_AROUND))
    return {
        row["span"]: passage(row["passage"], int(row["begin"]) - int(row["from"]), int(row["end"]) - int(row["from"]))
        for row in rows
    }


def passage(text: str, begin: int, end: int, *, around: int = _AROUND) -> str:
    r"""The words of ``text`` around ``begin`` to ``end``: of one paragraph, whole words, "…" where it goes on.

    >>> passage("A title\n\nNorland bombed Karsk, it said.", 24, 29)
    'Norland bombed Karsk, it said.'
    """
    first = text.rfind("\n", 0, begin) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    is_cut = first == 0 and begin >= around, last == len(text) and len(text) - end >= around
    if is_cut[0]:
        blank = text.find(" ", 0, begin)
        first = blank + 1 if blank >= 0 else 0
    if is_cut[1]:
        blank = text.rfind(" ", end)
        last = blank if blank >= 0 else last
    return f"{'… ' if is_cut[0] else ''}{' '.join(text[first:last].split())}{' …' if is_cut[1] else ''}"
