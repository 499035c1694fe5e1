"""The marks: what is marked in a part of a document's text, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from kg.web.select import Select, Solution, question

_MOST: Final = 12_000
"""Spans of one page that are marked at most, counted once for each claim and each thing that they denote."""


@dataclass(slots=True)
class Mark:
    """The span ``[begin, end)`` of the text.

    ``things`` are what it denotes, ``event`` says that the first of them is an event; ``claims`` rest on it, with who
    makes each. ``number`` counts the spans of a page that claims rest on, from 1; it is 0 for all others.
    """

    begin: int
    end: int
    things: list[str] = field(default_factory=list)
    event: bool = False
    claims: dict[str, str] = field(default_factory=dict)
    number: int = 0

    @property
    def name(self) -> str:
        """The name of its place, as in the fragments of IRIs (RFC 5147)."""
        return f"char={self.begin},{self.end}"

    def voice(self, document: str) -> str:
        """Who speaks in the claims on it: the document in its ``own`` voice, others as ``reported``, or ``both``."""
        own = {claimant == document for claimant in self.claims.values()}
        return "both" if len(own) > 1 else "own" if own == {True} else "reported" if own else ""


async def marks(
    select: Select, graph: ox.NamedNode, begin: int, end: int, at: tuple[int, int] | None = None
) -> tuple[Mark, ...]:
    """What is marked in ``[begin, end)``, in the order of the text; ``at`` are words that are marked for themselves."""
    rows = await select(question("document-spans", graph=graph, **{"from": begin, "to": end}, limit=_MOST))
    return _numbered(_marks(rows, at))


def _marks(rows: Iterable[Solution], at: tuple[int, int] | None) -> Iterable[Mark]:
    found: dict[tuple[int, int], Mark] = {}
    for row in rows:
        place = int(row["begin"]), int(row["end"])
        mark = found.setdefault(place, Mark(*place))
        if (thing := row.get("thing")) and thing not in mark.things:
            # An actor or a place before an event: of two readings of one word, it says more.
            mark.things.insert(len(mark.things) if "event" in row else 0, thing)
            mark.event = "event" in row if len(mark.things) == 1 else mark.event and "event" in row
        if claim := row.get("claim"):
            mark.claims[claim] = row["claimant"]
    if at is not None and at[0] < at[1]:
        found.setdefault(at, Mark(*at))
    return found.values()


def _numbered(found: Iterable[Mark]) -> tuple[Mark, ...]:
    ordered = sorted(found, key=lambda mark: (mark.begin, -mark.end))
    for number, mark in enumerate((mark for mark in ordered if mark.claims), 1):
        mark.number = number
    return tuple(ordered)
