"""The wish: what somebody typed and chose, and how the index is asked for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Final

from kg.model import EntityClass, EventClass
from kg.search import Kind, Results
from kg.web.place import Place

_CLASSES: Final = frozenset({cls.value for cls in EntityClass} | {cls.value for cls in EventClass} | {"Event"})
_YEARS: Final = range(1, 10_000)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question to the index, as ``SearchReader.search`` takes it."""

    text: str
    kinds: tuple[Kind, ...] = ()
    classes: tuple[str, ...] = ()
    limit: int = 20
    offset: int = 0
    excerpts: Collection[str] | None = None


Find = Callable[[Wanted], Awaitable[Results]]
"""Asks the index. Raises what ``SearchReader.search`` does."""


@dataclass(frozen=True, slots=True)
class Wish:
    """``where`` and ``source`` are IRIs, empty where anything will do; ``first`` and ``last`` are years, 0 likewise."""

    text: str
    kind: Kind | None
    cls: str
    where: str
    source: str
    first: int
    last: int
    number: int

    @classmethod
    def of(cls, place: Place) -> Wish:
        """What an address asks for; what is not understood in it asks for nothing."""
        kind, name, number = place.parameter("kind"), place.parameter("class"), place.parameter("page", "1")
        return cls(
            place.parameter("q").strip(),
            Kind(kind) if kind in Kind._value2member_map_ else None,
            name if name in _CLASSES else "",
            place.parameter("place"),
            place.parameter("source"),
            _year(place.parameter("from")),
            _year(place.parameter("to")),
            int(number) if number.isdecimal() and int(number[:9]) >= 1 else 1,
        )

    @property
    def narrows(self) -> bool:
        """Whether place, time or source are chosen, which the index does not know of."""
        return bool(self.where or self.source or self.first or self.last)

    def wanted(self, limit: int, excerpts: Collection[str]) -> Wanted:
        """The question to the index."""
        kinds, classes = ((self.kind,) if self.kind else ()), ((self.cls,) if self.cls else ())
        return Wanted(self.text, kinds, classes, limit, 0, excerpts)


def _year(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) <= 4 and int(given) in _YEARS else 0
