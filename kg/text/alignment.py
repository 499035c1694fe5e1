"""The alignment: which character of the stored text each character of the readable text came from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from kg.model import Span


class Piece(NamedTuple):
    """``length`` characters that begin at ``begin`` in the readable and at ``original`` in the stored text."""

    begin: int
    original: int
    length: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pieces in ascending order on both sides. Characters of the readable text outside all pieces were inserted."""

    pieces: tuple[Piece, ...]
    _begins: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_begins", tuple(piece.begin for piece in self.pieces))

    def original(self, begin: int, end: int) -> Span:
        """The smallest span of the stored text that holds the characters ``[begin, end)`` of the readable text.

        Inserted characters at either end are left out. Raises ``ValueError`` where nothing but inserted characters
        lies in the range, or where it is empty.
        """
        first = self._begins_at(begin)
        last = bisect_left(self._begins, end) - 1
        if begin >= end or first > last:
            raise ValueError(f"the range [{begin}, {end}) of the readable text holds no character of the document")
        head, tail = self.pieces[first], self.pieces[last]
        return Span(
            head.original + max(begin - head.begin, 0),
            tail.original + min(end - tail.begin, tail.length),
        )

    def with_gaps(self, positions: Sequence[int]) -> Alignment:
        """The alignment after one character was inserted before each of ``positions`` (ascending, distinct)."""
        pieces = []
        for piece in self.pieces:
            low = bisect_right(positions, piece.begin)
            high = bisect_left(positions, piece.begin + piece.length)
            edges = [piece.begin, *positions[low:high], piece.begin + piece.length]
            for index, (begin, end) in enumerate(pairwise(edges)):
                pieces.append(Piece(begin + low + index, piece.original + begin - piece.begin, end - begin))
        return Alignment(tuple(pieces))

    def _begins_at(self, position: int) -> int:
        """The index of the piece that holds ``position``, or of the first one behind it."""
        index = bisect_right(self._begins, position) - 1
        if index < 0 or position >= self.pieces[index].begin + self.pieces[index].length:
            index += 1
        return index


def pieces_of(chunks: Iterable[tuple[int, int, int]]) -> tuple[Piece, ...]:
    """Pieces of chunks ``(begin, original, length)``, with chunks that touch on both sides made one."""
    pieces: list[Piece] = []
    for begin, original, length in chunks:
        last = pieces[-1] if pieces else None
        if last and begin == last.begin + last.length and original == last.original + last.length:
            pieces[-1] = Piece(last.begin, last.original, last.length + length)
        else:
            pieces.append(Piece(begin, original, length))
    return tuple(pieces)
