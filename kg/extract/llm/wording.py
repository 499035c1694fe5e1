"""Wording: what the lexicons know of words that tell an event, or report what somebody says.

A word that the lexicon of events knows can be made to mean nothing else. One that it does not know may tell of an
event, but of none in particular: what it means would be the model's word alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.extract.rules import frames, lexicon
from kg.extract.rules.attributions.cues import cues
from kg.model import EventClass

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

_OPEN: Final = frozenset({"VERB", "NOUN", "ADJ", "PROPN"})
_HARMS: Final = frozenset({EventClass.DEATH, EventClass.INJURY})
_COMMON: Final = frozenset({"attack", "strike", "event", "act", "military", "armed", "political"})
"""Words in the names of classes that tell no class apart."""
_MEANS: Final = {
    EventClass.AIRSTRIKE: lexicon.words(
        "air jet plane warplane aircraft bomber helicopter fighter-jet f-15 f-16 aerial"
    ),
    EventClass.CYBERATTACK: lexicon.words("cyber hack hacker malware ransomware"),
    EventClass.ASSASSINATION: lexicon.words("assassinate assassin assassination"),
}


def is_trigger(tokens: Tokens, cls: EventClass) -> bool:
    """Whether words may tell of an event of the class."""
    heads = [t for t in tokens if t.pos_ in _OPEN and not t.is_stop]
    if not heads:
        return False
    known = {c for t in heads for c in classes(t)}
    if not known:
        return cls is EventClass.EVENT
    return any(_same(c, cls) or (_alike(c, cls) and _is_told(tokens, cls)) for c in known)


def may_go_on(tokens: Tokens, cls: EventClass) -> bool:
    """Whether words may tell more of an event that others tell the class of: in general, or by the harm that it did."""
    known = {c for t in tokens if t.pos_ in _OPEN for c in classes(t)}
    harmful = cls.is_a(EventClass.ATTACK) or cls.is_a(EventClass.MILITARY_OPERATION)
    return any(cls.is_a(c) or (harmful and c in _HARMS) for c in known)


def classes(token: Token) -> set[EventClass]:
    """The classes of events that the lexicon knows a word for."""
    words = frames.load()
    lemma = token.lemma_.lower()
    found = [*words.verbs.get(lemma, ()), *words.nouns.get(lemma, ())]
    for child in token.children:
        found.extend(words.particles.get(f"{lemma}-{child.lower_}", ()))
    weapon = words.weapons.get(lemma) if not found else None
    return {frame.cls for frame in found} | ({weapon} if weapon is not None else set())


def _same(told: EventClass, said: EventClass) -> bool:
    """Whether a word for one class says the other: the same or a more general one, the attack in what it did."""
    if told.is_a(said):
        return True
    return said is EventClass.ATTACK and (told in _HARMS or told.is_a(EventClass.MILITARY_OPERATION))


def _alike(told: EventClass, said: EventClass) -> bool:
    """Whether other words of the sentence may make one class the other: both are of one kind."""
    if said in _HARMS:
        return False
    violent = {EventClass.ATTACK, EventClass.MILITARY_OPERATION, EventClass.DEATH}
    return _branch(told) is _branch(said) or {_branch(told), _branch(said)} <= violent


def _is_told(tokens: Tokens, cls: EventClass) -> bool:
    """Whether a word of the sentence tells the class: one for such an event, its weapon, or a word of its name."""
    weapons = frames.load().weapons
    parts = _MEANS.get(cls, frozenset()) | {part.lower() for part in re.findall(r"[A-Z][a-z]+", cls)} - _COMMON
    for token in tokens.sent:
        lemma = token.lemma_.lower()
        weapon = weapons.get(lemma)
        if lemma in parts or (weapon is not None and weapon.is_a(cls)) or any(c.is_a(cls) for c in classes(token)):
            return True
    return False


def _branch(cls: EventClass) -> EventClass:
    return next((c for c in reversed(cls.lineage) if c is not EventClass.EVENT), EventClass.EVENT)


def is_cue(tokens: Tokens) -> bool:
    """Whether words report speech, thought or wish."""
    known = cues()
    for token in tokens:
        lemma = token.lemma_.lower()
        if lemma in known.verbs or lemma in known.nouns or lemma in known.adjectives or lemma in known.issuing:
            return True
        if lemma in known.adverbs or token.lower_ in known.adverbs or lemma in known.modifiers:
            return True
    words = tokens.text.casefold()
    return (
        words in {"according to", "per", ":", "as per", "in the words of", "in the view of"} or "according to" in words
    )
