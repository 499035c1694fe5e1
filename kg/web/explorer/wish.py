"""The wish: which events a visitor asks for, as the parameters of an address say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.errors import ParameterError
from kg.model import Edtf, EventClass
from kg.web.place import Place

STANDINGS: Final[Mapping[str, str]] = {
    "happened": "said to have happened",
    "planned": "planned",
    "possible": "possible",
    "denied": "denied",
}
"""How an event may stand, with the words for it. One event may stand in several ways, by several accounts."""

ORDERS: Final[Mapping[str, str]] = {"latest": "latest first", "earliest": "earliest first"}
NAMES: Final = ("place", "actor", "claimant", "document")
"""The parameters that take a name or an IRI."""

FILTERS: Final = ("class", "from", "to", *NAMES, "standing", "disputed")
"""The parameters that choose events."""

_PLAIN_DATE: Final = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)
_LONGEST: Final = 300
_CLASSES: Final = {cls.value: cls for cls in EventClass}


@dataclass(frozen=True, slots=True)
class Wish:
    """Events of a class and its subclasses, in a period, with what goes by certain names.

    ``since`` and ``until`` are the first and the last day. ``names`` has for each of ``NAMES`` what was typed; one that
    is empty asks for nothing. ``standings`` asks for events that stand in one of these ways, all where it is empty;
    ``disputed`` for those alone of which accounts disagree.
    """

    cls: EventClass | None = None
    since: date | None = None
    until: date | None = None
    names: tuple[tuple[str, str], ...] = ()
    standings: tuple[str, ...] = ()
    disputed: bool = False
    order: str = "latest"

    @property
    def classes(self) -> tuple[EventClass, ...]:
        """The classes of events that are asked for."""
        return tuple(cls for cls in EventClass if self.cls is None or cls.is_a(self.cls))

    @property
    def has_period(self) -> bool:
        """Whether a period is asked for."""
        return self.since is not None or self.until is not None


def wish_of(place: Place) -> Wish:
    """What the parameters of an address ask for. Raises ``ParameterError`` with what is wrong and what to do."""
    since, until = _date(place, "from"), _date(place, "to")
    first, last = since.earliest if since else None, until.latest if until else None
    if first is not None and last is not None and first > last:
        raise ParameterError(
            f"The period ends before it begins: “from” is {place.parameter('from')}, “to” is {place.parameter('to')}."
        )
    return Wish(
        _class(place.parameter("class").strip()),
        first,
        last,
        tuple((name, _text(place, name)) for name in NAMES if place.parameter(name).strip()),
        _standings(place.every("standing")),
        _choice(place, "disputed", ("", "yes")) == "yes",
        _choice(place, "order", ("", *ORDERS)) or "latest",
    )


def number_of(place: Place, name: str, most: int, default: int, least: int = 1) -> int:
    """A parameter that is a number. Raises ``ParameterError`` where it is none, or out of its range."""
    text = place.parameter(name).strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise ParameterError(f"“{name}” is {_shown(text)}, which is no whole number from {least} to {most:,}.")
    return int(text)


def _date(place: Place, name: str) -> Edtf | None:
    text = place.parameter(name).strip()
    if not text:
        return None
    try:
        value = Edtf.parse(text) if _PLAIN_DATE.fullmatch(text) else None
    except ValueError:
        value = None
    if value is None or not value.exact:
        raise ParameterError(f"“{name}” is {_shown(text)}, which is no date such as 2019, 2019-12 or 2019-12-27.")
    return value


def _class(name: str) -> EventClass | None:
    if not name:
        return None
    if name not in _CLASSES:
        raise ParameterError(f"“class” is {_shown(name)}, which is no class of events such as Attack or Meeting.")
    return None if _CLASSES[name] is EventClass.EVENT else _CLASSES[name]


def _text(place: Place, name: str) -> str:
    text = place.parameter(name).strip()
    if len(text) > _LONGEST:
        raise ParameterError(f"“{name}” is longer than {_LONGEST} characters; a part of the name is enough.")
    return text


def _standings(values: tuple[str, ...]) -> tuple[str, ...]:
    given = [one.strip() for value in values for one in value.split(",")]
    if unknown := next((one for one in given if one not in STANDINGS), None):
        raise ParameterError(f"“standing” is {_shown(unknown)}, which is none of {', '.join(STANDINGS)}.")
    return tuple(one for one in STANDINGS if one in given)


def _choice(place: Place, name: str, choices: tuple[str, ...]) -> str:
    text = place.parameter(name).strip()
    if text not in choices:
        raise ParameterError(f"“{name}” is {_shown(text)}, which is none of {', '.join(filter(None, choices))}.")
    return text


def _shown(text: str) -> str:
    return f"“{text if len(text) <= 80 else text[:79] + '…'}”"
