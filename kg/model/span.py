"""The span: a half-open range of Unicode code points in a document's text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The range ``[begin, end)`` of code points in the text a document is stored with (RFC 5147, ``#char=begin,end``).

    Raises ``ValueError`` where the range is empty or begins before the text.

    >>> Span(3, 7).of("an example")
    'exam'
    """

    begin: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.begin < self.end:
            raise ValueError(f"a span needs 0 <= begin < end, not [{self.begin}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.begin

    def of(self, text: str) -> str:
        """The characters of ``text`` inside the span."""
        return text[self.begin : self.end]

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.begin <= other.begin and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.begin < other.end and other.begin < self.end
