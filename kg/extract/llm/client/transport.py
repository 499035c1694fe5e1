"""The transport: HTTP to one server and nobody else, with bounds on how long and how large an answer may be."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

import httpx2
from openai import OpenAIError

_SENT: Final = frozenset({"accept", "content-type", "content-length", "user-agent", "host", "connection"})
"""Headers that leave; the SDK's own, and those that the environment asks it for, tell the server nothing it needs."""


class AnswerError(OpenAIError):
    """What the server sends is no answer that can be taken; asking again would not help."""


class Transport(httpx2.BaseTransport):
    """Sends requests to ``endpoint``, with ``key`` as a bearer token; both are nobody else's to see.

    An answer that has more than ``most`` bytes or is compressed raises ``AnswerError``; one that is not whole after
    ``seconds`` raises ``httpx2.ReadTimeout``, however steadily it comes.
    """

    def __init__(self, endpoint: str, key: str | None, seconds: float, most: int, connections: int) -> None:
        self._origin = _origin(httpx2.URL(endpoint))
        self._key = key
        self._seconds = seconds
        self._most = most
        limits = httpx2.Limits(max_connections=connections, max_keepalive_connections=connections)
        self._inner = httpx2.HTTPTransport(trust_env=False, limits=limits)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The server's response, its body bounded."""
        if _origin(request.url) != self._origin:
            raise AnswerError("a request was to go to another server than the one that is set")
        headers = [(name, value) for name, value in request.headers.items() if name in _SENT]
        headers.append(("accept-encoding", "identity"))
        if self._key is not None:
            headers.append(("authorization", f"Bearer {self._key}"))
        request.headers = httpx2.Headers(headers)
        deadline = time.monotonic() + self._seconds
        response = self._inner.handle_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            response.close()
            raise AnswerError("the answer is compressed, which nobody asked for")
        if not isinstance(response.stream, httpx2.SyncByteStream):  # a synchronous transport gives no other
            raise AnswerError("the answer cannot be read")
        response.stream = _Bounded(response.stream, request, deadline, self._most)
        return response

    def close(self) -> None:
        """Closes the connections."""
        self._inner.close()


class _Bounded(httpx2.SyncByteStream):
    def __init__(self, inner: httpx2.SyncByteStream, request: httpx2.Request, deadline: float, most: int) -> None:
        self._inner = inner
        self._request = request
        self._deadline = deadline
        self._most = most

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._inner:
            size += len(chunk)
            if size > self._most:
                raise AnswerError(f"the answer has more than {self._most:,} bytes")
            if time.monotonic() > self._deadline:
                raise httpx2.ReadTimeout("the answer is not whole in time", request=self._request)
            yield chunk

    def close(self) -> None:
        self._inner.close()


def _origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
