"""Triggers and arguments of events against gold.

A trigger is right where its span overlaps a gold trigger of a type that its class corresponds to. A gold trigger of a
type that is not measured is neither right nor missed, and ours on it are left out. An argument is right where the
event's trigger is matched, the role corresponds, and the filler overlaps any mention of the entity that the gold names.
A filler without a span of its own stands wherever its entity is mentioned; where an event has no ``place`` among its
roles, its place counts as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.evaluation.figures import Count
from kg.evaluation.rows import Row
from kg.evaluation.spans.assignment import Pair, assign
from kg.evaluation.spans.correspondence import Correspondence, is_a
from kg.evaluation.spans.gold import GoldDocument, GoldEvent
from kg.evaluation.spans.stretches import jaccard, span_of
from kg.model import EventClass, Span


@dataclass(slots=True)
class Told:
    """An event as the rows of one document tell it."""

    cls: EventClass
    triggers: set[Span] = field(default_factory=set)
    fillers: dict[tuple[str, str], set[Span]] = field(default_factory=lambda: defaultdict(set))
    places: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger of one event, and the types that it may match."""

    event: str
    span: Span
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """What fills a role of an event; the event is an IRI of ours, or the number of a gold trigger."""

    event: str | int
    role: str
    spans: tuple[Span, ...]


def read_events(rows: Iterable[Row]) -> dict[str, Told]:
    """The events of one document's rows, by IRI."""
    events: dict[str, Told] = {}
    for row in rows:
        event = events.setdefault(row["event"], Told(EventClass(row["type"])))
        event.cls = max(event.cls, EventClass(row["type"]), key=lambda cls: len(cls.lineage))
        if trigger := span_of(row):
            event.triggers.add(trigger)
        if row["role"]:
            filler = span_of(row, "fillerBegin", "fillerEnd")
            event.fillers[row["role"], row["filler"]] |= {filler} if filler else set()
        if row["place"]:
            event.places.add(row["place"])
    return events


def count_events(
    events: Mapping[str, Told], where: Mapping[str, Iterable[Span]], gold: GoldDocument, words: Correspondence
) -> dict[str, Count]:
    """The counts of one document; ``where`` says where each entity of ours is mentioned."""
    scored = [event for event in gold.events or () if words.counts_event(event.type)]
    ignored = [event.span for event in gold.events or () if not words.counts_event(event.type)]
    triggers = _triggers(events, words)
    pairs = assign(
        {
            (i, j): 1 + 1e-3 * jaccard((ours.span,), (theirs.span,))
            for i, ours in enumerate(triggers)
            for j, theirs in enumerate(scored)
            if ours.span.overlaps(theirs.span) and is_a(theirs.type, ours.types)
        }
    )
    matched = {i for i, _ in pairs}
    counted = [
        ours
        for i, ours in enumerate(triggers)
        if i in matched or not _any(ours.span, ignored) or _any(ours.span, [g.span for g in scored])
    ]
    ours = _arguments({trigger.event for trigger in counted}, events, where, words)
    theirs = _gold_arguments(scored, gold, words)
    right, found = _match_arguments([(triggers[i].event, j) for i, j in pairs], ours, theirs, words)
    return {
        "triggers": Count(len(pairs), len(counted), len(scored)),
        "arguments": Count(right, len(ours), len(theirs), found),
    }


def _triggers(events: Mapping[str, Told], words: Correspondence) -> list[Trigger]:
    """All triggers of classes that are measured; the same one of two events is one unless the types differ."""
    unique: dict[tuple[Span, tuple[str, ...]], Trigger] = {}
    for iri, event in events.items():
        if types := words.event(event.cls):
            for span in sorted(event.triggers):
                unique.setdefault((span, types), Trigger(iri, span, types))
    return list(unique.values())


def _any(span: Span, others: Iterable[Span]) -> bool:
    return any(span.overlaps(other) for other in others)


def _arguments(
    counted: set[str], events: Mapping[str, Told], where: Mapping[str, Iterable[Span]], words: Correspondence
) -> list[Argument]:
    """What fills the roles of our events; two IRIs for the same spans are one filler."""
    unique: dict[tuple[str, str, tuple[Span, ...] | str], Argument] = {}
    for iri in sorted(counted):
        event = events[iri]
        fillers = {key: spans for key, spans in event.fillers.items() if key[0] in words.our_roles}
        if not any(role == "place" for role, _ in event.fillers):
            fillers |= {("place", place): set() for place in event.places}
        for (role, filler), own in fillers.items():
            spans = tuple(sorted(own or where.get(filler, ())))
            unique.setdefault((iri, role, spans or filler), Argument(iri, role, spans))
    return list(unique.values())


def _gold_arguments(scored: Sequence[GoldEvent], gold: GoldDocument, words: Correspondence) -> list[Argument]:
    spans = {entity.id: entity.span for entity in gold.entities or ()}
    cluster = {mention: tuple(sorted(c)) for c in gold.clusters or () for mention in c}
    found: dict[tuple[int, str, tuple[str, ...]], Argument] = {}
    for j, event in enumerate(scored):
        for argument in event.arguments:
            mentions = cluster.get(argument.entity, (argument.entity,))
            if words.role(argument.role):
                found[j, argument.role, mentions] = Argument(j, argument.role, tuple(spans[m] for m in mentions))
    return list(found.values())


def _match_arguments(
    pairs: Iterable[tuple[str, int]], ours: Sequence[Argument], theirs: Sequence[Argument], words: Correspondence
) -> tuple[int, int]:
    """How many of our arguments are right, and how many of the gold are found: one event may have several triggers."""
    right: set[int] = set()
    found: set[int] = set()
    for iri, gold in pairs:
        weights: dict[Pair, float] = {
            (a, b): 1
            for a, mine in enumerate(ours)
            if mine.event == iri
            for b, other in enumerate(theirs)
            if other.event == gold
            and mine.role in words.role(other.role)
            and any(_any(span, other.spans) for span in mine.spans)
        }
        for a, b in assign(weights):
            right.add(a)
            found.add(b)
    return len(right), len(found)
