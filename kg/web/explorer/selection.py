"""The selection: the events that a wish asks for, in order, with when and where, and how many have neither."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import pyoxigraph as ox

from kg.graph import Iris
from kg.model import EventClass
from kg.vocabulary import KG
from kg.web.explorer.names import Meant
from kg.web.explorer.when import When, whens
from kg.web.explorer.whereabouts import Where, whereabouts
from kg.web.explorer.wish import Wish
from kg.web.select import Part, Select, iris, question
from kg.web.words import local_name

LOOKED_THROUGH: Final = 20_000
"""Events, dates, places and so on that are looked through at most."""

_FEW: Final = 200
"""Events for which it is quicker to ask for each of them than to look through all."""

_RANKS: Final = {
    cls: at
    for at, cls in enumerate(sorted(EventClass, key=lambda cls: (-len(cls.lineage), list(EventClass).index(cls))))
}
"""The order of classes: the special before the general, otherwise as the ontology has them."""

_SAID: Final = ("date", "place")
_CLAIMS: Final = {
    "planned": (("realis", "Future", "Affirmed"),),
    "possible": (("certainty", "Possible", "Affirmed"), ("realis", "Hypothetical", "Affirmed")),
    "denied": (("polarity", "Denied", "Denied"),),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One event: the classes that accounts give it, the most special first, with all its dates and places."""

    iri: str
    classes: tuple[EventClass, ...]
    dates: tuple[When, ...]
    places: tuple[Where, ...]

    @property
    def is_dated(self) -> bool:
        """Whether it has a place in time."""
        return any(one.is_dated for one in self.dates)

    @property
    def begin(self) -> date:
        """Where it stands in the order of time."""
        return min((one.begin for one in self.dates), default=date.max)

    @property
    def exactness(self) -> str:
        """How exactly the best known of its places is known; empty where nobody says where it was."""
        return next(
            (kind for kind in ("point", "area", "unknown") if any(p.exactness == kind for p in self.places)), ""
        )


@dataclass(frozen=True, slots=True)
class Selection:
    """Events in order.

    ``outside`` counts those that a period leaves out because nobody says in which year they were; ``cut`` says that
    the graph holds more than was looked through.
    """

    events: tuple[Found, ...]
    outside: int = 0
    cut: bool = False

    @property
    def undated(self) -> int:
        """Events without a date, or with one without a year."""
        return sum(not event.is_dated for event in self.events)

    @property
    def unplaced(self) -> int:
        """Events of which nobody says where they were."""
        return sum(not event.places for event in self.events)

    @property
    def unlocated(self) -> int:
        """Events whose place has a name, and of which nobody knows where it is."""
        return sum(event.exactness == "unknown" for event in self.events)

    @property
    def rough(self) -> int:
        """Events whose place is known only as a country, a region, or something within one."""
        return sum(event.exactness == "area" for event in self.events)


async def selection(select: Select, base: str, wish: Wish, named: Iterable[Meant]) -> Selection:
    """The events that a wish asks for. Raises what ``select`` does."""
    asked = _Asked(select, base)
    narrowed = await asked.narrowed(wish, named)
    if narrowed is not None and not narrowed:
        return Selection((), cut=asked.cut)
    classes, dates, places = await asked.facts(wish, narrowed)
    if narrowed is not None:
        classes = {event: found for event, found in classes.items() if event in narrowed}
    known = await whereabouts(select, base, sorted({place for event in classes for place in places.get(event, ())}))
    events = [
        Found(
            event,
            tuple(sorted(found, key=_RANKS.__getitem__)),
            whens(dates.get(event, ())),
            tuple(sorted((known[place] for place in places.get(event, ())), key=lambda one: (one.label, one.iri))),
        )
        for event, found in classes.items()
    ]
    return _in_period(events, wish, cut=asked.cut)


def _in_period(events: list[Found], wish: Wish, *, cut: bool) -> Selection:
    kept, outside = events, 0
    if wish.has_period:
        kept = [event for event in events if any(one.meets(wish.since, wish.until) for one in event.dates)]
        outside = sum(not event.is_dated for event in events)
    return Selection(tuple(sorted(kept, key=lambda event: _order(event, wish))), outside, cut)


def _order(event: Found, wish: Wish) -> tuple[bool, int, int, str]:
    """Undated events come last in either order."""
    day = event.begin.toordinal() if event.is_dated else 0
    return not event.is_dated, -day if wish.order == "latest" else day, _RANKS[event.classes[0]], event.iri


class _Asked:
    """Asks for sets of events, and remembers whether one of them was too large."""

    def __init__(self, select: Select, base: str) -> None:
        self._select = select
        self._minted = Iris(base)
        self.cut = False

    async def narrowed(self, wish: Wish, named: Iterable[Meant]) -> set[str] | None:
        """The events that all filters leave but those of class and period; ``None`` where there are no others."""
        sets = [self._by_name(one) for one in named]
        if wish.standings:
            sets.append(self._standing(wish.standings))
        if wish.disputed:
            sets.append(self._events("explorer-disputed"))
        found = await asyncio.gather(*sets)
        return set.intersection(*found) if found else None

    async def facts(
        self, wish: Wish, narrowed: Collection[str] | None
    ) -> tuple[dict[str, set[EventClass]], dict[str, set[str]], dict[str, set[str]]]:
        """Classes, dates and places by event: at least of the events that are asked for."""
        few = iris(sorted(narrowed)) if narrowed is not None and len(narrowed) <= _FEW else None
        classes, said = await asyncio.gather(self._classes(wish, few), self._said(few))
        return classes, said["date"], said["place"]

    async def _by_name(self, named: Meant) -> set[str]:
        things = iris(named.iris)
        if not things:
            return set()
        more: dict[str, Part] = {}
        if named.parameter == "place":
            more = {"entities": self._minted.entities_graph, "reviews": self._minted.reviews_graph}
        return await self._events(f"explorer-by-{named.parameter}", things=things, **more)

    async def _standing(self, standings: tuple[str, ...]) -> set[str]:
        found: set[str] = set()
        for standing in standings:
            if standing == "happened":
                found |= await self._events("explorer-happened")
            for name, value, polarity in _CLAIMS.get(standing, ()):
                found |= await self._events(
                    "explorer-standing",
                    property=ox.NamedNode(KG + name),
                    value=ox.NamedNode(KG + value),
                    polarity=ox.NamedNode(KG + polarity),
                    reviews=self._minted.reviews_graph,
                )
        return found

    async def _events(self, name: str, **parts: Part) -> set[str]:
        return {row["event"] for row in await self._rows(name, **parts)}

    async def _classes(self, wish: Wish, few: tuple[ox.NamedNode, ...] | None) -> dict[str, set[EventClass]]:
        wanted = {cls.value: cls for cls in wish.classes}
        if few is not None:
            rows = await self._rows("explorer-events-of", events=few)
        else:
            rows = await self._rows("explorer-events", classes=iris(KG + name for name in wanted))
        found: defaultdict[str, set[EventClass]] = defaultdict(set)
        for row in rows:
            if (name := local_name(row["class"])) in wanted:
                found[row["event"]].add(wanted[name])
        return dict(found)

    async def _said(self, few: tuple[ox.NamedNode, ...] | None) -> dict[str, dict[str, set[str]]]:
        """What is said of events, by property."""
        nodes = {name: ox.NamedNode(KG + name) for name in _SAID}
        reviews = self._minted.reviews_graph
        if few is not None:
            rows = await self._rows("explorer-said-of", events=few, reviews=reviews)
        else:
            surely = (self._rows("explorer-said", property=nodes[name]) for name in _SAID)
            unsurely = self._rows("explorer-said-unsurely", properties=nodes.values(), reviews=reviews)
            *plain, rows = await asyncio.gather(*surely, unsurely)
            for name, found in zip(_SAID, plain, strict=True):
                rows += [{**row, "property": nodes[name].value} for row in found]
        said: dict[str, defaultdict[str, set[str]]] = {name: defaultdict(set) for name in _SAID}
        for row in rows:
            said[local_name(row["property"])][row["event"]].add(row["value"])
        return {name: dict(found) for name, found in said.items()}

    async def _rows(self, name: str, **parts: Part) -> list[dict[str, str]]:
        rows = await self._select(question(name, limit=LOOKED_THROUGH, **parts))
        self.cut = self.cut or len(rows) == LOOKED_THROUGH
        return rows
