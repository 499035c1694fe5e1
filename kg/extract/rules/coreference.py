"""Coreference: which mentions of a document denote the same actor or place."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kg import reference
from kg.extract.rules import descriptions, names, nominals, possessions, pronouns, roles
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.cast import Cast, Member
from kg.extract.rules.people import People
from kg.model import EntityClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc


def resolve(doc: Doc) -> Cast:
    """The cast of ``doc``: names by spelling and reference list, then descriptions, then pronouns."""
    named = names.find(doc)
    nominal = nominals.find(doc, named)
    cast = Cast()
    _name_members(doc, [c for c in named if not _epithet(c)], cast)
    described = [c for c in nominal if c.kind is MentionKind.NOMINAL] + [c for c in named if _epithet(c)]
    descriptions.attach(doc, sorted(described, key=lambda c: c.begin), cast)
    pronouns.attach(doc, [c for c in nominal if c.kind is MentionKind.PRONOUN], cast)
    possessions.attach(doc, cast)
    for member in cast.members:
        member.settle()
    return cast


def _epithet(candidate: Candidate) -> bool:
    """As in "the Norwegian", "a Democrat": a name's word that describes one person."""
    return candidate.kind is MentionKind.NOMINAL and candidate.cls is EntityClass.PERSON


def _name_members(doc: Doc, named: list[Candidate], cast: Cast) -> None:
    people = [c for c in named if c.cls is EntityClass.PERSON and c.kind is MentionKind.NAME]
    known = People(doc, cast)
    singles = known.full(people)
    others = _Forms()
    for candidate in named:
        if candidate.cls is EntityClass.PERSON and candidate.kind is MentionKind.NAME:
            continue
        _situate(doc, candidate)
        member = others.find(candidate)
        if member is None:
            proper = candidate.kind is MentionKind.NAME and candidate.cls is not EntityClass.GROUP
            member = Member(
                candidate.cls, proper, candidate.reference, candidate.country, fixed=candidate.reference is not None
            )
            if candidate.reference is not None:
                member.title = candidate.name
        others.add(_identity(candidate), member)
        member.evidence[candidate.cls] += 1
        cast.add(candidate, member)
    _lie(doc, named, cast)
    for candidate in singles:
        known.single(candidate)
    for candidate in people:
        member = cast.by_head[candidate.head]
        head = doc[candidate.head]
        for child in [*head.lefts, *(c for title in head.lefts if title.dep_ == "compound" for c in title.lefts)]:
            state = cast.at(child) if child.dep_ in {"amod", "compound", "nmod", "poss"} else None
            if state is not None and state.cls is EntityClass.STATE:
                member.country = member.country or state.country


def _lie(doc: Doc, named: list[Candidate], cast: Cast) -> None:
    """As in "Paris, Texas", "Limassol, Cyprus": a place behind another's comma is where that lies."""
    begins = {c.begin: c for c in named}
    for candidate in named:
        around = begins.get(candidate.end + 1)
        if around is None or doc[candidate.end].text != "," or candidate.cls is EntityClass.COUNTRY:
            continue
        member, whole = cast.at(doc[candidate.head]), cast.at(doc[around.head])
        if member is None or whole is None or not member.cls.is_a(EntityClass.PLACE) or member is whole:
            continue
        listed = doc[around.head].dep_ == "conj" or any(c.dep_ in {"conj", "cc"} for c in doc[around.head].children)
        if listed or around.adjective or (around.end < len(doc) and doc[around.end].lower_ in {"and", "or"}):
            continue
        if whole.cls in {EntityClass.COUNTRY, EntityClass.STATE}:
            member.country = member.country or whole.country
        elif whole.cls.is_a(EntityClass.PLACE) and member.qualified is None:
            member.qualified = f"{candidate.name}, {around.name}"


def _situate(doc: Doc, candidate: Candidate) -> None:
    """Decides between the state and the country, the government and its capital."""
    token = doc[candidate.head]
    if candidate.cls is EntityClass.STATE:
        if not candidate.adjective and roles.is_place(token):
            candidate.cls = EntityClass.COUNTRY
        return
    if candidate.cls is EntityClass.SETTLEMENT:
        state = reference.state_by_capital(candidate.name)
        if state is not None and not roles.is_place(token, capital=True):
            candidate.cls, candidate.reference = EntityClass.STATE, f"state/{state.code}"
            candidate.country, candidate.name = state.code, state.name


def _identity(candidate: Candidate) -> tuple[str, str]:
    family = (
        "place" if candidate.cls.is_a(EntityClass.PLACE) else "group" if candidate.cls is EntityClass.GROUP else "actor"
    )
    if candidate.kind is MentionKind.NOMINAL or candidate.counted:
        return family, f"{names.key(candidate.name)}@{candidate.begin}"
    return family, candidate.reference or names.key(candidate.full or candidate.name)


class _Forms:
    """The members that are no persons, by the forms that a later name may take: acronym, first word, all but last."""

    def __init__(self) -> None:
        self._members: dict[tuple[str, str], Member] = {}
        self._forms: dict[tuple[str, str], dict[tuple[str, str], None]] = defaultdict(dict)

    def add(self, identity: tuple[str, str], member: Member) -> None:
        if identity not in self._members:
            self._members[identity] = member
            known = identity[1].startswith("organisation/")
            for form in _initials(names.key(member.name)) if known else _forms(identity[1]):
                self._forms[(identity[0], form)][identity] = None

    def find(self, candidate: Candidate) -> Member | None:
        """The member of that name, or whose name is an acronym of it, the other way round, or longer by a last word."""
        identity = _identity(candidate)
        same = self._members.get(identity)
        if same is not None:
            return same
        if (
            candidate.reference is not None
            or candidate.cls is EntityClass.GROUP
            or candidate.kind is MentionKind.NOMINAL
        ):
            return None
        family, own = identity
        near = {other: None for form in _forms(own) for other in self._forms[(family, form)]}
        for _, other in near:
            member = self._members[(family, other)]
            if member.fixed and _acronym(own, names.key(member.name), candidate):
                return member
            if not member.fixed and member.cls is not EntityClass.GROUP and _is_form(candidate, own, other, member):
                return member
        return None


def _forms(name: str) -> list[str]:
    """Keys under which a name meets its short forms: itself, its initials, its first word, and all but its last."""
    words = name.split()
    return [name, name.replace(".", ""), *_initials(name), words[0] if words else name, " ".join(words[:-1])]


def _is_form(candidate: Candidate, own: str, other: str, member: Member) -> bool:
    actor = _identity(candidate)[0] == "actor"
    if actor and (_acronym(own, other, candidate) or _acronym(other, own, member.mentions[0])):
        return True
    short, long = sorted((own, other), key=len)
    if _shortened(candidate, short, long, own, member):
        return True
    return len(short.split()) >= 2 and long.startswith(short + " ") and len(long.split()) - len(short.split()) == 1


def _shortened(candidate: Candidate, short: str, long: str, own: str, member: Member) -> bool:
    """As in "Kestrel" for Kestrel Systems, which the text has named before."""
    words = long.split()
    return (
        own == short
        and len(short) > 3
        and " " not in short
        and words[0] == short
        and 2 <= len(words) <= 3
        and candidate.cls in {EntityClass.ORGANISATION, EntityClass.COMPANY}
        and member.cls in {EntityClass.ORGANISATION, EntityClass.COMPANY}
    )


def _acronym(short: str, long: str, candidate: Candidate) -> bool:
    letters = short.replace(".", "")
    if not 2 <= len(letters) <= 6 or " " in letters or not candidate.name.replace(".", "").isupper():
        return False
    return letters in _initials(long)


def _initials(name: str) -> set[str]:
    words = [w for w in re.split(r"[ \-]", name) if w]
    return {"".join(w[0] for w in words), "".join(w[0] for w in words if w not in {"of", "the", "and", "for", "in"})}
