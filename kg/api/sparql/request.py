"""What a request of the SPARQL 1.1 Protocol asks for (sections 2.1 and 2.2: query and update operation)."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from starlette.types import Receive, Scope

from kg.api.incoming import FORM, content_type, decode, pairs, whole
from kg.api.problem import Problem
from kg.errors import QueryLimitError

QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"

_OVERHEAD: Final = 64 * 1024
"""Bytes that a form may have beside its text: names of graphs; the text may have three for one where it is escaped."""

_OF_QUERIES: Final = frozenset({"query", "default-graph-uri", "named-graph-uri"})
_OF_UPDATES: Final = frozenset({"update", "using-graph-uri", "using-named-graph-uri"})


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A query with the graphs that the protocol names; ``text`` is ``None`` where there is no query at all.

    ``format`` is the short name of the format that an address asks for, whatever ``Accept`` says: not part of the
    protocol, but what a link needs that is to lead to a file.
    """

    text: str | None
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """An update with the graphs that the protocol names."""

    text: str
    using: tuple[str, ...] | None
    using_named: tuple[str, ...] | None


async def read_request(scope: Scope, receive: Receive, query_bytes: int) -> SparqlRequest:
    """Reads a ``GET``, ``HEAD`` or ``POST``. Raises ``Problem`` where it is not one of the protocol's three forms."""
    parameters = pairs(scope["query_string"])
    text = None
    if scope["method"] == "POST":
        text, parameters = await _posted(scope, receive, parameters, "query", QUERY, query_bytes)
    if any(name in _OF_UPDATES for name, _ in parameters):
        raise Problem(HTTPStatus.BAD_REQUEST, "This address answers queries and takes no updates.")
    text = _one(parameters, "query", text)
    if text is None and scope["method"] == "POST":
        raise Problem(HTTPStatus.BAD_REQUEST, "The form holds no 'query'.")
    _check_length(text, query_bytes)
    graphs = _graphs(parameters, "default-graph-uri"), _graphs(parameters, "named-graph-uri")
    return SparqlRequest(text, *graphs, _one(parameters, "format", None) or None)


async def read_update(scope: Scope, receive: Receive, query_bytes: int) -> UpdateRequest:
    """Reads a ``POST``. Raises ``Problem`` where it is not one of the protocol's two forms."""
    address = pairs(scope["query_string"])
    if any(name == "update" for name, _ in address):
        raise Problem(HTTPStatus.BAD_REQUEST, "An update stands in the body, not in the address.")
    text, parameters = await _posted(scope, receive, address, "update", UPDATE, query_bytes)
    if any(name in _OF_QUERIES for name, _ in parameters):
        raise Problem(HTTPStatus.BAD_REQUEST, "This address takes updates and answers no queries.")
    text = _one(parameters, "update", text)
    if text is None:
        raise Problem(HTTPStatus.BAD_REQUEST, "The form holds no 'update'.")
    _check_length(text, query_bytes)
    return UpdateRequest(text, _graphs(parameters, "using-graph-uri"), _graphs(parameters, "using-named-graph-uri"))


async def _posted(
    scope: Scope, receive: Receive, address: list[tuple[str, str]], name: str, direct: str, most: int
) -> tuple[str | None, list[tuple[str, str]]]:
    """The text where it is the body, and all parameters, of the address and of the form."""
    kind = content_type(scope)
    kind.require_utf8()
    twice = any(key == name for key, _ in address)
    if kind.media_type not in {FORM, direct}:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"This address takes {FORM} and {direct}, not '{kind.media_type or 'nothing'}'.",
            headers=((b"accept-post", f"{FORM}, {direct}".encode()),),
        )
    if twice:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The {name} stands in the address and in the body: send it once.")
    if kind.media_type == direct:
        return decode(await whole(scope, receive, most, _too_long(most))), address
    form = pairs(await whole(scope, receive, 3 * most + _OVERHEAD, _too_long(most)))
    return None, address + form


def _one(parameters: list[tuple[str, str]], name: str, text: str | None) -> str | None:
    found = [value for key, value in parameters if key == name]
    if len(found) > 1:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The request holds '{name}' {len(found)} times: send one at a time.")
    if found and text is not None:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The {name} stands in the address and in the body: send it once.")
    return found[0] if found else text


def _graphs(parameters: list[tuple[str, str]], name: str) -> tuple[str, ...] | None:
    return tuple(value for key, value in parameters if key == name) or None


def _check_length(text: str | None, most: int) -> None:
    if text is not None and len(text.encode("utf-8", errors="replace")) > most:
        raise _too_long(most)


def _too_long(most: int) -> QueryLimitError:
    return QueryLimitError(
        f"The text has more than {most} bytes.",
        limit="query_bytes",
        value=most,
        remedy="Send it in several parts; data go to /store in any size.",
    )
