"""The wish: what a request wants of a named query, read from its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from starlette.requests import Request

from kg.api.incoming import pairs
from kg.api.problem import Problem
from kg.api.queries.formats import HTML, chosen, formats
from kg.errors import ParameterError
from kg.queries import NamedQuery
from kg.queries.paging import page

MOST_ROWS: Final = 10_000
"""Rows that one page may have; without a limit the result comes whole."""

MOST_OFFSET: Final = 1_000_000_000
SHOWN_ROWS: Final = 100
"""Rows of a page for people, where they do not say how many."""

_RESERVED: Final = ("format", "limit", "offset")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted: rows in a media type, with parameters; all from ``offset`` on where there is no ``limit``.

    ``meant`` is what the names in the parameters have turned out to mean.
    """

    query: NamedQuery
    parameters: Mapping[str, str]
    media_type: str
    limit: int | None
    offset: int
    problem: Problem | None = None
    meant: Mapping[str, str] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        """Whether parameters that are needed are still to come: somebody opened the form."""
        return any(p.required and not self.parameters.get(p.name, "").strip() for p in self.query.parameters)

    @property
    def text(self) -> str:
        """The SPARQL that gives the rows in their order, one more than a page has, to see whether there are more.

        Raises ``ParameterError`` where a parameter is unknown, missing or malformed.
        """
        limit = None if self.limit is None else self.limit + 1
        return page(self.query, self.parameters, limit, self.offset, self.meant)


def wish_of(request: Request, query: NamedQuery) -> Wish:
    """The wish of a request, with the ``problem`` of its parameters where they have one.

    Raises ``Problem`` (400, 404, 406) where it cannot be answered at all.
    """
    given: dict[str, str] = {}
    for name, value in pairs(request.scope["query_string"]):
        if name in given:
            raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter '{name}' is given more than once.")
        given[name] = value
    suffix = request.path_params.get("format")
    if suffix is not None and suffix not in formats(query):
        raise Problem(HTTPStatus.NOT_FOUND, f"The suffix is one of {', '.join(formats(query))}.")
    media_type = chosen(query, suffix or given.get("format") or None, request.headers.get("accept"))
    limit = _number("limit", given.get("limit"), 1, MOST_ROWS)
    offset = _number("offset", given.get("offset"), 0, MOST_OFFSET) or 0
    parameters = {name: value for name, value in given.items() if name not in _RESERVED}
    problem = None
    try:
        query.bind(parameters)
    except ParameterError as error:
        problem = Problem(HTTPStatus.BAD_REQUEST, str(error))
    if media_type == HTML:
        limit = limit or SHOWN_ROWS
    return Wish(query, parameters, media_type, limit, offset, problem)


def _number(name: str, given: str | None, least: int, most: int) -> int | None:
    if given is None or given == "":
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= 10 and least <= int(given) <= most):
        raise Problem(HTTPStatus.BAD_REQUEST, f"'{name}' is a whole number from {least:,} to {most:,}.")
    return int(given)
