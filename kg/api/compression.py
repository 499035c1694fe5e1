"""Compression: answers in the content coding that their receiver likes best (RFC 9110, sections 8.4 and 12.5.3)."""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import Final, Protocol

import zstandard
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.api.problem import Header

LEAST: Final = 1_000
"""Bytes of a body from which on compressing it is worth the while."""

_GZIP: Final = 31
"""The window of ``zlib`` that makes it write the format of gzip."""

_GZIP_LEVEL: Final = 4
_ZSTD_LEVEL: Final = 3

_CODINGS: Final = ("zstd", "gzip")
"""What there is, best first."""

_COMPRESSIBLE: Final = re.compile(
    rb"text/|image/svg|application/(?:[\w.\-]+\+)?(?:json|xml|javascript|n-triples|n-quads|rdf-patch|trig)"
)
_WISH: Final = re.compile(r"\s*([\w\-]+|\*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")
_TAG: Final = re.compile(rb'((?:W/)?"[^"]*?)-(gzip|zstd)"')
_CONDITIONS: Final = frozenset({b"if-none-match", b"if-match"})


class _Compressor(Protocol):
    def add(self, data: bytes, last: bool) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._made = zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP)

    def add(self, data: bytes, last: bool) -> bytes:
        return self._made.compress(data) + self._made.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)


class _Zstd:
    def __init__(self) -> None:
        self._made = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()

    def add(self, data: bytes, last: bool) -> bytes:
        how = zstandard.COMPRESSOBJ_FLUSH_FINISH if last else zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return self._made.compress(data) + self._made.flush(how)


def _compressor(coding: str) -> _Compressor:
    return _Zstd() if coding == "zstd" else _Gzip()


def compress(body: bytes, coding: str) -> bytes:
    """A whole body in a content coding."""
    return _compressor(coding).add(body, last=True)


@lru_cache(maxsize=256)
def choose_coding(accepted: bytes | None) -> str | None:
    """The coding that an ``Accept-Encoding`` header likes best; ``None`` leaves the body as it is."""
    if accepted is None:
        return None
    wishes: dict[str, float] = {}
    for part in accepted.decode("latin-1").lower().split(","):
        match = _WISH.fullmatch(part)
        if match is not None:
            wishes[match[1].removeprefix("x-")] = float(match[2] or 1)
    plain = wishes.get("identity", 0.0)
    best = max(_CODINGS, key=lambda coding: wishes.get(coding, wishes.get("*", 0.0)))
    liked = wishes.get(best, wishes.get("*", 0.0))
    return best if liked > 0 and liked >= plain else None


def accepted_coding(scope: Scope) -> str | None:
    """The coding that the sender of a request likes best."""
    return choose_coding(next((value for name, value in scope["headers"] if name == b"accept-encoding"), None))


def tag_in(coding: str, tag: bytes) -> bytes:
    """The entity tag of a representation in a coding: each coding has its own, for they differ byte by byte."""
    return tag[:-1] + b"-" + coding.encode() + b'"'


class Compression:
    """Compresses the answers of an application, piece by piece as they leave it.

    An answer that breaks off breaks off compressed, too: its coding is never brought to an end. One that has a coding
    already is passed on.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, and its answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        coding = accepted_coding(scope)
        await self._app(
            scope, receive, _Answer(scope["method"] == "HEAD", coding, _plain_conditions(scope, coding), send)
        )


class _Answer:
    """The answer to one request, on its way to ``send``."""

    __slots__ = ("_coding", "_compressor", "_head", "_send", "_start", "_tags")

    def __init__(self, head: bool, coding: str | None, tags: dict[bytes, bytes], send: Send) -> None:
        self._head = head
        self._coding = coding
        self._tags = tags
        self._send = send
        self._start: Message | None = None
        self._compressor: _Compressor | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._vary(message)
            if self._coding is None or self._head or not _compressible(message):
                await self._send(message)
            else:
                self._start = message  # until the first piece of its body tells whether it is worth the while
            return
        if self._start is not None and message["type"] == "http.response.body":
            await self._begin(self._start, message)
            self._start = None
        if self._compressor is not None and message["type"] == "http.response.body":
            last = not message.get("more_body", False)
            body = message.get("body", b"")
            if body or last:
                message = {**message, "body": self._compressor.add(body, last)}
        await self._send(message)

    async def _begin(self, start: Message, first: Message) -> None:
        whole = not first.get("more_body", False)
        coding = self._coding
        if coding is None or (whole and len(first.get("body", b"")) < LEAST):
            await self._send(start)
            return
        self._compressor = _compressor(coding)
        headers: list[Header] = [(b"content-encoding", coding.encode())]
        for name, value in start["headers"]:
            if name == b"etag":
                headers.append((name, tag_in(coding, value)))
            elif name != b"content-length":
                headers.append((name, value))
        if whole:
            first["body"] = self._compressor.add(first.get("body", b""), True)
            self._compressor = None
            headers.append((b"content-length", b"%d" % len(first["body"])))
        await self._send({**start, "headers": headers})

    def _vary(self, message: Message) -> None:
        """Says that the answer depends on the codings accepted, and gives a 304 the tag that its receiver knows."""
        headers = list(message.get("headers", ()))
        varies = False
        for place, (name, value) in enumerate(headers):
            if name == b"vary":
                varies = True
                if b"accept-encoding" not in value.lower() and value != b"*":
                    headers[place] = (name, value + b", accept-encoding")
            elif name == b"etag" and self._tags and message["status"] == 304:
                headers[place] = (name, self._tags.get(value.removeprefix(b"W/"), value))
        if not varies:
            headers.append((b"vary", b"accept-encoding"))
        message["headers"] = headers


def _compressible(message: Message) -> bool:
    if message["status"] in (204, 206, 304):
        return False
    kind = b""
    for name, value in message["headers"]:
        if name in (b"content-encoding", b"content-range"):
            return False
        if name == b"content-type":
            kind = value
    return _COMPRESSIBLE.match(kind) is not None


def _plain_conditions(scope: Scope, coding: str | None) -> dict[bytes, bytes]:
    """Writes the tags of coded representations in the request's conditions as those of the plain one.

    For ``If-None-Match`` that is so for the coding that the answer would have; another one's tag matches nothing. Gives
    the plain tags with what the request had in their place.
    """
    tags: dict[bytes, bytes] = {}
    for place, (name, value) in enumerate(scope["headers"]):
        if name not in _CONDITIONS:
            continue

        def plain(match: re.Match[bytes], name: bytes = name) -> bytes:
            if name == b"if-none-match" and match[2].decode() != coding:
                return match[0]
            tags[match[1].removeprefix(b"W/") + b'"'] = match[0].removeprefix(b"W/")
            return match[1] + b'"'

        headers = list(scope["headers"])
        headers[place] = (name, _TAG.sub(plain, value))
        scope["headers"] = headers
    return tags
