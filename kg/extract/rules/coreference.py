"""Coreference: which mentions of a document denote the same actor or place."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kg import reference
from kg.extract.rules import descriptions, lexicon, names, nominals, possessions, pronouns, roles
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.cast import Cast, Member
from kg.model import EntityClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

_HONORIFICS = lexicon.words(
    "mr mr. mrs mrs. ms ms. miss dr dr. sir lord lady dame prof prof. sheikh sheik ayatollah king queen "
    "prince princess "
    "general gen gen. lt lt. col col. colonel maj maj. major capt capt. captain sgt sgt. sen sen. senator "
    "rep rep. gov gov. "
    "president minister secretary judge justice pope bishop imam mullah maulana"
)
_PARTICLES = lexicon.words("al el bin ibn abu von van de der da di del la le al- el- bint umm")


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
    _lie(doc, named, cast)
    for candidate in singles:
        _single(doc, candidate, cast)
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
        if _shortened(candidate, short, long, own, member):
            return member
        if len(short.split()) >= 2 and long.startswith(short + " ") and len(long.split()) - len(short.split()) == 1:
            return member
    return None


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


def _single(doc: Doc, candidate: Candidate, cast: Cast) -> None:
    """A surname alone: the person of that name mentioned last before, else first after.

    A first name alone denotes only somebody mentioned before.
    """
    parts = _parts(candidate.name)
    last = parts[-1] if parts else names.key(candidate.name)
    known = [m for m in cast.members if m.cls is EntityClass.PERSON and not _contradicts(candidate, m)]
    before = [m for m in known if any(c.begin < candidate.begin for c in m.mentions)]
    fits = [m for m in before if any(_parts(c.name)[-1:] == (last,) for c in m.mentions)]
    fits = fits or [m for m in known if any(_parts(c.name)[-1:] == (last,) for c in m.mentions) and not _kin(doc, m)]
    fits = fits or [m for m in before if any(last in _parts(c.name) for c in m.mentions)]
    if fits:
        member = max(fits, key=lambda m: max((c.begin for c in m.mentions if c.begin < candidate.begin), default=-1))
    else:
        member = Member(EntityClass.PERSON, proper=True, fixed=True)
    cast.add(candidate, member)


def _kin(doc: Doc, member: Member) -> bool:
    """As in "his son, David Jones": whoever shares this person's surname before is somebody else."""
    first = doc[member.mentions[0].head]
    return (first.dep_ == "appos" and first.head.lemma_.lower() in _KIN) or any(
        c.lower_ in _KIN and c.dep_ in {"compound", "nmod"} for c in first.lefts
    )


_KIN = lexicon.words(
    "son daughter brother sister wife husband father mother widow uncle aunt cousin nephew niece grandson "
    "granddaughter "
    "grandfather grandmother spouse fiance fiancee"
)
_HE, _SHE = lexicon.words("mr mr. sir lord king prince"), lexicon.words("mrs mrs. ms ms. miss lady dame queen princess")


def _contradicts(candidate: Candidate, member: Member) -> bool:
    """As in "Mr Roe" and "Mrs Roe" are two."""
    mine = _form_of_address(candidate.name)
    return mine is not None and any(
        theirs is not None and theirs != mine for theirs in (_form_of_address(m.name) for m in member.mentions)
    )


def _form_of_address(name: str) -> str | None:
    first = name.split(maxsplit=1)[0].lower()
    return "he" if first in _HE else "she" if first in _SHE else None


@lru_cache(maxsize=4096)
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
