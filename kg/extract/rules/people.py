"""People: which names of persons in a document denote one and the same ("Jane Roe", "J. Roe", "Mrs Roe", "Roe")."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extract.rules import lexicon, names
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.cast import Cast, Member
from kg.model import EntityClass

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
_KIN = lexicon.words(
    "son daughter brother sister wife husband father mother widow uncle aunt cousin nephew niece grandson "
    "granddaughter "
    "grandfather grandmother spouse fiance fiancee"
)
_HE, _SHE = lexicon.words("mr mr. sir lord king prince"), lexicon.words("mrs mrs. ms ms. miss lady dame queen princess")


@dataclass(slots=True)
class _Known:
    """What the names of one person tell: where they stand, and how the person is addressed."""

    begins: list[int] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)

    def last_before(self, position: int) -> int:
        at = bisect_left(self.begins, position)
        return self.begins[at - 1] if at else -1


@dataclass(slots=True)
class People:
    """The persons named so far, by the words of their names."""

    doc: Doc
    cast: Cast
    _full: dict[str, dict[tuple[str, ...], Member]] = field(default_factory=lambda: defaultdict(dict))
    _by_last: dict[str, dict[int, Member]] = field(default_factory=lambda: defaultdict(dict))
    _by_word: dict[str, dict[int, Member]] = field(default_factory=lambda: defaultdict(dict))
    _known: dict[int, _Known] = field(default_factory=lambda: defaultdict(_Known))

    def full(self, candidates: list[Candidate]) -> list[Candidate]:
        """Adds the persons who are named in full; returns the names of one word."""
        singles = []
        for candidate in candidates:
            parts = _parts(candidate.name)
            if len(parts) < 2:
                singles.append(candidate)
                continue
            namesakes = self._full[_core(parts)[-1] if _core(parts) else ""]
            member = namesakes.get(parts)
            if member is None:
                member = next((m for known, m in namesakes.items() if _same_person(parts, known)), None)
                member = namesakes[parts] = member or Member(EntityClass.PERSON, proper=True, fixed=True)
            self._add(candidate, member)
        return singles

    def single(self, candidate: Candidate) -> None:
        """A surname alone: the person of that name mentioned last before, else first after.

        A first name alone denotes only somebody mentioned before.
        """
        parts = _parts(candidate.name)
        last = parts[-1] if parts else names.key(candidate.name)
        surnamed = [m for m in self._by_last[last].values() if not self._contradicts(candidate, m)]
        fits = [m for m in surnamed if self._before(m, candidate)]
        fits = fits or [m for m in surnamed if not self._kin(m)]
        fits = fits or [
            m
            for m in self._by_word[last].values()
            if self._before(m, candidate) and not self._contradicts(candidate, m)
        ]
        if fits:
            member = max(fits, key=lambda m: self._known[id(m)].last_before(candidate.begin))
        else:
            member = Member(EntityClass.PERSON, proper=True, fixed=True)
        self._add(candidate, member)

    def _add(self, candidate: Candidate, member: Member) -> None:
        parts = _parts(candidate.name)
        known = self._known[id(member)]
        insort(known.begins, candidate.begin)
        form = _form_of_address(candidate.name)
        if form is not None:
            known.forms.add(form)
        if parts:
            self._by_last[parts[-1]][id(member)] = member
        for word in parts:
            self._by_word[word][id(member)] = member
        self.cast.add(candidate, member)

    def _before(self, member: Member, candidate: Candidate) -> bool:
        return self._known[id(member)].begins[0] < candidate.begin

    def _contradicts(self, candidate: Candidate, member: Member) -> bool:
        """As in "Mr Roe" and "Mrs Roe" are two."""
        mine = _form_of_address(candidate.name)
        return mine is not None and bool(self._known[id(member)].forms - {mine})

    def _kin(self, member: Member) -> bool:
        """As in "his son, David Jones": whoever shares this person's surname before is somebody else."""
        first = self.doc[member.mentions[0].head]
        return (first.dep_ == "appos" and first.head.lemma_.lower() in _KIN) or any(
            c.lower_ in _KIN and c.dep_ in {"compound", "nmod"} for c in first.lefts
        )


def _form_of_address(name: str) -> str | None:
    first = name.split(maxsplit=1)[0].lower()
    return "he" if first in _HE else "she" if first in _SHE else None


@lru_cache(maxsize=4096)
def _parts(name: str) -> tuple[str, ...]:
    words = [w for w in names.key(name.replace("’s", "").replace("'s", "")).split() if w not in _HONORIFICS]
    return tuple(words)


def _core(parts: tuple[str, ...]) -> list[str]:
    return [w for w in parts if w.rstrip("-") not in _PARTICLES]


def _same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names are spellings of one: same last word, and first names that do not contradict."""
    core_a, core_b = _core(a), _core(b)
    if not core_a or not core_b or core_a[-1] != core_b[-1]:
        return False
    first_a, first_b = core_a[0].rstrip("."), core_b[0].rstrip(".")
    return (
        first_a == first_b
        or ((len(first_a) == 1 or len(first_b) == 1) and first_a[0] == first_b[0])
        or set(core_a) <= set(core_b)
        or set(core_b) <= set(core_a)
    )
