"""The source: a service whose changes and dump are fetched, and trusted no further than they can be checked."""

from __future__ import annotations

import re
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpx

from kg import __version__
from kg.changes import MEDIA_TYPE
from kg.errors import FollowError

WAIT: Final = 10
"""Seconds that the service may wait for something new."""

_TIMEOUT: Final = httpx.Timeout(60.0, connect=10.0)
_PIECE: Final = 1 << 20
"""Bytes that are unpacked at once, however well they were packed."""

_TAG: Final = re.compile(r'(?:W/)?"([0-9]{1,15})-')
_NUMBER: Final = re.compile(r"[0-9]{1,15}")
_PASSING: Final = frozenset({429, 500, 502, 503, 504})


class UnreachableError(FollowError):
    """Somebody cannot be reached at the moment; trying again later may help."""


class GoneError(FollowError):
    """The changes are not kept any more, or lead elsewhere: all data have to be taken anew."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer, to be read once, and the version that it tells of."""

    version: int
    chunks: Iterator[bytes]


class Source:
    """The service at ``address``; ``token`` is shown to it. Nothing is asked anywhere else. Close it in the end."""

    def __init__(self, address: str, *, token: str | None = None, most_bytes: int = 64 << 30) -> None:
        self.address = check_address(address).rstrip("/") + "/"
        self._most = most_bytes
        headers = {"User-Agent": f"herodotus/{__version__}", "Accept-Encoding": "gzip"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(timeout=_TIMEOUT, headers=headers, follow_redirects=False, trust_env=False)

    def close(self) -> None:
        """Ends the connections."""
        self._http.close()

    @contextmanager
    def changes(self, version: int, known: uuid.UUID | None, *, wait: int = 0) -> Iterator[Answer]:
        """What came and went since a version; ``version`` of the answer is the newest there.

        Raises ``GoneError``, ``UnreachableError`` or ``FollowError``.
        """
        parameters: dict[str, str | int] = {"from": version, "wait": wait}
        if known is not None:
            parameters["id"] = str(known)
        with self._get("changes", parameters, MEDIA_TYPE) as response:
            if _NUMBER.fullmatch(newest := response.headers.get("herodotus-version", "")) is None:
                raise FollowError(f"{self.address} does not say which version it is at.", remedy="Is it Herodotus?")
            yield Answer(int(newest), self._chunks(response))

    @contextmanager
    def dump(self) -> Iterator[Answer]:
        """All data, as N-Quads, and the version they are of."""
        with self._get("data/dump.nq", {}, "application/n-quads") as response:
            if (tag := _TAG.match(response.headers.get("etag", ""))) is None:
                raise FollowError(f"{self.address} does not say which version its dump is of.")
            yield Answer(int(tag[1]), self._bounded(self._chunks(response)))

    @contextmanager
    def _get(self, path: str, parameters: dict[str, str | int], accept: str) -> Iterator[httpx.Response]:
        try:
            with self._http.stream(
                "GET", self.address + path, params=parameters, headers={"Accept": accept}
            ) as response:
                self._check(response, accept)
                yield response
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise self._unreachable(error) from error

    def _check(self, response: httpx.Response, accept: str) -> None:
        status = response.status_code
        if status == httpx.codes.GONE:
            raise GoneError(f"{self.address} does not keep these changes.")
        if status in _PASSING:
            raise UnreachableError(f"{self.address} answers {status}.")
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise FollowError(f"{self.address} does not let us read ({status}).", remedy="Set HERODOTUS_TOKEN.")
        if response.is_redirect:
            raise FollowError(f"{self.address} sends us elsewhere ({status}).", remedy="Give the address of the end.")
        if status == httpx.codes.NOT_FOUND:
            raise FollowError(f"{self.address} offers no changes ({status}).", remedy="`changes` may be off there.")
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if status != httpx.codes.OK or media_type != accept:
            raise FollowError(f"{self.address} answers {status} with {media_type[:80] or 'nothing'}, not {accept}.")

    def _chunks(self, response: httpx.Response) -> Iterator[bytes]:
        coding = response.headers.get("content-encoding", "identity").lower()
        if coding not in ("identity", "gzip"):
            raise FollowError(f"{self.address} packs its answer in a way that we did not ask for.")
        try:
            yield from response.iter_raw(_PIECE) if coding == "identity" else self._unpacked(response.iter_raw())
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise self._unreachable(error) from error

    def _unpacked(self, packed: Iterator[bytes]) -> Iterator[bytes]:
        unpacker = zlib.decompressobj(31)
        try:
            for piece in packed:
                rest = piece
                while rest and not unpacker.eof:
                    yield unpacker.decompress(rest, _PIECE)
                    rest = unpacker.unconsumed_tail
        except zlib.error as error:
            raise FollowError(f"{self.address} sends what cannot be unpacked: {error}.") from error
        if not unpacker.eof:
            raise UnreachableError(f"{self.address} broke off in the middle of an answer.")

    def _bounded(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > self._most:
                raise FollowError(
                    f"the dump of {self.address} has more than {self._most / (1 << 30):g} GiB.",
                    remedy="Allow more with --most-gb, where you trust it.",
                )
            yield chunk

    def _unreachable(self, error: Exception) -> UnreachableError:
        return UnreachableError(f"{self.address} cannot be reached: {str(error) or type(error).__name__}.")


def check_address(address: str) -> str:
    """The address of a service. Raises ``FollowError`` where it is none, or holds a password."""
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment
        _ = parts.port
    except ValueError:
        good = False
    if not good or not address.isprintable() or any(c.isspace() for c in address):
        raise FollowError(f"'{address[:200]}' is not an http or https address.")
    if "@" in urlsplit(address).netloc:
        raise FollowError("an address holds no user and password.", remedy="Show a token: HERODOTUS_TOKEN.")
    return address
