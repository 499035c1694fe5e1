"""Happenings: the events of a document, each with all the occurrences that speak of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from kg.extract.rules.cast import Member
from kg.extract.rules.circumstances import Circumstance
from kg.extract.rules.occurrence import Occurrence
from kg.model import EntityClass, EventClass, Predicate, Realis
from kg.model.edtf import Edtf

_SIDES = frozenset({EntityClass.STATE, EntityClass.ARMED_FORCE, EntityClass.GOVERNMENT_BODY})
_WIDE = frozenset({EntityClass.COUNTRY, EntityClass.REGION, EntityClass.ADMINISTRATIVE_AREA, EntityClass.STATE})


OUTCOMES = frozenset({EventClass.DEATH, EventClass.INJURY})
"""Classes that tell what an event did; another class tells what it was."""


@dataclass(slots=True, eq=False)
class Happening:
    """One event: its occurrences with their circumstances, in the order of the text."""

    occurrences: list[Occurrence] = field(default_factory=list)
    circumstances: list[Circumstance] = field(default_factory=list)
    realis: Realis = Realis.ACTUAL

    @property
    def cls(self) -> EventClass:
        """The most specific class that its occurrences give it."""
        classes = [o.cls for o in self.occurrences]
        classes = [c for c in classes if c not in OUTCOMES] or classes
        return max(classes, key=lambda c: (len(c.lineage), -classes.index(c)))

    def members(self, *roles: Predicate) -> list[Member]:
        """What fills any of ``roles``."""
        return [f.member for o in self.occurrences for f in o.fillers if f.role in roles and f.member and not f.negated]

    @property
    def agents(self) -> list[Member]:
        """Its agents."""
        return self.members(Predicate.AGENT)

    @property
    def loci(self) -> list[Member]:
        """What it hit and where it was."""
        return [
            *self.members(Predicate.TARGET, Predicate.VICTIM, Predicate.PLACE),
            *(p.member for c in self.circumstances for p in c.places),
        ]

    @property
    def dates(self) -> list[str]:
        """Its dates as EDTF."""
        return [d.edtf for c in self.circumstances for d in c.dates if d.edtf]

    @property
    def weekdays(self) -> set[str]:
        """The weekdays it is put on."""
        return {c.weekday for c in self.circumstances if c.weekday}


def same_side(a: Member, b: Member) -> bool:
    """Whether two actors may stand for one: the same, or organs of one state."""
    if a is b:
        return True
    return a.country is not None and a.country == b.country and a.cls in _SIDES and b.cls in _SIDES


def agents_agree(a: list[Member], b: list[Member]) -> bool | None:
    """Whether two sets of agents share one; ``None`` where either is empty."""
    if not a or not b:
        return None
    return any(same_side(x, y) for x in a for y in b)


def places_exclude(a: Happening, b: Happening) -> bool:
    """Whether the two are put in different settlements or countries."""
    first = [m for m in a.loci if m.cls.is_a(EntityClass.PLACE)]
    second = [m for m in b.loci if m.cls.is_a(EntityClass.PLACE)]
    for cls in (EntityClass.SETTLEMENT, EntityClass.COUNTRY):
        one = [m for m in first if m.cls is cls]
        two = [m for m in second if m.cls is cls]
        if one and two and not any(x is y for x in one for y in two):
            return True
    return False


def loci_agree(a: Happening, b: Happening) -> bool | None:
    """Whether they share a target or a narrow place; ``None`` where nothing is known of one."""
    first = [m for m in a.loci if m.cls not in _WIDE]
    second = [m for m in b.loci if m.cls not in _WIDE]
    if not first or not second:
        return None
    if any(x is y for x in first for y in second):
        return True
    return any(
        x.name.split()[-1].lower() == y.name.split()[-1].lower()
        for x in first
        for y in second
        if not x.proper or not y.proper
    )


def dates_exclude(a: Happening, b: Happening) -> bool:
    """Whether no date of the one can be a date of the other."""
    if a.weekdays and b.weekdays and not a.weekdays & b.weekdays:
        return True
    return bool(a.dates and b.dates) and all(_exclude(x, y) for x in a.dates for y in b.dates)


def dates_agree(a: Happening, b: Happening) -> bool:
    """Whether both name the same day, or the same weekday."""
    return bool(a.weekdays & b.weekdays) or any(
        not _exclude(x, y) and len(x) >= 10 and len(y) >= 10 for x in a.dates for y in b.dates
    )


def _exclude(a: str, b: str) -> bool:
    return a != b and _parsed(a).excludes(_parsed(b))


_parsed = lru_cache(maxsize=4096)(Edtf.parse)
