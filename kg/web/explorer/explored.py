"""What a visitor gets who asks where and when: the page, its files and the JSON are all made from this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.web.claims import count_of
from kg.web.explorer.accounts import Told, accounts
from kg.web.explorer.names import Meant, meant
from kg.web.explorer.selection import LOOKED_THROUGH, Selection, selection
from kg.web.explorer.wish import Wish, wish_of
from kg.web.place import Place
from kg.web.select import Select

MOST: Final = 2_000
"""Events that are given at once, at most."""


@dataclass(frozen=True, slots=True)
class Explored:
    """The events of a wish. ``told`` has those from the ``offset`` on, the others are in the ``selection``."""

    wish: Wish
    named: tuple[Meant, ...]
    selection: Selection
    told: tuple[Told, ...]
    offset: int

    @property
    def more(self) -> bool:
        """Whether there are events after those that are told."""
        return self.offset + len(self.told) < len(self.selection.events)

    @property
    def summary(self) -> tuple[str, ...]:
        """How many events there are, and what is not known of how many of them, in sentences."""
        return summary(self.selection, has_period=self.wish.has_period)


async def explored(
    select: Select, place: Place, *, offset: int = 0, limit: int = MOST, details: bool = True
) -> Explored:
    """The events that an address asks for. Without ``details`` they come with class, dates and places alone.

    Raises ``ParameterError`` where the address is wrong, and what ``select`` does.
    """
    wish = wish_of(place)
    named = await meant(select, place, wish)
    chosen = await selection(select, place.base, wish, named)
    events = chosen.events[offset : offset + limit]
    told = await accounts(select, place.base, events) if details else tuple(map(Told, events))
    return Explored(wish, named, chosen, told, offset)


def summary(chosen: Selection, *, has_period: bool) -> tuple[str, ...]:
    """What a selection comes to, in sentences.

    >>> summary(Selection(()), has_period=False)
    ('No event is found.',)
    """
    number = len(chosen.events)
    said = [f"{count_of(number, 'event')} {_are(number)} found." if number else "No event is found."]
    if chosen.undated:
        said.append(f"{_of(chosen.undated)} no date with a year, and no place on the timeline.")
    if chosen.unplaced:
        said.append(f"{_of(chosen.unplaced)} no place that anybody names.")
    if chosen.unlocated:
        said.append(f"{_of(chosen.unlocated)} a place of which nobody knows where it is.")
    if chosen.rough:
        said.append(
            f"{_of(chosen.rough)} a place that is known only roughly: as a country, a region, or somewhere within one."
        )
    if has_period and chosen.outside:
        verb = "is" if chosen.outside == 1 else "are"
        said.append(
            f"Beside these, {count_of(chosen.outside, 'event')} without a year {verb} left out, "
            "since nobody knows whether the period holds them."
        )
    if chosen.cut:
        said.append(
            f"The graph holds more than the {LOOKED_THROUGH:,} events, dates or places that are looked through: "
            "there may be others, and narrower filters find them."
        )
    return tuple(said)


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _of(number: int) -> str:
    return f"{number:,} of them {'has' if number == 1 else 'have'}"
