"""Grounding: where the words that a model quotes stand in the text it was given.

Words are found exactly, or after a normalisation that is written down with them: runs of white space as one space,
typographic quotes, dashes and dots as ASCII's. Nothing else is folded: neither case, nor accents, nor digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_FOLDED: Final = {
    **dict.fromkeys("‘’‚‛ʼ`´′", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """A half-open range of code points of the readable text; ``exact`` says that nothing had to be normalised."""

    begin: int
    end: int
    exact: bool = field(default=True, compare=False)

    def overlaps(self, other: Stretch) -> bool:
        """Whether the two share a character."""
        return self.begin < other.end and other.begin < self.end

    def contains(self, other: Stretch) -> bool:
        """Whether ``other`` lies inside."""
        return self.begin <= other.begin and other.end <= self.end


class Grounding:
    """The ranges of a text in which quotes may be found."""

    def __init__(self, text: str, ranges: tuple[tuple[int, int], ...]) -> None:
        """``ranges`` are those parts of ``text`` that the model was given."""
        self._text = text
        self._ranges = ranges
        self._folded = [_fold(text, begin, end) for begin, end in ranges]

    def find(self, quote: str, within: Stretch | None = None) -> tuple[Stretch, ...]:
        """Where the words stand (inside ``within``), in the order of the text; all exact, or none.

        A quote begins and ends where words and numbers do: "15" does not stand in "2015", nor "51" in "51,000".
        """
        exact = [s for begin, end in self._ranges for s in self._exact(quote, begin, end)]
        found = exact or [s for folded in self._folded for s in self._normalised(quote, folded)]
        return tuple(s for s in found if within is None or within.contains(s))

    def _exact(self, quote: str, begin: int, end: int) -> list[Stretch]:
        out = []
        at = self._text.find(quote, begin, end) if quote else -1
        while at >= 0:
            if _is_whole(self._text, at, at + len(quote)):
                out.append(Stretch(at, at + len(quote)))
            at = self._text.find(quote, at + 1, end)
        return out

    def _normalised(self, quote: str, folded: tuple[str, list[int]]) -> list[Stretch]:
        text, origin = folded
        wanted, _ = _fold(quote, 0, len(quote))
        wanted = wanted.strip()
        out = []
        at = text.find(wanted) if wanted else -1
        while at >= 0:
            begin, end = origin[at], origin[at + len(wanted) - 1] + 1
            if _is_whole(self._text, begin, end):
                out.append(Stretch(begin, end, exact=False))
            at = text.find(wanted, at + 1)
        return out


def _fold(text: str, begin: int, end: int) -> tuple[str, list[int]]:
    """The normalised text, and for each of its characters the one that it came from."""
    out: list[str] = []
    origin: list[int] = []
    for i in range(begin, end):
        char = text[i]
        if char.isspace():
            if out and out[-1] == " ":
                continue
            char = " "
        for each in _FOLDED.get(char, char):
            out.append(each)
            origin.append(i)
    return "".join(out), origin


_NUMBER: Final = re.compile(r"\d[.,:]\d")


def _is_whole(text: str, begin: int, end: int) -> bool:
    """Whether neither end cuts a word or a number in two, and there is something between blanks."""
    if not text[begin:end].strip():
        return False
    return not any(0 < edge < len(text) and _cuts(text, edge) for edge in (begin, end))


def _cuts(text: str, edge: int) -> bool:
    if text[edge - 1].isalnum() and text[edge].isalnum():
        return True
    return any(_NUMBER.match(text, at) for at in (edge - 2, edge - 1) if at >= 0)
