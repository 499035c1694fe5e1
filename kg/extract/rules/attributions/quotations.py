"""The quotations: stretches between quotation marks, kept inside their block so that a lost mark swallows little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

_OPENING = frozenset({"“", "„", "«", "``", "‟"})
_CLOSING = frozenset({"”", "»", "''"})
_STRAIGHT = frozenset({'"', "＂"})
_SINGLE = frozenset({"'", "‘", "’"})
MARKS = _OPENING | _CLOSING | _STRAIGHT | _SINGLE | {"`"}


@dataclass(frozen=True, slots=True)
class Quotation:
    """The tokens ``[begin, end)`` of a quotation with its marks.

    ``closed`` is false where the closing mark is missing; the quotation then ends with its block if the next block
    opens with a mark again (the habit of print for speech over several paragraphs), and with its sentence otherwise.
    """

    begin: int
    end: int
    closed: bool


def find(blocks: Sequence[tuple[int, int]], tokens: Sequence[Token]) -> tuple[Quotation, ...]:
    """The outermost quotations of the blocks (token ranges), in the order of the text."""
    out: list[Quotation] = []
    for position, (begin, end) in enumerate(blocks):
        following = blocks[position + 1][0] if position + 1 < len(blocks) else None
        continues = following is not None and _opens(tokens, following, following)
        out.extend(_inside(tokens, begin, end, continues=continues))
    return tuple(out)


def _inside(tokens: Sequence[Token], begin: int, end: int, *, continues: bool) -> list[Quotation]:
    out: list[Quotation] = []
    start: int | None = None
    single = False
    for i in range(begin, end):
        if start is None:
            if _opens(tokens, i, begin):
                single = _is_single(tokens[i].text)
                if not single or _closing_single(tokens, i + 1, end) is not None:
                    start = i
        elif _closes(tokens, i, end, single=single):
            if i > start + 1:
                out.append(Quotation(start, i + 1, closed=True))
            start = None
        elif not single and tokens[i].text in _OPENING:
            # Two openings without a closing: the mark between them was lost.
            out.extend(_unclosed(tokens, start, i))
            start = i
    if start is not None and not single:
        if continues:
            out.append(Quotation(start, end, closed=False))
        else:
            out.extend(_unclosed(tokens, start, end))
    return out


def _unclosed(tokens: Sequence[Token], start: int, end: int) -> list[Quotation]:
    stop = next((i for i in range(start + 2, end) if tokens[i].is_sent_start), end)
    return [Quotation(start, stop, closed=False)] if stop > start + 1 else []


def _is_single(text: str) -> bool:
    return text in _SINGLE


def _spaced_before(tokens: Sequence[Token], i: int, begin: int) -> bool:
    if i <= begin:
        return True
    previous = tokens[i - 1]
    return bool(previous.whitespace_) or previous.is_space or previous.text in "([{-–—/" or previous.text in MARKS


def _spaced_after(tokens: Sequence[Token], i: int, end: int) -> bool:
    return bool(tokens[i].whitespace_) or i + 1 >= end or tokens[i + 1].is_space


def _opens(tokens: Sequence[Token], i: int, begin: int) -> bool:
    text = tokens[i].text
    if text in _OPENING or _is_backquoted(tokens, i):
        return True
    if text in _STRAIGHT or text in {"''", "‘", "'"}:
        return _spaced_before(tokens, i, begin) and not tokens[i].whitespace_
    return False


def _is_backquoted(tokens: Sequence[Token], i: int) -> bool:
    """Whether two back quotes in a row, as wire services write them, open a quotation."""
    return tokens[i].text == "`" and not tokens[i].whitespace_ and i + 1 < len(tokens) and tokens[i + 1].text == "`"


def _closes(tokens: Sequence[Token], i: int, end: int, *, single: bool) -> bool:
    text = tokens[i].text
    if single:
        return text in {"'", "’"} and (_spaced_after(tokens, i, end) or tokens[i + 1].is_punct)
    if text in _CLOSING:
        return True
    return text in _STRAIGHT


def _closing_single(tokens: Sequence[Token], begin: int, end: int) -> int | None:
    for i in range(begin, min(end, begin + 120)):
        if tokens[i].text in _OPENING or tokens[i].text in _STRAIGHT:
            return None
        if _closes(tokens, i, end, single=True):
            return i
    return None
