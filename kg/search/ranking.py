"""Ranking: how well a name, or a text, is what was asked for.

From best to worst: the whole name, then as it is spelt elsewhere (Hizballah, Hezbollah); a name with all the words; one
in which words are only begun; one with wrong letters; then texts, and what has only some of the words. Names of
entities count for more than those of other things; how often something is told of decides between equals.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from kg.search.entry import Kind
from kg.search.expression import Alternatives
from kg.search.request import Request

_ALIKE: Final = 0.87
_WORDS: Final = 0.85
_BEGUN: Final = 0.80
_SPELT: Final = 0.45
_SOME: Final = 0.35
_TEXT: Final = 0.30

_SOUNDS: Final = 0.89
"""Likeness from which on words are the same name in another spelling; wrong letters never come that far."""

_OPENS: Final = 0.005
_SURPLUS: Final = 0.04
_PROMINENCE: Final = 0.04
_MOST: Final = 24
"""Doublings of prominence after which it counts no more."""

_OF_KIND: Final = {Kind.ENTITY: 1.0, Kind.EVENT: 0.9, Kind.DOCUMENT: 0.9, Kind.CLAIM: 0.7}
"""What a match in the name of a thing of the kind is worth."""


def best_name(
    request: Request, alternatives: Alternatives, names: Iterable[tuple[str, ...]]
) -> tuple[float, int] | None:
    """The score of the name that fits best and its place among ``names``; ``None`` where no word is in any."""
    best: tuple[float, int] | None = None
    for at, name in enumerate(names):
        score = name_score(request, alternatives, name)
        if score > 0 and (best is None or score > best[0]):
            best = (score, at)
    return best


def name_score(request: Request, alternatives: Alternatives, name: tuple[str, ...]) -> float:
    """How well a name fits, from 0 to 1."""
    asked = request.all
    if not name or not asked:
        return 0.0
    if name == asked:
        return 1.0
    found = [
        _word(word, alternatives, name, prefix=request.prefix and at == len(asked) - 1) for at, word in enumerate(asked)
    ]
    mean = sum(found) / len(found)
    if not mean:
        return 0.0
    least = min(found)
    if least == 0.0:
        score = _SOME * mean
    elif least == 1.0:
        score = _WORDS
    elif all(likeness in (1.0, _BEGUN_WORD) for likeness in found):
        score = _BEGUN
    elif least >= _SOUNDS and len(name) == len(asked):
        score = _ALIKE
    else:
        score = _SPELT + 0.3 * mean
    opens = name[: len(asked) - 1] == asked[:-1] and name[len(asked) - 1 :][:1] == asked[-1:]
    surplus = max(0.0, 1.0 - len(asked) / len(name))
    return max(score + (_OPENS if opens else 0.0) - _SURPLUS * surplus, 0.01)


_BEGUN_WORD: Final = 0.96
"""Likeness of a word to its beginning."""


def _word(word: str, alternatives: Alternatives, name: tuple[str, ...], *, prefix: bool) -> float:
    if word in name:
        return 1.0
    if prefix and any(other.startswith(word) for other in name):
        return _BEGUN_WORD
    others = alternatives.get(word, {})
    return max((others.get(other, 0.0) for other in name), default=0.0) * 0.999  # never taken for an exact one


def score(kind: Kind, name: float, text: float, prominence: int) -> float:
    """One figure of how well the name fits, how well the text does (both 0–1), and how prominent the thing is."""
    value = max(name * _OF_KIND[kind], _TEXT + 0.3 * text if text else 0.0)
    if value == 1.0:
        value = 0.95  # room for prominence: two may have one name
    return round(value + _PROMINENCE * min(math.log2(1 + max(prominence, 0)), _MOST) / _MOST, 6)
