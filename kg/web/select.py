"""How pages get their data: queries of this package, and a function that answers them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

import pyoxigraph as ox

Solution = dict[str, str]
"""One solution: the values of its bound variables, IRIs and literals alike."""

Select = Callable[[str], Awaitable[list[Solution]]]
"""Answers a ``SELECT`` query. Raises an error of ``kg.errors``."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Terms with commas between them, as ``IN`` has them."""

    terms: tuple[ox.NamedNode | ox.Literal, ...]


Part = ox.NamedNode | ox.Literal | int | Listed | Iterable[ox.NamedNode | ox.Literal]
"""What may stand in a query: terms, which the RDF library writes so that none can end its place, and numbers."""


def question(name: str, **values: Part) -> str:
    """The query ``queries/{name}.rq`` with ``values`` in the place of its ``$`` names; several terms side by side."""
    return _template(name).substitute({key: _written(value) for key, value in values.items()})


def iris(names: Iterable[str]) -> tuple[ox.NamedNode, ...]:
    """IRIs as terms, each once, in order; what is none is left out."""
    return tuple(node for name in dict.fromkeys(names) if (node := iri(name)) is not None)


def iri(name: str) -> ox.NamedNode | None:
    """An IRI as a term; ``None`` where it is none."""
    try:
        return ox.NamedNode(name)
    except ValueError:
        return None


def _written(value: Part) -> str:
    if isinstance(value, int | ox.NamedNode | ox.Literal):
        return str(value)
    if isinstance(value, Listed):
        return ", ".join(map(str, value.terms))
    return " ".join(map(str, value))


@cache
def _template(name: str) -> Template:
    return Template((Path(__file__).resolve().parent / "queries" / f"{name}.rq").read_text(encoding="utf-8"))
