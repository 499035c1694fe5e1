"""The formats of a named query's rows: by media type, by name, and which of them a sender likes best."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from kg.api.problem import Problem
from kg.api.sparql.formats import GRAPHS, SHORT, SOLUTIONS
from kg.api.sparql.negotiation import choose, parse_accept
from kg.queries import NamedQuery

HTML: Final = "text/html"


def formats(query: NamedQuery) -> dict[str, str]:
    """The media types that the rows can be had in, by their short names, the default first."""
    offers = SOLUTIONS if query.form == "select" else GRAPHS
    return {**{SHORT[media_type]: media_type for media_type in offers}, "html": HTML}


def chosen(query: NamedQuery, name: str | None, accept: str | None) -> str:
    """The media type that is wanted: by its short name, else by ``Accept``. Raises ``Problem`` (400, 404 or 406)."""
    offers = formats(query)
    if name is not None:
        if name not in offers:
            raise Problem(HTTPStatus.BAD_REQUEST, f"'format' is one of {', '.join(offers)}.")
        return offers[name]
    known = SOLUTIONS if query.form == "select" else GRAPHS
    media_type = choose(parse_accept(accept), {**known, HTML: ("application/xhtml+xml",)})
    if media_type is None:
        text = f"The rows can be had as {', '.join(offers.values())}; the request accepts none of them."
        raise Problem(HTTPStatus.NOT_ACCEPTABLE, text, headers=((b"vary", b"accept"),))
    return media_type
