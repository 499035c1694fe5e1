"""What an operator sees: an id on every answer and line, figures that add up, and nothing a stranger could forge."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from kg.api.client import Client, set_client
from kg.api.client import Scope as Allowed
from kg.api.observation import Metrics, Observation, Switchboard, administration_routes, log_work, set_up_logs
from kg.api.problem import Problem
from kg.api.register import Outcome, Register
from kg.settings import Settings


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the service would write to standard error; the loggers are put back as they were."""
    before = {
        name: (logging.getLogger(name).handlers, logging.getLogger(name).level) for name in ("kg", "uvicorn.error")
    }
    stream = io.StringIO()
    yield stream
    for name, (handlers, level) in before.items():
        logging.getLogger(name).handlers, logging.getLogger(name).level = handlers, level
        logging.getLogger(name).propagate = True


def _logging_to(stream: io.StringIO, **settings: Any) -> None:
    set_up_logs(Settings(**settings))
    for handler in logging.getLogger("kg").handlers:
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(stream)


async def _application(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"abc", "more_body": True})
    if scope["path"] == "/broken":
        raise RuntimeError("torn")
    await send({"type": "http.response.body", "body": b"def"})


def _request(layer: Observation, path: str = "/sparql", identity: bytes | None = None) -> dict[bytes, bytes]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    headers = [] if identity is None else [(b"x-request-id", identity)]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "client": ("192.0.2.1", 5)}
    with suppress(RuntimeError):
        asyncio.run(layer(scope, receive, send))
    return dict(sent[0]["headers"])


def test_a_line_of_json_tells_a_request_by_its_id(log: io.StringIO) -> None:
    _logging_to(log, log_format="json", log_level="info")
    tag = _request(Observation(_application, lambda _: None))[b"x-request-id"].decode()
    line = json.loads(log.getvalue())
    assert line["request"] == tag
    assert (line["method"], line["path"], line["status"], line["bytes"]) == ("GET", "/sparql", 200, 6)
    assert (line["whole"], line["client"]) == (True, "192.0.2.1")


def test_an_answer_that_broke_off_is_told_as_such(log: io.StringIO) -> None:
    _logging_to(log, log_level="info")
    seen: list[Any] = []
    _request(Observation(_application, seen.append), "/broken")
    assert not seen[0].whole
    assert "200 broken off" in log.getvalue()


def test_a_harmless_id_is_kept_and_another_replaced() -> None:
    layer = Observation(_application, lambda _: None)
    assert _request(layer, identity=b"abc-1")[b"x-request-id"] == b"abc-1"
    for forged in (b"a b", b"a\r\nset-cookie: x", b"x" * 65, b"", "é".encode()):
        assert _request(layer, identity=forged)[b"x-request-id"] != forged


@given(st.text(max_size=60))
def test_nothing_in_a_path_or_query_makes_a_second_line_or_an_escape(text: str) -> None:
    for form in ("text", "json"):
        stream = io.StringIO()
        _logging_to(stream, log_format=form, log_level="info")
        _request(Observation(_application, lambda _: None), "/" + text)
        register = Register()
        register.listen(log_work(0.0))
        register.end(register.begin("query", Client("192.0.2.1"), text), Outcome.DONE)
        lines = stream.getvalue().split("\n")
        assert len(lines) == 3
        assert lines[2] == ""
        assert all(character.isprintable() for line in lines for character in line if ord(character) < 0xA0)
    for name in ("kg", "uvicorn.error"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True


def test_slow_and_failed_work_is_logged_with_its_text_and_quick_work_is_not(log: io.StringIO) -> None:
    _logging_to(log)
    register = Register()
    register.listen(log_work(5.0))
    quick, slow, failed = (register.begin("query", Client("a"), f"ASK {{ {n} }}", f"id{n}") for n in range(3))
    register.end(quick, Outcome.DONE)
    slow.began -= 6
    register.end(slow, Outcome.DONE)
    register.end(failed, Outcome.FAILED)
    lines = log.getvalue().splitlines()
    assert len(lines) == 2
    assert "id1" in lines[0]
    assert "ASK { 1 }" in lines[0]
    assert "failed" in lines[1]


def _service(client: Client, *, closed: bool = True) -> tuple[TestClient, Register, Metrics]:
    register = Register()
    metrics = Metrics(register, lambda: 7, closed=closed)
    app = FastAPI()
    app.add_api_route("/metrics", metrics.answer)
    app.include_router(administration_routes(Switchboard(register)))

    async def refuse(_: Any, problem: Exception) -> Any:
        assert isinstance(problem, Problem)
        return Response(problem.body(), problem.status)

    app.add_exception_handler(Problem, refuse)

    async def with_client(scope: Scope, receive: Receive, send: Send) -> None:
        set_client(scope, client)
        await app(scope, receive, send)

    return TestClient(with_client), register, metrics


_ADMIN = Client("token a", "a", frozenset({Allowed.ADMIN}))


def test_figures_add_up_and_strangers_cannot_make_new_ones() -> None:
    service, register, metrics = _service(_ADMIN)
    layer = Observation(_application, metrics.count)
    for path in ("/sparql", "/sparql", "/broken", "/" + "x" * 50, "/id/person/x.ttl"):
        _request(layer, path)
    register.end(register.begin("update", Client("a"), ""), Outcome.DONE)
    register.begin("query", Client("a"), "")
    text = service.get("/metrics").text
    assert 'herodotus_requests_total{place="sparql",status="200"} 2.0' in text
    assert 'herodotus_requests_total{place="other",status="200"} 2.0' in text
    assert 'herodotus_requests_total{place="id",status="200"} 1.0' in text
    assert "herodotus_broken_answers_total 1.0" in text
    assert 'herodotus_work_total{kind="update",outcome="done"} 1.0' in text
    assert "herodotus_work_running 1.0" in text
    assert "herodotus_data_version 7.0" in text
    assert "xxx" not in text


def test_figures_of_an_exposed_service_are_the_administrators() -> None:
    assert _service(Client("192.0.2.1"))[0].get("/metrics").status_code == 401
    assert _service(Client("token r", "r"))[0].get("/metrics").status_code == 403
    assert _service(Client("192.0.2.1"), closed=False)[0].get("/metrics").status_code == 200


def test_an_administrator_sees_what_runs_and_ends_it() -> None:
    service, register, _ = _service(_ADMIN)
    stopped: list[int] = []
    work = register.begin("query", Client("192.0.2.1"), "SELECT *", "abc")
    work.stop = lambda: stopped.append(work.id)
    (shown,) = service.get("/api/running").json()
    name = f"{os.getpid()}-{work.id}"
    assert (shown["id"], shown["text"], shown["client"], shown["request"]) == (name, "SELECT *", "192.0.2.1", "abc")
    assert service.delete(f"/api/running/{name}").status_code == 204
    assert stopped == [work.id]
    register.end(work, Outcome.DONE)
    assert work.outcome is Outcome.ENDED
    assert service.delete(f"/api/running/{name}").status_code == 404
    assert service.get("/api/running").json() == []


def test_others_neither_see_nor_end_it() -> None:
    for client, status in ((Client("192.0.2.1"), 401), (Client("token w", "w", frozenset({Allowed.WRITE})), 403)):
        service, register, _ = _service(client)
        work = register.begin("query", Client("192.0.2.9"), "SELECT *")
        assert service.get("/api/running").status_code == status
        assert service.delete(f"/api/running/{work.id}").status_code == status
        assert not work.stopped


def test_processes_of_one_port_see_and_end_each_others_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    ours, theirs = Register(), Register()
    work = theirs.begin("query", Client("192.0.2.1"), "SELECT *")

    async def meet() -> tuple[list[dict[str, Any]], list[bool]]:
        async with Switchboard(theirs):
            (tmp_path / f"{os.getpid()}.sock").rename(tmp_path / "77.sock")  # as if it were another process
            (tmp_path / "99.sock").touch()  # of one that has died
            async with Switchboard(ours) as switchboard:
                listed = await switchboard.running()
                return listed, [await switchboard.stop(name) for name in (f"77-{work.id}", "77-99", "98-1", "x", "")]

    listed, stopped = asyncio.run(meet())
    assert [found["text"] for found in listed] == ["SELECT *"]
    assert stopped == [True, False, False, False, False]
    assert work.stopped


def test_a_client_that_left_in_the_moment_of_the_answer_is_no_fault_of_the_service() -> None:
    seen: list[Any] = []

    async def send(_: Any) -> None:
        raise RuntimeError("unable to perform operation on <TCPTransport closed=True>; the handler is closed")

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "client": ("192.0.2.1", 5)}
    asyncio.run(Observation(_application, seen.append)(scope, receive, send))
    assert not seen[0].whole
