"""The evidence: what speaks for two events of two documents being one, and what excludes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import Final

from kg.identity.events.dates import Meeting, meet
from kg.model import EntityClass, EventActor, EventClass, EventPlace, EventProfile, EventToll, Likeness

ONE_EVENT: Final = 0.7
"""Score from which on two events are one."""

_NOTHING: Final = Likeness(0.0, ())
_DATES: Final = {Meeting.DAY: 0.4, Meeting.DAY_OF_YEAR: 0.35, Meeting.OVERLAP: 0.15, Meeting.UNKNOWN: 0.0}
_TOLD: Final = {
    Meeting.DAY: "the same day",
    Meeting.DAY_OF_YEAR: "the same day, one without a year",
    Meeting.OVERLAP: "dates that overlap",
}
_NEWS_DAYS: Final = 3
"""Days between two documents within which they may report one event that neither dates."""
_LATE_DAYS: Final = 14
"""Days between two documents after which they do not."""
COUNTED: Final = 5
"""Killed or injured people from which on one exact figure on one day is seldom told of two events."""
_TELLING: Final = 0.2
"""What such a figure adds."""
_COARSE: Final = frozenset({EntityClass.COUNTRY, EntityClass.REGION, EntityClass.PLACE})
_WEAK_ACTORS: Final = frozenset({EntityClass.STATE, EntityClass.GROUP})
_VAGUE: Final = frozenset({EventClass.ATTACK, EventClass.EVENT, EventClass.MILITARY_OPERATION, EventClass.COERCION})


def events_exclude(one: EventProfile, other: EventProfile) -> bool:
    """Whether two events cannot be one: of one document, of other classes, on other days or in other places."""
    return (
        one.document == other.document
        or one.actual is not other.actual
        or not _classes_meet(one.classes, other.classes)
        or meet(one.dates, other.dates) is Meeting.EXCLUDED
        or _places(one.places, other.places) < 0
        or _tolls(one.tolls, other.tolls) < 0
    )


def compare_events(one: EventProfile, other: EventProfile) -> Likeness:
    """How much speaks for two events being one. Symmetric; 0 where they exclude each other.

    A date is needed, or two documents of the same days; beside it a place that is more than a country, or actors in
    their roles. Words alone do nothing.
    """
    if events_exclude(one, other):
        return _NOTHING
    dated = meet(one.dates, other.dates)
    score, reasons = _DATES[dated], [_TOLD[dated]] if dated in _TOLD else []
    if dated is Meeting.UNKNOWN:
        near = _published(one, other)
        if near is None:
            return _NOTHING
        score += near
        reasons.append("reported within days of each other")
    place = _places(one.places, other.places)
    actors, names = _actors(one.actors, other.actors)
    figures = _tolls(one.tolls, other.tolls)
    if place < 0.2 and actors < 0.25 and not (dated is Meeting.DAY and figures >= _TELLING):
        return Likeness(round(min(score + place + actors, ONE_EVENT - 0.1), 3), tuple(reasons))
    if place:
        reasons.append("in the same place" if place >= 0.3 else "places that hold one another")
    if names:
        reasons.append(f"the same {', '.join(names)}")
    score += place + actors
    if figures:
        score += figures
        reasons.append("figures that agree")
    if set(one.classes) & set(other.classes) - _VAGUE:
        score += 0.1
        reasons.append(f"both {sorted(set(one.classes) & set(other.classes) - _VAGUE)[0]}")
    return Likeness(round(min(score, 1.0), 3), tuple(reasons))


def _classes_meet(ours: Iterable[EventClass], theirs: Iterable[EventClass]) -> bool:
    return any(one.is_a(other) or other.is_a(one) for one, other in product(ours, theirs))


def _places(ours: tuple[EventPlace, ...], theirs: tuple[EventPlace, ...]) -> float:
    """What places say: below 0 they exclude each other, 0 nothing, 0.3 the same town or building."""
    best, excluded = 0.0, False
    for one, other in product(ours, theirs):
        if one.key == other.key:
            best = max(best, 0.05 if one.cls in _COARSE else 0.2 if one.cls is EntityClass.ADMINISTRATIVE_AREA else 0.3)
        elif one.key in other.within or other.key in one.within:
            wide = one if one.key in other.within else other
            best = max(best, 0.05 if wide.cls in _COARSE else 0.2)
        elif _apart(one, other):
            excluded = True
    return best if best or not excluded else -1.0


def _apart(one: EventPlace, other: EventPlace) -> bool:
    """Whether both places are known and neither lies in the other: two towns, a town and another country."""
    if one.cls is other.cls and one.cls in {EntityClass.SETTLEMENT, EntityClass.COUNTRY}:
        return True
    return bool(one.within and other.within) and set(one.within).isdisjoint(other.within)


def _actors(ours: tuple[EventActor, ...], theirs: tuple[EventActor, ...]) -> tuple[float, list[str]]:
    score, names = 0.0, []
    seen = set()
    for one, other in product(ours, theirs):
        if one.key != other.key or one.key in seen:
            continue
        seen.add(one.key)
        weak = one.cls in _WEAK_ACTORS
        if one.role == other.role:
            score += 0.15 if weak else 0.3
            names.append(one.role)
        else:
            score += 0.05
    return min(score, 0.5), sorted(set(names))


def _tolls(ours: tuple[EventToll, ...], theirs: tuple[EventToll, ...]) -> float:
    """Figures that are the same speak for one event; others say nothing, because accounts differ."""
    same = {(t.effect, t.minimum, t.maximum) for t in ours} & {(t.effect, t.minimum, t.maximum) for t in theirs}
    if any(minimum is not None and minimum == maximum and minimum >= COUNTED for _, minimum, maximum in same):
        return _TELLING
    return 0.1 if any((minimum or 0) > 1 for _, minimum, _ in same) else 0.0


def _published(one: EventProfile, other: EventProfile) -> float | None:
    """What the documents' own dates add where the events have none; ``None`` where they lie too far apart."""
    try:
        apart = abs((date.fromisoformat(one.published or "") - date.fromisoformat(other.published or "")).days)
    except ValueError:
        return 0.0
    if apart > _LATE_DAYS:
        return None
    return 0.2 if apart <= _NEWS_DAYS else 0.05
