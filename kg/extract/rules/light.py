"""Light verbs: verbs that say only that an event happened, and who its doer is ("carried out an attack")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules import fillers, phrases
from kg.extract.rules.filling import Filling, instrument
from kg.extract.rules.occurrence import Filler
from kg.model import EntityClass, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token

Governed = tuple["Token", list[Filler]]
"""The governing verb, and the fillers that an event noun gets through it."""


def find(token: Token, filling: Filling) -> Governed | None:
    """The light verb that governs the event noun ``token``, with the fillers that come through it."""
    verb = token.head
    while verb.pos_ == "NOUN" and token.dep_ == "conj" and verb.dep_ in {"dobj", "nsubjpass", "nsubj", "conj"}:
        token, verb = verb, verb.head
    if verb.pos_ not in {"VERB", "AUX"}:
        return _through_preposition(token, verb, filling) if token.dep_ == "pobj" else None
    lemma, light = verb.lemma_.lower(), filling.lexicon.light
    if token.dep_ == "dobj" and lemma in light["agent"]:
        heads = (
            [h for name, h in phrases.prepositional(verb) if name == "by"]
            if phrases.is_passive(verb)
            else phrases.subjects(verb)
        )
        return verb, filling.resolved([Filler(Predicate.AGENT, h) for h in heads])
    if token.dep_ == "dobj" and lemma in light["target"]:
        return verb, filling.resolved([Filler(Predicate.TARGET, s) for s in phrases.subjects(verb)])
    if token.dep_ == "nsubjpass" and lemma in light["agent"]:
        return verb, _passive(verb, filling)
    if token.dep_ in {"nsubj", "nsubjpass"} and lemma in light["happening"] | light["befall"]:
        hit = phrases.objects(verb) if token.dep_ == "nsubj" and lemma in light["befall"] else []
        return verb, filling.resolved([Filler(Predicate.TARGET, o) for o in hit])
    return None


def _passive(verb: Token, filling: Filling) -> list[Filler]:
    """As in "attacks were carried out by X, not Y": doers, weapons, and whom a contrast rules out."""
    heads = [h for name, h in phrases.prepositional(verb) if name == "by"]
    armed = [instrument(h) for h in heads if filling.cast.at(h) is None and fillers.weapon(h) is not None]
    denied = [Filler(Predicate.AGENT, t, negated=True) for h in heads for t in phrases.contrasted(h)]
    return armed + filling.resolved([Filler(Predicate.AGENT, h) for h in heads] + denied)


def _through_preposition(token: Token, preposition: Token, filling: Filling) -> Governed | None:
    """As in "X was behind the attack", "X is responsible for it", "a region rocked by protests"."""
    governor = preposition.head
    if preposition.lower_ == "on" and token.lemma_ == "strike" and governor.lemma_ in _STRIKING:
        return governor, filling.resolved([Filler(Predicate.AGENT, s) for s in phrases.subjects(governor)])
    if preposition.lower_ == "by" and governor.lemma_ in filling.lexicon.light["befall"]:
        found = [Filler(Predicate.PLACE, s, filling.cast.at(s)) for s in phrases.subjects(governor)]
        return governor, [f for f in found if f.member is not None and f.member.cls.is_a(EntityClass.PLACE)]
    if preposition.lower_ == "for" and governor.lower_ == "responsibility" and governor.dep_ == "dobj":
        claimed = [s for s in phrases.subjects(governor.head) if not any(c.lower_ == "no" for c in s.lefts)]
        if governor.head.lemma_ in {"claim", "accept", "take", "assume", "admit"} and claimed:
            return governor.head, filling.resolved([Filler(Predicate.AGENT, s) for s in claimed])
    if preposition.lower_ == "behind" and governor.lemma_ == "be":
        return governor, filling.resolved([Filler(Predicate.AGENT, s) for s in phrases.subjects(governor)])
    if preposition.lower_ == "for" and governor.lower_ == "responsible" and governor.head.lemma_ == "be":
        return governor.head, filling.resolved([Filler(Predicate.AGENT, s) for s in phrases.subjects(governor.head)])
    return None


_STRIKING = frozenset({"go", "be", "stay", "remain", "walk", "come"})
