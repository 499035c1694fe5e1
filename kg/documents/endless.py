"""Endless stretches without a blank, such as encoded data: no words, and left unread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.model import Block, Span

_ENDLESS: Final = re.compile(r"[\x21-\u024f]{2000,}")
"""No language that is written with these letters has words so long; others are written without blanks."""


def readable_blocks(text: str, blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks without endless stretches, which part them, and a remark where there were some."""
    if not _ENDLESS.search(text):
        return blocks, ()
    parted = tuple(part for block in blocks for part in _parted(text, block))
    if parted == blocks:
        return blocks, ()
    return parted, ("Stretches of more than 2,000 characters without a blank are no words; they were not read.",)


def _parted(text: str, block: Block) -> Iterator[Block]:
    begin = block.span.begin
    for stretch in _ENDLESS.finditer(text, block.span.begin, block.span.end):
        if any(s.begin <= stretch.start() and stretch.end() <= s.end for s in block.skip):
            continue  # markup, such as a picture's data
        yield from _part(text, block, begin, stretch.start())
        begin = stretch.end()
    if begin == block.span.begin:
        yield block
    else:
        yield from _part(text, block, begin, block.span.end)


def _part(text: str, block: Block, begin: int, end: int) -> Iterator[Block]:
    """The part ``[begin, end)`` of a block, without the blanks at its ends, where it has a letter or digit."""
    words = text[begin:end]
    begin, end = begin + len(words) - len(words.lstrip()), begin + len(words.rstrip())
    if any(character.isalnum() for character in text[begin:end]):
        inside = (Span(max(s.begin, begin), min(s.end, end)) for s in block.skip if s.begin < end and begin < s.end)
        yield Block(Span(begin, end), block.kind, tuple(inside))
