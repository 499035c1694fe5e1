"""Accusations: who blames whom for which event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.rules import lexicon, phrases
from kg.extract.rules.cast import Cast, Member
from kg.extract.rules.happenings import Happening
from kg.extract.rules.occurrence import Occurrence
from kg.model import EntityClass, EventClass, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token

_REACH = 160
"""Tokens back that a bare "X blamed Y" looks for what Y is blamed for."""


@dataclass(frozen=True, slots=True, eq=False)
class Blame:
    """The accuser claims that the accused is the agent of the happening, or where ``denied`` that it is not."""

    happening: Happening
    accused: Member
    accuser: Member
    token: Token
    mention: Token
    denied: bool = False


def find(happenings: list[Happening], cast: Cast) -> list[Blame]:
    """What accusations, blame and denials say of the agents of other happenings."""
    at = {o.token.i: h for h in happenings for o in h.occurrences}
    out = [blame for i, h in at.items() for o in h.occurrences if o.token.i == i for blame in _laid(h, o, cast)]
    for happening in happenings:
        for occurrence in happening.occurrences:
            if occurrence.cls is EventClass.DENIAL and not occurrence.noun:
                out.extend(_disowned(occurrence, at))
            if occurrence.cls is not EventClass.ACCUSATION or occurrence.noun:
                continue
            accusers = [f.member for f in occurrence.filled(Predicate.AGENT) if f.member]
            accused = [(f.member, f.token) for f in occurrence.filled(Predicate.TARGET) if f.member]
            event = _charged(occurrence, at) or _last_violent(occurrence, happenings)
            if event is None or not accusers:
                continue
            out.extend(Blame(event, member, accusers[0], occurrence.token, token) for member, token in accused)
    return out


_LAYING = {"attribute": "to", "ascribe": "to", "blame": "on", "pin": "on"}
_PARTS = lexicon.words("responsibility involvement role part hand complicity connection link tie participation")


def _laid(happening: Happening, occurrence: Occurrence, cast: Cast) -> Iterator[Blame]:
    """As in "attributed the attack to X", "blamed the attack on X"."""
    verb = occurrence.token.head
    preposition = _LAYING.get(verb.lemma_) if occurrence.noun and occurrence.token.dep_ == "dobj" else None
    if preposition is None or any(c.dep_ == "neg" for c in verb.children):
        return
    around = [*phrases.prepositional(verb), *phrases.prepositional(occurrence.token)]
    accused = [(m, h) for name, h in around if name == preposition and (m := cast.at(phrases.content(h))) is not None]
    accuser = next((m for s in phrases.subjects(verb) if (m := cast.at(s)) is not None), None)
    if accuser is None or not accuser.cls.is_a(EntityClass.ACTOR):
        return
    yield from (Blame(happening, m, accuser, verb, h) for m, h in accused if m.cls.is_a(EntityClass.ACTOR))


def _disowned(occurrence: Occurrence, at: dict[int, Happening]) -> Iterator[Blame]:
    """As in "denied responsibility for the attack", "denied any role in it"."""
    denying = [(f.member, f.token) for f in occurrence.filled(Predicate.AGENT) if f.member]
    parts = [o for o in phrases.objects(occurrence.token) if o.lemma_.lower() in _PARTS]
    for part in parts if denying else ():
        for name, head in phrases.prepositional(part):
            if name in {"for", "in", "to", "with"} and head.i in at:
                member, token = denying[0]
                yield Blame(at[head.i], member, member, occurrence.token, token, denied=True)


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
