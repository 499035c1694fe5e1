"""The client: requests to the server, repeated where that does no harm, and its refusals in our words."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import httpx

from kg import __version__
from kg.errors import QueryError, StoreError
from kg.store.remote.login import login
from kg.store.remote.server import Server

ATTEMPTS: Final = 5
"""How often a request is sent at most."""

_FIRST_WAIT: Final = 0.25
_LONGEST_WAIT: Final = 8.0
_CONNECT_SECONDS: Final = 10.0
_SHOWN: Final = 300
"""Characters of a server's own words that a message repeats."""

_PASSING: Final = frozenset({429, 502, 503, 504})
_DEADLOCK: Final = "40001"
"""SQL state of a transaction that another one stood in the way of: Virtuoso answers 500 or 400 with it."""

_CUT_SHORT: Final = ("x-sparql-maxrows", "x-sql-state")
"""Headers with which Virtuoso says that its answer has only a part of the rows."""

_SHORT_LINES: Final = b"# N-Triples\n" * 8
"""Virtuoso looks at the first lines of a graph, not at its media type, and takes long ones for plain text."""

KEPT: Final = "What was taken in is kept; the next run finishes."


class Client:
    """Connections to one server, for the use of one thread. Everything sent here may be sent twice."""

    def __init__(self, server: Server, pause: Callable[[float], None] = time.sleep) -> None:
        """``pause`` waits for as many seconds between two attempts."""
        self.server = server
        self._pause = pause
        self._software: str | None = None
        self._http = httpx.Client(
            timeout=httpx.Timeout(server.seconds, connect=_CONNECT_SECONDS),
            auth=login(server),
            headers={"User-Agent": f"herodotus/{__version__}"},
            follow_redirects=False,
        )

    def close(self) -> None:
        """Ends the connections."""
        self._http.close()

    @property
    def is_virtuoso(self) -> bool:
        """Whether the server says that it is Virtuoso."""
        if self._software is None:
            with self.query("ASK {}", "application/sparql-results+json"):
                pass
        return "virtuoso" in (self._software or "").lower()

    @contextmanager
    def query(self, text: str, accept: str, parameters: tuple[tuple[str, str], ...] = ()) -> Iterator[httpx.Response]:
        """The answer to a query, to be read while the block lasts. Raises ``QueryError`` or ``StoreError``."""
        response = self.ask(text, accept, parameters)
        try:
            yield response
        finally:
            response.close()

    def ask(self, text: str, accept: str, parameters: tuple[tuple[str, str], ...] = ()) -> httpx.Response:
        """The answer to a query, whose body is still to be read, and which is to be closed."""
        # A form, and nothing else: Virtuoso 7 never answers a body of application/sparql-query.
        fields: dict[str, list[str]] = {"query": [text]}
        for name, value in parameters:
            fields.setdefault(name, []).append(value)
        request = self._http.build_request("POST", self.server.query, data=fields, headers={"Accept": accept})
        response = self._send(request)
        if response.status_code == httpx.codes.BAD_REQUEST:
            # Without the server's address: the message goes to whoever asked.
            raise QueryError(f"The store cannot run the query: {self._words(response)}.")
        self._refuse(response, "answer a query")
        return self._whole(response)

    def update(self, text: str) -> None:
        """Runs an update. Raises ``StoreError``."""
        headers = {"Content-Type": "application/sparql-update", "Accept": "*/*"}
        request = self._http.build_request("POST", self.server.update, content=text.encode(), headers=headers)
        with self._closing(self._send(request)) as response:
            self._refuse(response, "run an update")

    def load(self, graph: str, triples: bytes, *, replace: bool) -> None:
        """Adds triples (N-Triples) to a graph, or puts them in the place of what it has. Raises ``StoreError``."""
        request = self._http.build_request(
            "PUT" if replace else "POST",
            self.server.graphs,
            params={self._graph_parameter: graph},
            content=_SHORT_LINES + triples,
            headers={"Content-Type": "application/n-triples", "Accept": "*/*"},
        )
        with self._closing(self._send(request)) as response:
            self._refuse(response, "take a graph")

    def graph(self, graph: str) -> httpx.Response | None:
        """The triples of a graph as N-Triples, still to be read and to be closed; ``None`` where there is none."""
        request = self._http.build_request(
            "GET",
            self.server.graphs,
            params={self._graph_parameter: graph},
            headers={"Accept": "application/n-triples"},
        )
        response = self._send(request)
        if response.status_code == httpx.codes.NOT_FOUND:
            response.close()
            return None
        self._refuse(response, "give a graph")
        return self._whole(response)

    def cut(self, error: httpx.HTTPError | httpx.StreamError) -> StoreError:
        """What an answer that ended too early means."""
        return StoreError(
            f"{self.server.name} broke off in the middle of an answer ({_named(error)}).",
            remedy="Try again; the server's own log may say why.",
        )

    @property
    def _graph_parameter(self) -> str:
        return "graph-uri" if self.is_virtuoso else "graph"

    def _send(self, request: httpx.Request) -> httpx.Response:
        """Sends a request until it is answered, or has been sent often enough.

        One that got no answer in time is not repeated: the server may still be at work on it.
        """
        name = self.server.name
        for attempt in range(1, ATTEMPTS + 1):
            wait = random.uniform(0.5, 1) * min(_FIRST_WAIT * 2**attempt, _LONGEST_WAIT)  # noqa: S311 - no secret
            try:
                response = self._http.send(request, stream=True)
            except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
                raise StoreError(
                    f"{name} did not answer within {self.server.seconds:g} seconds.",
                    remedy=f"Look at its load, or set store_seconds higher. {KEPT}",
                ) from error
            except (httpx.HTTPError, httpx.StreamError) as error:
                if attempt == ATTEMPTS:
                    raise StoreError(
                        f"{name} cannot be reached ({_named(error)}).",
                        remedy=f"Start it, or set `store` to where it is. {KEPT}",
                    ) from error
                self._pause(wait)
                continue
            self._software = response.headers.get("server", "")
            if attempt == ATTEMPTS or not self._passes(response):
                return response
            after = response.headers.get("retry-after", "")
            response.close()
            self._pause(min(float(after), _LONGEST_WAIT) if after.isdecimal() else wait)
        raise AssertionError("a last attempt ends in an answer or an error")

    def _passes(self, response: httpx.Response) -> bool:
        """Whether what an answer says may be otherwise in a moment."""
        if response.status_code in _PASSING:
            return True
        return response.status_code in (400, 500) and _DEADLOCK in self._words(response)

    def _refuse(self, response: httpx.Response, what: str) -> None:
        """Raises ``StoreError`` unless an answer says that all went well."""
        status, name = response.status_code, self.server.name
        if response.is_success:
            return
        words = self._words(response)
        response.close()
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise StoreError(
                f"{name} does not let us {what} ({status}).",
                remedy="Set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN, to those of an account that may.",
            )
        if response.is_redirect:
            raise StoreError(f"{name} sends us elsewhere ({status}).", remedy="Set the address where it really is.")
        remedy = "Wait until it has less to do, and try again." if status in _PASSING else "Its log may say more."
        raise StoreError(f"{name} could not {what} ({status}): {words}.", remedy=f"{remedy} {KEPT}")

    def _whole(self, response: httpx.Response) -> httpx.Response:
        """Raises ``StoreError`` where an answer says that it is only a part."""
        if any(header in response.headers for header in _CUT_SHORT):
            response.close()
            raise StoreError(
                f"{self.server.name} gives only a part of the rows.",
                remedy="Set its ResultSetMaxRows and MaxQueryExecutionTime higher, or ask for less.",
            )
        return response

    def _words(self, response: httpx.Response) -> str:
        """The beginning of what the server says itself, on one line."""
        try:
            text = response.read().decode("utf-8", errors="replace")
        except (httpx.HTTPError, httpx.StreamError):
            return "it broke off"
        if "<html" in text[:200].lower():
            return "it gives no reason"
        text = self.server.scrubbed(" ".join(text.split()))
        return text[:_SHOWN].rstrip(".") or "it gives no reason"

    @contextmanager
    def _closing(self, response: httpx.Response) -> Iterator[httpx.Response]:
        try:
            response.read()
            yield response
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise self.cut(error) from error
        finally:
            response.close()


def _named(error: Exception) -> str:
    return str(error) or type(error).__name__
