"""Accusations: who blames whom for which event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.rules import phrases
from kg.extract.rules.cast import Member
from kg.extract.rules.happenings import Happening
from kg.extract.rules.occurrence import Occurrence
from kg.model import EventClass, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token

_REACH = 160
"""Tokens back that a bare "X blamed Y" looks for what Y is blamed for."""


@dataclass(frozen=True, slots=True, eq=False)
class Blame:
    """The accuser claims that the accused is the agent of the happening."""

    happening: Happening
    accused: Member
    accuser: Member
    token: Token
    mention: Token


def find(happenings: list[Happening]) -> list[Blame]:
    """What accusations and blame say of the agents of other happenings."""
    at = {o.token.i: h for h in happenings for o in h.occurrences}
    out: list[Blame] = []
    for happening in happenings:
        for occurrence in happening.occurrences:
            if occurrence.cls is not EventClass.ACCUSATION or occurrence.noun:
                continue
            accusers = [f.member for f in occurrence.filled(Predicate.AGENT) if f.member]
            accused = [(f.member, f.token) for f in occurrence.filled(Predicate.TARGET) if f.member]
            event = _charged(occurrence, at) or _last_violent(occurrence, happenings)
            if event is None or not accusers:
                continue
            out.extend(Blame(event, member, accusers[0], occurrence.token, token) for member, token in accused)
    return out


def _charged(occurrence: Occurrence, at: dict[int, Happening]) -> Happening | None:
    """As in "blamed X for the attack", "accused X of bombing": what stands under "for" or "of"."""
    for child in occurrence.token.children:
        if child.dep_ == "prep" and child.lower_ in {"for", "of"}:
            for token in child.children:
                found = at.get(token.i)
                if found is not None and found.cls is not EventClass.ACCUSATION:
                    return found
                return None if token.dep_ in {"pobj", "pcomp"} else found
    return None


def _last_violent(occurrence: Occurrence, happenings: list[Happening]) -> Happening | None:
    if any(name in {"for", "of"} for name, _ in phrases.prepositional(occurrence.token)) or any(
        c.dep_ == "prep" and c.lower_ in {"for", "of"} for c in occurrence.token.children
    ):
        return None
    before = [
        (max(o.token.i for o in h.occurrences if o.token.i < occurrence.token.i), h)
        for h in happenings
        if h.cls.is_a(EventClass.ATTACK) and any(o.token.i < occurrence.token.i for o in h.occurrences)
    ]
    fits = [(i, h) for i, h in before if occurrence.token.i - i <= _REACH and not h.agents]
    return max(fits, key=lambda pair: pair[0])[1] if fits else None
