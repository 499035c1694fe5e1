"""Names: how alike two names of people or of groups are, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from kg import reference
from kg.identity import lexicon
from kg.identity.comparison.spelling import alike, respelt, skeleton
from kg.model import Likeness

_SPELLING: Final = 0.9
"""Likeness from which on two words are spellings of one."""

SURE: Final = 0.95
"""Score of names that are the same but for their spelling."""

_NOTHING: Final = Likeness(0.0, ())
_LIGHT: Final = 0.25
"""Weight of a word that many groups bear ("movement", "national"), where another word weighs 1."""

_HYPHEN: Final = re.compile(r"[\s\-‐-―]+")
_FOREIGN: Final = re.compile(
    r".{3,}(?:ov|ova|ev|eva|sk[iy]y?|skaya|vich|enko|adze|shvili|ian|yan|[aou]llah?|udd?in|zad[ae]h?|zai|iy[ae]h?)"
    r"|.*(?:kh|q(?!u)|dh).*|gh(?!e).{2,}"
)
"""Names whose letters tell that they were brought over from another script."""

_FAITH: Final = re.compile(r"(?<=..)[aeiu][ld]?d(?:ine?|een)$")
"""The end of Jalaluddin, Jalal-ad-Din and Djalaleddine."""

_ACRONYM: Final = re.compile(r"[A-Z][A-Z0-9]{1,7}")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: lower-case ASCII words without titles and particles.

    ``text`` is the name as it was given, ``letters`` are those of all its ``size`` words but titles, in one
    spelling.
    """

    text: str
    words: tuple[str, ...]
    suffix: str | None = None
    transliterated: bool = False
    letters: str = ""
    size: int = 0

    @property
    def acronym(self) -> str | None:
        """The letters, where the name is nothing but an acronym."""
        plain = self.text.replace(".", "")
        return plain.lower() if _ACRONYM.fullmatch(plain) else None


@lru_cache(maxsize=65_536)
def parse(text: str, kind: str) -> Name:
    """Takes a name of the kind (``person``, ``organisation``, …) apart. "Smith, John" is John Smith."""
    if kind == "person" and text.count(",") == 1:
        family, _, given = text.partition(",")
        if given.strip() and reference.fold(given).strip() not in lexicon.words("suffixes"):
            text = f"{given.strip()} {family.strip()}"
    words = _words(text, kind)
    suffix = None
    if kind == "person":
        while len(words) > 1 and words[0] in lexicon.words("titles"):
            words = words[1:]
        if len(words) > 2 and words[-1] in lexicon.words("suffixes"):
            suffix = words.pop()
    particles = lexicon.words("particles") if kind == "person" else lexicon.words("small")
    marked = bool({"al", "bin", "ibn", "abu", "umm", "abd", "ul"}.intersection(words))
    kept = [word for word in words if word not in particles or word in {"abu", "umm"}]
    content = tuple(_joined(kept) if kind == "person" else kept) or tuple(words)
    foreign = any(skeleton(word) in _wavering() or _FOREIGN.fullmatch(word) for word in content)
    return Name(text, content, suffix, marked or foreign, respelt("".join(words)), len(words))


def _words(text: str, kind: str) -> list[str]:
    """The words, for a group with its adjectives of states as the states' names ("Iraqi": "iraq")."""
    if kind == "person":
        return [word for part in _HYPHEN.split(text) for word in reference.fold(part).split()]
    words = reference.folded(text.replace("&", " and ")).split()
    states = (reference.state_by_adjective(word.capitalize()) for word in words)
    return [reference.fold(state.name) if state else _singular(word) for word, state in zip(words, states, strict=True)]


def _singular(word: str) -> str:
    """A word that many groups bear without its plural: the Martyrs Brigades are the Martyrs' Brigade."""
    one = word.removesuffix("s")
    return one if one in lexicon.words("common") or one in lexicon.words("generic") else word


@cache
def _wavering() -> frozenset[str]:
    return frozenset(map(skeleton, lexicon.words("wavering")))


def _joined(words: Sequence[str]) -> list[str]:
    """Words that make one name together as one: Abd al-Rahman, Abdul Rahman, Abdulrahman; Jalal-ud-Din, Jalaluddin."""
    out: list[str] = []
    for word in words:
        if out and out[-1] in {"abd", "abdul", "abdel", "abdal"}:
            out[-1] = f"abd{word}"
        elif out and word in {"din", "deen", "dine", "uddin", "eddin", "eddine", "aldin"}:
            out[-1] += "udin"
        elif out and word in {"allah", "ullah", "ollah"}:
            out[-1] += "allah"
        elif out and out[-1] in {"abu", "abou", "umm"}:
            out[-1] = f"{out[-1].replace('ou', 'u')}{word}"  # a name by a child's: Abu Bakr, Abubakar
        elif found := _FAITH.search(word):
            out.append(f"{word[: found.start()]}udin")
        else:
            out.append(re.sub(r"^abd[ue](?:l|([rsndtz])(?=\1))(?=..)", "abd", word))
    return out


def compare_names(one: str, other: str, kind: str) -> Likeness:
    """How alike two names are as names of the same kind of thing.

    1 is the same name, 0.95 and more the same but for its spelling, below that something is missing or differs.

    >>> compare_names("Qassem Soleimani", "General Kassim Sulaimani", "person").score >= 0.95
    True
    """
    left, right = parse(one, kind), parse(other, kind)
    if not left.words or not right.words:
        return _NOTHING
    if left.words == right.words and left.suffix == right.suffix:
        return Likeness(1.0, (f"the same name: {one}",))
    if kind == "person":
        return _people(left, right)
    return _groups(left, right)


def tells_apart(text: str, kind: str) -> str | None:
    """Why a name alone is too little to find one person or group by, ``None`` where it is enough.

    A person needs two names; "Abu Ali" is one. An acronym needs four letters, and a group's name a word that not
    every group might bear.
    """
    name = parse(text, kind)
    if kind == "person":
        return None if len(name.words) > 1 else f"{text} is a single name"
    if name.acronym:
        return None if len(name.acronym) > 3 else f"{text} may abbreviate many names"
    light = len(name.words) < 4 and all(_weight(word) < 1.0 for word in name.words)
    return f"{text} is made of words that many bear" if light else None


def _people(left: Name, right: Name) -> Likeness:
    if left.suffix == right.suffix and _spaced_otherwise(left, right):
        return Likeness(0.96, (f"the same letters, spaced otherwise: {left.text}, {right.text}",))
    short, long = sorted((left, right), key=lambda name: (len(name.words), name.words))
    matches = _align(short.words, long.words)
    if any(match is None for match in matches):
        return _NOTHING
    found = [match for match in matches if match is not None]
    quality = min(likeness for _, likeness in found)
    extra = len(long.words) - len(short.words)
    places = [at for at, _ in found]
    limits, reasons = [1.0], [f"the same words: {left.text}, {right.text}"]
    if quality < 1.0:
        sure = len(short.words) > 1 and (left.transliterated or right.transliterated) and _one_skeleton(left, right)
        limits.append(max(quality, SURE) if sure else _SPELLING)
        reasons = [f"the same name but for its spelling: {left.text}, {right.text}"]
    if len(short.words) == 1 and extra:
        limits.append(0.8 if places[0] == len(long.words) - 1 else 0.7)
        reasons = [f"{short.text} is part of {long.text}"]
    elif extra:
        ends = places[0] == 0 and places[-1] == len(long.words) - 1
        limits.append((0.93 if ends else 0.85) - 0.03 * (extra - 1))
        reasons.append("the longer has names more")
    elif places != sorted(places):
        limits.append(_SPELLING if len(short.words) == 2 else 0.98)
        reasons.append("the words stand in another order")
    if any(min(len(word), len(long.words[at])) == 1 for word, at in zip(short.words, places, strict=True)):
        limits.append(0.85)
        reasons.append("an initial stands for a name")
    if left.suffix != right.suffix:
        limits.append(0.7)
        reasons.append("one is the elder or the younger")
    return Likeness(round(max(min(limits), 0.0), 3), tuple(reasons))


def _groups(left: Name, right: Name) -> Likeness:
    for acronym, name in ((left, right), (right, left)):
        if acronym.acronym and not name.acronym and _abbreviates(acronym.acronym, name.text):
            return Likeness(0.85, (f"{acronym.text} abbreviates {name.text}",))
    if left.acronym or right.acronym:
        return _NOTHING
    if _spaced_otherwise(left, right):
        return Likeness(0.96, (f"the same letters, spaced otherwise: {left.text}, {right.text}",))
    short, long = sorted((left, right), key=lambda name: (len(name.words), name.words))
    matches = _align(short.words, long.words)
    taken = {match[0] for match in matches if match is not None}
    missing = [w for w, match in zip(short.words, matches, strict=True) if match is None]
    missing += [w for i, w in enumerate(long.words) if i not in taken]
    if any(any(c.isdigit() for c in word) for word in missing):
        return _NOTHING  # the 1st and the 2nd brigade
    shared = sum(_weight(w) for w, match in zip(short.words, matches, strict=True) if match is not None)
    score = shared / (shared + sum(map(_weight, missing)))
    quality = min((likeness for match in matches if match is not None for likeness in (match[1],)), default=0.0)
    heavy = any(_weight(word) == 1.0 for word in missing)
    reasons = [f"the same name but for its spelling: {left.text}, {right.text}"]
    if missing:
        reasons = [f"the same words but for {', '.join(sorted(missing))}: {left.text}, {right.text}"]
        score = min(score, 0.7 if heavy else 0.92)
    score *= quality
    if not missing and quality >= _SPELLING:
        sure = _one_skeleton(left, right) and sum(_weight(word) == 1.0 for word in short.words) > 0
        long_enough = len(short.words) > 1 or len(short.words[0]) > 5
        score = max(score, SURE) if sure and long_enough else min(score, _SPELLING)
    return Likeness(round(score, 3), tuple(reasons))


def _spaced_otherwise(left: Name, right: Name) -> bool:
    """Whether two names differ in where their words end, and in next to nothing else: Ansar Allah, Ansarallah."""
    if len(left.words) != len(right.words) and respelt("".join(left.words)) == respelt("".join(right.words)):
        return True
    return (
        left.size != right.size
        and min(len(left.letters), len(right.letters)) > 11
        and alike(left.letters, right.letters) > 0.97
    )


def _weight(word: str) -> float:
    return _LIGHT if word in lexicon.words("generic") or word in lexicon.words("common") else 1.0


def _one_skeleton(left: Name, right: Name) -> bool:
    return sorted(map(skeleton, left.words)) == sorted(map(skeleton, right.words))


def _align(short: Sequence[str], long: Sequence[str]) -> list[tuple[int, float] | None]:
    """For each word of the shorter name the place and likeness of its best counterpart, each used once."""
    pairs = sorted(
        (
            (likeness, -abs(i - j), -i, -j)
            for i, word in enumerate(short)
            for j, other in enumerate(long)
            if (likeness := _word(word, other)) >= _SPELLING
        ),
        reverse=True,
    )
    out: list[tuple[int, float] | None] = [None] * len(short)
    used: set[int] = set()
    for likeness, _, i, j in pairs:
        if out[-i] is None and -j not in used:
            out[-i] = (-j, likeness)
            used.add(-j)
    return out


def _word(one: str, other: str) -> float:
    if len(one) == 1 or len(other) == 1:
        return 0.9 if one[0] == other[0] and one != other else float(one == other)
    return alike(one, other)


def _abbreviates(letters: str, name: str) -> bool:
    """Whether letters are the first ones of a name's words, with or without the small words."""
    words = [word for part in _HYPHEN.split(name) for word in reference.fold(part).split()]
    heavy = [word for word in words if word not in lexicon.words("small")]
    return len(letters) > 1 and letters in {"".join(w[0] for w in words), "".join(w[0] for w in heavy)}
