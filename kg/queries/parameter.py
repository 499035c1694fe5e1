"""The parameter of a named query: what it may be, and how it is bound as a term.

Where a parameter ``p`` belongs, the query's text says ``VALUES ?p { UNDEF }``, outside of any ``GRAPH``. As it stands
that leaves ``?p`` open; binding puts the term there, written by the RDF library, so that no value can end a string or
open a clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pyoxigraph as ox

from kg.errors import ParameterError
from kg.model import Edtf


class ParameterType(StrEnum):
    """What a value must be. A class is that of an event, by its local name; an event goes by its IRI.

    The last four take an IRI or a name, whole or in part, whatever its case.
    """

    IRI = "iri"
    EVENT = "event"
    STRING = "string"
    CLASS = "class"
    INTEGER = "integer"
    DATE = "date"
    ACTOR = "actor"
    PLACE = "place"
    DOCUMENT = "document"
    CLAIMANT = "claimant"


_PLAIN_DATE: Final = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)
_NAMES: Final = "<http://www.w3.org/2004/02/skos/core#prefLabel>|<http://www.w3.org/2004/02/skos/core#altLabel>"
_FILES: Final = "<https://w3id.org/herodotus/ns#fileName>|<http://purl.org/dc/terms/title>"
_NAMED: Final = {
    ParameterType.ACTOR: ("<https://w3id.org/herodotus/ns#Actor>", _NAMES),
    ParameterType.PLACE: ("<https://w3id.org/herodotus/ns#Place>", _NAMES),
    ParameterType.DOCUMENT: ("<https://w3id.org/herodotus/ns#Document>", _FILES),
    ParameterType.CLAIMANT: (
        "<https://w3id.org/herodotus/ns#Actor> <https://w3id.org/herodotus/ns#Document>",
        f"{_NAMES}|{_FILES}",
    ),
}
"""For each type that goes by a name: the classes it comes from, and the properties that name it."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter as the header declares it. ``default`` is bound where no value is given."""

    name: str
    type: ParameterType
    required: bool
    default: str | None
    meaning: str

    @property
    def place(self) -> str:
        """The clause of the query's text that the value takes the place of."""
        return f"VALUES ?{self.name} {{ UNDEF }}"

    def clause(self, value: str) -> str:
        """The SPARQL clause that binds the variable to ``value``.

        Raises ``ParameterError`` where the value is not of the parameter's type.
        """
        if self.type in _NAMED and not _is_address(value):
            return self._by_name(value)
        return f"VALUES ?{self.name} {{ {self._term(value)} }}"

    def _term(self, value: str) -> ox.NamedNode | ox.Literal:
        match self.type:
            case ParameterType.STRING | ParameterType.CLASS:
                return ox.Literal(_plain(self.name, value))
            case ParameterType.INTEGER:
                digits = value.removeprefix("-")
                if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
                    raise self._malformed(value, "a whole number, such as 10")
                return ox.Literal(int(value))
            case ParameterType.DATE:
                if not _is_date(value):
                    raise self._malformed(value, "a date, such as 2019, 2019-12 or 2019-12-27")
                return ox.Literal(value)
        try:
            return ox.NamedNode(value.removeprefix("<").removesuffix(">"))
        except ValueError:
            raise self._malformed(value, "an absolute IRI, such as http://example.org/id/person/ada-roe") from None

    def _by_name(self, value: str) -> str:
        """Patterns for all things of that name; for those whose name it is part of, where nothing bears it whole.

        One thing may match by several names, so queries that take such a parameter select distinct rows.
        """
        classes, names = _NAMED[self.type]
        wanted = f"LCASE({ox.Literal(_plain(self.name, value).strip())})"

        def found(it: str) -> str:
            typed = f"VALUES {it}_class {{ {classes} }} {it} a {it}_class ; {names} {it}_name"
            return f"{typed} . FILTER(CONTAINS(LCASE(STR({it}_name)), {wanted}))"

        def rank(it: str) -> str:
            return f"IF(LCASE(STR({it}_name)) = {wanted}, 0, 1)"

        it, any_ = f"?{self.name}", f"?{self.name}_any"
        best = f"{{ SELECT (MIN({rank(any_)}) AS {it}_best) WHERE {{ {found(any_)} }} }}"
        return f"{found(it)} {best} FILTER({rank(it)} = {it}_best)"

    def _malformed(self, value: str, wanted: str) -> ParameterError:
        shown = value if len(value) <= 80 else value[:79] + "…"
        return ParameterError(f"parameter '{self.name}': {shown!r} is not {wanted}.")


def _is_date(value: str) -> bool:
    try:
        return Edtf.parse(value).exact and _PLAIN_DATE.fullmatch(value) is not None
    except ValueError:
        return False


def _is_address(value: str) -> bool:
    if "://" not in value and not value.startswith("urn:"):
        return False
    try:
        ox.NamedNode(value.removeprefix("<").removesuffix(">"))
    except ValueError:
        return False
    return True


def _plain(name: str, value: str) -> str:
    """The value, refused where it is no Unicode text (half a surrogate pair cannot be written)."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise ParameterError(f"parameter '{name}': the value is not valid Unicode text.") from None
    return value
