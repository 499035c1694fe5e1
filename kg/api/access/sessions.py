"""The sessions of people with a browser: a signed cookie that stands for a token, and a stamp for every form.

The service keeps none: a session is the token's name and an end, signed with what is known of the token. It ends
with its time, or when the token is removed, and holds in every process of a service.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.types import Scope

from kg.api.access.tokens import Tokens
from kg.api.client import Client

COOKIE: Final = "herodotus_session"
SECONDS: Final = 8 * 3600
"""How long a session lasts."""

_KEY: Final = "herodotus.session"


class Sessions:
    """Begins sessions and knows them again. ``clock`` gives seconds since 1970."""

    def __init__(self, tokens: Tokens, clock: Callable[[], float] = time.time) -> None:
        self._tokens = tokens
        self._clock = clock

    def begin(self, token: str) -> str | None:
        """The value of a cookie for whoever has this token; ``None`` where it is nobody's."""
        client = self._tokens.client(token)
        if client is None or client.name is None:
            return None
        return self._signed(client.name, int(self._clock()) + SECONDS)

    def client(self, session: str) -> Client | None:
        """Whose session this is; ``None`` where it has ended, or never was one."""
        name, _, end = session.rpartition(".")[0].rpartition(".")
        if not (end.isascii() and end.isdigit() and len(end) < 16) or int(end) <= self._clock():
            return None
        expected = self._signed(name, int(end))
        if expected is None or not hmac.compare_digest(expected.encode(), session.encode()):
            return None
        return self._tokens.named(name)

    def stamp(self, session: str) -> str:
        """What forms of a session carry, so that no other site can send them."""
        return _mac(session.encode(), b"form")

    def is_stamp(self, session: str, given: str) -> bool:
        """Whether a form carries the stamp of its session."""
        return hmac.compare_digest(self.stamp(session).encode(), given.encode())

    def _signed(self, name: str, end: int) -> str | None:
        secret = self._tokens.secret(name)
        return None if secret is None else f"{name}.{end}.{_mac(secret, f'session {name}.{end}'.encode())}"


def session_of(scope: Scope) -> str | None:
    """The session of a request, where the access check found it good."""
    found = scope.get(_KEY)
    return found if isinstance(found, str) else None


def set_session(scope: Scope, session: str) -> None:
    """Notes the session of a request."""
    scope[_KEY] = session


def cookie_of(scope: Scope) -> str | None:
    """The session that a request says it has."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                morsel = SimpleCookie(value.decode("latin-1")).get(COOKIE)
            except CookieError:
                continue
            if morsel is not None:
                return morsel.value
    return None


def _mac(key: bytes, message: bytes) -> str:
    return hmac.new(key, message, sha256).hexdigest()
