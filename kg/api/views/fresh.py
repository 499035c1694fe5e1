"""Answers that depend on who asks, and are never kept: pages, and ways to other pages after a form."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from kg.api.security import security
from kg.api.sparql.formats import content_type


def fresh_page(body: bytes, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A page for one reader alone."""
    response = Response(body, status)
    response.raw_headers = [
        (b"content-type", content_type("text/html")),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        *security(),
    ]
    return response


def fresh_way(location: str) -> Response:
    """Leads on, this once."""
    headers = {"location": location, "cache-control": "no-store", "content-length": "0"}
    return Response(status_code=HTTPStatus.SEE_OTHER, headers=headers)
