"""Pairs that may be one: both sides with what is known of them, and what speaks for it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.graph import Iris
from kg.web.place import Place
from kg.web.select import Select, iri, iris, question
from kg.web.table import Cell
from kg.web.words import entity_class
from kg.workspace.directory import Proposal

_MENTIONS: Final = 3
"""Mentions of each side that are quoted."""

_NAMES: Final = 6


@dataclass(frozen=True, slots=True)
class ShownSide:
    """One of two things: its id, its name with a link to its page, its kind in words, other names, some mentions."""

    id: str
    name: Cell
    cls: str
    names: tuple[str, ...]
    mentions: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ShownPair:
    """Two things that may be one. ``score`` is between 0 and 1; ``documents`` counts those that speak of both."""

    sides: tuple[ShownSide, ShownSide]
    score: float
    reasons: tuple[str, ...]
    documents: int


async def shown_pairs(select: Select, place: Place, proposals: Sequence[Proposal]) -> tuple[ShownPair, ...]:
    """The pairs, in their order. Raises what ``select`` does."""
    ids = tuple(dict.fromkeys(one for p in proposals for one in (p.candidate.first, p.candidate.second)))
    nodes = {one: f"{place.base}{path_of(one)}" for one in ids}
    names: defaultdict[str, set[str]] = defaultdict(set)
    types: defaultdict[str, set[str]] = defaultdict(set)
    if ids:
        wanted = question("review-sides", things=iris(nodes.values()), entities=Iris(place.base).entities_graph)
        for row in await select(wanted):
            if "name" in row:
                names[row["thing"]].add(row["name"])
            if "type" in row:
                types[row["thing"]].add(row["type"])
    mentions = dict(zip(ids, await asyncio.gather(*(_mentions(select, place, nodes[one]) for one in ids)), strict=True))

    def side(one: str, label: str) -> ShownSide:
        node = nodes[one]
        others = tuple(sorted(names[node] - {label}))[:_NAMES]
        cls = entity_class(types[node]) or ("event" if one.startswith("event/") else "")
        return ShownSide(one, Cell(label, node, place.leads(node)), cls, others, mentions[one])

    return tuple(
        ShownPair(
            (side(p.candidate.first, p.labels[0]), side(p.candidate.second, p.labels[1])),
            p.candidate.score,
            p.candidate.reasons,
            p.documents,
        )
        for p in proposals
    )


async def _mentions(select: Select, place: Place, node: str) -> tuple[Cell, ...]:
    thing = iri(node)
    if thing is None:
        return ()
    rows = await select(question("review-words", thing=thing, limit=_MENTIONS))
    found = {row["span"]: Cell(row["quote"], row["span"], place.leads(row["span"])) for row in rows}
    return tuple(found[span] for span in sorted(found))


def path_of(one: str) -> str:
    """The path of an id below the base.

    >>> path_of("person/anna"), path_of("event/3bd774b90a730136a84a/e1")
    ('id/person/anna', 'id/event/3bd774b90a730136a84a-e1')
    """
    kind, _, rest = one.partition("/")
    return f"id/{kind}/{rest.replace('/', '-') if kind == 'event' else rest}"
