"""What a request of the SPARQL 1.1 Protocol asks for (section 2.1: query operation)."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope

from kg.api.problem import Problem
from kg.errors import QueryLimitError

_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = "application/sparql-query"
_OVERHEAD: Final = 64 * 1024
"""Bytes that a form may have beside its query: names of graphs, and three for one where it is escaped."""


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A query with the graphs that the protocol names; ``text`` is ``None`` where there is no query at all."""

    text: str | None
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None


async def read_request(scope: Scope, receive: Receive, query_bytes: int) -> SparqlRequest:
    """Reads a ``GET``, ``HEAD`` or ``POST``. Raises ``Problem`` where it is not one of the protocol's three forms."""
    parameters = _pairs(scope["query_string"])
    text = None
    if scope["method"] == "POST":
        media_type, charset = _content_type(scope)
        if charset not in {"utf-8", "utf8", "us-ascii"}:
            raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"The charset '{charset}' is not UTF-8.")
        if media_type == _FORM:
            if "query" in (name for name, _ in parameters):
                raise Problem(HTTPStatus.BAD_REQUEST, "The query stands in the address and in the form: send it once.")
            parameters += _pairs(await _body(receive, 3 * query_bytes + _OVERHEAD, query_bytes))
        elif media_type == _DIRECT:
            if "query" in (name for name, _ in parameters):
                raise Problem(HTTPStatus.BAD_REQUEST, "The query stands in the address and in the body: send it once.")
            text = _decode(await _body(receive, query_bytes, query_bytes))
        else:
            raise Problem(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                f"A query is posted as {_FORM} or {_DIRECT}, not as '{media_type or 'nothing'}'.",
                headers=((b"accept-post", f"{_FORM}, {_DIRECT}".encode()),),
            )
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) > 1:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The request holds {len(queries)} queries: send one at a time.")
    if any(name in {"update", "using-graph-uri", "using-named-graph-uri"} for name, _ in parameters):
        raise Problem(HTTPStatus.BAD_REQUEST, "This address answers queries and takes no updates.")
    text = queries[0] if queries else text
    if text is None and scope["method"] == "POST":
        raise Problem(HTTPStatus.BAD_REQUEST, "The form holds no 'query'.")
    if text is not None and len(text.encode("utf-8", errors="replace")) > query_bytes:
        raise Problem.of(_too_long(query_bytes))
    return SparqlRequest(text, _graphs(parameters, "default-graph-uri"), _graphs(parameters, "named-graph-uri"))


def _graphs(parameters: list[tuple[str, str]], name: str) -> tuple[str, ...] | None:
    return tuple(value for key, value in parameters if key == name) or None


def _pairs(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:  # of which UnicodeDecodeError is one
        raise Problem(HTTPStatus.BAD_REQUEST, "The parameters are not percent-encoded UTF-8.") from error


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The query is not UTF-8 at byte {error.start}.") from error


def _content_type(scope: Scope) -> tuple[str, str]:
    header = next((value for name, value in scope["headers"] if name == b"content-type"), b"").decode("latin-1")
    media_type, _, parameters = header.partition(";")
    charset = "utf-8"
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    return media_type.strip().lower(), charset


async def _body(receive: Receive, most: int, query_bytes: int) -> bytes:
    parts = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem(HTTPStatus.BAD_REQUEST, "The request broke off.")
        parts += message.get("body", b"")
        if len(parts) > most:
            raise Problem.of(_too_long(query_bytes))
        if not message.get("more_body", False):
            return bytes(parts)


def _too_long(query_bytes: int) -> QueryLimitError:
    return QueryLimitError(
        f"The query has more than {query_bytes} bytes.",
        limit="query_bytes",
        value=query_bytes,
        remedy="Ask in several queries.",
    )
