"""Spelling: how alike two words are to somebody who knows how names travel between scripts.

Names from Arabic, Persian, Hebrew, Cyrillic and other scripts are written in Latin letters in many ways: vowels and
double letters waver, some consonants have several spellings. Words are first brought into one spelling, and what then
differs is counted with weights (Levenshtein's distance, where vowels cost less than consonants).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_VOWELS: Final = frozenset("aeiou")
_FRONT, _BACK = frozenset("ei"), frozenset("ou")
_WAVERING: Final = ({"a", "e"}, {"a", "o"}, {"a", "u"}, {"e", "u"})
"""Vowels that transliterations exchange, though they sound apart: Ahmed, Ahmad; Nasrallah, Nasrullah."""

_ONE_SPELLING: Final = (
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"^ye(?!h)"), "e"),  # Yevgeny
    (re.compile(r"^d(?:in|een|ine)$"), "din"),  # Ansar Dine
    (re.compile(r"(?<=n)dz"), "z"),  # Akhundzada
    (re.compile(r"(?<=[aeiou])y(?=[aeou](?!h?$))"), "i"),  # Aliyev, Zayed
    (re.compile(r"ii+"), "i"),
    (re.compile(r"dzh|dj|dsch"), "j"),
    (re.compile(r"tsch|tch|sch|ch"), "sh"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"kh|ck|q"), "k"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"th"), "t"),
    (re.compile(r"zh"), "z"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"(?<=[aeo])[yj](?![aeiou])"), "i"),  # Suleyman, Husayn
    (re.compile(r"(?<=[^aeiou])[yj](?![aeiou])"), "i"),  # Zelensky
    (re.compile(r"i[yij]*$"), "i"),  # Zelenskiy
    (re.compile(r"^[yj](?=[aeou]\w{3})"), "y"),  # Yusuf, Jusuf; but Jong, Yong
    (re.compile(r"e?vish$|e?vis$|e?vic$|e?wics?z?$"), "vik"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"ee|ie"), "i"),
    (re.compile(r"(?<=[aeiou])h?$"), ""),  # Hamzah
    (re.compile(r"(.)\1+"), r"\1"),
)

_RELATED: Final = frozenset(
    frozenset(pair) for pair in ("kg", "sz", "td", "bp", "fv", "jg", "yj", "bv", "zd", "kh", "mn")
)
"""Consonants that stand for each other's sounds from one language to the next."""


@lru_cache(maxsize=65_536)
def respelt(word: str) -> str:
    """A word of lower-case ASCII letters in the one spelling in which its transliterations nearly meet.

    >>> respelt("qassem"), respelt("kassim"), respelt("zelenskyy")
    ('kasem', 'kasim', 'zelenski')
    """
    for pattern, one in _ONE_SPELLING:
        word = pattern.sub(one, word)
    return word


_COARSE: Final = str.maketrans("gz", "ks")
_SOUNDS: Final = str.maketrans("zdtpvfn", "sssbbbm", "kgjyh")
"""Consonants that may stand for each other as one letter; without those of which one may be missing."""


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """What of a word outlasts transliteration: its consonants, and a vowel at its beginning.

    >>> skeleton("hezbollah") == skeleton("hizballah")
    True
    """
    spelt = respelt(word).translate(_COARSE)
    bones = "".join(c for i, c in enumerate(spelt) if c not in _VOWELS and (c != "y" or i == 0))
    if spelt[:1] in _VOWELS:
        return "a" + bones  # Usama, Osama
    return bones.replace("h", "") or bones if len(bones) > 2 and not bones.startswith("h") else bones


@lru_cache(maxsize=262_144)
def alike(one: str, other: str) -> float:
    """How alike two words are, from 0 to 1; from 0.9 on they are very likely spellings of one name.

    >>> alike("soleimani", "sulaymani") > 0.9, alike("hassan", "hussein") < 0.9, alike("mario", "maria") < 0.9
    (True, True, True)
    """
    if one == other:
        return 1.0
    left, right = respelt(one), respelt(other)
    longest = max(len(left), len(right))
    if longest == 0 or abs(len(left) - len(right)) > 1 + longest // 3:
        return 0.0
    if left != right and (_eased(left) == right or _eased(right) == left):
        return 0.95
    short = min(len(one), len(other)) <= 3
    if left != right and not short and left.translate(_COARSE) == right.translate(_COARSE):
        return 0.9  # Qaani, Ghaani
    most = 1.0 - max(0.5 * _strange(left, right), _strange(*(w.translate(_SOUNDS) for w in (left, right)))) / longest
    if most < 0.9:
        return max(most, 0.0)  # no spelling of one name, whatever the distance is
    likeness = 1.0 - _distance(left, right) / longest
    if left != right and short:
        likeness -= 0.1  # in a short word one letter is much
    return max(0.0, min(likeness, 0.99))


def _strange(left: str, right: str) -> int:
    """How many consonants of one word have none of their kind in the other."""
    rest, missing = right, 0
    for letter in left:
        if letter not in _VOWELS:
            shorter = rest.replace(letter, "", 1)
            missing += len(shorter) == len(rest)
            rest = shorter
    return max(missing, sum(letter not in _VOWELS for letter in rest))


def _eased(word: str) -> str:
    """A word without the vowel that eases two consonants at its end: Bakar, Bakr; Adel, Adl."""
    eases = len(word) > 3 and word[-2] in _VOWELS and word[-1] not in _VOWELS and word[-3] not in _VOWELS
    return word[:-2] + word[-1] if eases else word


def _distance(left: str, right: str) -> float:
    before = [0.0]
    for j, letter in enumerate(right):
        before.append(before[-1] + _gap(right, j, letter))
    for i, letter in enumerate(left):
        row = [before[0] + _gap(left, i, letter)]
        for j, other in enumerate(right):
            row.append(
                min(
                    before[j] + _exchange(letter, other, last=i == len(left) - 1 and j == len(right) - 1),
                    before[j + 1] + _gap(left, i, letter),
                    row[j] + _gap(right, j, other),
                )
            )
        before = row
    return before[-1]


def _gap(word: str, at: int, letter: str) -> float:
    """What a letter costs that only one of two words has."""
    if at == len(word) - 1 and letter in _VOWELS:
        return 1.0  # Martin, Martina
    if letter in _VOWELS:
        before, after = word[at - 1] if at else "", word[at + 1 : at + 2]
        if len(word) <= 4 and (before in _VOWELS or after in _VOWELS):
            return 0.6  # Saad, Said
        return 0.4
    return 0.5 if letter in "hy" else 1.0


def _exchange(one: str, other: str, *, last: bool) -> float:
    if one == other:
        return 0.0
    if one in _VOWELS and other in _VOWELS:
        near = {one, other} <= _FRONT or {one, other} <= _BACK
        if last:
            return 0.3 if near or {one, other} == {"a", "e"} else 1.0  # Haniyeh, Haniya; but Mario, Maria
        return 0.1 if near else 0.35 if {one, other} in _WAVERING else 0.8
    return 0.5 if frozenset((one, other)) in _RELATED else 1.2 if (one in _VOWELS) != (other in _VOWELS) else 1.0
