"""The answer: a query's result, as terms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.vocabulary import XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

TRIPLE: Final = ("subject", "predicate", "object")
"""The columns of a graph."""

_NUMERIC: Final = frozenset(
    XSD + name
    for name in ("integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger",
                 "positiveInteger", "negativeInteger", "nonPositiveInteger", "unsignedInt", "unsignedLong",
                 "unsignedShort", "unsignedByte")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Solutions:
    """The rows of ``SELECT``, or the triples of ``CONSTRUCT`` and ``DESCRIBE``, which are then a ``graph``.

    A row has one cell for each name, ``None`` where its variable is not bound.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    graph: bool = False

    def column(self, at: int) -> list[Term]:
        """The bound values of a column."""
        return [value for row in self.rows if (value := row[at]) is not None]

    def is_numeric(self, at: int) -> bool:
        """Whether a column holds numbers and nothing else."""
        values = self.column(at)
        return bool(values) and all(number(value) is not None for value in values)

    def iris(self) -> Iterable[str]:
        """Every IRI of the rows, in order."""
        return (value.value for row in self.rows for value in row if isinstance(value, ox.NamedNode))


Answer = Solutions | bool
"""What a query gives; the boolean is that of ``ASK``."""


def number(term: Term | None) -> float | None:
    """The number that a literal is, by its datatype; ``None`` where it is none."""
    if not isinstance(term, ox.Literal) or term.datatype.value not in _NUMERIC:
        return None
    try:
        return float(term.value)
    except ValueError:
        return None


_DECLARED: Final = re.compile(r"\bPREFIX\s+([A-Za-z][\w.\-]*|)\s*:\s*<([^<>\"{}|^`\\\s]+)>", re.IGNORECASE)


def declared(query: str) -> dict[str, str]:
    """The prefixes that a query declares, as far as one can tell without parsing it.

    >>> declared("PREFIX ex: <http://example.org/> SELECT * {}")
    {'ex': 'http://example.org/'}
    """
    return dict(_DECLARED.findall(query))
