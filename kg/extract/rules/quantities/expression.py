"""The grammar of counts over lower-case words: a number, its modifiers before and after, ranges, vague words."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from kg.extract.rules.quantities.count import Count
from kg.extract.rules.quantities.numerals import DASHES, numeral, table

_GLUED: Final = re.compile(r"(\d[\d,]*)[-–—](\d[\d,]*)")


def expression(words: list[str], i: int) -> tuple[Count, int] | None:
    """The count that begins with word ``i``, and where it ends."""
    kind, start = _modifier(words, i)
    none = 0 if kind else _phrase(words, i, table("none")["words"])
    if none:
        follower = words[i + none : i + none + 1]
        blocked = follower and (follower[0] in {"more", "fewer", "less", "longer", "doubt"} or follower[0] == ".")
        return None if blocked and words[i] == "no" else (Count(0, 0), i + none)
    if words[i] == "between" and (pair := _pair(words, i + 1, frozenset({"and", *DASHES}))):
        return pair
    if kind is None and words[i] == "from":
        return _pair(words, i + 1, frozenset({"to", *DASHES}))
    counted = _pair(words, start, frozenset({"to", "or", *DASHES})) or _simple(words, start)
    if counted is None:
        return None
    found, end = counted
    if kind in {None, "plain"}:
        kind, end = _suffix(words, end)
    return _bounded(found, kind, words[i:start]), end


def _pair(words: list[str], i: int, joints: frozenset[str]) -> tuple[Count, int] | None:
    """Reads "20 to 30", "20-30", "two or three"."""
    if i < len(words) and (glued := _GLUED.fullmatch(words[i])) and "-" in joints:
        bounds = [numeral([part], 0) for part in glued.groups()]
        low, high = (b[0] if b else 0 for b in bounds)
        return (Count(low, high), i + 1) if low < high else None
    first = numeral(words, i)
    if first is None or first[1] >= len(words) or words[first[1]] not in joints:
        return None
    second = numeral(words, first[1] + 1)
    if second is None:
        return None
    low, high = first[0], second[0]
    scale = _scale_between(words, i, second[1])
    if low < high and scale and low * scale < high:
        low *= scale
    return (Count(low, high), second[1]) if low < high else None


def _scale_between(words: list[str], i: int, end: int) -> int:
    """The scale that the second number shares with a bare first one: a thousand in "two to three thousand"."""
    scales = table("scales")
    first_end = (numeral(words, i) or (0, i))[1]
    last = words[end - 1]
    return scales.get(last, 0) if last in scales and words[first_end - 1] not in scales else 0


def _simple(words: list[str], i: int) -> tuple[Count, int] | None:
    """One number, a plural such as "dozens", or a vague word."""
    if i >= len(words):
        return None
    if words[i] in table("plurals"):
        least, end = table("plurals")[words[i]], i + 1
        while end + 1 < len(words) and words[end] == "of" and words[end + 1] in table("plurals"):
            least = least // 2 * (table("plurals")[words[end + 1]] // 2) * 2
            end += 2
        return Count(least, None), end
    for phrase, bounds in _vague():
        if _starts(words, i, phrase):
            return Count(bounds[0], bounds[1] if len(bounds) > 1 else None, approximate=phrase != ("both",)), i + len(
                phrase
            )
    value = numeral(words, i)
    return (Count(value[0], value[0]), value[1]) if value else None


def _bounded(found: Count, kind: str | None, modifier: list[str]) -> Count:
    low, high = found.minimum, found.maximum
    if kind == "about":
        return replace(found, approximate=True)
    if kind == "over":
        return Count((low or 0) + 1, None) if high is not None else found
    if kind == "at_least":
        return replace(found, maximum=None) if low is not None else found
    top = high if high is not None else low
    if kind == "under" and top is not None:
        inclusive = " ".join(modifier) in table("before")["inclusive"]
        return Count(None, top if inclusive else max(0, top - 1), approximate=inclusive)
    if kind == "at_most" and top is not None:
        return Count(None, top)
    return found


def _modifier(words: list[str], i: int) -> tuple[str | None, int]:
    """What the words at ``i`` do to the number after them, and where that begins."""
    for kind, phrases in table("before").items():
        if kind != "inclusive" and (length := _phrase(words, i, phrases)):
            return kind, i + length
    return None, i


def _suffix(words: list[str], i: int) -> tuple[str | None, int]:
    for kind, phrases in table("after").items():
        if length := _phrase(words, i, phrases):
            return kind, i + length
    return None, i


def _phrase(words: list[str], i: int, phrases: list[str]) -> int:
    """How many words of the longest of ``phrases`` stand at ``i``."""
    if i >= len(words):
        return 0
    return max((len(p) for p in map(_words, phrases) if p[0] == words[i] and _starts(words, i, p)), default=0)


@cache
def _words(phrase: str) -> tuple[str, ...]:
    return tuple(phrase.split())


def _starts(words: list[str], i: int, phrase: tuple[str, ...]) -> bool:
    return tuple(words[i : i + len(phrase)]) == phrase


@cache
def _vague() -> tuple[tuple[tuple[str, ...], list[int]], ...]:
    rows = ((tuple(phrase.split()), bounds) for phrase, bounds in table("vague").items())
    return tuple(sorted(rows, key=lambda row: -len(row[0])))
