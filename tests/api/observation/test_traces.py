"""Traces: a collector gets a span for each request and one for its work, and no text of a query."""

from __future__ import annotations

import asyncio
import http.server
import threading
import time
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from kg.api.client import Client
from kg.api.observation.traces import traced
from kg.api.register import Outcome, Register

pytest.importorskip("opentelemetry.instrumentation.asgi", reason="the extra 'otel' is not installed")


class _Collector(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.server.got.append((self.path, self.rfile.read(int(self.headers["content-length"]))))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_requests_and_their_work_reach_the_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "100")
    register = Register()

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        register.end(register.begin("query", Client("a"), "SELECT secret"), Outcome.LIMIT)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def send(_: Any) -> None:
        pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Collector) as collector:
        collector.got = []  # type: ignore[attr-defined]
        threading.Thread(target=collector.serve_forever, daemon=True).start()
        app = traced(application, register, f"http://127.0.0.1:{collector.server_port}/v1/traces")
        scope = {"type": "http", "method": "GET", "path": "/sparql", "query_string": b"", "headers": []}
        scope |= {"server": ("127.0.0.1", 80), "client": ("127.0.0.1", 5), "scheme": "http", "http_version": "1.1"}
        asyncio.run(app(scope, receive, send))
        deadline = time.monotonic() + 20
        while b"herodotus query" not in (told := b"".join(body for _, body in collector.got)):  # type: ignore[attr-defined]
            assert time.monotonic() < deadline, "no span came"
            time.sleep(0.05)
        collector.shutdown()
    assert b"herodotus.outcome" in told
    assert b"limit" in told
    assert b"secret" not in told
