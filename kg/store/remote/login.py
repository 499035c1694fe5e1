"""The login: a bearer token at once, a password only in answer to the server's challenge."""

from __future__ import annotations

from collections.abc import Generator

import httpx

from kg.store.remote.server import Server


class Login(httpx.Auth):
    """Basic or digest, whichever the server asks for: a password never leaves in clear where digest would do."""

    requires_request_body = True  # a request that is challenged is sent again

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx.BasicAuth(user, password)
        self._digest = httpx.DigestAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sends the request as the server wanted the last one, and again where it is challenged."""
        if self._chosen is not None:
            yield from self._chosen.auth_flow(request)
            return
        response = yield request
        challenge = response.headers.get("www-authenticate", "").lower()
        if response.status_code != httpx.codes.UNAUTHORIZED or not challenge:
            return
        self._chosen = self._digest if "digest" in challenge else self._basic
        yield from self._chosen.auth_flow(request)


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


def login(server: Server) -> httpx.Auth | None:
    """How requests to a server are authenticated."""
    if server.token is not None:
        return _Bearer(server.token)
    if server.user is not None:
        return Login(server.user, server.password or "")
    return None
