"""RDF terms: properties and classes as nodes, and literals in the one form that Oxigraph keeps as it is.

Oxigraph's store rewrites ``0.50`` to ``0.5``, ``1.0`` to ``1`` and every kind of integer to ``xsd:integer``. What is
minted here comes out of the store as it went in, so that exports are identical to what was checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg import vocabulary

Subject = ox.NamedNode
"""Subjects are IRIs: there are no blank nodes in what Herodotus writes."""

Object = ox.NamedNode | ox.Literal
"""What a triple can say of its subject."""

Statement = tuple[Subject, ox.NamedNode, Object]
"""A triple on its way into a graph."""

_BOOLEAN: Final = ox.NamedNode(vocabulary.XSD + "boolean")
_INTEGER: Final = ox.NamedNode(vocabulary.XSD + "integer")
_DECIMAL: Final = ox.NamedNode(vocabulary.XSD + "decimal")
_DATE: Final = ox.NamedNode(vocabulary.XSD + "date")
_DATE_TIME: Final = ox.NamedNode(vocabulary.XSD + "dateTime")
_EDTF: Final = ox.NamedNode(vocabulary.EDTF)


@cache
def iri(value: str) -> ox.NamedNode:
    """The node of a term of a vocabulary."""
    return ox.NamedNode(value)


def kg(local: str) -> ox.NamedNode:
    """The node of one of our own terms."""
    return iri(vocabulary.KG + local)


A: Final = iri(vocabulary.RDF + "type")
PREF_LABEL: Final = iri(vocabulary.SKOS + "prefLabel")
ALT_LABEL: Final = iri(vocabulary.SKOS + "altLabel")


def text(value: str) -> ox.Literal:
    """A plain string."""
    return ox.Literal(value)


def integer(value: int) -> ox.Literal:
    """An ``xsd:integer``."""
    return ox.Literal(str(value), datatype=_INTEGER)


def boolean(value: bool) -> ox.Literal:
    """An ``xsd:boolean``."""
    return ox.Literal("true" if value else "false", datatype=_BOOLEAN)


def decimal(value: float, places: int = 6) -> ox.Literal:
    """An ``xsd:decimal``, rounded to ``places`` digits and without trailing zeros (``0.9``, ``1``)."""
    number = format(round(Decimal(str(value)), places), "f")
    short = number.rstrip("0").rstrip(".") if "." in number else number
    return ox.Literal("0" if short in ("", "-0") else short, datatype=_DECIMAL)


def edtf(value: str) -> ox.Literal:
    """An EDTF date as the text gives it."""
    return ox.Literal(value, datatype=_EDTF)


def day(value: date) -> ox.Literal:
    """An ``xsd:date``."""
    return ox.Literal(value.isoformat(), datatype=_DATE)


def moment(value: str) -> ox.Literal:
    """An ``xsd:dateTime`` of a time in UTC, ISO 8601."""
    return ox.Literal(value.replace("+00:00", "Z"), datatype=_DATE_TIME)


def quads(statements: Iterable[Statement], graph: ox.NamedNode) -> tuple[ox.Quad, ...]:
    """The statements in a graph: each once, in one order."""
    return tuple(sorted({ox.Quad(*statement, graph) for statement in statements}, key=str))
