"""Sums: the links that the graph of relationships counts, the strongest first, and how many there are of each kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import pyoxigraph as ox

from kg.graph import Iris
from kg.model import EntityKey
from kg.vocabulary import XSD
from kg.web.network.kinds import SUMMED
from kg.web.network.link import Link
from kg.web.network.wish import Wish
from kg.web.select import Listed, Select, iri, iris, question
from kg.web.words import local_name

_FIRST_DAY: Final = "0001-01-01"
_LAST_DAY: Final = "9999-12-31"


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many links of a kind an actor has, in both directions, and how many claims tell of them."""

    kind: str
    links: int
    claims: int


async def kinds(select: Select, base: str, actor: str) -> tuple[KindCount, ...]:
    """The kinds of links that an actor has, the most frequent first."""
    if (node := iri(actor)) is None:
        return ()
    rows = await select(question("network-kinds", actor=node, relationships=Iris(base).relationships_graph))
    found = (KindCount(row["kind"], int(row["links"]), int(row["claims"])) for row in rows if "kind" in row)
    return tuple(sorted(found, key=lambda one: (-one.links, one.kind)))


async def strongest(select: Select, base: str, actors: Iterable[str], wish: Wish, limit: int) -> tuple[Link, ...]:
    """The links of some actors that most claims tell of, of the kinds and the period that are asked for."""
    wanted = [kind for kind in wish.kinds or SUMMED if kind in SUMMED]
    nodes = iris(actors)
    if not (wanted and nodes):
        return ()
    listed = Listed(tuple(map(ox.Literal, wanted)))
    graph = Iris(base).relationships_graph
    if wish.first or wish.last:
        text = question(
            "network-strongest-within",
            actors=nodes,
            relationships=graph,
            kinds=listed,
            limit=limit,
            since=_day(wish.first or _FIRST_DAY),
            until=_day(wish.last or _LAST_DAY),
        )
    else:
        text = question("network-strongest", actors=nodes, relationships=graph, kinds=listed, limit=limit)
    return await links(select, base, (row["link"] for row in await select(text)))


async def between(select: Select, base: str, pairs: Iterable[tuple[str, str]], only: str = "") -> tuple[Link, ...]:
    """The links of some pairs, in both directions; of one kind alone, where ``only`` names it."""
    minted, wanted = Iris(base), [only] if only else SUMMED
    names = []
    for one, other in pairs:
        first, second = key_of(base, one), key_of(base, other)
        if first and second:
            names += [
                minted.relationship(a, kind, b).value for a, b in ((first, second), (second, first)) for kind in wanted
            ]
    return await links(select, base, names)


async def links(select: Select, base: str, names: Iterable[str]) -> tuple[Link, ...]:
    """The links that some relationships are, in the order of the strength of each."""
    nodes = iris(names)
    if not nodes:
        return ()
    rows = await select(question("network-links", links=nodes, relationships=Iris(base).relationships_graph))
    found: defaultdict[str, _Facts] = defaultdict(_Facts)
    for row in rows:
        found[row["link"]].add(local_name(row["property"]), row["value"])
    whole = (facts.link(name) for name, facts in found.items() if facts.is_whole)
    return tuple(sorted(whole, key=lambda one: (-one.number, one.kind, one.source, one.target)))


def key_of(base: str, name: str) -> EntityKey | None:
    """The key of an actor or a place, as its IRI has it; ``None`` where it is none."""
    parts = name.removeprefix(f"{base}id/").split("/", 1)
    return EntityKey(parts[0], parts[1]) if name.startswith(f"{base}id/") and len(parts) == 2 and parts[1] else None


@dataclass(slots=True)
class _Facts:
    values: dict[str, str] = field(default_factory=dict)
    claims: list[str] = field(default_factory=list)

    def add(self, name: str, value: str) -> None:
        if name == "derivedFrom":
            self.claims.append(value)
        else:
            self.values[name] = value

    @property
    def is_whole(self) -> bool:
        return {"relationFrom", "relationTo", "relationKind", "affirmedCount", "deniedCount"} <= self.values.keys()

    def link(self, name: str) -> Link:
        value = self.values
        return Link(
            iri=name,
            source=value["relationFrom"],
            kind=value["relationKind"],
            target=value["relationTo"],
            affirmed=int(value["affirmedCount"]),
            denied=int(value["deniedCount"]),
            claimants=int(value.get("claimantCount", "0")),
            documents=int(value.get("documentCount", "0")),
            first=value.get("firstDay", ""),
            last=value.get("lastDay", ""),
            claims=tuple(sorted(self.claims)),
        )


def _day(text: str) -> ox.Literal:
    return ox.Literal(date.fromisoformat(text).isoformat(), datatype=ox.NamedNode(XSD + "date"))
