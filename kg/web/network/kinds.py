"""Kinds: how two can be linked, in words, and by which shape a drawing tells what they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kg.graph.relationships import DEEDS, MUTUAL
from kg.model import RELATIONS, EntityClass, EventClass
from kg.vocabulary import KG
from kg.web.words import local_name, words

RELATED: Final[tuple[str, ...]] = tuple(sorted(predicate.value for predicate in RELATIONS))
"""Kinds that claims state as they are."""

SUMMED: Final[tuple[str, ...]] = (*RELATED, *DEEDS.values(), *MUTUAL.values())
"""Kinds that the graph of relationships sums up; the others are read from single claims."""

DESIGNATES: Final = "designates"
HOLDS_POST: Final = "holdsPostIn"
ATTRIBUTED: Final = ("activeIn", "basedIn", "nationality")
"""Links to places and states that claims state as they are."""

KINDS: Final[tuple[str, ...]] = (*SUMMED, DESIGNATES, HOLDS_POST, *ATTRIBUTED)
"""All kinds of links."""

_PHRASES: Final[Mapping[str, str]] = {
    "activeIn": "is active in",
    "affiliatedWith": "is affiliated with",
    "alliedWith": "is allied with",
    "basedIn": "is based in",
    "demandsOf": "makes demands of",
    "holdsPostIn": "holds a post in",
    "memberOf": "is a member of",
    "nationality": "has the nationality of",
    "partOf": "is part of",
    "promises": "makes promises to",
}

_SHAPES: Final[tuple[tuple[EntityClass, str], ...]] = (
    (EntityClass.PERSON, "person"),
    (EntityClass.STATE, "state"),
    (EntityClass.ARMED_FORCE, "armed"),
    (EntityClass.ARMED_GROUP, "armed"),
    (EntityClass.ORGANISATION, "organisation"),
    (EntityClass.GROUP, "group"),
    (EntityClass.PLACE, "place"),
)


def phrase(kind: str) -> str:
    """A kind as the words between its ends.

    >>> phrase("memberOf"), phrase("clashesWith")
    ('is a member of', 'clashes with')
    """
    return _PHRASES.get(kind) or words(kind)


def kind_of_event(cls: str, by_kind: Mapping[EventClass, str]) -> str:
    """The kind of link that an event of a class makes, by the nearest class above; empty where none does."""
    known = next((one for one in EventClass if one.value == cls), None)
    return next((by_kind[one] for one in known.lineage if one in by_kind), "") if known else ""


def classes_of(kind: str) -> tuple[str, ...]:
    """The event classes that make links of a kind, by local name; none for relations."""
    return tuple(
        one.value for one in EventClass if kind in (kind_of_event(one.value, DEEDS), kind_of_event(one.value, MUTUAL))
    )


def shape(types: Iterable[str]) -> str:
    """By which shape a thing of some classes is drawn: ``person``, ``state``, ``armed``, ``group``, and so on."""
    names = {local_name(one) for one in types if one.startswith(KG)}
    return next((name for cls, name in _SHAPES if cls.value in names), "other")
