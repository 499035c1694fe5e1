"""Tolls: how many of whom an event killed, injured or displaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.rules import phrases, quantities
from kg.extract.rules.cast import Cast, Member
from kg.extract.rules.occurrence import Occurrence
from kg.extract.rules.statements import Counted
from kg.model import EntityClass, EventClass

if TYPE_CHECKING:
    from spacy.tokens import Token

_EFFECTS = {
    "Killed": "kill die perish slay murder massacre slaughter death dead toll fatality killing behead execute drown",
    "Injured": "injure wound hurt injury injured wounded maim wounding",
    "Missing": "missing disappear",
    "Detained": "arrest detain imprison jail round capture detention",
    "Displaced": "displace flee evacuate displacement",
}
_EFFECT = {word: effect for effect, words in _EFFECTS.items() for word in words.split()}
_LIVES = frozenset({"life", "lives"})
_ABOUT = frozenset({"over", "under", "around", "about", "nearly", "almost", "roughly"})


def find(occurrences: list[Occurrence], cast: Cast) -> list[Counted]:
    """The tolls that occurrences give, each with the occurrence whose words give it."""
    out: list[Counted] = []
    for index, occurrence in enumerate(occurrences):
        out.extend(_of_occurrence(index, occurrence, cast))
        if occurrence.cls.is_a(EventClass.ATTACK) or occurrence.cls in {EventClass.ACCIDENT, EventClass.DISASTER}:
            out.extend(_lives(index, occurrence, cast))
    return sorted(out, key=lambda c: c.token.i)


def _of_occurrence(index: int, occurrence: Occurrence, cast: Cast) -> Iterator[Counted]:
    token = occurrence.token
    effect = _EFFECT.get(token.lemma_.lower()) or _EFFECT.get(token.lower_)
    if effect is None:
        return
    heads = _summed(token) if token.lemma_ == "toll" else _counted_heads(occurrence)
    for head in heads:
        counted = _toll(index, effect, head, token, cast)
        if counted is not None:
            yield counted
            yield from _parts(counted, head, cast)
    if not heads and not occurrence.noun:
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in _ABOUT:
                for number in child.children:
                    if number.pos_ == "NUM" and number.dep_ == "pobj":
                        counted = _toll(index, effect, number, token, cast)
                        if counted is not None:
                            yield counted


def _parts(whole: Counted, head: Token, cast: Cast) -> Iterator[Counted]:
    """As in "12 people, including four children": at least so many of the whole are of that group."""
    for noun in dict.fromkeys((head, phrases.content(head))):
        for preposition, part in phrases.prepositional(noun):
            found = (
                _toll(whole.occurrence, whole.effect, part, whole.token, cast) if preposition == "including" else None
            )
            if found is not None and found.group is not None and found.minimum is not None:
                yield replace(found, maximum=None, begin=min(found.begin, part.left_edge.i), end=part.i + 1)


def _counted_heads(occurrence: Occurrence) -> list[Token]:
    token = occurrence.token
    if not occurrence.noun:
        if token.dep_ in {"acl", "amod"} and token.head.pos_ == "NUM":
            return [token.head]
        if token.pos_ in {"ADJ", "NOUN"} or occurrence.only_counts:
            return _states(token)
        if occurrence.frame.family.name == "undergo":
            return phrases.subjects(token)
        if phrases.is_passive(token) or (token.lemma_ in _LEAVING and not phrases.objects(token)):
            return phrases.subjects(token)
        return phrases.objects(token)
    heads = [h for name, h in phrases.prepositional(token) if name == "of"]
    if not heads and any(c.dep_ == "nummod" for c in token.lefts):
        return [token]
    return heads


_LEAVING = frozenset({"flee", "evacuate"})


def _summed(token: Token) -> list[Token]:
    """As in "the death toll rose to 30", "put the toll at 35", "the toll reached 40"."""
    verb = token.head
    if verb.pos_ not in {"VERB", "AUX"}:
        return []
    numbers = [h for name, h in phrases.prepositional(verb) if name in {"to", "at"}]
    numbers += [h for name, h in phrases.prepositional(token) if name == "at"]
    if token.dep_ in {"nsubj", "nsubjpass"}:
        numbers += phrases.objects(verb)
    return [n for n in numbers if n.pos_ == "NUM" or any(c.dep_ == "nummod" for c in n.lefts)][:1]


def _states(token: Token) -> list[Token]:
    """What is "dead" or "wounded": "three people dead", "25 were dead", "30 dead"."""
    if token.dep_ in {"acomp", "oprd"}:
        subject = [c for c in token.head.children if c.dep_ in {"nsubj", "nsubjpass"}]
        dobj = [c for c in token.head.children if c.dep_ == "dobj"]
        return dobj or subject
    if token.head.pos_ in {"NOUN", "NUM", "PROPN"} and token.dep_ in {"amod", "acl"}:
        return [token.head]
    around = [*token.children, *(c for a in token.children if a.dep_ == "aux" for c in a.children)]
    return [c for c in around if c.dep_ in {"nsubj", "nsubjpass", "nummod"}][-1:]


def _toll(index: int, effect: str, head: Token, token: Token, cast: Cast) -> Counted | None:
    noun = phrases.content(head)
    member = cast.at(noun)
    told = [h for name, h in phrases.prepositional(noun) if name == "of" and h.pos_ == "NUM"]
    several = member is not None and member.cls is EntityClass.GROUP and noun.tag_ == "NN"
    count = quantities.count(told[0] if several and told else head)
    if several and not told and count is not None and count.maximum == 1:
        return None  # "a family" is more than one
    minimum: int | None
    maximum: int | None
    if count is None:
        if not _single(noun, member):
            return None
        minimum = maximum = 1
    else:
        minimum, maximum = count.minimum, count.maximum
    if minimum is None and maximum is None:
        return None
    group = member if member is not None and member.cls.is_a(EntityClass.ACTOR) else None
    begin, end = _extent(head, noun, token)
    return Counted(index, effect, minimum, maximum, group, token, begin, end, "toll")


def _single(noun: Token, member: Member | None) -> bool:
    """One person without a numeral: "a contractor", "an officer", "German engineer" in a headline."""
    if noun.tag_ != "NN" or member is None or member.proper or member.cls is not EntityClass.PERSON:
        return False
    return any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in noun.lefts) or not any(
        c.dep_ in {"det", "poss"} for c in noun.lefts
    )


def _extent(head: Token, noun: Token, token: Token) -> tuple[int, int]:
    begin = min(phrases.left_edge(head), token.i, head.left_edge.i if head.pos_ == "NUM" else head.i)
    return begin, max(noun.i, head.i, token.i) + 1


def _lives(index: int, occurrence: Occurrence, cast: Cast) -> Iterator[Counted]:
    """As in "took the lives of dozens of civilians", "claimed 12 lives", "the death toll rose to 30"."""
    verb = occurrence.token.head
    if occurrence.token.dep_ != "nsubj" or verb.lemma_ not in {"take", "claim", "cost", "leave"}:
        return
    for child in verb.children:
        if child.dep_ == "dobj" and child.lower_ in _LIVES:
            heads = [h for name, h in phrases.prepositional(child) if name == "of"] or [child]
            for head in heads:
                counted = _toll(index, "Killed", head, verb, cast)
                if counted is not None:
                    yield counted
