"""What names stand for: the things that parameters name, looked up before a query is asked about these.

A name means what is called exactly so. Where nothing is, it means what is called so in a usual spelling (all small, all
capital, first letters capital); then what is called so whatever the case; then what has it as part of a name. The first
two are looked up, and only the others read all names.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from kg.queries.named_query import NamedQuery
from kg.queries.parameter import PART, Parameter

MOST_THINGS: Final = 200
"""Things that are written into a query; what more things are called is looked up by the query itself."""

Found = Sequence[Mapping[str, str]]
"""Solutions: the values of their bound variables."""

Meant = Mapping[str, str]
"""For parameters that were given by name: the clauses that bind them to what they mean."""


def resolve(query: NamedQuery, parameters: Mapping[str, str], select: Callable[[str], Found]) -> Meant:
    """What the names in ``parameters`` mean, for ``NamedQuery.bind``.

    ``select`` answers a ``SELECT`` query over the union of all graphs. Nothing is asked where nothing goes by name.
    Raises ``ParameterError``, and what ``select`` does.
    """
    asking = _asking(query, parameters)
    answer: Found | None = None
    while True:
        try:
            text = next(asking) if answer is None else asking.send(answer)
        except StopIteration as end:
            return dict(end.value)
        answer = select(text)


async def resolve_async(
    query: NamedQuery, parameters: Mapping[str, str], select: Callable[[str], Awaitable[Found]]
) -> Meant:
    """As ``resolve``, where queries are answered later."""
    asking = _asking(query, parameters)
    answer: Found | None = None
    while True:
        try:
            text = next(asking) if answer is None else asking.send(answer)
        except StopIteration as end:
            return dict(end.value)
        answer = await select(text)


def _asking(query: NamedQuery, parameters: Mapping[str, str]) -> Generator[str, Found, dict[str, str]]:
    """Gives the queries that are to be asked, takes their answers, and comes to what is meant."""
    meant = {}
    for parameter in query.parameters:
        value = parameters.get(parameter.name) or parameter.default or ""
        if value.strip() and parameter.goes_by_name(value):
            meant[parameter.name] = yield from _meant(parameter, value)
    return meant


def _meant(parameter: Parameter, value: str) -> Generator[str, Found, str]:
    it = parameter.name
    for pattern in parameter.spelt(value):
        found = yield f"SELECT DISTINCT ?{it} WHERE {{ {pattern} }} LIMIT {MOST_THINGS + 1}"
        if found:
            return _these(it, [row[it] for row in found], pattern)
    whole, part = parameter.whole(value), parameter.part(value)
    found = yield (
        f"SELECT ?{it} (MIN({parameter.rank(value)}) AS ?rank) WHERE {{ {part} }} "
        f"GROUP BY ?{it} ORDER BY ?rank LIMIT {MOST_THINGS + 1}"
    )
    best = min((int(row["rank"]) for row in found), default=PART)
    return _these(it, [row[it] for row in found if int(row["rank"]) == best], part if best == PART else whole)


def _these(it: str, things: Sequence[str], pattern: str) -> str:
    if len(things) > MOST_THINGS:
        return f"{{ SELECT DISTINCT ?{it} WHERE {{ {pattern} }} }}"
    return f"VALUES ?{it} {{ {' '.join(str(ox.NamedNode(thing)) for thing in things)} }}"
