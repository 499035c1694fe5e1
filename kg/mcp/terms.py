"""Terms of SPARQL results in answers: short, and what a literal looks like is never taken for an IRI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pyoxigraph as ox
from pydantic import Field

from kg.mcp.answer import Part
from kg.mcp.names import short
from kg.vocabulary import XSD

_LONGEST: Final = 1_000
_WHOLE: Final = frozenset(XSD + name for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger"))
_NUMBERS: Final = frozenset(XSD + name for name in ("decimal", "double", "float"))
_STRING: Final = XSD + "string"
_SAFE: Final = 2**53


class Node(Part):
    """A node."""

    iri: str


class Value(Part):
    """A literal that is more than its text, or text that was cut."""

    v: str
    type: str | None = Field(default=None, description="The datatype.")
    lang: str | None = None
    cut: bool = Field(default=False, description="Whether the text goes on.")


Cell = str | int | float | bool | Node | Value | None
"""A term of a row: text, a number or a boolean; a node; a literal of another type; nothing where none is bound."""


def cells(base: str, terms: Sequence[object]) -> tuple[Cell, ...]:
    """A row of an answer."""
    return tuple(cell(base, term) for term in terms)


def cell(base: str, term: object) -> Cell:
    """One term of an answer."""
    match term:
        case None:
            return None
        case ox.NamedNode():
            return Node(iri=short(base, term.value))
        case ox.Literal():
            return _literal(base, term)
        case _:
            return _text(str(term))


def _literal(base: str, term: ox.Literal) -> Cell:
    datatype, text = term.datatype.value, term.value
    if term.language is not None:
        return Value(v=text[:_LONGEST], lang=term.language, cut=len(text) > _LONGEST)
    if datatype == _STRING:
        return _text(text)
    if datatype == XSD + "boolean" and text in ("true", "false"):
        return text == "true"
    try:
        if datatype in _WHOLE and abs(int(text)) < _SAFE:
            return int(text)
        if datatype in _NUMBERS and abs(float(text)) < _SAFE:  # which neither infinity nor NaN is
            return float(text)
    except ValueError:
        pass
    return Value(v=text[:_LONGEST], type=short(base, datatype), cut=len(text) > _LONGEST)


def _text(text: str) -> Cell:
    return text if len(text) <= _LONGEST else Value(v=text[:_LONGEST], cut=True)
