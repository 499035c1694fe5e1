"""When a value of a gold fact fits a cell or a set of names."""

from __future__ import annotations

import math
import re
from collections.abc import Collection

from kg.model import EntityClass, EventClass

_EARTH_KM = 6371.0

Pattern = str | None | list[str | None] | list[str]


def alternatives(wanted: Pattern) -> list[str | None]:
    """A value as a list: any of its members will do."""
    return list(wanted) if isinstance(wanted, list) else [wanted]


def fits_names(wanted: Pattern, names: Collection[str]) -> bool:
    """Whether an expression is found in one of the names (with ``!``: in none); ``None`` asks for no name at all."""

    def one(expression: str | None) -> bool:
        if expression is None:
            return not any(names)
        if expression.startswith("!"):
            return not _found(expression[1:], names)
        return _found(expression, names)

    return any(one(expression) for expression in alternatives(wanted))


def _found(expression: str, names: Collection[str]) -> bool:
    return any(name and re.search(expression, name, re.IGNORECASE) for name in names)


def fits_word(wanted: Pattern, cell: str) -> bool:
    """Whether a cell is one of the words; ``None`` asks for an empty cell."""
    return any(not cell if word is None else _local(cell) in word.split("|") for word in alternatives(wanted))


def fits_class(wanted: Pattern, cell: str) -> bool:
    """Whether a cell names one of the classes or a subclass of one."""
    if wanted is None:
        return True
    lineage = _lineage(_local(cell))
    return any(word is not None and not lineage.isdisjoint(word.split("|")) for word in alternatives(wanted))


def fits_number(wanted: float | None, cell: str) -> bool:
    """Whether a cell holds the number; ``None`` asks for an empty cell."""
    if wanted is None or not cell:
        return wanted is None and not cell
    try:
        return float(cell) == wanted
    except ValueError:
        return False


def fits_date(wanted: Pattern, cells: Collection[str]) -> bool:
    """Whether an expression matches one whole EDTF literal; ``None`` asks for no date at all."""
    if wanted is None:
        return not any(cells)
    return any(e is not None and re.fullmatch(e, cell) for e in alternatives(wanted) for cell in cells)


def kilometres(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """The distance of two points on a sphere (haversine)."""
    a, b, c, d = (math.radians(v) for v in (latitude_a, longitude_a, latitude_b, longitude_b))
    chord = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def _local(cell: str) -> str:
    """The local name of an IRI; anything else is itself."""
    return re.split(r"[#/]", cell)[-1] if "://" in cell else cell


def _lineage(name: str) -> set[str]:
    if name in set(EntityClass):
        return {str(c) for c in EntityClass(name).lineage}
    if name in set(EventClass):
        return {str(c) for c in EventClass(name).lineage}
    return {name}
