"""Profiles compared: names, classes, identifiers and countries together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.identity.comparison.names import compare_names, tells_apart
from kg.identity.keys import is_local
from kg.model import EntityClass, Likeness, Profile

SAME: Final = 0.95
"""Score from which on the machine takes two keys for one by itself."""

CANDIDATE: Final = 0.75
"""Score from which on two keys are shown to people."""

_NOTHING: Final = Likeness(0.0, ())
_NAMES: Final = 16
"""Names of a profile that are compared: its longest ones."""

_ENOUGH: Final = 0.92
"""Score that names alone do not pass where they are too little to find somebody by."""

_ONLY: Final = frozenset({"wikidata", "geonames", "lei", "imo"})
"""Schemes in which one thing has one identifier; so has each imported list. Of passports one has many."""

_BORN: Final = "born"
_FAMILIES: Final = (EntityClass.PERSON, EntityClass.ORGANISATION, EntityClass.GROUP, EntityClass.PLACE)


def excludes(one: Profile, other: Profile) -> bool:
    """Whether two profiles cannot denote one thing: a person and a place, or two entries of one list."""
    if _family(one) != _family(other) and EntityClass.ACTOR not in {_family(one), _family(other)}:
        groups = {EntityClass.ORGANISATION, EntityClass.GROUP}
        if not {_family(one), _family(other)} <= groups:
            return True
    return _contradict(one.identifiers, other.identifiers)


def compare(one: Profile, other: Profile) -> Likeness:
    """How alike two profiles are. Symmetric; 0 where they exclude each other or one has no proper name."""
    if one.key == other.key or excludes(one, other):
        return _NOTHING
    shared = sorted(i for i in set(one.identifiers) & set(other.identifiers) if _scheme(i) != _BORN)
    if shared:
        return Likeness(1.0, (f"the same identifier: {shared[0]}",))
    if not (one.proper and other.proper):
        return _NOTHING
    kinds = {one.key.kind, other.key.kind} - {"actor"}
    kind = kinds.pop() if len(kinds) == 1 else "organisation"
    same_country = not set(one.countries).isdisjoint(other.countries)
    best = max(_likenesses(one, other, kind, same_country), key=_strength, default=_NOTHING)
    score, reasons = best.score, list(best.reasons)
    if score < CANDIDATE:
        return _NOTHING
    if _family(one) is EntityClass.PLACE:
        score, reasons = _place(one, other, score, reasons)
    elif kind != "person" and one.countries and other.countries:
        if not same_country:
            score = min(score, 0.8)
            reasons.append(f"of different countries: {', '.join(one.countries)}; {', '.join(other.countries)}")
        else:
            reasons.append(f"of the same country: {', '.join(sorted(set(one.countries) & set(other.countries)))}")
    if _born(one) and _born(other) and _born(one).isdisjoint(_born(other)):
        score = min(score, 0.9)
        reasons.append("born in different years")
    if is_local(one.key) or is_local(other.key):
        score = min(score, 0.9)
        reasons.append("one of them is named by a single document in words that others may share")
    return Likeness(round(score, 3), tuple(reasons))


def _likenesses(one: Profile, other: Profile, kind: str, same_country: bool) -> Iterable[Likeness]:
    """How alike each name of one is to each of the other, as far as such names tell."""
    for mine, weak in _compared(one):
        for theirs, weaker in _compared(other):
            likeness = compare_names(mine, theirs, kind)
            if likeness.score >= SAME:
                yield _tempered(likeness, mine, theirs, kind, weak=weak or weaker, same_country=same_country)
            else:
                yield likeness


def _tempered(likeness: Likeness, mine: str, theirs: str, kind: str, *, weak: bool, same_country: bool) -> Likeness:
    """A likeness that would make the machine sure, unless the names are too little to find somebody by."""
    if weak:
        return Likeness(_ENOUGH - 0.02, (*likeness.reasons, "a list warns of the name"))
    if kind == "place":
        return likeness
    reason = tells_apart(mine, kind) or tells_apart(theirs, kind)
    if reason is None or (same_country and kind != "person"):
        return likeness
    return Likeness(min(likeness.score, _ENOUGH), (*likeness.reasons, reason))


def _strength(likeness: Likeness) -> tuple[float, tuple[str, ...]]:
    return likeness.score, likeness.reasons


def _born(profile: Profile) -> set[str]:
    return {identifier for identifier in profile.identifiers if _scheme(identifier) == _BORN}


def _place(one: Profile, other: Profile, score: float, reasons: list[str]) -> tuple[float, list[str]]:
    """A name is little for a place: only what lies in the same place beside makes the machine sure."""
    if set(one.within) & set(other.within) or one.key in other.within or other.key in one.within:
        return score, [*reasons, "in the same place"]
    return min(score, 0.85), reasons


def _family(profile: Profile) -> EntityClass:
    return next((f for f in _FAMILIES if any(cls.is_a(f) for cls in profile.classes)), EntityClass.ACTOR)


def _contradict(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether both have identifiers of one scheme and none in common."""
    schemes: dict[str, set[str]] = {}
    for identifier in one:
        schemes.setdefault(_scheme(identifier), set()).add(identifier)
    theirs: dict[str, set[str]] = {}
    for identifier in other:
        theirs.setdefault(_scheme(identifier), set()).add(identifier)
    only = {scheme for scheme in schemes if scheme in theirs and (scheme in _ONLY or scheme.startswith("list:"))}
    return any(schemes[scheme].isdisjoint(theirs[scheme]) for scheme in only)


def _scheme(identifier: str) -> str:
    """``wikidata:Q30`` is of the scheme ``wikidata``, ``list:un/123`` of ``list:un``."""
    scheme, _, rest = identifier.partition(":")
    return f"list:{rest.partition('/')[0]}" if scheme == "list" else scheme


def _compared(profile: Profile) -> tuple[tuple[str, bool], ...]:
    """The longest names, with whether they are weak."""
    named = [(name, False) for name in profile.names] + [(name, True) for name in profile.weak]
    return tuple(sorted(named, key=lambda one: (one[1], -len(one[0]), one[0]))[:_NAMES])
