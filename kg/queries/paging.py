"""Paging: the SPARQL of a named query whose rows come in order, page by page."""

from __future__ import annotations

from collections.abc import Mapping

from kg.queries.named_query import NamedQuery


def page(
    query: NamedQuery,
    parameters: Mapping[str, str],
    limit: int | None = None,
    offset: int = 0,
    meant: Mapping[str, str] | None = None,
) -> str:
    """The SPARQL that gives the rows in their order, from ``offset`` on and up to ``limit`` of them.

    A ``construct`` comes whole: its solutions are no triples. Ties stay as the engine finds them, which is the same on
    the same data: it reads strings from the disk each time that it compares them, so more columns would cost seconds.
    Raises as ``NamedQuery.bind``.
    """
    parts = [query.bind(parameters, meant or {})]
    if query.form == "select":
        first = [f"DESC(?{part[1:]})" if part.startswith("-") else f"?{part}" for part in query.order]
        parts += [f"ORDER BY {' '.join(first)}"] if first else []
        parts += [f"LIMIT {limit}"] if limit is not None else []
        parts += [f"OFFSET {offset}"] if offset else []
    return "\n".join(parts)
