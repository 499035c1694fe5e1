"""The caller: one HTTP request to a destination, at the address that was checked, without redirects."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final, Self

import httpx

from kg import __version__
from kg.api.outbound.destinations import Destination, Destinations
from kg.errors import QueryError

_CONNECT_SECONDS: Final = 10.0


class Caller:
    """Calls destinations. Use it as an asynchronous context manager.

    Nothing of the service's surroundings goes into a call: no proxy, no credentials, no cookie.
    """

    def __init__(self, destinations: Destinations, *, seconds: float, most_bytes: int) -> None:
        self.destinations = destinations
        self._most_bytes = most_bytes
        self._client = httpx.AsyncClient(
            verify=ssl.create_default_context(),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(seconds, connect=_CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=32, max_keepalive_connections=0),
            headers={"user-agent": f"Herodotus/{__version__}"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    @asynccontextmanager
    async def call(
        self, method: str, target: Destination, headers: Mapping[str, str], content: bytes = b""
    ) -> AsyncIterator[Response]:
        """The answer of a destination. Raises ``QueryLimitError`` or ``QueryError``, which name it."""
        address = await self.destinations.locate(target)
        url = httpx.URL(target.iri)
        request = self._client.build_request(
            method,
            url.copy_with(host=address),
            headers={**headers, "host": url.netloc.decode("ascii")},
            content=content,
            extensions={"sni_hostname": target.host},
        )
        try:
            response = await self._client.send(request, stream=True)
        except httpx.HTTPError as error:
            raise QueryError(f"<{target.iri}> could not be reached ({type(error).__name__}).") from error
        try:
            if response.status_code != httpx.codes.OK:
                raise QueryError(f"<{target.iri}> answered with the status {response.status_code}.")
            yield Response(response, target, self._most_bytes)
        finally:
            await response.aclose()


class Response:
    """An answer on its way."""

    def __init__(self, response: httpx.Response, target: Destination, most_bytes: int) -> None:
        self._response = response
        self._target = target
        self._most_bytes = most_bytes

    @property
    def content_type(self) -> str:
        """The value of ``Content-Type``."""
        return str(self._response.headers.get("content-type", "application/octet-stream"))

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes, unpacked. Raises ``QueryError`` where they break off or are too many."""
        size = 0
        try:
            async for chunk in self._response.aiter_bytes(1 << 16):
                size += len(chunk)
                if size > self._most_bytes:
                    raise QueryError(f"<{self._target.iri}> answered with more than {self._most_bytes} bytes.")
                yield chunk
        except httpx.HTTPError as error:
            raise QueryError(f"<{self._target.iri}> broke off ({type(error).__name__}).") from error
