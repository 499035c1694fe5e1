"""The expression: what the full-text index is asked.

Words are letters and digits alone, so nothing in them is syntax.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Final

from kg.search.request import Request

Alternatives = Mapping[str, Mapping[str, float]]
"""For each word that was typed the words that may be meant, the likest first, with their likeness."""

_FEW: Final = 18
"""Alternatives of a word where not all words have to be found."""

_SHORT: Final = 5
"""Words of a request up to which any two of them do."""


class Expressions:
    """What one request comes to; ``shortest`` is the number of letters from which on beginnings are looked up."""

    def __init__(self, request: Request, classes: Collection[str], shortest: int) -> None:
        self._request = request
        within = " OR ".join(f'"{name if name.isalnum() else "_"}"' for name in sorted(classes))
        self._within = f" AND class : ({within})" if within else ""
        self._prefix = request.prefix and len(request.words[-1]) >= shortest

    def whole(self) -> str:
        """A name that is what was typed."""
        return f'whole : "{"_".join(self._request.all)}"{self._within}'

    def opening(self) -> str | None:
        """A name that begins with what was typed; ``None`` where too little was typed."""
        return f'whole : "{"_".join(self._request.all)}" *{self._within}' if self._prefix else None

    def all(self, alternatives: Alternatives) -> str:
        """All words, or what may be meant by them, and all phrases."""
        return self._in_columns(" AND ".join((*self._phrases(), *self._groups(alternatives))))

    def some(self, alternatives: Alternatives) -> str | None:
        """All phrases and any two words, of many words two that stand side by side, of two either."""
        few = {word: dict(list(others.items())[:_FEW]) for word, others in alternatives.items()}
        groups = self._groups(few)
        if len(groups) < 2:
            return None
        pairs: Sequence[str] = groups
        if len(groups) > 2:
            together = combinations(groups, 2) if len(groups) <= _SHORT else pairwise(groups)
            pairs = [f"({one} AND {other})" for one, other in together]
        return self._in_columns(" AND ".join((*self._phrases(), f"({' OR '.join(pairs)})")))

    def _in_columns(self, expression: str) -> str:
        return f"{{name text}} : ({expression}){self._within}"

    def _phrases(self) -> list[str]:
        return [f'"{" ".join(phrase)}"' for phrase in self._request.phrases]

    def _groups(self, alternatives: Alternatives) -> list[str]:
        last = len(self._request.words) - 1
        return [
            self._group(word, alternatives.get(word, {}), prefix=self._prefix and at == last)
            for at, word in enumerate(self._request.words)
        ]

    @staticmethod
    def _group(word: str, others: Mapping[str, float], *, prefix: bool) -> str:
        parts = [f'"{word}"', *([f'"{word}" *'] if prefix else []), *(f'"{other}"' for other in others)]
        return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"
