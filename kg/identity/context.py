"""The context: which states and provinces a document speaks of, so that its other places can be told apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.identity.gazetteer import GazetteerPlace, PlaceKind
from kg.model import Entity


@dataclass(frozen=True, slots=True)
class Context:
    """States by ISO 3166-1 code and first-level areas by GeoNames code."""

    countries: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()

    @staticmethod
    def of(entities: Iterable[Entity]) -> Context:
        """The states that entities are, belong to or lie in."""
        return Context(frozenset(e.country for e in entities if e.country is not None))

    def knowing(self, places: Iterable[GazetteerPlace]) -> Context:
        """This context and the areas that ``places`` are or lie in, and their states."""
        known = tuple(places)
        return Context(
            self.countries | {p.country for p in known if p.country is not None},
            self.areas | {p.area for p in known if p.area is not None and p.kind is PlaceKind.AREA},
        )
