"""Profiles compared: names, classes, identifiers and countries together."""

from __future__ import annotations

from itertools import product
from typing import Final

from kg.identity.comparison.names import compare_names
from kg.model import EntityClass, Likeness, Profile

SAME: Final = 0.95
"""Score from which on the machine takes two keys for one by itself."""

CANDIDATE: Final = 0.75
"""Score from which on two keys are shown to people."""

_NOTHING: Final = Likeness(0.0, ())
_NAMES: Final = 16
"""Names of a profile that are compared: its longest ones."""

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
    shared = sorted(set(one.identifiers) & set(other.identifiers))
    if shared:
        return Likeness(1.0, (f"the same identifier: {shared[0]}",))
    if not (one.proper and other.proper):
        return _NOTHING
    kind = one.key.kind if one.key.kind == other.key.kind else "organisation"
    best = max(
        (compare_names(a, b, kind) for a, b in product(_compared(one), _compared(other))),
        key=lambda likeness: (likeness.score, likeness.reasons),
        default=_NOTHING,
    )
    score, reasons = best.score, list(best.reasons)
    if score < CANDIDATE:
        return _NOTHING
    if _family(one) is EntityClass.PLACE:
        score, reasons = _place(one, other, score, reasons)
    elif kind != "person" and one.countries and other.countries:
        if set(one.countries).isdisjoint(other.countries):
            score = min(score, 0.8)
            reasons.append(f"of different countries: {', '.join(one.countries)}; {', '.join(other.countries)}")
        else:
            reasons.append(f"of the same country: {', '.join(sorted(set(one.countries) & set(other.countries)))}")
    if _is_local(one) or _is_local(other):
        score = min(score, 0.9)
        reasons.append("one of them is named by a single document in words that others may share")
    return Likeness(round(score, 3), tuple(reasons))


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
    return any(ours.isdisjoint(theirs[scheme]) for scheme, ours in schemes.items() if scheme in theirs)


def _scheme(identifier: str) -> str:
    """``wikidata:Q30`` is of the scheme ``wikidata``, ``list:un/123`` of ``list:un``."""
    return identifier.rpartition("/")[0] or identifier.partition(":")[0]


def _compared(profile: Profile) -> tuple[str, ...]:
    return tuple(sorted(profile.names, key=lambda name: (-len(name), name))[:_NAMES])


def _is_local(profile: Profile) -> bool:
    """Whether the key holds in one document alone: its name ends with the document's id (20 hexadecimal digits)."""
    tail = profile.key.name.rpartition("-")[2]
    return len(tail) == 20 and all(c in "0123456789abcdef" for c in tail)
