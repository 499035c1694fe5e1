"""Filling: which role a word plays in an occurrence, by what it is; what fits no role is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.rules import fillers, frames, lexicon, phrases
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.cast import Cast, Member
from kg.extract.rules.occurrence import Filler, Occurrence
from kg.model import EntityClass, EventClass, MentionKind, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token

_ACTOR_ROLES = frozenset({Predicate.AGENT, Predicate.PARTICIPANT})
_HIT = frozenset({Predicate.TARGET, Predicate.VICTIM})
_PERSONAL = frozenset({EventClass.SHOOTING, EventClass.ASSASSINATION, EventClass.SEXUAL_VIOLENCE})
_REFINED = frozenset({EventClass.ATTACK, EventClass.BOMBING, EventClass.RAID})
_HOW_MANY = frozenset({"more", "than", "of", "several", "many", "some", "few", "dozens", "numerous"})
_UNSPOKEN = frozenset({"det", "nummod", "poss", "case", "quantmod", "advmod", "predet"})


@dataclass(frozen=True, slots=True)
class Filling:
    """What is known when roles are filled: the cast, the positions of event nouns, and the lexicon."""

    cast: Cast
    nouns: frozenset[int]
    lexicon: frames.Lexicon

    def fill(self, occurrence: Occurrence, role: Predicate, token: Token) -> None:
        """Lets ``token`` fill ``role`` of ``occurrence``, or the role that suits what it is."""
        token, member = self._reached(phrases.content(token))
        negated = is_negated(token)
        if (
            fillers.weapon(token) is not None
            and is_attack(occurrence)
            and (member is None or role is Predicate.INSTRUMENT)
            and not (role in _HIT and token.lemma_.lower() in self.lexicon.things)
        ):
            self._arm(occurrence, role, token, negated=negated)
            return
        if member is None and role in _HIT:
            if token.i in self.nouns and _speaks(occurrence):
                occurrence.fillers.append(Filler(Predicate.TARGET, token, event=True, negated=negated))
                return
            if token.lemma_.lower() in self.lexicon.things:
                member = self._made(token, EntityClass.FACILITY)
            elif token.pos_ == "NUM" and role is Predicate.VICTIM and token.ent_type_ in {"CARDINAL", "", "QUANTITY"}:
                member = self._made(token, EntityClass.GROUP)
        chosen = _suited(role, member, occurrence) if member is not None else None
        if member is None or chosen is None:
            return
        occurrence.fillers.append(Filler(chosen, token, member, negated=negated))
        if chosen is Predicate.TARGET and member.cls is EntityClass.FACILITY and is_attack(occurrence):
            owner = fillers.owner(token, self.cast)
            if owner is not None and owner is not member and owner.cls is not EntityClass.STATE:
                occurrence.fillers.append(Filler(Predicate.TARGET, token, owner, negated=negated))

    def resolved(self, found: list[Filler]) -> list[Filler]:
        """The fillers whose words denote a member of the cast that suits the role."""
        for filler in found:
            filler.member = self.cast.at(phrases.content(filler.token))
            filler.negated = filler.negated or is_negated(filler.token)
        return [
            f
            for f in found
            if f.member is not None and (f.role not in _ACTOR_ROLES or f.member.cls.is_a(EntityClass.ACTOR))
        ]

    def _reached(self, token: Token) -> tuple[Token, Member | None]:
        """The whole where the token names only a part of it ("the wall of the embassy")."""
        member = self.cast.at(token)
        if member is None and token.lemma_.lower() in self.lexicon.parts:
            whole = next((h for name, h in phrases.prepositional(token) if name == "of"), None)
            if whole is not None:
                return whole, self.cast.at(whole)
        return token, member

    def _arm(self, occurrence: Occurrence, role: Predicate, token: Token, *, negated: bool) -> None:
        occurrence.fillers.append(instrument(token))
        owner = fillers.owner(token, self.cast)
        if role is Predicate.AGENT and owner is not None:
            occurrence.fillers.append(Filler(Predicate.AGENT, token, owner, negated=negated))

    def _made(self, token: Token, cls: EntityClass) -> Member:
        """A member for a thing that is hit or for people who are only counted; that makes them part of the story."""
        begin = phrases.left_edge(token)
        words = token.doc[begin : token.i + 1].text
        member = Member(cls, proper=False)
        self.cast.add(Candidate(begin, token.i + 1, token.i, MentionKind.NOMINAL, cls, words, counted=True), member)
        return member


def is_attack(occurrence: Occurrence) -> bool:
    """Whether weapons and targets belong to it."""
    return occurrence.cls.is_a(EventClass.ATTACK)


def instrument(token: Token) -> Filler:
    """A weapon by its words, without article and number."""
    begin = phrases.left_edge(token)
    words = [t for t in token.doc[begin : token.i + 1] if t.dep_ not in _UNSPOKEN and t.lower_ not in _HOW_MANY]
    text = "".join(t.text_with_ws for t in words if t == token or t.head.i >= begin).strip()
    named = "" if text.lower() in REALMS else text
    return Filler(Predicate.INSTRUMENT, token, text=" ".join(named.split()))


def is_negated(token: Token) -> bool:
    """Whether a contrast or a negation denies that ``token`` fills its role ("by X, not Y or Z")."""
    if token.dep_ == "conj" and token.head.dep_ in {"appos", "conj"} and is_negated(token.head):
        return True
    if any(c.dep_ == "neg" or (c.dep_ in {"cc", "preconj", "advmod"} and c.lower_ == "not") for c in token.lefts):
        return True
    before = phrases.left_edge(token)
    return bool(before) and token.doc[before - 1].lower_ == "not"


def refine(occurrence: Occurrence) -> None:
    """A weapon makes the class of an attack more specific ("rocket attack", "struck by a drone")."""
    if occurrence.cls not in _REFINED:
        return
    told = [cls for f in occurrence.filled(Predicate.INSTRUMENT) if (cls := fillers.weapon(f.token)) is not None]
    specific = [cls for cls in told if cls is not EventClass.ATTACK]
    if not specific:
        return
    if occurrence.cls in {EventClass.BOMBING, EventClass.RAID} and specific[0] not in {
        EventClass.AIRSTRIKE,
        EventClass.DRONE_STRIKE,
    }:
        return
    occurrence.cls = specific[0]


def is_only_words(occurrence: Occurrence) -> bool:
    """Whether an "attack" is one of words: named persons or parties on each other, without a weapon or a place."""
    if occurrence.cls is not EventClass.ATTACK or occurrence.frame.family.name != "violent":
        return False
    doers = [f.member for f in occurrence.filled(Predicate.AGENT) if f.member]
    hit = [f.member for f in occurrence.filled(Predicate.TARGET) if f.member]
    if not doers or occurrence.filled(Predicate.INSTRUMENT) or any(m.cls.is_a(EntityClass.PLACE) for m in hit):
        return False
    return all(m.proper and m.cls in _SPEAKING for m in doers)


_SPEAKING = frozenset(
    {EntityClass.PERSON, EntityClass.POLITICAL_PARTY, EntityClass.MEDIA_ORGANISATION, EntityClass.COMPANY}
)


def _speaks(occurrence: Occurrence) -> bool:
    return occurrence.cls.is_a(EventClass.COMMUNICATION) or occurrence.cls is EventClass.INVESTIGATION


def _suited(role: Predicate, member: Member, occurrence: Occurrence) -> Predicate | None:
    cls = member.cls
    place = cls.is_a(EntityClass.PLACE)
    if role in _ACTOR_ROLES:
        return None if place else role
    if role is Predicate.INSTRUMENT:
        return None
    if role is Predicate.PLACE:
        return role if place else Predicate.TARGET if cls is EntityClass.STATE else None
    if role is Predicate.VICTIM and place:
        return Predicate.TARGET if cls is EntityClass.FACILITY else Predicate.PLACE
    if role is Predicate.TARGET:
        return _suited_target(member, occurrence)
    return role


def _suited_target(member: Member, occurrence: Occurrence) -> Predicate | None:
    cls = member.cls
    if occurrence.cls.is_a(EventClass.MILITARY_OPERATION) and cls is EntityClass.PERSON:
        return None
    if is_attack(occurrence):
        if cls in {EntityClass.PERSON, EntityClass.GROUP} and occurrence.cls in _PERSONAL:
            return Predicate.VICTIM
        if (
            cls.is_a(EntityClass.PLACE)
            and (cls is not EntityClass.FACILITY or member.name.split()[-1].lower() in _WAYS)
            and occurrence.noun
            and _located(occurrence, member)
        ):
            return Predicate.PLACE
    return Predicate.TARGET


REALMS = frozenset({"air", "naval", "aerial", "ground", "sea"})
"""Words that tell the kind of an attack and are no weapons."""
_WAYS = lexicon.words("street road avenue boulevard highway square lane bridge roundabout junction crossing")
"""Facilities that are where something happens rather than what is aimed at."""


def _located(occurrence: Occurrence, member: Member) -> bool:
    return any(
        name in {"in", "at", "near"} and any(c.head == head.i for c in member.mentions)
        for name, head in phrases.prepositional(occurrence.token)
    )
