"""Problem documents (RFC 9457): every answer that is no success, and which HTTP status an error is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from starlette.types import Send

from kg.api.readers.reader import FormatRefusedError, OtherServerError, QueryEndedError
from kg.errors import (
    DecisionError,
    HerodotusError,
    IdentityConflictError,
    ProtectedGraphError,
    QueryError,
    QueryLimitError,
    QuerySyntaxError,
    StoreError,
    UnknownClaimError,
    UnknownDocumentError,
    UnknownEntityError,
    UnknownGraphError,
    VersionError,
    WorkspaceError,
)

_LIMITS: Final = {
    "query_seconds": HTTPStatus.SERVICE_UNAVAILABLE,
    "query_memory_mb": HTTPStatus.SERVICE_UNAVAILABLE,
    "waiting_queries": HTTPStatus.SERVICE_UNAVAILABLE,
    "waiting_writes": HTTPStatus.SERVICE_UNAVAILABLE,
    "query_bytes": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "body_bytes": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "form_bytes": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}
"""The status of each limit; the others are 400, because the same query would never succeed."""

_KINDS: Final[dict[type[HerodotusError], HTTPStatus]] = {
    FormatRefusedError: HTTPStatus.NOT_ACCEPTABLE,
    OtherServerError: HTTPStatus.BAD_GATEWAY,
    QueryEndedError: HTTPStatus.SERVICE_UNAVAILABLE,
    ProtectedGraphError: HTTPStatus.FORBIDDEN,
    UnknownGraphError: HTTPStatus.NOT_FOUND,
    UnknownClaimError: HTTPStatus.NOT_FOUND,
    UnknownDocumentError: HTTPStatus.NOT_FOUND,
    UnknownEntityError: HTTPStatus.NOT_FOUND,
    IdentityConflictError: HTTPStatus.CONFLICT,
    DecisionError: HTTPStatus.CONFLICT,
    VersionError: HTTPStatus.PRECONDITION_FAILED,
    QueryError: HTTPStatus.BAD_REQUEST,
}
"""The status of errors whose message is for their sender, the more special kinds first."""

Header = tuple[bytes, bytes]


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818 - it is the answer to a request, whether raised or returned
    """What went wrong, for programs and for people.

    ``limit`` and ``value`` name the limit that was exceeded, ``line`` and ``column`` the place in the query.
    """

    status: HTTPStatus
    detail: str
    limit: str | None = None
    value: float | None = None
    line: int | None = None
    column: int | None = None
    headers: tuple[Header, ...] = ()

    @classmethod
    def of(cls, error: HerodotusError) -> Problem:
        """The problem that an error is to somebody outside. What only an operator should read stays in the log."""
        match error:
            case QuerySyntaxError():
                return cls(HTTPStatus.BAD_REQUEST, str(error), line=error.line, column=error.column)
            case QueryLimitError():
                status = _LIMITS.get(error.limit, HTTPStatus.BAD_REQUEST)
                retry = ((b"retry-after", b"5"),) if error.limit.startswith("waiting_") else ()
                return cls(status, str(error), limit=error.limit, value=error.value, headers=retry)
            case _ if isinstance(error, tuple(_KINDS)):
                return cls(next(s for kind, s in _KINDS.items() if isinstance(error, kind)), str(error))
            case WorkspaceError():
                text = "The data cannot be written at the moment."
                return cls(HTTPStatus.SERVICE_UNAVAILABLE, text, headers=((b"retry-after", b"5"),))
            case StoreError():
                return cls(HTTPStatus.SERVICE_UNAVAILABLE, str(error), headers=((b"retry-after", b"1"),))
            case _:
                return cls(HTTPStatus.INTERNAL_SERVER_ERROR, "The service could not answer.")

    async def send(self, send: Send) -> None:
        """Answers a request with the document."""
        body = self.body()
        await send({"type": "http.response.start", "status": self.status, "headers": self.all_headers(body)})
        await send({"type": "http.response.body", "body": body})

    def body(self) -> bytes:
        """The document, as JSON in UTF-8."""
        fields = {
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            "limit": self.limit,
            "value": self.value,
            "line": self.line,
            "column": self.column,
        }
        document = {name: value for name, value in fields.items() if value is not None}
        return json.dumps(document, ensure_ascii=False).encode("utf-8", errors="replace")

    def all_headers(self, body: bytes) -> list[Header]:
        """The headers of the answer that ``body`` goes out with."""
        return [
            (b"content-type", b"application/problem+json"),
            (b"content-length", b"%d" % len(body)),
            (b"cache-control", b"no-store"),
            *self.headers,
        ]
