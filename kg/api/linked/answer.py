"""Answers that depend on the data: their entity tags, dates and links, and when there is nothing new to say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from email.utils import formatdate
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kg import __version__
from kg.api.problem import Header, Problem
from kg.api.readers.version import Version
from kg.api.security import security
from kg.api.sparql.formats import content_type
from kg.errors import HerodotusError
from kg.web import render_problem
from kg.web.place import relative

_NANOSECONDS: Final = 1_000_000_000


def entity_tag(version: Version, *parts: object) -> str:
    """The strong tag of one representation of one version of the data."""
    digest = hashlib.sha256(repr((__version__, version.stamp, *parts)).encode()).hexdigest()
    return f'"{version.number}-{digest[:16]}"'


def answer(
    request: Request,
    body: bytes,
    media_type: str,
    tag: str,
    version: Version | None = None,
    links: Iterable[str] = (),
    more: Iterable[Header] = (),
    *,
    styles: bool = False,
) -> Response:
    """A whole answer with its headers, or 304 where the sender has it already; for ``styles`` see ``security``."""
    headers: list[Header] = [(b"etag", tag.encode()), (b"cache-control", b"no-cache"), (b"vary", b"accept"), *more]
    if version is not None and (date := last_modified(version)) is not None:
        headers.append((b"last-modified", date.encode()))
    if joined := ", ".join(links):
        headers.append((b"link", joined.encode()))
    if has_already(request, tag):
        response = Response(status_code=HTTPStatus.NOT_MODIFIED)
        response.raw_headers = headers
        return response
    kind = content_type(media_type) if ";" not in media_type else media_type.encode()
    headers += [(b"content-type", kind), (b"content-length", b"%d" % len(body))]
    headers += security(styles=styles) if media_type == "text/html" else [(b"x-content-type-options", b"nosniff")]
    response = Response(body)
    response.raw_headers = headers
    return response


def has_already(request: Request, tag: str) -> bool:
    """Whether the sender named the tag as one that it has."""
    given = request.headers.get("if-none-match", "")
    return tag in (one.strip().removeprefix("W/") for one in given.split(","))


def last_modified(version: Version) -> str | None:
    """When the version of the data was published, as HTTP writes dates; ``None`` where nothing was."""
    nanoseconds = version.stamp.partition(":")[2]
    return formatdate(int(nanoseconds) / _NANOSECONDS, usegmt=True) if nanoseconds.isdigit() else None


def link(target: str, relation: str, media_type: str | None = None, **attributes: str) -> str:
    """One value of a ``Link`` header (RFC 8288)."""
    kind = f'; type="{media_type}"' if media_type else ""
    return f'<{target}>; rel="{relation}"{kind}' + "".join(f'; {name}="{value}"' for name, value in attributes.items())


def elsewhere(status: HTTPStatus, location: str, links: Iterable[str] = ()) -> Response:
    """An answer that leads to another address."""
    response = Response(status_code=status)
    response.raw_headers = [
        (b"location", location.encode()),
        (b"vary", b"accept"),
        (b"cache-control", b"no-cache"),
        (b"content-length", b"0"),
    ]
    if joined := ", ".join(links):
        response.raw_headers.append((b"link", joined.encode()))
    return response


def problem_page(error: Problem | HerodotusError, request: Request) -> Response:
    """A page that says what went wrong, for people."""
    problem = error if isinstance(error, Problem) else Problem.of(error)
    body = render_problem(problem.detail, relative(request.url.path, "/"), problem.status).encode()
    response = Response(body, problem.status)
    response.raw_headers = [
        (b"content-type", content_type("text/html")),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        (b"vary", b"accept"),
        *security(),
        *problem.headers,
    ]
    return response
