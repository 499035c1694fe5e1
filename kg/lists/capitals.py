"""Names that lists write in capitals, as text writes them."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[^\s\-/().,\"]+")
_SMALL: Final = frozenset(
    ("a", "al", "an", "and", "ar", "as", "at", "az", "bin", "bint", "da", "de", "del", "der", "di", "dos", "du",
     "e", "el", "en", "for", "fi", "fil", "ibn", "in", "la", "las", "le", "los", "of", "on", "the", "ul", "ur",
     "van", "von", "wa", "wal", "y")
)  # fmt: skip
_ROMAN: Final = re.compile(r"[IVX]{2,4}")
_VOWELS: Final = frozenset("AEIOUY")


def uncapped(text: str) -> str:
    """``text`` with its words in capitals as names are written; words that are not all capitals stay.

    A name of up to four letters, and a word of up to four consonants, is taken for an acronym.

    >>> uncapped("KATA'IB HIZBALLAH"), uncapped("AL-ZAWAHIRI"), uncapped("PKK"), uncapped("JAYSH-E-MOHAMMED")
    ("Kata'ib Hizballah", 'al-Zawahiri', 'PKK', 'Jaysh-e-Mohammed')
    """
    alone = len(_WORD.findall(text)) == 1

    def recased(found: re.Match[str]) -> str:
        word = found[0]
        if not any(c.isalpha() for c in word) or word != word.upper():
            return word
        small = word.lower()
        joined = text[found.end() : found.end() + 1] == "-" and small in _SMALL  # al-Zawahiri, El-Sisi
        if small in _SMALL and (found.start() > 0 or joined):
            return small
        if (alone and len(word) <= 4) or _ROMAN.fullmatch(word) or (len(word) <= 4 and not _VOWELS & set(word)):
            return word
        if "." in word.strip("."):
            return word  # initials: U.S.
        return word[0] + small[1:]

    return _WORD.sub(recased, text)


def person(text: str) -> str:
    """A person's name in its usual order: "BIN LADIN, Usama" is Usama bin Ladin.

    >>> person("SOLEIMANI, Qasem")
    'Qasem Soleimani'
    """
    family, comma, given = text.partition(",")
    if not comma:
        return uncapped(text)
    given, comma, suffix = given.partition(",")
    turned = f"{given.strip()} {family.strip()}".strip()
    return uncapped(f"{turned} {suffix.strip()}".strip() if comma else turned)


def group(text: str) -> str:
    """A group's name as text writes it: its first word begins with a capital.

    >>> group("AL-QA'IDA IN IRAQ")
    "Al-Qa'ida in Iraq"
    """
    cased = uncapped(text)
    return cased[:1].upper() + cased[1:] if text[:1].isupper() else cased
