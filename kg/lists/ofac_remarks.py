"""The remarks of an OFAC entry: short statements in a row, parted by semicolons."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from kg.lists.dates import edtf
from kg.lists.entries import countries

_STATEMENT: Final = re.compile(
    r"(?:alt\.\s+)?(?P<what>DOB|POB|nationality|citizen|Passport|National ID No\.|[afn]\.k\.a\.)\s+(?P<value>.+)", re.I
)
_ISSUED: Final = re.compile(r"(?P<number>[^\s(]+)(?:\s*\((?P<state>[^)]*)\))?")
_SCHEMES: Final = {"passport": "passport", "national id no.": "national-id"}


@dataclass(slots=True)
class Remarks:
    """What the remarks say of an entry."""

    born: list[str] = field(default_factory=list)
    birthplaces: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    strong: list[str] = field(default_factory=list)


def read(text: str) -> Remarks:
    """Takes remarks apart. Names in single quotes are weak aliases; statements of other kinds are passed over.

    >>> read("DOB 11 Mar 1957; POB Qom, Iran; a.k.a. 'HAJ QASEM'; nationality Iran; Gender Male.").weak
    ['HAJ QASEM']
    """
    found = Remarks()
    for part in text.split(";"):
        statement = _STATEMENT.match(part.strip().rstrip("."))
        if statement is None:
            continue
        what, value = statement["what"].lower(), statement["value"].strip()
        if what == "dob":
            date = edtf(value)
            found.born += [date] if date else []
        elif what == "pob":
            found.birthplaces.append(value)
        elif what in {"nationality", "citizen"}:
            found.countries.append(value)
        elif what in _SCHEMES:
            found.identifiers += _identifier(_SCHEMES[what], value)
        elif value[0] in "'\"":
            found.weak.append(value.strip("'\""))
        else:
            found.strong.append(value)
    return found


def _identifier(scheme: str, value: str) -> list[str]:
    issued = _ISSUED.match(value)
    if issued is None:
        return []
    state = countries([issued["state"] or ""])
    return [f"{scheme}:{issued['number'].rstrip(',;')}" + (f" ({state[0]})" if state else "")]
