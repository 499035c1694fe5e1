"""Coreference: which mentions of a document denote the same actor or place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import reference
from kg.extract.rules import descriptions, lexicon, names, nominals, pronouns, roles
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.cast import Cast, Member
from kg.model import EntityClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

_HONORIFICS = lexicon.words(
    "mr mr. mrs mrs. ms ms. miss dr dr. sir lord lady dame prof prof. sheikh sheik ayatollah king queen prince princess "
    "general gen gen. lt lt. col col. colonel maj maj. major capt capt. captain sgt sgt. sen sen. senator rep rep. gov gov. "
    "president minister secretary judge justice pope bishop imam mullah maulana"
)
_PARTICLES = lexicon.words("al el bin ibn abu von van de der da di del la le al- el- bint umm")


def resolve(doc: Doc) -> Cast:
    """The cast of ``doc``: names by spelling and reference list, then descriptions, then pronouns."""
    named = names.find(doc)
    nominal = nominals.find(doc, named)
    cast = Cast()
    _name_members(doc, named, cast)
    descriptions.attach(doc, [c for c in nominal if c.kind is MentionKind.NOMINAL], cast)
    pronouns.attach(doc, [c for c in nominal if c.kind is MentionKind.PRONOUN], cast)
    descriptions.possessed_governments(doc, cast)
    for member in cast.members:
        member.settle()
    return cast


def _name_members(doc: Doc, named: list[Candidate], cast: Cast) -> None:
    people = [c for c in named if c.cls is EntityClass.PERSON and c.kind is MentionKind.NAME]
    singles = _people(people, cast)
    others: dict[tuple[str, str], Member] = {}
    for candidate in named:
        if candidate.cls is EntityClass.PERSON and candidate.kind is MentionKind.NAME:
            continue
        _situate(doc, candidate)
        member = others.get(_identity(candidate)) or _by_form(candidate, others)
        if member is None:
            proper = candidate.kind is MentionKind.NAME and candidate.cls is not EntityClass.GROUP
            member = Member(
                candidate.cls, proper, candidate.reference, candidate.country, fixed=candidate.reference is not None
            )
            if candidate.reference is not None:
                member.title = candidate.name
        others.setdefault(_identity(candidate), member)
        member.evidence[candidate.cls] += 1
        cast.add(candidate, member)
    for candidate in singles:
        _single(candidate, cast)
    for candidate in people:
        member = cast.by_head[candidate.head]
        for child in doc[candidate.head].lefts:
            state = cast.at(child) if child.dep_ in {"amod", "compound", "nmod", "poss"} else None
            if state is not None and state.cls is EntityClass.STATE:
                member.country = member.country or state.country


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
    return family, candidate.reference or names.key(candidate.name)


def _by_form(candidate: Candidate, others: dict[tuple[str, str], Member]) -> Member | None:
    """A member whose name is an acronym of the candidate's, or the other way round, or longer by a last word."""
    if candidate.reference is not None or candidate.cls is EntityClass.GROUP or candidate.kind is MentionKind.NOMINAL:
        return None
    family, own = _identity(candidate)
    for (kind, other), member in others.items():
        if kind != family or member.fixed or member.cls is EntityClass.GROUP:
            continue
        if family == "actor" and (_acronym(own, other, candidate) or _acronym(other, own, member.mentions[0])):
            return member
        short, long = sorted((own, other), key=len)
        if len(short.split()) >= 2 and long.startswith(short + " ") and len(long.split()) - len(short.split()) == 1:
            return member
    return None


def _acronym(short: str, long: str, candidate: Candidate) -> bool:
    letters = short.replace(".", "")
    if not 2 <= len(letters) <= 6 or " " in letters or not candidate.name.replace(".", "").isupper():
        return False
    initials = "".join(w[0] for w in re.split(r"[ \-]", long) if w)
    content = "".join(w[0] for w in re.split(r"[ \-]", long) if w and w not in {"of", "the", "and", "for", "in"})
    return letters in {initials, content}


def _people(people: list[Candidate], cast: Cast) -> list[Candidate]:
    """Members for full names; what is left are single names."""
    singles = []
    full: list[tuple[tuple[str, ...], Member]] = []
    for candidate in people:
        parts = _parts(candidate.name)
        if len(parts) < 2:
            singles.append(candidate)
            continue
        member = next((m for known, m in full if _same_person(parts, known)), None)
        if member is None:
            member = Member(EntityClass.PERSON, proper=True, fixed=True)
        full.append((parts, member))
        cast.add(candidate, member)
    return singles


def _single(candidate: Candidate, cast: Cast) -> None:
    """A surname or first name alone: the person of that name mentioned last before, else first after."""
    parts = _parts(candidate.name)
    last = parts[-1] if parts else names.key(candidate.name)
    known = [m for m in cast.members if m.cls is EntityClass.PERSON]
    fits = [m for m in known if any(_parts(c.name)[-1:] == (last,) for c in m.mentions)]
    fits = fits or [m for m in known if any(last in _parts(c.name) for c in m.mentions)]
    if fits:
        before = [m for m in fits if any(c.begin < candidate.begin for c in m.mentions)]
        member = max(
            before or fits, key=lambda m: max((c.begin for c in m.mentions if c.begin < candidate.begin), default=-1)
        )
    else:
        member = Member(EntityClass.PERSON, proper=True, fixed=True)
    cast.add(candidate, member)


def _parts(name: str) -> tuple[str, ...]:
    words = [w for w in names.key(name.replace("’s", "").replace("'s", "")).split() if w not in _HONORIFICS]
    return tuple(words)


def _same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names are spellings of one: same last word, and first names that do not contradict."""
    core_a = [w for w in a if w.rstrip("-") not in _PARTICLES]
    core_b = [w for w in b if w.rstrip("-") not in _PARTICLES]
    if not core_a or not core_b or core_a[-1] != core_b[-1]:
        return False
    first_a, first_b = core_a[0].rstrip("."), core_b[0].rstrip(".")
    return (
        first_a == first_b
        or ((len(first_a) == 1 or len(first_b) == 1) and first_a[0] == first_b[0])
        or set(core_a) <= set(core_b)
        or set(core_b) <= set(core_a)
    )
