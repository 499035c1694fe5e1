"""The parameter of a named query: what it may be, and how it is bound as a term.

Where a parameter ``p`` belongs, the query's text says ``VALUES ?p { UNDEF }``, outside of any ``GRAPH``. As it stands
that leaves ``?p`` open; binding puts the term there, written by the RDF library, so that no value can end a string or
open a clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pyoxigraph as ox

from kg.errors import ParameterError
from kg.model import Edtf


class ParameterType(StrEnum):
    """What a value must be. A class is that of an event, by its local name; an event goes by its IRI.

    The last four take an IRI or a name, whole or in part, whatever its case; one that is exactly so goes before.
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

PART: Final = 3
"""The rank of a name that only has what is looked for in it."""


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
        if self.goes_by_name(value):
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

    def goes_by_name(self, value: str) -> bool:
        """Whether ``value`` is a name, to be looked up, and no IRI."""
        return self.type in _NAMED and not _is_address(value)

    def spelt(self, value: str) -> tuple[str, str]:
        """The patterns of all things that are called exactly so, and of those called so in a usual spelling."""
        name = _plain(self.name, value).strip()
        return self._called([name]), self._called(_spellings(name))

    def whole(self, value: str) -> str:
        """The pattern of all things that are called so, whatever the case."""
        return f"{self._named} FILTER(LCASE(STR(?{self.name}_name)) = {self._small(value)})"

    def part(self, value: str) -> str:
        """The pattern of all things that have it as part of a name, whatever the case."""
        return f"{self._named} FILTER(CONTAINS(LCASE(STR(?{self.name}_name)), {self._small(value)}))"

    def rank(self, value: str) -> str:
        """How well a name fits, as an expression: 0 exactly so, 1 usually spelt, 2 whatever the case, ``PART``."""
        name = _plain(self.name, value).strip()
        called = f"STR(?{self.name}_name)"
        usual = ", ".join(str(ox.Literal(spelling)) for spelling in _spellings(name))
        whole = f"IF(LCASE({called}) = {self._small(value)}, 2, {PART})"
        return f"IF({called} = {ox.Literal(name)}, 0, IF({called} IN ({usual}), 1, {whole}))"

    def _by_name(self, value: str) -> str:
        """One clause for all things of that name, those that it fits best: for a query that is asked by itself."""
        best = f"SELECT (MIN({self.rank(value)}) AS ?{self.name}_best) WHERE {{ {self.part(value)} }}"
        fits = f"{self.part(value)} {{ {best} }} FILTER({self.rank(value)} = ?{self.name}_best)"
        return f"{{ SELECT DISTINCT ?{self.name} WHERE {{ {fits} }} }}"

    def _called(self, names: Sequence[str]) -> str:
        written = " ".join(str(ox.Literal(name)) for name in names)
        return f"VALUES ?{self.name}_name {{ {written} }} {self._named}"

    @property
    def _named(self) -> str:
        it = f"?{self.name}"
        classes, names = _NAMED[self.type]
        return f"{it} {names} {it}_name ; a {it}_class . VALUES {it}_class {{ {classes} }}"

    def _small(self, value: str) -> str:
        return f"LCASE({ox.Literal(_plain(self.name, value).strip())})"

    def _malformed(self, value: str, wanted: str) -> ParameterError:
        shown = value if len(value) <= 80 else value[:79] + "…"
        return ParameterError(f"parameter '{self.name}': {shown!r} is not {wanted}.")


def _spellings(name: str) -> tuple[str, ...]:
    """The usual spellings of a name by case."""
    return tuple(dict.fromkeys((name.lower(), name.upper(), name.capitalize(), name.title())))


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
