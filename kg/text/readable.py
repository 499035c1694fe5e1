"""The readable text: what extractors read, repaired, block by block, with the way back to the stored text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.model import Block, BlockKind, Document, Span
from kg.text.alignment import Alignment, pieces_of
from kg.text.seams import seams

JOINT = "\n\n"
"""What stands between two blocks."""

_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\x00"
)
_CHUNK = re.compile(rf"(?P<blank>\s+)|(?P<word>[^\s{_INVISIBLE}]+)")
_OPEN_COMPOUND = re.compile(r"\w-$")
_CLOSING = re.compile(r"\s+(?!(?:and|or|to)\b)[a-z]")


@dataclass(frozen=True, slots=True)
class Segment:
    """One block: the range ``[begin, end)`` of ``ReadableText.text`` and what kind of block it is."""

    begin: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class ReadableText:
    """The words of a document's blocks, in order, joined by blank lines.

    ``segments`` holds one range for each block that has words, in order and disjoint.
    """

    text: str
    segments: tuple[Segment, ...]
    alignment: Alignment

    def original(self, begin: int, end: int) -> Span:
        """The smallest span of the document's text that holds the characters ``[begin, end)`` of ``text``.

        Skipped markup before the first and behind the last character is left out; what lies between belongs to it.
        Raises ``ValueError`` where the range holds no character of the document, such as the joint of two blocks.
        """
        return self.alignment.original(begin, end)


def readable(document: Document, known: Callable[[str], bool] | None = None) -> ReadableText:
    """The text of ``document`` that can be read.

    Only blocks are read, without what they skip. Every run of white space, line breaks too, becomes one space,
    except that a compound broken after its hyphen is joined again; soft hyphens, zero-width characters and direction
    marks are dropped. With ``known``, which says whether the vocabulary
    holds a word, words that were glued together are parted by a space (see ``kg.text.seams``).
    """
    chunks: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    segments: list[Segment] = []
    length = 0
    for block in document.blocks:
        begin = length + len(JOINT) if segments else 0
        end = begin
        words = []
        for original, chunk in _chunks(document.text, block):
            words.append(chunk)
            pieces.append((end, original, len(chunk)))
            end += len(chunk)
        if words:
            chunks.append("".join(words))
            segments.append(Segment(begin, end, block.kind))
            length = end
    plain = ReadableText(JOINT.join(chunks), tuple(segments), Alignment(pieces_of(pieces)))
    return _parted(plain, seams(plain.text, known)) if known else plain


def _chunks(text: str, block: Block) -> Iterator[tuple[int, str]]:
    """Words and single spaces of a block with their offsets in ``text``; none of them a space at either end."""
    blank: int | None = None
    last = ""
    for begin, end in _kept(block):
        for match in _CHUNK.finditer(text, begin, end):
            if match.lastgroup == "blank":
                blank = match.start() if blank is None else blank
                continue
            if blank is not None and last and not _is_broken_compound(last, text[blank : match.end()]):
                yield blank, " "
            blank, last = None, match.group()
            yield match.start(), last


def _is_broken_compound(word: str, rest: str) -> bool:
    """Whether ``word`` and the blank and word that follow are one compound that a line break parts."""
    return "\n" in rest and bool(_OPEN_COMPOUND.search(word)) and bool(_CLOSING.match(rest))


def _kept(block: Block) -> Iterator[tuple[int, int]]:
    """The ranges of a block that it does not skip."""
    begin = block.span.begin
    for span in block.skip:
        if begin < span.begin:
            yield begin, span.begin
        begin = max(begin, span.end)
    if begin < block.span.end:
        yield begin, block.span.end


def _parted(text: ReadableText, positions: list[int]) -> ReadableText:
    """The same text with a space before each of ``positions``."""
    if not positions:
        return text
    edges = [0, *positions, len(text.text)]
    return ReadableText(
        " ".join(text.text[begin:end] for begin, end in pairwise(edges)),
        tuple(
            Segment(s.begin + bisect_right(positions, s.begin), s.end + bisect_left(positions, s.end), s.kind)
            for s in text.segments
        ),
        text.alignment.with_gaps(positions),
    )
