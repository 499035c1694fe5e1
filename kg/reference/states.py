"""The states of the world, by their names, adjectives, inhabitants and capitals (``states.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kg.reference.names import plain, slug

_FILE = Path(__file__).with_name("states.toml")


@dataclass(frozen=True, slots=True)
class State:
    """A state and its territory.

    ``code`` is ISO 3166-1 alpha-2 (``XK``: Kosovo). ``adjectives`` say "of this state", ``inhabitants`` are nouns for
    its people in singular and plural, ``capitals`` name the seat of its government. ``latitude`` and ``longitude``
    (WGS 84 degrees) lie roughly in the middle of the territory; ``geonames`` is the territory's numeric GeoNames id,
    ``wikidata`` an item id, ``None`` where it is not certain.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    inhabitants: tuple[str, ...]
    capitals: tuple[str, ...]
    latitude: float
    longitude: float
    geonames: int
    wikidata: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)

    @property
    def slug(self) -> str:
        """The name as part of an IRI (``united-states``)."""
        return slug(self.name)

    @property
    def reference(self) -> str:
        """What an entity's ``reference`` calls it (``state/US``)."""
        return f"state/{self.code}"


@cache
def states() -> tuple[State, ...]:
    """All states, in the order of the list."""
    with _FILE.open("rb") as file:
        rows = tomllib.load(file)["state"]
    return tuple(
        State(
            code=row["code"],
            name=row["name"],
            aliases=tuple(row.get("aliases", ())),
            adjectives=tuple(row.get("adjectives", ())),
            inhabitants=tuple(row.get("inhabitants", ())),
            capitals=tuple(row.get("capitals", ())),
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            geonames=row["geonames"],
            wikidata=row.get("wikidata"),
        )
        for row in rows
    )


def state(code: str) -> State | None:
    """The state with this ISO 3166-1 alpha-2 code."""
    return _by_code().get(code)


def state_by_name(text: str) -> State | None:
    """The state with this name or alias, with or without "the". Case counts: "US" is a state and "us" is not.

    A name of four letters or more is also recognised in capitals ("IRAQ").
    """
    return _look_up(_by_name(), text)


def state_by_adjective(text: str) -> State | None:
    """The state whose adjective this is ("Iraqi"). Case counts: "Turkish" is one, "turkish" is not."""
    return _look_up(_by_adjective(), text)


def state_by_inhabitant(text: str) -> State | None:
    """The state whose inhabitant or inhabitants this noun names ("Briton", "Iraqis")."""
    return _look_up(_by_inhabitant(), text)


def state_by_capital(text: str) -> State | None:
    """The state whose government this capital or seat of government can stand for ("Tehran")."""
    return _look_up(_by_capital(), text)


_Index = MappingProxyType[str, State]


@cache
def _by_code() -> _Index:
    return MappingProxyType({s.code: s for s in states()})


@cache
def _by_name() -> _Index:
    return _index(lambda s: s.names)


@cache
def _by_adjective() -> _Index:
    return _index(lambda s: s.adjectives)


@cache
def _by_inhabitant() -> _Index:
    return _index(lambda s: s.inhabitants)


@cache
def _by_capital() -> _Index:
    return _index(lambda s: s.capitals)


def _index(words: Callable[[State], Iterable[str]]) -> _Index:
    entries: dict[str, State] = {}
    for entry in states():
        for word in words(entry):
            key = plain(word)
            entries[key] = entry
            if len(key) >= 4:
                entries.setdefault(key.upper(), entry)
    return MappingProxyType(entries)


def _look_up(index: _Index, text: str) -> State | None:
    return index.get(plain(text))
