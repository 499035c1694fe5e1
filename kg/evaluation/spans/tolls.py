"""Counts of people against gold: the figure, who says it, and of which event."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.evaluation.figures import Count
from kg.evaluation.rows import Rows
from kg.evaluation.spans.assignment import assign
from kg.evaluation.spans.gold import GoldToll
from kg.model import Span


@dataclass(frozen=True, slots=True)
class Figure:
    """A toll as the rows tell it. ``claimants`` are the names of who says it; none for the document's own voice."""

    effect: str
    bounds: tuple[int | None, int | None]
    claimants: frozenset[str]
    triggers: frozenset[Span]


def read_tolls(rows: Rows, document: str, triggers: Mapping[str, set[Span]]) -> list[Figure]:
    """The tolls of a document; the same figure of one event and claimant is one, however often it is told."""
    found: dict[tuple[str, ...], Figure] = {}
    for row in rows.of("tolls", document):
        key = tuple(row[column] for column in ("event", "effect", "min", "max", "claimant"))
        found[key] = Figure(
            row["effect"],
            (_number(row["min"]), _number(row["max"])),
            frozenset() if rows.is_own_voice(row) else frozenset(rows.names(row, "claimant", "label")),
            frozenset(triggers.get(row["event"], ())),
        )
    return list(found.values())


def count_tolls(product: Sequence[Figure], gold: Sequence[GoldToll]) -> dict[str, Count]:
    """The counts of one document: effect and bounds equal, then also the claimant, then also the event."""

    def figure(ours: Figure, theirs: GoldToll) -> bool:
        return ours.effect == theirs.effect and ours.bounds == (theirs.min, theirs.max)

    def claimed(ours: Figure, theirs: GoldToll) -> bool:
        return figure(ours, theirs) and _same_claimant(ours.claimants, theirs.claimant)

    def placed(ours: Figure, theirs: GoldToll) -> bool:
        return claimed(ours, theirs) and (
            theirs.event is None or any(theirs.event.overlaps(trigger) for trigger in ours.triggers)
        )

    def count(fits: Callable[[Figure, GoldToll], bool]) -> Count:
        pairs = {(i, j): 1.0 for i, ours in enumerate(product) for j, theirs in enumerate(gold) if fits(ours, theirs)}
        return Count(len(assign(pairs)), len(product), len(gold))

    return {"tolls, figure": count(figure), "tolls, figure and claimant": count(claimed), "tolls": count(placed)}


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def _same_claimant(names: frozenset[str], wanted: str | None) -> bool:
    """Whether one of the names is the claimant's, or one of the two holds the other's words in a row."""
    if wanted is None or not names:
        return wanted is None and not names
    gold = _plain(wanted)
    return any(gold in _plain(name) or _plain(name) in gold for name in names)


def _plain(name: str) -> str:
    """A name as words between blanks, in small letters, without an article."""
    words = re.findall(r"\w+", name.casefold())
    return f" {' '.join(words[1:] if len(words) > 1 and words[0] in ('the', 'a', 'an') else words)} "
