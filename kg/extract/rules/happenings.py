"""Happenings: the events of a document, each with all the occurrences that speak of it."""

from __future__ import annotations

from collections.abc import Collection, Set
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


_HIT = frozenset({Predicate.TARGET, Predicate.VICTIM, Predicate.PLACE})


@dataclass(slots=True, eq=False)
class _Said:
    """What the first occurrences of a happening say, each thing once, in the order of the text."""

    occurrences: list[Occurrence] = field(default_factory=list)
    circumstances: list[Circumstance] = field(default_factory=list)
    seen: tuple[int, int] = (0, 0)
    """How many of the two lists are taken in."""
    classes: dict[EventClass, None] = field(default_factory=dict)
    agents: dict[Member, None] = field(default_factory=dict)
    hit: dict[Member, None] = field(default_factory=dict)
    dates: dict[str, None] = field(default_factory=dict)
    weekdays: set[str] = field(default_factory=set)

    def take_in(self) -> None:
        """Adds what came since."""
        first, second = self.seen
        for occurrence in self.occurrences[first:]:
            self.classes.setdefault(occurrence.cls)
            for filler in occurrence.fillers:
                if filler.member is None or filler.negated:
                    continue
                if filler.role is Predicate.AGENT:
                    self.agents.setdefault(filler.member)
                elif filler.role in _HIT:
                    self.hit.setdefault(filler.member)
        for circumstance in self.circumstances[second:]:
            self.hit.update((place.member, None) for place in circumstance.places)
            self.dates.update((date.edtf, None) for date in circumstance.dates if date.edtf)
            if circumstance.weekday:
                self.weekdays.add(circumstance.weekday)
        self.seen = (len(self.occurrences), len(self.circumstances))


@dataclass(slots=True, eq=False)
class Happening:
    """One event: its occurrences with their circumstances, in the order of the text."""

    occurrences: list[Occurrence] = field(default_factory=list)
    circumstances: list[Circumstance] = field(default_factory=list)
    realis: Realis = Realis.ACTUAL

    _said: _Said = field(default_factory=_Said, repr=False)
    _general: tuple[int, bool] = (0, False)
    """How many occurrences were asked whether they are general, and whether one is."""

    @property
    def cls(self) -> EventClass:
        """The most specific class that its occurrences give it."""
        classes = list(self._known().classes)
        classes = [c for c in classes if c not in OUTCOMES] or classes
        return max(classes, key=lambda c: (len(c.lineage), -classes.index(c)))

    @property
    def agents(self) -> Collection[Member]:
        """Its agents."""
        return self._known().agents

    @property
    def loci(self) -> Collection[Member]:
        """What it hit and where it was."""
        return self._known().hit

    @property
    def dates(self) -> Collection[str]:
        """Its dates as EDTF."""
        return self._known().dates

    @property
    def weekdays(self) -> Set[str]:
        """The weekdays it is put on."""
        return self._known().weekdays

    @property
    def general(self) -> bool:
        """Whether an occurrence speaks of a kind or a sum."""
        seen, told = self._general
        if seen != len(self.occurrences):
            told = told or any(o.general for o in self.occurrences[seen:])
            self._general = (len(self.occurrences), told)
        return told

    def _known(self) -> _Said:
        """What its occurrences say: a long text speaks of one event hundreds of times."""
        said = self._said
        if said.occurrences is not self.occurrences or said.circumstances is not self.circumstances:
            said = self._said = _Said(self.occurrences, self.circumstances)
        if said.seen != (len(self.occurrences), len(self.circumstances)):
            said.take_in()
        return said


def same_side(a: Member, b: Member) -> bool:
    """Whether two actors may stand for one: the same, or organs of one state."""
    if a is b:
        return True
    return a.country is not None and a.country == b.country and a.cls in _SIDES and b.cls in _SIDES


def agents_agree(a: Collection[Member], b: Collection[Member]) -> bool | None:
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
    return any(x.last_word == y.last_word for x in first for y in second if not x.proper or not y.proper)


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
