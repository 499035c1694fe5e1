"""Entity keys: which names denote the same thing in every document, and which only in the document that uses them."""

from __future__ import annotations

from typing import Final

from kg import reference
from kg.model import Entity, EntityClass, EntityKey

_KINDS: Final = (
    (EntityClass.PERSON, "person"),
    (EntityClass.ORGANISATION, "organisation"),
    (EntityClass.GROUP, "group"),
    (EntityClass.PLACE, "place"),
)
_OF_A_STATE: Final = frozenset({EntityClass.GOVERNMENT_BODY, EntityClass.ARMED_FORCE, EntityClass.POLITICAL_PARTY})
_GENERIC: Final = frozenset(
    word
    for line in (
        "a administration affairs agency air and appeals army assembly authority board border bureau cabinet central",
        "chamber city commission committee congress constitutional council court defence defense democratic",
        "department education election electoral finance for force forces foreign general government guard health",
        "high house information intelligence interior internal justice labor labour liberal local military ministry",
        "municipal national navy of office opposition parliament party people police progressive prosecutor",
        "republican ruling security senate service services social socialist staff state supreme system treasury",
        "union",
    )
    for word in line.split()
)
"""Words of which names are made that many states use ("Ministry of Defence", "Supreme Court", "National Party")."""


def kind(cls: EntityClass) -> str:
    """The kind of key for a class: ``person``, ``organisation``, ``group``, ``place`` or ``actor``."""
    return next((name for family, name in _KINDS if cls.is_a(family)), "actor")


def key(entity: Entity, document: str) -> EntityKey:
    """The key of an actor, or of a place that no gazetteer entry stands for.

    An entry of the reference list has its own name in every document. So has a full proper name: two words or more, or
    any name of an organisation or group, unless it is made of words that every state uses, which then need the
    state's code. Everything else ("Smith", "25 fighters") is somebody in that document alone.
    """
    if entity.reference is not None:
        return EntityKey(kind(entity.cls), _referenced(entity.reference))
    name = reference.slug(entity.name) or "unnamed"
    if entity.proper:
        words = reference.fold(entity.name).split()
        if entity.cls.is_a(EntityClass.ORGANISATION):
            if not _GENERIC.issuperset(words):
                return EntityKey("organisation", name)
            if entity.country is not None and entity.cls in _OF_A_STATE:
                return EntityKey("organisation", f"{name}-{entity.country.lower()}")
        elif len(words) > 1 or entity.cls is EntityClass.GROUP:
            return EntityKey(kind(entity.cls), name)
    return EntityKey(kind(entity.cls), f"{name}-{document}")


def _referenced(entry: str) -> str:
    """The name of a reference entry: ``state/US`` is ``united-states``, ``government/IQ`` ``government-of-iraq``."""
    list_name, _, rest = entry.partition("/")
    state = reference.state(rest)
    if list_name == "state" and state is not None:
        return state.slug
    if list_name == "organisation":
        return reference.slug(rest)
    return f"{reference.slug(list_name)}-of-{state.slug if state is not None else reference.slug(rest)}"
