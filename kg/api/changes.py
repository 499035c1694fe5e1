"""The changes: what came and went with each version of the data, for whoever follows."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import zstandard
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.api.departure import Departure
from kg.api.linked.answer import answer, entity_tag, has_already, link
from kg.api.problem import Header, Problem
from kg.api.readers.pool import Pool
from kg.api.readers.version import Version
from kg.api.routing import Responses, offer
from kg.api.sparql.negotiation import choose, parse_accept
from kg.changes import MEDIA_TYPE, Chain, Head, Link
from kg.settings import Settings
from kg.web.place import relative

_LOG: Final = logging.getLogger(__name__)

_JSON: Final = "application/json"
_OFFERS: Final[dict[str, tuple[str, ...]]] = {MEDIA_TYPE: (), _JSON: ()}

_LIMIT: Final = 100
_MOST_LIMIT: Final = 1_000
_PAGE: Final = 4 << 20
"""Bytes of patches, as they are kept, after which an answer ends."""

_MOST_WAIT: Final = 10
"""Seconds; not more than the server gives running requests when it is told to stop."""

_MOST_WAITING: Final = 256
_LOOK_SECONDS: Final = 0.2
_CHUNK: Final = 1 << 18
_MOST_VERSION: Final = 10**15
_DIGITS: Final = re.compile(r"[0-9]{1,16}")

_PARAMETERS: Final[list[dict[str, Any]]] = [
    {
        "name": "from",
        "in": "query",
        "required": True,
        "description": "The version that the sender has.",
        "schema": {"type": "integer", "minimum": 0, "maximum": _MOST_VERSION},
    },
    {
        "name": "id",
        "in": "query",
        "description": "The id of that version, where the sender knows it: 410 where it is another one here.",
        "schema": {"type": "string", "format": "uuid"},
    },
    {
        "name": "limit",
        "in": "query",
        "description": "How many versions the answer holds at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": _MOST_LIMIT, "default": _LIMIT},
    },
    {
        "name": "wait",
        "in": "query",
        "description": "Seconds to wait for something newer where there is nothing.",
        "schema": {"type": "integer", "minimum": 0, "maximum": _MOST_WAIT, "default": 0},
    },
]
_GIVES: Final[Responses] = {
    200: {"description": "The changes, oldest first.", "content": {MEDIA_TYPE: {}, _JSON: {}}},
    304: {"description": "The sender has them already."},
    400: {"description": "A parameter is nonsense."},
    404: {"description": "No changes are kept."},
    406: {"description": "None of the formats that are accepted can be had."},
    410: {"description": "They are no longer kept; the problem document names the dump to start from."},
}


@dataclass(eq=False)
class Gone(Problem):
    """The answer to somebody who has to start anew from ``dump``; ``version`` is the newest."""

    version: int = 0
    dump: str = ""

    def body(self) -> bytes:
        """The document, as JSON in UTF-8."""
        document = json.loads(super().body())
        return json.dumps({**document, "version": self.version, "dump": self.dump}, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class _Found:
    """A patch that is kept."""

    link: Link
    head: Head


class Changes:
    """``/changes`` and ``/changes/{version}``. It reads the folder that every service process sees."""

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self._pool = pool
        self._on = settings.changes == "on" and settings.store is None
        self._chain = Chain(settings.workspace / "changes")
        self._waiting = 0

    def routes(self) -> APIRouter:
        """The operations."""
        router = APIRouter(tags=["changes"])
        words = "What came and went since a version of the data."
        offer(router, "/changes", self.page, "changes", words, _GIVES, {"parameters": _PARAMETERS})
        offer(router, "/changes/{version}", self.one, "change", "What came and went with one version.", _GIVES)
        return router

    async def page(self, request: Request) -> Response:
        """Gives what leads from the version that the sender has to the newest, or the next part of it."""
        self._require_on()
        media_type = _negotiated(request)
        start = _number(request, "from", None, 0, _MOST_VERSION)
        limit = _number(request, "limit", _LIMIT, 1, _MOST_LIMIT)
        known = _id(request)
        newest = await self._wait_for(start, _number(request, "wait", 0, 0, _MOST_WAIT))
        page = await asyncio.to_thread(self._page, request, start, known, limit, newest)
        return self._answer(request, media_type, page, newest, start, limit)

    async def one(self, request: Request) -> Response:
        """Gives the patch that leads to one version."""
        self._require_on()
        media_type = _negotiated(request)
        given = request.path_params["version"]
        newest = self._pool.newest
        if _DIGITS.fullmatch(given) is None or str(int(given)) != given or int(given) > newest.number:
            raise Problem(HTTPStatus.NOT_FOUND, "There is no such version.")
        version = int(given)
        found = await asyncio.to_thread(self._find, version)
        if found is None:
            raise self._gone(request, newest, f"The changes of version {version} are not kept.")
        return self._answer(request, media_type, [found], newest, version - 1, 1, alone=True)

    def _require_on(self) -> None:
        if not self._on:
            raise Problem(HTTPStatus.NOT_FOUND, "No changes are kept here.")

    async def _wait_for(self, start: int, seconds: int) -> Version:
        newest = self._pool.newest
        if newest.number != start or not seconds or self._waiting >= _MOST_WAITING:
            return newest
        self._waiting += 1
        try:
            async with asyncio.timeout(seconds):
                while newest.number == start:
                    await asyncio.sleep(_LOOK_SECONDS)
                    newest = self._pool.newest
        except TimeoutError:
            pass
        finally:
            self._waiting -= 1
        return newest

    def _page(self, request: Request, start: int, known: uuid.UUID | None, limit: int, newest: Version) -> list[_Found]:
        """The patches from ``start`` on, as many as there is room for. Raises ``Gone``."""
        if start > newest.number:
            raise self._gone(request, newest, f"The data are at version {newest.number}, not yet at {start}.")
        if known is not None and self._is_another(start, known):
            raise self._gone(request, newest, f"Version {start} is another one here.")
        page: list[_Found] = []
        size = 0
        for version in range(start + 1, min(newest.number, start + limit) + 1):
            found = self._find(version)
            if found is None or found.head.previous is None:
                if page:  # whoever comes back for it is told
                    break
                raise self._gone(request, newest, f"The changes after version {start} are not kept.")
            if page and (size + found.link.size > _PAGE or found.head.previous != page[-1].head.id):
                break
            if not page and known is not None and found.head.previous != known:
                raise self._gone(request, newest, f"Version {start} is another one here.")
            size += found.link.size
            page.append(found)
        return page

    def _is_another(self, version: int, known: uuid.UUID) -> bool:
        head = self._chain.head(version)
        return head is not None and head.id != known

    def _find(self, version: int) -> _Found | None:
        path = self._chain.path(version)
        try:
            head, size = self._chain.head(version), path.stat().st_size
        except OSError:
            return None
        return None if head is None else _Found(Link(version, path, size), head)

    def _gone(self, request: Request, newest: Version, why: str) -> Gone:
        dump = relative(request.url.path, "/data/dump.nq")
        headers = ((b"link", link(dump, "alternate", "application/n-quads").encode()),)
        text = f"{why} Start anew from all data, at {dump}, whose entity tag begins with their version."
        return Gone(HTTPStatus.GONE, text, headers=headers, version=newest.number, dump=dump)

    def _answer(
        self,
        request: Request,
        media_type: str,
        page: list[_Found],
        newest: Version,
        start: int,
        limit: int,
        *,
        alone: bool = False,
    ) -> Response:
        last = page[-1].link.version if page else start
        tag = entity_tag(Version(last, ",".join(str(one.head.id) for one in page)), media_type, start)
        links = []
        following = f"{relative(request.url.path, '/changes')}?from={last}&limit={limit}"
        if page and last < newest.number and not alone:
            links.append(link(following, "next", media_type))
        more: list[Header] = [(b"herodotus-version", b"%d" % newest.number)]
        if media_type == _JSON:
            told = {
                "version": newest.number,
                "from": start,
                "changes": [_told(one, request) for one in page],
                "next": following if links else None,
            }
            return answer(request, json.dumps(told).encode(), _JSON, tag, links=links, more=more)
        if has_already(request, tag):
            return answer(request, b"", MEDIA_TYPE, tag, links=links, more=more)
        response = _Stream([one.link.path for one in page], head=request.method == "HEAD")
        response.raw_headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"etag", tag.encode()),
            (b"cache-control", b"no-cache"),
            (b"vary", b"accept"),
            (b"x-content-type-options", b"nosniff"),
            *more,
            *([(b"link", ", ".join(links).encode())] if links else []),
        ]
        return response


class _Stream(Response):
    """Patches on their way to a client; whole, or visibly broken where one is pruned meanwhile."""

    def __init__(self, paths: list[Path], *, head: bool) -> None:
        super().__init__()
        self._paths = paths
        self._head = head

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as ASGI has it
        """Answers the request."""
        async with Departure(receive):
            try:
                await self._send(send)
            except (OSError, zstandard.ZstdError) as error:
                # Returning without an end makes the server close the connection in the middle of the body.
                _LOG.warning("changes were cut short, and their connection with them: %s", error)

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": self.raw_headers})
        chunks = iter(()) if self._head else self._chunks()
        while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    def _chunks(self) -> Iterator[bytes]:
        for path in self._paths:
            with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as plain:
                while chunk := plain.read(_CHUNK):
                    yield chunk


def _told(one: _Found, request: Request) -> dict[str, object]:
    head = one.head
    return {
        "version": head.version,
        "id": str(head.id),
        "previous": None if head.previous is None else str(head.previous),
        "bytes": one.link.size,
        "href": relative(request.url.path, f"/changes/{head.version}"),
    }


def _negotiated(request: Request) -> str:
    media_type = choose(parse_accept(request.headers.get("accept")), _OFFERS)
    if media_type is None:
        text = f"Changes can be had as {', '.join(_OFFERS)}; the request accepts none of them."
        raise Problem(HTTPStatus.NOT_ACCEPTABLE, text)
    return media_type


def _number(request: Request, name: str, default: int | None, least: int, most: int) -> int:
    given = request.query_params.getlist(name)
    if not given and default is not None:
        return default
    if len(given) != 1 or _DIGITS.fullmatch(given[0]) is None or not least <= int(given[0]) <= most:
        raise Problem(HTTPStatus.BAD_REQUEST, f"'{name}' is a whole number from {least} to {most:,}, given once.")
    return int(given[0])


def _id(request: Request) -> uuid.UUID | None:
    given = request.query_params.get("id")
    if given is None:
        return None
    try:
        return uuid.UUID(given)
    except ValueError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "'id' is a UUID, as in the header of a patch.") from error
