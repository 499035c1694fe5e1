"""Circumstances: which date, weekday and places belong to which occurrence."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.extract.rules import frames, lexicon
from kg.extract.rules.cast import Cast, Member
from kg.extract.rules.dates import DateExpression, DateKind
from kg.extract.rules.occurrence import Occurrence
from kg.model import EntityClass, EventClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Placed:
    """A place of an occurrence and the token that names it."""

    member: Member
    token: int


@dataclass(slots=True)
class Circumstance:
    """When and where one occurrence is said to be: EDTF dates, weekdays (in words) and places."""

    dates: list[DateExpression] = field(default_factory=list)
    weekday: str | None = None
    places: list[Placed] = field(default_factory=list)


_WEEKDAYS = lexicon.words("monday tuesday wednesday thursday friday saturday sunday")
_DIRECT = lexicon.words("in at near inside outside around on across throughout within along over off")
_STEPS = 12


def attach(doc: Doc, occurrences: list[Occurrence], cast: Cast, dates: list[DateExpression]) -> list[Circumstance]:
    """One circumstance for each occurrence, in their order."""
    out = [Circumstance() for _ in occurrences]
    at = {o.token.i: i for i, o in enumerate(occurrences)}
    governed: dict[int, list[int]] = {}
    for i, occurrence in enumerate(occurrences):
        if occurrence.governor.i != occurrence.token.i:
            governed.setdefault(occurrence.governor.i, []).append(i)
    for date in dates:
        _date(doc, date, occurrences, out, at, governed)
    _count_off(doc, occurrences, out, dates)
    for token in doc:
        if token.lower_ in _WEEKDAYS:
            for i in _events_of(token, at, governed):
                out[i].weekday = out[i].weekday or token.lower_
    for member in cast.members:
        if member.cls.is_a(EntityClass.PLACE):
            _place(doc, member, cast, out, at, governed)
    return out


def _date(
    doc: Doc,
    date: DateExpression,
    occurrences: list[Occurrence],
    out: list[Circumstance],
    at: dict[int, int],
    governed: dict[int, list[int]],
) -> None:
    """Gives a date to its events; "since 2009" only to those that last."""
    if date.kind is DateKind.OFFSET:
        return
    lasting = date.kind is DateKind.INTERVAL and date.edtf is not None and ".." in date.edtf
    for i in _events_of(doc[date.begin : date.end].root, at, governed):
        if not lasting or any(occurrences[i].cls.is_a(c) for c in _LASTING):
            out[i].dates.append(date)


def _place(
    doc: Doc, member: Member, cast: Cast, out: list[Circumstance], at: dict[int, int], governed: dict[int, list[int]]
) -> None:
    for mention in member.mentions:
        token = doc[mention.head]
        if mention.kind is MentionKind.PRONOUN or not _is_location(token, at) or _surrounds(token, member, cast):
            continue
        for i in _events_of(token, at, governed):
            if all(p.member is not member for p in out[i].places):
                out[i].places.append(Placed(member, token.i))


_LASTING = (
    EventClass.SANCTIONING,
    EventClass.PROTEST,
    EventClass.MILITARY_OPERATION,
    EventClass.DETENTION,
    EventClass.ARMED_CLASH,
    EventClass.REPRESSION,
    EventClass.CEASEFIRE,
)
"""Classes whose events last, so that "since 2009" dates them."""


def _count_off(doc: Doc, occurrences: list[Occurrence], out: list[Circumstance], dates: list[DateExpression]) -> None:
    """As in "on 31 December, two days after warplanes bombed …": the one date gives the other."""
    for date in dates:
        if date.kind is not DateKind.OFFSET or not date.days:
            continue
        sentence = doc[date.begin].sent
        inside = [i for i, o in enumerate(occurrences) if sentence.start <= o.token.i < sentence.end]
        later = [i for i in inside if occurrences[i].token.i >= date.end]
        earlier = [i for i in reversed(inside) if occurrences[i].token.i < date.begin]
        if not later or not earlier:
            continue
        first, second = earlier[0], later[0]
        for known, unknown, days in ((first, second, -date.days), (second, first, date.days)):
            day = _day(out[known].dates)
            if day is not None and not out[unknown].dates:
                edtf = (day + datetime.timedelta(days=days)).isoformat()
                out[unknown].dates.append(replace(date, kind=DateKind.POINT, edtf=edtf, days=None, anchored=True))
                break


def _day(dates: list[DateExpression]) -> datetime.date | None:
    for date in dates:
        if date.edtf is not None and len(date.edtf) == _ISO_DAY and date.edtf[:4].isdigit():
            return datetime.date.fromisoformat(date.edtf)
    return None


_ISO_DAY = len("2019-12-27")


def _surrounds(token: Token, member: Member, cast: Cast) -> bool:
    """As in "the New York city of Rochester": a place in front of another only says where that lies."""
    if token.dep_ not in {"compound", "poss", "nmod", "amod"}:
        return False
    other = cast.at(token.head)
    return other is not None and other is not member and other.proper and other.cls.is_a(EntityClass.PLACE)


def _is_location(token: Token, at: dict[int, int]) -> bool:
    """Whether the place says where something is, not what is done to it."""
    while token.dep_ in {"conj", "appos"} or (
        token.dep_ in {"compound", "poss", "nmod"} and token.head.pos_ in {"PROPN", "NOUN"} and token.head.i not in at
    ):
        token = token.head
    if token.dep_ == "pobj":
        return token.head.lower_ in _DIRECT
    if token.dep_ in {"compound", "poss", "nmod", "npadvmod"} and token.head.i in at:
        return True
    if token.dep_ in {"nsubjpass", "nsubj"} and token.head.lemma_ in frames.load().light["befall"]:
        return True
    if token.dep_ == "dobj" and token.head.lemma_ in frames.load().light["befall"]:
        occurrence = at.get(token.head.i)
        return occurrence is None
    return False


def _events_of(token: Token, at: dict[int, int], governed: dict[int, list[int]]) -> list[int]:
    """The occurrences that a date or place belongs to: the nearest above it in the parse, through light verbs."""
    current = token
    for _ in range(_STEPS):
        if current.i in at:
            return [at[current.i]]
        if current.i in governed:
            return governed[current.i]
        if current.pos_ in {"VERB", "AUX"}:
            subject = [c for c in current.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i in at]
            if subject:
                return [at[s.i] for s in subject]
            objects = [c for c in current.children if c.dep_ in {"dobj", "attr"} and c.i in at]
            if objects:
                return [at[o.i] for o in objects]
            if (
                current.dep_ in {"relcl"}
                and current.head.i in at
                and any(
                    c.dep_ in {"nsubj", "nsubjpass"} and c.lower_ in {"which", "that", "who"} for c in current.children
                )
            ):
                return [at[current.head.i]]
            embedded = [c for c in current.children if c.dep_ in {"xcomp", "pcomp"} and c.i in at]
            if embedded:
                return [at[e.i] for e in embedded]
            if current.dep_ == "relcl" and token.dep_ == "nsubj":
                return []
            by = [
                p.i
                for c in current.children
                if c.dep_ in {"agent", "prep"} and c.lower_ in {"by", "in", "during"}
                for p in c.children
                if p.i in at
            ]
            if by:
                return [at[p] for p in by]
            if current.dep_ in {"acl", "relcl"} and current.lemma_ in {"link", "locate", "situate"}:
                current = current.head
                continue
            return []
        if current.head == current:
            return []
        current = current.head
    return []
