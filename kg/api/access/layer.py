"""The layer around the application that finds out who asks, whether they may, and whether they have some left."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as AsgiScope

from kg.api.access.budgets import BudgetError, Budgets
from kg.api.access.sessions import Sessions, cookie_of, set_session
from kg.api.access.tokens import Tokens
from kg.api.client import Client, Scope, client_of, set_client
from kg.api.problem import Header, Problem
from kg.errors import HerodotusError
from kg.settings import Settings
from kg.web.place import relative

_PROBES: Final = ("/health/",)
"""Paths that anybody may ask at any time: whoever watches the service has no token and must not run out of requests."""

_DOORS: Final = ("/sign-in", "/sign-out", "/static/", "/favicon.ico")
"""Paths that people need before they have a session."""

_FORMS: Final = ("/review", "/sign-out")
"""Paths below which a session may send forms; everywhere else it only reads, whatever a page makes its browser do."""

_CHALLENGE: Final[Header] = (b"www-authenticate", b'Bearer realm="herodotus"')
_INVALID: Final[Header] = (b"www-authenticate", b'Bearer realm="herodotus", error="invalid_token"')


class Access:
    """Sets the ``Client`` of each request, and answers those that may not come in.

    Reading is open unless ``read_access`` is ``token``. What needs another scope asks ``require`` itself.
    """

    def __init__(self, app: ASGIApp, settings: Settings, tokens: Tokens, budgets: Budgets) -> None:
        self._app = app
        self._open = settings.read_access == "open"
        self._tokens = tokens
        self._budgets = budgets
        self._sessions = Sessions(tokens)

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it."""
        if scope["type"] != "http" or scope["path"].startswith(_PROBES):
            await self._app(scope, receive, send)
            return
        try:
            self._admit(scope)
        except Problem as problem:
            if problem.status == HTTPStatus.UNAUTHORIZED and _is_a_persons(scope):
                await _show_the_door(scope, send)
            else:
                await problem.send(send)
            return
        except HerodotusError as error:
            await Problem.of(error).send(send)
            return
        await self._app(scope, receive, send)

    def _admit(self, scope: AsgiScope) -> None:
        stranger = client_of(scope)
        try:
            client = self._identify(scope, stranger)
        except Problem:
            self._spend(stranger)  # guessing costs, too
            raise
        self._spend(client)
        set_client(scope, client)
        if not client.may(Scope.READ) and scope["method"] != "OPTIONS" and not scope["path"].startswith(_DOORS):
            raise forbidden(client, Scope.READ)

    def _identify(self, scope: AsgiScope, stranger: Client) -> Client:
        shown = [value for name, value in scope["headers"] if name == b"authorization"]
        if not shown:
            stranger = stranger if self._open else Client(stranger.key, scopes=frozenset())
            return self._resume(scope) or stranger
        kind, _, token = shown[0].decode("latin-1").partition(" ")
        if len(shown) > 1 or kind.lower() != "bearer":
            raise Problem(HTTPStatus.UNAUTHORIZED, "Show a token as 'Authorization: Bearer …'.", headers=(_CHALLENGE,))
        client = self._tokens.client(token.strip())
        if client is None:
            raise Problem(HTTPStatus.UNAUTHORIZED, "This token is not known here.", headers=(_INVALID,))
        return client if not self._open else Client(client.key, client.name, client.scopes | {Scope.READ})

    def _resume(self, scope: AsgiScope) -> Client | None:
        """The client of a request's session, where it has one that may do this."""
        if scope["method"] not in ("GET", "HEAD") and not scope["path"].startswith(_FORMS):
            return None
        session = cookie_of(scope)
        client = None if session is None else self._sessions.client(session)
        if session is None or client is None:
            return None
        set_session(scope, session)
        return Client(client.key, client.name, client.scopes | ({Scope.READ} if self._open else set()))

    def _spend(self, client: Client) -> None:
        try:
            self._budgets.admit(client)
        except BudgetError as error:
            raise Problem(
                HTTPStatus.TOO_MANY_REQUESTS,
                str(error),
                limit=error.limit,
                value=error.value,
                headers=((b"retry-after", b"%d" % error.retry),),
            ) from error


def _is_a_persons(scope: AsgiScope) -> bool:
    """Whether a person with a browser asks for a page, and has shown no token that could be wrong."""
    accepts = b"".join(value for name, value in scope["headers"] if name == b"accept")
    shown = any(name == b"authorization" for name, _ in scope["headers"])
    return scope["method"] == "GET" and accepts.startswith(b"text/html") and not shown


async def _show_the_door(scope: AsgiScope, send: Send) -> None:
    wanted = scope["path"][1:] + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
    location = relative(scope["path"], "/sign-in", to=wanted)
    headers = [(b"location", location.encode()), (b"cache-control", b"no-store"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": HTTPStatus.SEE_OTHER, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def require(scope: AsgiScope, wanted: Scope) -> Client:
    """The client of a request, who has the scope ``wanted``. Raises ``Problem`` (401 or 403) where they have not."""
    client = client_of(scope)
    if not client.may(wanted):
        raise forbidden(client, wanted)
    return client


def forbidden(client: Client, wanted: Scope) -> Problem:
    """The answer to somebody without a scope: 401 where a token would help, 403 where theirs does not allow it."""
    if client.name is None:
        return Problem(HTTPStatus.UNAUTHORIZED, f"This needs a token with the scope '{wanted}'.", headers=(_CHALLENGE,))
    return Problem(HTTPStatus.FORBIDDEN, f"The token '{client.name}' has not the scope '{wanted}'.")
