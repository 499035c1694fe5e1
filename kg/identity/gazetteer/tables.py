"""The packaged tables: lines sorted by their first field, kept as bytes and searched by bisection.

That costs some 20 MB of memory and a quarter of a second at the first question; a dictionary of objects would cost
ten times that in each worker.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from kg.errors import ResourceError
from kg.identity.gazetteer.place import GazetteerPlace, PlaceKind
from kg.identity.gazetteer.spelling import place_key

_FOLDER = Path(__file__).parent


@lru_cache(maxsize=4096)
def by_name(name: str) -> tuple[GazetteerPlace, ...]:
    """The places with this name in any spelling, the most populous first; none where the name is unknown."""
    row = _table("names").row(place_key(name))
    places = [p for number in (row[0].split(",") if row else ()) if (p := by_id(int(number))) is not None]
    return tuple(sorted(places, key=lambda p: (-p.population, p.geonames)))


@lru_cache(maxsize=4096)
def by_id(geonames: int) -> GazetteerPlace | None:
    """The place with this GeoNames id."""
    row = _table("places").row(str(geonames))
    if row is None:
        return None
    kind, name, country, area_code, latitude, longitude, population = row
    return GazetteerPlace(
        geonames=geonames,
        kind=PlaceKind(kind),
        name=name,
        country=country or None,
        area=area_code or None,
        latitude=float(latitude) if latitude else None,
        longitude=float(longitude) if longitude else None,
        population=int(population),
    )


def area(code: str) -> GazetteerPlace | None:
    """The first-level administrative area with this GeoNames code (``IQ.01``)."""
    row = _table("areas").row(code)
    return by_id(int(row[0])) if row else None


@dataclass(frozen=True, slots=True)
class _Table:
    """Lines of tab-separated UTF-8, sorted by the bytes of the first field; each line ends in a newline."""

    lines: bytes

    def row(self, key: str) -> list[str] | None:
        """The fields after the first of the line whose first field is ``key``."""
        wanted = key.encode()
        low, high = 0, len(self.lines)
        while low < high:
            start = self.lines.rfind(b"\n", 0, (low + high) // 2) + 1
            end = self.lines.index(b"\n", start)
            first, _, rest = self.lines[start:end].partition(b"\t")
            if first == wanted:
                return rest.decode().split("\t")
            if first < wanted:
                low = end + 1
            else:
                high = start
        return None


@cache
def _table(name: str) -> _Table:
    try:
        return _Table(gzip.decompress((_FOLDER / f"{name}.tsv.gz").read_bytes()))
    except (OSError, EOFError) as error:
        raise ResourceError(
            f"the gazetteer's table '{name}' is missing or damaged.", remedy="Install herodotus again."
        ) from error
