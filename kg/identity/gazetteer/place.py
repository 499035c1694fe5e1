"""One place of the gazetteer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """What a place of the gazetteer is; the value is its letter in the packaged table."""

    SETTLEMENT = "S"
    AREA = "A"
    CONTINENT = "C"


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """A settlement of 5,000 people or more, a first-level administrative area, or a continent.

    ``geonames`` is the numeric GeoNames id; ``country`` ISO 3166-1 alpha-2, ``None`` for continents; ``area`` is the
    GeoNames code of the first-level area it is or lies in (``IQ.01``), ``None`` where there is none. ``latitude`` and
    ``longitude`` are WGS 84 degrees, ``None`` where the sources know none. ``population`` is 0 where it is unknown;
    that of an area is the sum over its settlements in the gazetteer.
    """

    geonames: int
    kind: PlaceKind
    name: str
    country: str | None
    area: str | None
    latitude: float | None
    longitude: float | None
    population: int
