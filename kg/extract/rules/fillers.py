"""Fillers: what a word that fills a slot is — an actor, a place, a weapon, a thing that can be hit, an event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.rules import frames, lexicon, phrases
from kg.extract.rules.cast import Cast, Member
from kg.model import EntityClass, EventClass

if TYPE_CHECKING:
    from spacy.tokens import Token

_MODEL = re.compile(r"[A-Z]{1,4}-?\d{1,3}[A-Z]?$")
"""Names of weapons such as F-15E, AK-47, MQ-9."""
_FIGHTING = {EntityClass.STATE, EntityClass.ARMED_FORCE, EntityClass.ARMED_GROUP}
_BODIES = {
    EntityClass.STATE,
    EntityClass.GOVERNMENT_BODY,
    EntityClass.POLITICAL_PARTY,
    EntityClass.INTERNATIONAL_ORGANISATION,
}


def weapon(token: Token) -> EventClass | None:
    """The class of an attack with what ``token`` heads, where that is a weapon."""
    weapons = frames.load().weapons
    if any(c.lower_ == "tear" for c in token.lefts):
        return None
    for word in (token, *(c for c in token.lefts if c.dep_ in {"compound", "amod", "nmod"})):
        cls = weapons.get(word.lemma_.lower()) or weapons.get(word.lower_)
        if cls is None or (word == token and token.pos_ not in {"NOUN", "PROPN"}):
            continue
        if word == token or token.lemma_.lower() in weapons or _MODEL.match(token.text):
            return cls
    return EventClass.ATTACK if _MODEL.match(token.text) and token.pos_ in {"NOUN", "PROPN", "NUM"} else None


def kinds(token: Token, cast: Cast, events: frozenset[int]) -> frozenset[str]:
    """The kinds (see ``frames.toml``) of what ``token`` heads; ``events`` holds the positions of event nouns."""
    out = {"any"}
    known = frames.load()
    lemma = token.lemma_.lower()
    if token.i in events:
        out.add("event")
        if any(frame.cls.is_a(EventClass.ATTACK) for frame in known.nouns.get(lemma, ())):
            out.add("assault")
    if weapon(token) is not None:
        out.add("weapon")
        if weapon(token) is EventClass.AIRSTRIKE:
            out |= {"air", "violent"}
        if weapon(token) is not EventClass.ATTACK and lemma not in _DOUBTFUL:
            out.add("armament")
    if lemma in known.things:
        out.add("thing")
    if lemma in _SPOKEN:
        out.add("speech")
    if lemma in _AGREED:
        out.add("agreement")
    if lemma in _LAWS:
        out.add("law")
    if lemma in known.offices or any(c.dep_ == "compound" and c.lemma_.lower() in known.offices for c in token.lefts):
        out.add("official")
    if lemma in _CHAMBERS or any(c.lower_ in _CHAMBERS for c in token.children if c.dep_ == "compound"):
        out.add("chamber")
    if token.pos_ == "NUM":
        out.add("number")
    member = cast.at(token)
    if member is not None:
        out |= _of_member(member, lemma)
    elif lemma in known.violent:
        out |= {"violent", "actor", "people"}
    return frozenset(out)


_DOUBTFUL = lexicon.words("suicide device vest air plane airplane aircraft aerial tank mine jet bullet round shot")
"""Words for weapons that kill in other ways as well."""
_CHAMBERS = lexicon.words(
    "parliament senate congress house assembly legislature lawmaker legislator senator deputy mp councillor council "
    "knesset duma bundestag verkhovna seimas sejm riksdag diet commons lords"
)
_SPOKEN = lexicon.words(lexicon.load("words")["fillers"]["spoken"])
_LAWS = lexicon.words(lexicon.load("words")["fillers"]["laws"])
_AGREED = lexicon.words(lexicon.load("words")["fillers"]["agreed"])


def _of_member(member: Member, lemma: str) -> set[str]:
    cls = member.cls
    if cls.is_a(EntityClass.PLACE):
        return {"place"} | ({"facility"} if cls is EntityClass.FACILITY else set())
    out = {"actor"}
    if cls is EntityClass.PERSON:
        out.add("person")
    if cls is EntityClass.GROUP:
        out.add("people")
    if cls in _FIGHTING or lemma in frames.load().violent:
        out.add("violent")
    if cls in _BODIES:
        out.add("body")
    return out


def owner(token: Token, cast: Cast) -> Member | None:
    """The actor that what ``token`` heads belongs to: "positions of Red Lantern", "Karsk's bases"."""
    for child in token.children:
        if child.dep_ in {"poss", "compound", "nmod", "amod"}:
            member = cast.at(child)
            if member is not None and member.cls.is_a(EntityClass.ACTOR):
                return member
    for preposition, head in phrases.prepositional(token):
        if preposition in {"of", "belonging", "by", "to"}:
            member = cast.at(head)
            if member is not None and member.cls.is_a(EntityClass.ACTOR):
                return member
    return None
