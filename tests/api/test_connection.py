"""Connections: what is not HTTP, too large or without an end is refused before an application is asked."""

import asyncio
import pickle
from typing import Any

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from kg.api import connection as module
from kg.api.connection import HEADER_BYTES, connection_for

QUERY_BYTES = 10_000


async def _application(scope: Any, receive: Any, send: Any) -> None:
    body = b"x" * 5
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    if scope["path"] == "/long":
        await send({"type": "http.response.body", "body": b"x", "more_body": True})
        await asyncio.sleep(1)
        body = b"x" * 4
    await send({"type": "http.response.body", "body": body})


def _talk(*parts: bytes | float) -> bytes:
    """All that comes back until the server closes, or half a second after the last part."""

    async def talk() -> bytes:
        config = Config(_application, lifespan="off", log_config=None, access_log=False, timeout_keep_alive=1)
        state, kind = ServerState(), connection_for(QUERY_BYTES)
        server = await asyncio.get_running_loop().create_server(lambda: kind(config, state, {}), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        try:
            for part in parts:
                if isinstance(part, bytes):
                    writer.write(part)
                    await asyncio.wait_for(writer.drain(), 5)
                else:
                    await asyncio.sleep(part)
        except ConnectionError:
            pass
        found = b""
        try:
            while chunk := await asyncio.wait_for(reader.read(65_536), 5):
                found += chunk
        except ConnectionError:
            pass
        writer.close()
        server.close()
        return found

    return asyncio.run(talk())


def test_a_request_is_answered_and_another_after_it() -> None:
    request = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    found = _talk(request, 0.2, request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    assert found.count(b"HTTP/1.1 200 OK") == 2


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nX-A: " + b"x" * (HEADER_BYTES + 1) + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: x\r\n" % i for i in range(20_000)) + b"\r\n",
        b"GET /" + b"x" * (4 * QUERY_BYTES + HEADER_BYTES) + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nX-A: " + b"x" * 2_000_000,
        b"GET / HTTP/1.1\r\nX-A" + b"x" * 2_000_000,
    ],
)
def test_a_head_that_is_too_large_is_refused_before_its_end(head: bytes) -> None:
    found = _talk(head)
    assert found == b"" or found.startswith(b"HTTP/1.1 431 ")
    assert b"HTTP/1.1 200" not in found


def test_a_head_as_large_as_the_limits_is_taken() -> None:
    address = b"/?query=" + b"%20" * (QUERY_BYTES - 10)
    headers = b"".join(b"X-%03d: %s\r\n" % (i, b"x" * 500) for i in range(100))
    assert _talk(b"GET " + address + b" HTTP/1.1\r\nConnection: close\r\n" + headers + b"\r\n").startswith(
        b"HTTP/1.1 200"
    )


@pytest.mark.parametrize(
    "parts", [(), (b"GET / HT",), (b"\r\n",), (b"GET / HTTP/1.1\r\n", 0.2, b"X-A: 1\r\n", 0.2, b"X")]
)
def test_a_head_that_does_not_come_to_its_end_is_given_up(
    monkeypatch: pytest.MonkeyPatch, parts: tuple[bytes | float, ...]
) -> None:
    monkeypatch.setattr(module, "HEAD_SECONDS", 0.5)
    assert _talk(*parts) == b""


def test_what_is_no_http_is_a_problem_and_never_stands_inside_an_answer() -> None:
    found = _talk(b"NONSENSE\r\n\r\n")
    assert found.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in found
    found = _talk(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n", 0.2, b"NONSENSE\r\n\r\n")
    assert b"400" not in found
    assert found.partition(b"\r\n\r\n")[2] in {b"", b"x"}


def test_a_kind_of_connection_reaches_other_processes() -> None:
    assert pickle.loads(pickle.dumps(connection_for(10))).keywords == {"address_bytes": 30 + HEADER_BYTES}
