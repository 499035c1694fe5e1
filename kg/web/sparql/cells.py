"""The cells of a result: terms as a page shows them, short, and with the whole at hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.vocabulary import PREFIXES, XSD
from kg.web.place import Place
from kg.web.sparql.answer import Solutions, Term
from kg.web.thing import shortened

_PLAIN: Final = XSD + "string"
_LOCAL: Final = re.compile(r"[A-Za-z_][\w\-]*(?:\.[\w\-]+)?|")
"""What may stand behind a prefix in a query; Oxigraph refuses ``a.b.c``, which SPARQL allows."""


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """One term: its words, its IRI where it is a node and the address that leads to it.

    ``about`` says what the words leave out: the IRI, or the datatype of a literal. ``language`` is a literal's.
    """

    text: str
    iri: str = ""
    href: str = ""
    about: str = ""
    language: str = ""


NOTHING: Final = ShownTerm("")


class Writer:
    """Writes terms for one page: IRIs by their labels, else with prefixes, else short of our own base."""

    def __init__(self, place: Place, labels: Mapping[str, str], prefixes: Mapping[str, str]) -> None:
        self._place = place
        self._labels = labels
        known = {**{iri: name for name, iri in PREFIXES.items()}, **{iri: name for name, iri in prefixes.items()}}
        self._prefixes = sorted(known.items(), key=lambda item: -len(item[0]))

    def rows(self, solutions: Solutions, most: int) -> tuple[tuple[ShownTerm, ...], ...]:
        """The first ``most`` rows."""
        return tuple(tuple(map(self.term, row)) for row in solutions.rows[:most])

    def term(self, term: Term | None) -> ShownTerm:
        """One term."""
        match term:
            case None:
                return NOTHING
            case ox.NamedNode():
                return ShownTerm(self.name(term.value), term.value, self._place.leads(term.value), term.value)
            case ox.Literal():
                datatype = term.datatype.value
                about = "" if term.language or datatype == _PLAIN else self.short(datatype)
                return ShownTerm(shortened(term.value), about=about, language=term.language or "")
            case _:
                return ShownTerm(shortened(str(term)))

    def name(self, iri: str) -> str:
        """What a node is called."""
        return shortened(self._labels.get(iri) or self.short(iri))

    def short(self, iri: str) -> str:
        """An IRI with a prefix, or as short of our base as it can be; whole where it can be neither."""
        for namespace, prefix in self._prefixes:
            local = iri.removeprefix(namespace)
            if local != iri and _LOCAL.fullmatch(local):
                return f"{prefix}:{local}"
        return iri.removeprefix(self._place.base) or iri
