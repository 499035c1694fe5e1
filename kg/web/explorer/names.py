"""Names: which things a visitor means who types a name or an IRI."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.errors import ParameterError
from kg.graph import Iris
from kg.vocabulary import KG
from kg.web.explorer.wish import Wish
from kg.web.place import Place
from kg.web.select import Select, Solution, iri, iris, question
from kg.web.table import Cell
from kg.web.words import entity_class

_MOST: Final = 50
_ROWS: Final = 1_000
_CLASSES: Final = {
    "place": ("Place",),
    "actor": ("Actor",),
    "claimant": ("Actor", "Document"),
    "document": ("Document",),
}
_LIST: Final = 5


@dataclass(frozen=True, slots=True)
class Meant:
    """The things that ``text`` means, with the name and the kind of each; ``cut`` where there are more.

    ``parameter`` is the one of the address that it was given for.
    """

    parameter: str
    text: str
    things: tuple[Cell, ...]
    cut: bool = False

    @property
    def iris(self) -> tuple[str, ...]:
        """The things."""
        return tuple(thing.iri for thing in self.things)

    @property
    def shown(self) -> tuple[Cell, ...]:
        """The first few things, for a line of a page."""
        return self.things[:_LIST]

    @property
    def others(self) -> int:
        """How many there are beyond these."""
        return len(self.things) - len(self.shown)


async def meant(select: Select, place: Place, wish: Wish) -> tuple[Meant, ...]:
    """What the names of a wish mean. Raises ``ParameterError`` where an IRI is none."""
    return tuple([await _meant(select, place, name, text) for name, text in wish.names])


async def _meant(select: Select, place: Place, parameter: str, text: str) -> Meant:
    if "://" in text or text.startswith("urn:"):
        return await _by_iri(select, place, parameter, text.removeprefix("<").removesuffix(">"))
    rows: list[Solution] = []
    words = ox.Literal(text.lower())
    entities = Iris(place.base).entities_graph
    for cls in _CLASSES[parameter]:
        if cls == "Document":
            rows += await select(question("explorer-documents-called", words=words, limit=_ROWS))
        else:
            node = ox.NamedNode(KG + cls)
            rows += await select(
                question("explorer-called", words=words, entities=entities, limit=_ROWS, **{"class": node})
            )
    whole = [row for row in rows if row["name"].casefold() == text.casefold()]
    return _gathered(place, parameter, text, whole or rows)


async def _by_iri(select: Select, place: Place, parameter: str, text: str) -> Meant:
    node = iri(text)
    if node is None:
        raise ParameterError(f"“{parameter}” is no IRI such as {place.base}id/place/kirkuk, and no name.")
    entities = Iris(place.base).entities_graph
    moved = await select(question("explorer-moved", things=[node], entities=entities))
    now = tuple(dict.fromkeys(row["now"] for row in moved)) or (text,)
    called = await names(select, place.base, now)
    return Meant(parameter, text, tuple(Cell(called[one], one, place.leads(one)) for one in now))


def _gathered(place: Place, parameter: str, text: str, rows: Iterable[Solution]) -> Meant:
    called: defaultdict[str, set[str]] = defaultdict(set)
    types: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        called[row["thing"]].add(row["name"])
        types[row["thing"]].add(row["type"])
    ordered = sorted(called, key=lambda thing: (min(called[thing], key=len), thing))
    things = tuple(_cell(place, thing, called[thing], types[thing]) for thing in ordered[:_MOST])
    return Meant(parameter, text, things, len(ordered) > _MOST)


def _cell(place: Place, thing: str, called: set[str], types: set[str]) -> Cell:
    kind = entity_class(types)
    name = min(called, key=lambda one: (len(one), one))
    return Cell(f"{name} ({kind})" if kind else name, thing, place.leads(thing))


async def names(select: Select, base: str, things: Iterable[str]) -> dict[str, str]:
    """What actors, places and documents are called; the last part of the IRI where the graph does not say."""
    wanted = tuple(dict.fromkeys(things))
    nodes = iris(wanted)
    rows = await select(question("explorer-names", things=nodes, entities=Iris(base).entities_graph)) if nodes else []
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        for kind in ("label", "title", "file"):
            if kind in row:
                found[row["thing"]][kind].add(row[kind])
    return {thing: _name(thing, found[thing]) for thing in wanted}


def _name(thing: str, found: defaultdict[str, set[str]]) -> str:
    best = next((found[kind] for kind in ("label", "title", "file") if found[kind]), None)
    return min(best) if best else thing.rstrip("/").rpartition("/")[2]
