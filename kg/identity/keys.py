"""Entity keys: which names denote the same thing in every document, and which only in the document that uses them."""

from __future__ import annotations

from typing import Final

from kg import reference
from kg.identity import lexicon
from kg.model import Entity, EntityClass, EntityKey

_KINDS: Final = (
    (EntityClass.PERSON, "person"),
    (EntityClass.ORGANISATION, "organisation"),
    (EntityClass.GROUP, "group"),
    (EntityClass.PLACE, "place"),
)
_OF_A_STATE: Final = frozenset({EntityClass.GOVERNMENT_BODY, EntityClass.ARMED_FORCE, EntityClass.POLITICAL_PARTY})


def kind(cls: EntityClass) -> str:
    """The kind of key for a class: ``person``, ``organisation``, ``group``, ``place`` or ``actor``."""
    return next((name for family, name in _KINDS if cls.is_a(family)), "actor")


def is_local(key: EntityKey) -> bool:
    """Whether a key holds in one document alone: its name ends with that document's id, 20 hexadecimal digits."""
    tail = key.name.rpartition("-")[2]
    return len(tail) == 20 and all(character in "0123456789abcdef" for character in tail)


def key(entity: Entity, document: str) -> EntityKey:
    """The key of an actor, or of a place that no gazetteer entry stands for.

    An entry of the reference list has its own name in every document. So has a full proper name: two words or more
    without titles, initials and particles, or any name of an organisation or group, unless it is made of words that
    every state uses, which then need the state's code. Everything else ("Smith", "25 fighters") is somebody in that
    document alone.
    """
    if entity.reference is not None:
        return EntityKey(kind(entity.cls), _referenced(entity.reference))
    words = reference.fold(entity.name).split()
    if entity.cls is EntityClass.PERSON:
        words = _untitled(words)
    name = reference.slug(" ".join(words)) or "unnamed"
    scope = _scope(entity, words, document)
    return EntityKey(kind(entity.cls), f"{name}-{scope}" if scope else name)


def _scope(entity: Entity, words: list[str], document: str) -> str | None:
    """Where the name denotes this entity: everywhere (``None``), in a state, or in the document."""
    if not entity.proper:
        return document
    if entity.cls.is_a(EntityClass.ORGANISATION):
        if not lexicon.words("generic").issuperset(words):
            return None
        return entity.country.lower() if entity.country and entity.cls in _OF_A_STATE else document
    full = sum(len(word) > 1 and word not in lexicon.words("particles") for word in words) > 1
    return None if full or entity.cls is EntityClass.GROUP else document


def _untitled(words: list[str]) -> list[str]:
    """The words of a person's name without the titles before it, as long as one word is left."""
    while len(words) > 1 and words[0] in lexicon.words("titles"):
        words = words[1:]
    return words


def _referenced(entry: str) -> str:
    """The name of a reference entry: ``state/US`` is ``united-states``, ``government/IQ`` ``government-of-iraq``."""
    list_name, _, rest = entry.partition("/")
    state = reference.state(rest)
    if list_name == "state" and state is not None:
        return state.slug
    if list_name == "organisation":
        return reference.slug(rest)
    return f"{reference.slug(list_name)}-of-{state.slug if state is not None else reference.slug(rest)}"
