"""The joins: what each predicate of a claim may join, after the domains and ranges of the ontology."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kg.model import ROLES, EntityClass, Predicate


class Kind(StrEnum):
    """What a claim's subject or object is."""

    ENTITY = "entity"
    EVENT = "event"
    TOLL = "toll"
    DESIGNATION = "designation"
    POST = "post"
    TENURE = "tenure"
    CLASS = "class of events"
    DATE = "date"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Join:
    """Kinds of subjects and of objects; ``owners`` and ``owned`` are the classes of entities among them.

    ``barred`` are classes of objects that make no sense, whatever the range says ("member of a person").
    """

    subjects: frozenset[Kind]
    objects: frozenset[Kind]
    owners: frozenset[EntityClass] = frozenset({EntityClass.ACTOR})
    owned: frozenset[EntityClass] = frozenset({EntityClass.ACTOR})
    barred: frozenset[EntityClass] = frozenset()

    def takes(self, cls: EntityClass) -> bool:
        """Whether an entity of this class may be the object."""
        return any(cls.is_a(c) for c in self.owned) and not any(cls.is_a(c) for c in self.barred)


def _join(subject: Kind, object_: Kind, *owned: EntityClass) -> Join:
    return Join(frozenset({subject}), frozenset({object_}), owned=frozenset(owned or {EntityClass.ACTOR}))


_EVENT, _ENTITY = Kind.EVENT, Kind.ENTITY
_ROLE = Join(frozenset({_EVENT}), frozenset({_ENTITY, _EVENT}), owned=frozenset({EntityClass.ACTOR, EntityClass.PLACE}))
_ACTORS: Final = _join(_ENTITY, _ENTITY, EntityClass.ACTOR)
_WHOLE: Final = replace(_ACTORS, barred=frozenset({EntityClass.PERSON}))

JOINS: Final = MappingProxyType(
    {
        Predicate.TYPE: _join(_EVENT, Kind.CLASS),
        **dict.fromkeys(sorted(ROLES - {Predicate.INSTRUMENT, Predicate.VICTIM, Predicate.PARTICIPANT}), _ROLE),
        Predicate.VICTIM: _join(_EVENT, _ENTITY, EntityClass.ACTOR),
        Predicate.PARTICIPANT: replace(_ROLE, owned=frozenset({EntityClass.ACTOR})),
        Predicate.INSTRUMENT: _join(_EVENT, Kind.WORDS),
        Predicate.PLACE: _join(_EVENT, _ENTITY, EntityClass.PLACE),
        Predicate.DATE: Join(frozenset({_EVENT, Kind.TENURE, Kind.DESIGNATION}), frozenset({Kind.DATE})),
        Predicate.TOLL: _join(_EVENT, Kind.TOLL),
        Predicate.IN_RESPONSE_TO: _join(_EVENT, _EVENT),
        Predicate.SUB_EVENT_OF: _join(_EVENT, _EVENT),
        Predicate.LEADS: _WHOLE,
        Predicate.MEMBER_OF: replace(_WHOLE, barred=frozenset({EntityClass.PERSON, EntityClass.STATE})),
        Predicate.PART_OF: replace(_WHOLE, owners=frozenset({EntityClass.ORGANISATION})),
        Predicate.SUPPORTS: _ACTORS,
        Predicate.ARMS: _ACTORS,
        Predicate.ALLIED_WITH: _ACTORS,
        Predicate.OPPOSES: _ACTORS,
        Predicate.AFFILIATED_WITH: _ACTORS,
        Predicate.BASED_IN: _join(_ENTITY, _ENTITY, EntityClass.PLACE),
        Predicate.ACTIVE_IN: _join(_ENTITY, _ENTITY, EntityClass.PLACE),
        Predicate.NATIONALITY: _join(_ENTITY, _ENTITY, EntityClass.STATE),
        Predicate.HOLDER: _join(Kind.TENURE, _ENTITY, EntityClass.ACTOR),
        Predicate.POST: _join(Kind.TENURE, Kind.POST),
        Predicate.ORGANISATION: _join(Kind.TENURE, _ENTITY, EntityClass.ORGANISATION),
        Predicate.DESIGNEE: _join(Kind.DESIGNATION, _ENTITY, EntityClass.ACTOR),
        Predicate.AUTHORITY: _join(Kind.DESIGNATION, _ENTITY, EntityClass.ACTOR),
        Predicate.PROGRAMME: _join(Kind.DESIGNATION, Kind.WORDS),
    }
)
"""Every predicate. The instructions teach this table and the guard holds answers against it."""
