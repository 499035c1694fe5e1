"""When: dates as they are said, the days they may mean, and how exactly they are known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from kg.model import Edtf

_SEASON: Final = re.compile(r"\d{4}-2[1-4]")


@dataclass(frozen=True, slots=True)
class When:
    """One date of an event.

    ``text`` is EDTF, as it is said. ``earliest`` and ``latest`` are the days it may mean, each ``None`` where that side
    is open or the year is not known. ``known`` says in words how exactly it is known: ``day``, ``month``, ``year`` …
    """

    text: str
    earliest: date | None
    latest: date | None
    known: str

    @property
    def is_dated(self) -> bool:
        """Whether it has a place in time."""
        return self.earliest is not None or self.latest is not None

    @property
    def begin(self) -> date:
        """The first day of it that is known, for the order in time; the last possible day where none is."""
        return self.earliest or self.latest or date.max

    def meets(self, since: date | None, until: date | None) -> bool:
        """Whether any day of it lies in the period; nothing without a year lies in one."""
        if not self.is_dated:
            return False
        return not (
            (until is not None and self.earliest is not None and self.earliest > until)
            or (since is not None and self.latest is not None and self.latest < since)
        )


@lru_cache(maxsize=4096)
def when(text: str) -> When:
    """A date, from EDTF; what is no EDTF is shown as it is and has no place in time."""
    try:
        value = Edtf.parse(text)
    except ValueError:
        return When(text, None, None, "unknown")
    return When(text, value.earliest, value.latest, _known(text, value))


def whens(texts: Iterable[str]) -> tuple[When, ...]:
    """Dates in the order of time, each once, those without a year last."""
    return tuple(sorted(map(when, set(texts)), key=lambda one: (one.begin, one.text)))


def _known(text: str, value: Edtf) -> str:
    """How exactly a date is known.

    >>> [when(text).known for text in ("2019-12-27", "2019-12", "2019~", "XXXX-12-27", "2009/..", "2019-21")]
    ['day', 'month', 'about a year', 'no year', 'open span', 'season']
    """
    about = "about a " if text[-1:] in "~?%" else ""
    if value.earliest is None and value.latest is None:
        return "no year"
    if "/" in text:
        return "span" if value.earliest and value.latest else "open span"
    if value.earliest == value.latest:
        return f"{about}day"
    if _SEASON.match(text):
        return f"{about}season"
    digits = text.removeprefix("-").rstrip("~?%")
    if "X" in digits[:4]:
        return f"{about}{'century' if digits[2:4] == 'XX' else 'decade'}"
    if "X" not in digits and len(digits) == len("2019-12"):
        return f"{about}month"
    return f"{about}month" if digits[5:7].isdigit() else f"{about}year"
