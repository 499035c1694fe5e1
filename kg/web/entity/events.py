"""Events in which an entity has a part: one row each, however many tell of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.graph import Iris
from kg.vocabulary import KG
from kg.web.entity.part import MOST, Asked, Part, caption, some, when
from kg.web.select import iri, iris, question
from kg.web.table import Cell, Column, Row, Table
from kg.web.told import Known, Told, foremost, named, told_of
from kg.web.words import local_name, title

DID: Final = ("agent", "participant")
SUFFERED: Final = ("target", "victim")
THERE: Final = ("place",)

_PARTS: Final = {"participant": "took part", "victim": "as victim"}
"""What is said of the thing's part where it is not what the section is about."""

_CLAIMS: Final = 10_000
"""Claims about the events of one page that are read."""


@dataclass(frozen=True, slots=True)
class Events:
    """A section of events: by which predicates the thing takes part, and how the columns are headed."""

    name: str
    predicates: tuple[str, ...]
    by: str
    against: str


EVENTS: Final = (
    Events("did", DID, "Also named for it", "Against"),
    Events("suffered", SUFFERED, "By", "As well as"),
    Events("there", THERE, "By", "Against"),
)


async def events(asked: Asked, which: Events, number: int) -> Part:
    """The events of a section, ``number`` in all, latest first."""
    predicates = iris(KG + name for name in which.predicates)
    rows = await asked.select(
        question(
            "entity-events",
            thing=iris([asked.thing]),
            predicates=predicates,
            reviews=Iris(asked.base).reviews_graph,
            most=MOST,
            limit=asked.limit,
            offset=asked.offset,
        )
    )
    found = [row["event"] for row in rows]
    by_event: defaultdict[str, list[Told]] = defaultdict(list)
    for told in await told_of(asked.select, asked.base, found, _CLAIMS):
        by_event[told.subject].append(told)
    mine = {event: _mine(by_event[event], asked.thing, which) for event in found}
    kept = [event for event in found if mine[event]]
    nodes = {
        one.object
        for event in kept
        for one in by_event[event]
        if one.predicate in (*DID, *SUFFERED, *THERE) and iri(one.object) is not None
    }
    for event in kept:
        nodes |= named(mine[event]) | {one.claimant for one in by_event[event] if _is_denied_event(one)}
    classes = {event: _class(by_event[event]) for event in kept}

    def draw(known: Known) -> Table:
        lines = tuple(_row(event, by_event[event], mine[event], which, classes, known) for event in kept)
        words = caption(asked.offset + len(kept), number, "event", "events", "latest first")
        return Table(which.name, words, _columns(which), lines, more=asked.offset + len(kept) < number)

    claims = frozenset(foremost(mine[event]) for event in kept)
    return Part(frozenset(nodes), claims, draw)


def _mine(told: Iterable[Told], thing: str, which: Events) -> list[Told]:
    return [one for one in told if one.object == thing and one.predicate in which.predicates]


def _is_denied_event(told: Told) -> bool:
    return told.predicate == "type" and told.polarity == "Denied"


def _class(told: Sequence[Told]) -> str:
    """The class that most who tell of an event give it, in words; a claim that it happened names one each."""
    names = [local_name(one.object) for one in told if one.predicate == "type"]
    return title(max(sorted(set(names)), key=names.count)) if names else "Event"


def _columns(which: Events) -> tuple[Column, ...]:
    is_place = which.predicates == THERE
    return (
        Column("date", "Date", "date"),
        Column("event", "What", "name"),
        Column("by", which.by),
        Column("against", which.against),
        *(() if is_place else (Column("place", "Where"),)),
        Column("stance", "How sure", "stance"),
        Column("claimants", "According to"),
    )


def _row(
    event: str,
    told: Sequence[Told],
    mine: Sequence[Told],
    which: Events,
    classes: dict[str, str],
    known: Known,
) -> Row:
    is_place = which.predicates == THERE
    parts = {one.predicate for one in mine}
    part = f" ({_PARTS[min(parts)]})" if len(parts) == 1 and parts <= _PARTS.keys() else ""
    denied = [one for one in told if _is_denied_event(one)]
    stances = known.stances(mine)
    if denied and not any(cell.text.startswith("denied") for cell in stances):
        names = " and ".join(sorted({known.names.get(one.claimant, one.claimant) for one in denied}))
        stances = (*stances, Cell(f"denied, that it happened, by {names}"))
    return Row(
        (
            when(told),
            (Cell(classes[event] + part, event, known.place.leads(event)),),
            _others(told, DID, mine, known),
            _others(told, SUFFERED, mine, known),
            *(() if is_place else (_others(told, THERE, mine, known),)),
            stances,
            known.claimants(mine),
        ),
        event,
        known.evidence(mine),
        tuple(one.claim for one in mine),
    )


def _others(told: Iterable[Told], predicates: tuple[str, ...], mine: Sequence[Told], known: Known) -> tuple[Cell, ...]:
    """Who or what else has one of these parts, as far as anybody affirms it; how sure, where the row says it not."""
    ways: defaultdict[str, set[str]] = defaultdict(set)
    for one in told:
        if one.predicate in predicates and one.object != mine[0].object and one.is_affirmed:
            ways[one.object].add(one.stance)
    said = {""} if mine[0].predicate in predicates else {"", *(one.stance for one in mine)}
    cells = [known.cell(other, "" if stances & said else min(stances)) for other, stances in ways.items()]
    return some(sorted(cells, key=lambda cell: (cell.text.lower(), cell.iri)))
