"""Ambiguity: a name that fits two things which exclude each other says of neither that it is meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from kg.identity.resolution import Pair

K = TypeVar("K", bound=Any)

_ALIKE: Final = 0.03
"""How much better one fit must be than another to be the one that is meant."""


def unambiguous(pairs: Iterable[Pair[K]], excludes: Callable[[K, K], bool]) -> tuple[Pair[K], ...]:
    """The pairs that the machine may join by itself, of those whose scores would allow it, in their order.

    A pair is left to people where one of its ends fits something else about as well that cannot be what the other end
    is: "Ali Hassan" of a text and the two Ali Hassans of one list. It stays where it fits clearly better.
    """
    given = tuple(pairs)
    fits: defaultdict[K, list[tuple[float, K]]] = defaultdict(list)
    for pair in given:
        fits[pair.first].append((pair.score, pair.second))
        fits[pair.second].append((pair.score, pair.first))

    def rivalled(one: K, other: K, score: float) -> bool:
        rivals = (third for worth, third in fits[one] if third != other and worth > score - _ALIKE)
        return any(excludes(other, third) for third in rivals)

    return tuple(
        pair
        for pair in given
        if not rivalled(pair.first, pair.second, pair.score) and not rivalled(pair.second, pair.first, pair.score)
    )
