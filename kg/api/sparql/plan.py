"""The plan: what a request of the protocol comes to, worked out once for requests that are the same."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.types import Receive, Scope

from kg.api.cache import gives_the_same, normalised
from kg.api.incoming import header
from kg.api.problem import Problem
from kg.api.readers.query import Query
from kg.api.sparql.formats import GRAPHS, SHORT, SOLUTIONS
from kg.api.sparql.negotiation import MediaRange, choose, parse_accept, quality
from kg.api.sparql.request import SparqlRequest, read_request

_REMEMBERED: Final = 8_192
"""Characters of an address up to which its plan is remembered."""

_PLANS: Final = 1_024
_QUERY: Final = b"query="
_MEDIA_TYPES: Final = {name: media_type for media_type, name in SHORT.items()}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done for a request.

    ``page`` says that it comes from a person, ``query`` is what a reader is to be asked, ``None`` where there is none.
    ``steady`` says that the same query gives the same result on the same data; ``key`` is then what tells its result
    from others, and ``key_bytes`` what that takes.
    """

    request: SparqlRequest
    page: bool
    solutions: str | None
    graph: str | None
    formats: str
    query: Query | None
    steady: bool
    key: Hashable
    key_bytes: int


class Plans:
    """Makes plans, and remembers those of ``GET`` and ``HEAD``, which depend on the address and on ``Accept`` alone."""

    def __init__(self, query_bytes: int) -> None:
        self._query_bytes = query_bytes
        self._remembered: dict[tuple[str, bytes, str | None], Plan] = {}

    async def plan(self, scope: Scope, receive: Receive) -> Plan:
        """The plan of a request. Raises ``Problem`` or ``QueryLimitError`` where it is not one of the protocol's."""
        method, accept = scope["method"], header(scope, b"accept")
        if method == "POST":
            return _plan(method, await read_request(scope, receive, self._query_bytes), accept)
        name = (method, scope["query_string"], accept)
        plan = self._remembered.get(name)
        if plan is None:
            request = self._lone(name[1]) or await read_request(scope, receive, self._query_bytes)
            plan = _plan(method, request, accept)
            if len(name[1]) + len(accept or "") <= _REMEMBERED:
                if len(self._remembered) >= _PLANS:
                    del self._remembered[next(iter(self._remembered))]
                self._remembered[name] = plan
        return plan

    def _lone(self, address: bytes) -> SparqlRequest | None:
        """The request of an address that holds a query alone, as most do; ``None`` where it takes more to read it."""
        if not address.startswith(_QUERY) or b"&" in address or len(address) > self._query_bytes:
            return None
        if not address.isascii():
            return None
        try:
            return SparqlRequest(unquote_to_bytes(address[len(_QUERY) :].replace(b"+", b" ")).decode(), None, None)
        except UnicodeDecodeError:
            return None


def _plan(method: str, request: SparqlRequest, accept: str | None) -> Plan:
    solutions, graph, page = _negotiated(accept) if request.format is None else _named(request.format)
    query, steady, key, key_bytes = None, False, None, 0
    if request.text is not None:
        query = Query(
            request.text, solutions, graph, request.default_graphs, request.named_graphs, head=method == "HEAD"
        )
        steady = gives_the_same(request.text)
    if request.text is not None and steady:
        key = (normalised(request.text), solutions, graph, request.default_graphs, request.named_graphs)
        key_bytes = 4 * (
            len(request.text) + sum(map(len, request.default_graphs or ()))
        )  # at most, but for a name or two
    page = page and method != "POST"
    formats = f"{SHORT.get(solutions or '', '')}-{SHORT.get(graph or '', '')}"
    query = None if page else query
    return Plan(request, page, solutions, graph, formats, query, steady, key, key_bytes)


def _named(name: str) -> tuple[str | None, str | None, bool]:
    """The formats that an address names: one, for results of the family that it can hold. Raises ``Problem`` (400)."""
    if name == "html":
        return None, None, True
    media_type = _MEDIA_TYPES.get(name)
    if media_type is None:
        raise Problem(HTTPStatus.BAD_REQUEST, f"'format' is one of {', '.join((*_MEDIA_TYPES, 'html'))}.")
    return (media_type, None, False) if media_type in SOLUTIONS else (None, media_type, False)


@lru_cache(maxsize=256)
def _negotiated(accept: str | None) -> tuple[str | None, str | None, bool]:
    """The formats for solutions and for graphs that a sender likes best, and whether it likes a page better."""
    wishes = parse_accept(accept)
    solutions, graph = choose(wishes, SOLUTIONS), choose(wishes, GRAPHS)
    return solutions, graph, _for_a_person(wishes, solutions, graph)


def _for_a_person(accept: tuple[MediaRange, ...], solutions: str | None, graph: str | None) -> bool:
    """Whether the sender names HTML and likes it better than every format of ours."""
    html = max((wish.quality for wish in accept if wish.specificity("text/html") == 3), default=0.0)
    return html > 0 and all(html > _liked(accept, offer) for offer in (solutions, graph) if offer is not None)


def _liked(accept: tuple[MediaRange, ...], offer: str) -> float:
    names = (offer, *SOLUTIONS.get(offer, ()), *GRAPHS.get(offer, ()))
    return max(quality(accept, name) for name in names)
