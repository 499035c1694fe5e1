"""The wish: what of the network is asked for, as its address says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.model import Edtf
from kg.web.network.kinds import KINDS

FEW: Final = 40
"""Actors that are shown where nobody asks for more."""

MOST: Final = 150
"""Actors that a network may have; beyond that, a drawing is no more to be read."""

_EXPANDED: Final = 20
_LONGEST_NAME: Final = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: ``entity`` and ``other`` by name or IRI, links of ``kinds`` (all where there are none).

    ``expanded`` are others whose links are shown as well, each with a kind or an empty string for all; ``kind`` is the
    one link whose evidence is wanted. ``first`` and ``last`` are the ISO days of a period. ``faults`` say in words what
    of it cannot be understood and is left aside.
    """

    entity: str = ""
    other: str = ""
    depth: int = 1
    kinds: tuple[str, ...] = ()
    most: int = FEW
    expanded: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    first: str = ""
    last: str = ""
    faults: tuple[str, ...] = ()


def wish_of(parameters: Sequence[tuple[str, str]]) -> Wish:
    """The wish that the parameters of an address make.

    >>> wish_of([("entity", "Ada Roe"), ("depth", "2"), ("kind", "leads"), ("kind", "rides")]).faults
    ('“rides” is no kind of link.',)
    """
    faults: list[str] = []

    def one(name: str) -> str:
        return next((value.strip()[:_LONGEST_NAME] for key, value in parameters if key == name), "")

    def number(name: str, default: int, most: int) -> int:
        given = one(name)
        if not given:
            return default
        if not (given.isascii() and given.isdigit() and len(given) < 5 and 1 <= int(given) <= most):
            faults.append(f"“{name}” is a whole number from 1 to {most}, and not “{_short(given)}”.")
            return default
        return int(given)

    def kind(given: str) -> str:
        if given and given not in KINDS:
            faults.append(f"“{_short(given)}” is no kind of link.")
        return given if given in KINDS else ""

    def day(name: str, at: int) -> str:
        if not (given := one(name)):
            return ""
        try:
            date = Edtf.parse(given)
        except ValueError:
            date = None
        found = (date.earliest, date.latest)[at] if date else None
        if found is None:
            faults.append(f"“{_short(given)}” is no date, such as 2019, 2019-12 or 2019-12-27.")
        return found.isoformat() if found else ""

    kinds = tuple(dict.fromkeys(filter(None, (kind(value) for key, value in parameters if key == "kind" and value))))
    grown = dict.fromkeys(_expansion(value) for key, value in parameters if key == "expand" and value.strip())
    return Wish(
        entity=one("entity"),
        other=one("other"),
        depth=number("depth", 1, 2),
        kinds=kinds,
        most=number("most", FEW, MOST),
        expanded=tuple((iri, kind(name)) for iri, name in grown)[:_EXPANDED],
        kind=kind(one("edge")),
        first=day("since", 0),
        last=day("until", 1),
        faults=tuple(dict.fromkeys(faults)),
    )


def _expansion(value: str) -> tuple[str, str]:
    iri, _, kind = value.strip().partition(" ")
    return iri, kind.strip()


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
