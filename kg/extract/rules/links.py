"""Links: what the text plainly says of one event to another: a response to it, or a part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.rules import lexicon, phrases
from kg.extract.rules.happenings import Happening
from kg.extract.rules.occurrence import Occurrence
from kg.model import EventClass, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token

_RESPONSES = lexicon.words("response retaliation revenge reprisal vengeance retribution answer reaction")
_AVENGING = lexicon.words("avenge retaliate respond")
_HAPPENING = frozenset({"be", "come", "follow"})
_TO = frozenset({"to", "for", "against"})
_FRAMES = (
    EventClass.MILITARY_OPERATION,
    EventClass.ARMED_CLASH,
    EventClass.PROTEST,
    EventClass.COUP,
    EventClass.REPRESSION,
    EventClass.TRIAL,
    EventClass.DISASTER,
)
"""Classes of events that are long or wide enough to have parts."""
_LONG = lexicon.words(
    "war offensive campaign operation siege battle crackdown uprising revolt insurgency unrest riot invasion"
)


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """``one`` stands in ``predicate`` to ``other``; ``occurrence`` says so, ``mention`` names the other."""

    one: Happening
    predicate: Predicate
    other: Happening
    occurrence: Occurrence
    mention: Token


def find(happenings: list[Happening]) -> list[Link]:
    """What each event is said to respond to or to be part of."""
    at = {o.token.i: h for h in happenings for o in h.occurrences}
    out = []
    for happening in happenings:
        for occurrence in happening.occurrences:
            for predicate, token in _of(occurrence):
                other = at.get(token.i)
                if other is not None and other is not happening and _suits(predicate, occurrence, other, token):
                    out.append(Link(happening, predicate, other, occurrence, token))
    return out


def _suits(predicate: Predicate, occurrence: Occurrence, other: Happening, token: Token) -> bool:
    if occurrence.cls.is_a(EventClass.COMMUNICATION) and predicate is Predicate.SUB_EVENT_OF:
        return False
    if predicate is Predicate.IN_RESPONSE_TO:
        return True
    return any(other.cls.is_a(cls) for cls in _FRAMES) or token.lemma_.lower() in _LONG


def _of(occurrence: Occurrence) -> Iterator[tuple[Predicate, Token]]:
    """Relations that the words around an occurrence state, with the head of the other event."""
    for anchor in _anchors(occurrence):
        for child in anchor.children:
            if child.dep_ == "prep":
                yield from _by_preposition(child)
            elif child.dep_ in {"attr", "dobj"} and anchor.lemma_ == "be":
                yield from _by_noun(child)
            elif child.dep_ in {"advcl", "xcomp"} and child.lemma_ in _AVENGING:
                yield from ((Predicate.IN_RESPONSE_TO, o) for o in phrases.objects(child))
                yield from ((Predicate.IN_RESPONSE_TO, h) for name, h in phrases.prepositional(child) if name in _TO)
        if anchor.lemma_ in _AVENGING:
            yield from ((Predicate.IN_RESPONSE_TO, h) for name, h in phrases.prepositional(anchor) if name in _TO)


def _anchors(occurrence: Occurrence) -> list[Token]:
    """The trigger, its light verb, and the verb whose subject it is ("the raids came in response to …")."""
    out = [occurrence.token]
    if occurrence.governor != occurrence.token:
        out.append(occurrence.governor)
    head = occurrence.token.head
    if occurrence.noun and occurrence.token.dep_ in {"nsubj", "nsubjpass"} and head.lemma_ in _HAPPENING:
        out.append(head)
    return list(dict.fromkeys(out))


def _by_preposition(preposition: Token) -> Iterator[tuple[Predicate, Token]]:
    word = preposition.lower_
    for head in preposition.children:
        if head.dep_ not in {"pobj", "pcomp"}:
            continue
        if word in {"in", "as"}:
            yield from _by_noun(head)
        if word == "during" or (word in {"in", "amid"} and head.lemma_.lower() in _LONG):
            yield Predicate.SUB_EVENT_OF, head


def _by_noun(noun: Token) -> Iterator[tuple[Predicate, Token]]:
    """As in "(in) response to X", "(as) part of X"."""
    lemma = noun.lemma_.lower()
    for child in noun.children:
        if child.dep_ != "prep":
            continue
        inner = [c for c in child.children if c.dep_ in {"pobj", "pcomp"}]
        if lemma in _RESPONSES and child.lower_ in _TO:
            yield from ((Predicate.IN_RESPONSE_TO, h) for i in inner for h in phrases.conjuncts(i))
        elif lemma == "part" and child.lower_ == "of":
            yield from ((Predicate.SUB_EVENT_OF, h) for h in inner)
