"""The facets: where and when the best hits are, and according to whom – worked out from the graph."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.search import Hit, Kind
from kg.web.place import Place
from kg.web.search.wish import Wish
from kg.web.select import Select, iris, question

_MOST: Final = 8
"""Values of a facet that are offered."""

_YEAR: Final = re.compile(r"\d{4}")


@dataclass(slots=True)
class Around:
    """What is around a hit: its places and sources as IRIs, its years, and the first of its dates as EDTF."""

    places: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    date: str = ""

    def fits(self, wish: Wish) -> bool:
        """Whether it is what was chosen; a hit of which nothing is known fits no choice."""
        last = wish.last or (9999 if wish.first else 0)
        return (
            (not wish.where or wish.where in self.places)
            and (not wish.source or wish.source in self.sources)
            and (not last or any(wish.first <= year <= last for year in self.years))
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how many of the hits it leaves, and the address that chooses it, or drops it again."""

    text: str
    number: int
    href: str
    chosen: bool = False
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values, those with most hits first."""

    name: str
    heading: str
    choices: tuple[Choice, ...]


async def around(select: Select, base: str, hits: Sequence[Hit]) -> dict[str, Around]:
    """What is around each of the hits, by their ids."""
    by_kind: defaultdict[Kind, list[str]] = defaultdict(list)
    found = {hit.id: Around() for hit in hits}
    for hit in hits:
        by_kind[hit.kind].append(base + hit.id)
        if hit.kind is Kind.DOCUMENT:
            found[hit.id].sources.add(base + hit.id)
        elif hit.kind is Kind.ENTITY and hit.id.startswith("id/place/"):
            found[hit.id].places.add(base + hit.id)
    asked = {name: iris(by_kind[kind]) for name, kind in _ASKED.items()}
    for row in await select(question("search-facets", **asked)) if any(asked.values()) else []:
        one = found[row["thing"].removeprefix(base)]
        one.places.update(value for name, value in row.items() if name == "place")
        one.sources.update(value for name, value in row.items() if name in ("document", "claimant"))
        if day := _YEAR.match(row.get("day", "")):
            one.years.add(int(day[0]))
            one.date = min(filter(None, (one.date, row["day"])))
    return found


def facets(known: Mapping[str, Around], names: Mapping[str, str], wish: Wish, place: Place) -> tuple[Facet, ...]:
    """The facets of some hits; ``names`` says what places and sources are called."""
    places = Counter(iri for one in known.values() for iri in one.places)
    sources = Counter(iri for one in known.values() for iri in one.sources)
    years = Counter(year for one in known.values() for year in one.years)
    found = (
        Facet("place", "Place", _choices(places, names, wish.where, "place", place)),
        Facet("source", "According to", _choices(sources, names, wish.source, "source", place)),
        Facet("time", "Year", _years(years, wish, place)),
    )
    return tuple(facet for facet in found if facet.choices)


def common(known: Mapping[str, Around], wish: Wish) -> tuple[str, ...]:
    """The places and sources that facets are about to name."""
    places = Counter(iri for one in known.values() for iri in one.places)
    sources = Counter(iri for one in known.values() for iri in one.sources)
    chosen = [iri for iri in (wish.where, wish.source) if iri]
    return tuple(dict.fromkeys([*chosen, *(iri for counted in (places, sources) for iri in _first(counted))]))


_ASKED: Final = {"events": Kind.EVENT, "claims": Kind.CLAIM, "documents": Kind.DOCUMENT}


def _first(counted: Counter[str]) -> list[str]:
    return sorted(counted, key=lambda iri: (-counted[iri], iri))[:_MOST]


def _choices(
    counted: Counter[str], names: Mapping[str, str], chosen: str, name: str, place: Place
) -> tuple[Choice, ...]:
    shown = _first(counted)
    if chosen and chosen not in shown:
        shown.insert(0, chosen)
    return tuple(
        Choice(
            names.get(iri, iri),
            counted[iri],
            place.again(**{name: None if iri == chosen else iri, "page": None}),
            iri == chosen,
            iri,
        )
        for iri in shown
    )


def _years(counted: Counter[int], wish: Wish, place: Place) -> tuple[Choice, ...]:
    def choice(year: int) -> Choice:
        is_chosen = wish.first == wish.last == year
        again = place.again(**{"from": None if is_chosen else year, "to": None if is_chosen else year, "page": None})
        return Choice(str(year), counted[year], again, is_chosen)

    return tuple(choice(year) for year in sorted(counted, reverse=True)[: 2 * _MOST])
