"""The questions: named queries as pages show them, with a form for their parameters and the rows of an answer."""

from __future__ import annotations

from dataclasses import dataclass

from kg.web.leaf import Leaf
from kg.web.thing import Value


@dataclass(frozen=True, slots=True)
class ShownField:
    """One parameter as a form asks for it."""

    name: str
    meaning: str
    value: str
    required: bool
    numeric: bool


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One named query: what it asks, what a reader of its rows must know, and where it is."""

    name: str
    question: str
    notes: tuple[str, ...]
    href: str
    fields: tuple[ShownField, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownRows:
    """The rows of one page of an answer, and the addresses of its other pages and formats."""

    names: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    begin: int
    previous: str
    next: str
    formats: tuple[Leaf, ...]
