"""Making entries: names without repetition, codes of countries, coordinates, and what an entry cannot do without."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from kg import reference
from kg.lists.entry import ListedName

_CODE: Final = re.compile(r"[A-Za-z]{2}")
_ITEM: Final = re.compile(r"Q[1-9]\d*")
_COMMON: Final = {"DPRK": "KP", "UK": "GB", "USA": "US", "IVORY COAST": "CI", "BURMA": "MM", "SWAZILAND": "SZ"}
"""What lists call states by and the packaged list does not, or not in capitals."""

LONGEST: Final = 500
"""Code points of a name; what is longer is none."""


class BadEntryError(ValueError):
    """One entry cannot be used. The message is the reason without a place, so that like ones are counted together."""


def tidy(text: str) -> str:
    """``text`` with single spaces and none at its ends.

    >>> tidy("  Qasem   Soleimani ")
    'Qasem Soleimani'
    """
    return " ".join(text.split())


def names(strong: Iterable[str], weak: Iterable[str] = ()) -> tuple[ListedName, ...]:
    """The names of an entry, the primary one first; one that is weak and strong is strong.

    Raises ``BadEntryError`` where no strong name is left.
    """
    found: dict[str, bool] = {}
    for text in strong:
        if _is_name(tidied := tidy(text)):
            found.setdefault(tidied, False)
    if not found:
        raise BadEntryError("it has no name")
    for text in weak:
        if _is_name(tidied := tidy(text)):
            found.setdefault(tidied, True)
    return tuple(ListedName(text, is_weak) for text, is_weak in found.items())


def _is_name(text: str) -> bool:
    return 0 < len(text) <= LONGEST and any(c.isalnum() for c in text)


def countries(words: Iterable[str]) -> tuple[str, ...]:
    """The ISO 3166-1 alpha-2 codes of what are names, adjectives or codes of states; others are passed over.

    >>> countries(["Iran", "iq", "Syrian", "Nowhere"])
    ('IQ', 'IR', 'SY')
    """
    return tuple(sorted({code for word in words if (code := _country(tidy(word))) is not None}))


@lru_cache(maxsize=4096)
def _country(word: str) -> str | None:
    if _CODE.fullmatch(word) and reference.state(word.upper()) is not None:
        return word.upper()
    if word.upper() in _COMMON:
        return _COMMON[word.upper()]
    spellings = [word, word.title().replace(" Of ", " of ").replace(" The ", " the ").replace(" And ", " and ")]
    if word.count(",") == 1:  # "Korea, North"; "Congo, Democratic Republic of the"
        family, _, given = word.partition(",")
        spellings.append(f"{given.strip()} {family.strip()}")
    for spelling in (s for word in spellings for s in (word, word.partition("(")[0].strip())):
        state = reference.state_by_name(spelling) or reference.state_by_adjective(spelling)
        if state is not None:
            return state.code
    return None


def coordinates(latitude: str, longitude: str) -> tuple[float, float] | tuple[None, None]:
    """WGS 84 degrees. Raises ``BadEntryError`` where they are no numbers or lie beside the Earth; empty gives none."""
    if not latitude.strip() and not longitude.strip():
        return None, None
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        raise BadEntryError("its coordinates are no numbers") from None
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise BadEntryError("its coordinates lie outside -90 to 90 and -180 to 180 degrees")
    return north, east


def wikidata(text: str) -> str | None:
    """The identifier of a Wikidata item by its id or IRI.

    >>> wikidata("http://www.wikidata.org/entity/Q30")
    'wikidata:Q30'
    """
    item = text.strip().rstrip("/").rpartition("/")[2]
    return f"wikidata:{item}" if _ITEM.fullmatch(item) else None
