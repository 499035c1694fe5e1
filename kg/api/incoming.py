"""What comes in with a request: its headers, its parameters, its body."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope

from kg.api.problem import Problem
from kg.errors import HerodotusError

FORM: Final = "application/x-www-form-urlencoded"

IDLE_SECONDS: Final = 30.0
"""Seconds for which a body may stand still, and that it has beyond what it takes at the slowest pace."""

SLOWEST: Final = 1_000
"""Bytes that must come in a second, taken over the whole body."""

_PARAMETER: Final = re.compile(r';\s*([\w!#$%&\'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))')
_FIELDS: Final = 1000
_UTF8: Final = frozenset({"utf-8", "utf8", "us-ascii"})


@dataclass(frozen=True, slots=True)
class ContentType:
    """A ``Content-Type``: the media type in lower case, empty where none was sent, and its charset."""

    media_type: str
    charset: str | None = None

    @classmethod
    def parse(cls, header: str | None) -> ContentType:
        """The type that a header's value names.

        >>> ContentType.parse('Text/Turtle; charset="UTF-8"')
        ContentType(media_type='text/turtle', charset='utf-8')
        """
        media_type, semicolon, rest = (header or "").partition(";")
        parameters = {m[1].lower(): m[2] if m[2] is not None else m[3] for m in _PARAMETER.finditer(semicolon + rest)}
        charset = parameters.get("charset")
        return cls(media_type.strip().lower(), None if charset is None else charset.lower())

    def require_utf8(self) -> None:
        """Raises ``Problem`` (415) where the body is said to be in another charset."""
        if self.charset is not None and self.charset not in _UTF8:
            raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"The charset '{self.charset}' is not UTF-8.")


def header(scope: Scope, name: bytes) -> str | None:
    """The value of a header, its lines joined by commas; ``None`` where it was not sent."""
    values = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return ", ".join(values) if values else None


def content_type(scope: Scope) -> ContentType:
    """The type of the body. Raises ``Problem`` (415) where the body is encoded: what is compressed may be a bomb."""
    coding = header(scope, b"content-encoding")
    if coding is not None and coding.strip().lower() not in {"", "identity"}:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"A body in the coding '{coding}' is not taken: send it as it is.",
            headers=((b"accept-encoding", b"identity"),),
        )
    return ContentType.parse(header(scope, b"content-type"))


def announced(scope: Scope) -> int | None:
    """The length that the body is said to have, where it is said."""
    value = header(scope, b"content-length")
    return int(value) if value is not None and value.isdecimal() else None


def pairs(data: bytes) -> list[tuple[str, str]]:
    """The parameters of an address or a form, in their order. Raises ``Problem`` (400)."""
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError as error:  # of which UnicodeDecodeError is one
        text = f"The parameters are not percent-encoded UTF-8, or more than {_FIELDS}."
        raise Problem(HTTPStatus.BAD_REQUEST, text) from error


async def parts(receive: Receive) -> AsyncIterator[bytes]:
    """The body as it arrives. Raises ``Problem`` where it breaks off (400), or comes too slowly (408)."""
    clock = asyncio.get_running_loop().time
    began, size, more = clock(), 0, True
    while more:
        now = clock()
        try:
            async with asyncio.timeout_at(min(now, began + size / SLOWEST) + IDLE_SECONDS):
                message = await receive()
        except TimeoutError as error:
            text = f"The body came to a halt, or at less than {SLOWEST} bytes a second."
            raise Problem(HTTPStatus.REQUEST_TIMEOUT, text, headers=((b"connection", b"close"),)) from error
        if message["type"] == "http.disconnect":
            raise Problem(HTTPStatus.BAD_REQUEST, "The request broke off.")
        if part := message.get("body", b""):
            size += len(part)
            yield part
        more = message.get("more_body", False)


async def whole(scope: Scope, receive: Receive, most: int, too_long: HerodotusError) -> bytes:
    """The whole body, of up to ``most`` bytes. Raises the ``Problem`` of ``too_long`` where it is longer."""
    if (announced(scope) or 0) > most:
        raise refused(scope, too_long)
    body = bytearray()
    async for part in parts(receive):
        body += part
        if len(body) > most:
            raise refused(scope, too_long)
    return bytes(body)


def refused(scope: Scope, error: HerodotusError) -> Problem:
    """The answer to a body that is refused before its end. One that may be endless takes its connection along."""
    problem = Problem.of(error)
    if announced(scope) is None:
        problem.headers = (*problem.headers, (b"connection", b"close"))
    return problem


def decode(body: bytes) -> str:
    """The body as text. Raises ``Problem`` (400) where it is not UTF-8."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The text is not UTF-8 at byte {error.start}.") from error
