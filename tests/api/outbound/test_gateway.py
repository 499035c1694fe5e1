"""The gateway: a query reaches what is listed, through a door of its own, and learns nothing else."""

from __future__ import annotations

import asyncio
import gzip
import http.server
import threading
from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest

from kg.api.outbound import Caller, Destinations, Gateway
from kg.errors import QueryLimitError
from kg.store.federation import redirected, services

_ROWS = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://example.org/s"}}]}}'


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, _Server)
        server.requests.append(
            (
                self.path,
                {k.lower(): v for k, v in self.headers.items()},
                self.rfile.read(int(self.headers["content-length"])),
            )
        )
        match self.path:
            case "/redirect":
                self.send_response(302)
                self.send_header("Location", "/sparql")
                self.end_headers()
            case "/error":
                self.send_error(500)
            case "/bomb":
                self._reply(gzip.compress(b" " * 50_000_000), coding="gzip")
            case _:
                self._reply(_ROWS)

    def _reply(self, body: bytes, coding: str | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        if coding:
            self.send_header("Content-Encoding", coding)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    requests: list[tuple[str, dict[str, str], bytes]]


@pytest.fixture
def server() -> Iterator[_Server]:
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.requests = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def _cells(text: str) -> list[str]:
    """Everything of the engine's stays in this thread: an error's traceback would carry it out of it."""
    try:
        return [row["s"].value for row in ox.Store().query(text)]
    except (OSError, RuntimeError):
        return []


async def _ask(text: str, allowed: str) -> tuple[list[str], str | None]:
    """The cells of a federated query run through a gateway, and why it failed."""
    caller = Caller(Destinations((allowed,)), seconds=10, most_bytes=1_000_000)
    async with caller, Gateway(caller, most_bytes=10_000) as gateway:
        with gateway.doors(services(text, None)) as doors:
            sent = redirected(text, None, doors)
            rows = await asyncio.to_thread(_cells, sent)
            return rows, gateway.why(doors)


def test_a_listed_server_is_asked_without_anything_of_ours(server: _Server) -> None:
    address = f"http://127.0.0.1:{server.server_port}/"
    rows, why = asyncio.run(_ask(f"SELECT * {{ SERVICE <{address}sparql> {{ ?s ?p ?o }} }}", address))
    assert (rows, why) == (["http://example.org/s"], None)
    path, headers, body = server.requests[0]
    assert (path, body) == ("/sparql", b"SELECT * WHERE { ?s ?p ?o . }")
    assert set(headers) <= {
        *("host", "accept", "content-type", "content-length", "user-agent", "accept-encoding", "connection")
    }
    assert headers["host"] == f"127.0.0.1:{server.server_port}"


@pytest.mark.parametrize(
    ("path", "why"), [("redirect", "status 302"), ("error", "status 500"), ("bomb", "more than 1000000 bytes")]
)
def test_what_goes_wrong_there_is_told_with_its_name(server: _Server, path: str, why: str) -> None:
    address = f"http://127.0.0.1:{server.server_port}/"
    rows, told = asyncio.run(_ask(f"SELECT * {{ SERVICE <{address}{path}> {{ ?s ?p ?o }} }}", address))
    assert rows == []
    assert told is not None
    assert why in told
    assert f"<{address}{path}>" in told
    assert [request[0] for request in server.requests] == [f"/{path}"], "nothing was followed"


def test_an_unlisted_server_is_never_asked(server: _Server) -> None:
    text = f"SELECT * {{ SERVICE <http://127.0.0.1:{server.server_port}/sparql> {{ ?s ?p ?o }} }}"
    with pytest.raises(QueryLimitError):
        asyncio.run(_ask(text, "https://example.org/"))
    assert server.requests == []


def test_a_door_closes_with_its_query_and_cannot_be_guessed(server: _Server) -> None:
    address = f"http://127.0.0.1:{server.server_port}/sparql"

    async def knock() -> list[int]:
        caller = Caller(Destinations((address,)), seconds=10, most_bytes=1000)
        async with caller, Gateway(caller, most_bytes=1000) as gateway, httpx.AsyncClient() as client:
            with gateway.doors([address]) as doors:
                (door,) = doors.values()
                answers = [await client.post(door), await client.put(door), await client.post(door + "x")]
            answers.append(await client.post(door))
            return [answer.status_code for answer in answers]

    assert asyncio.run(knock()) == [200, 404, 404, 404]
    assert len(server.requests) == 1
