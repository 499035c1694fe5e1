"""A load generator for HTTP: many clients on kept connections, each sending its next request when an answer is whole.

    python benchmarks/load.py < PLAN.json

The plan has ``host``, ``port``, ``clients``, ``seconds``, ``most`` (requests at most) and ``requests``, whole requests
as text, which the clients take in turn. Prints what came of it as JSON. It runs in a process of its own, so that
measuring does not slow what is measured, and reads no more of an answer than it must to know where it ends.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, cast

import uvloop


@dataclass
class Tally:
    """What all clients of a run have seen."""

    until: float
    most: int
    sent: int = 0
    bytes: int = 0
    seconds: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    broken: int = 0


class Client(asyncio.Protocol):
    """One connection."""

    def __init__(self, requests: Any, tally: Tally, done: asyncio.Future[None]) -> None:
        self._requests = requests
        self._tally = tally
        self._done = done
        self._buffer = b""
        self._left: int | None = None
        """Bytes of the body that are still to come; ``None`` while headers are awaited."""
        self._chunked = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._next()

    def connection_lost(self, _: Exception | None) -> None:
        if not self._done.done():
            self._tally.broken += 1
            self._done.set_result(None)

    def data_received(self, data: bytes) -> None:
        self._tally.bytes += len(data)
        self._buffer = self._buffer + data if self._buffer else data
        if self._left is None and not self._headers():
            return
        if self._body():
            self._tally.seconds.append(time.perf_counter() - self._began)
            self._next()

    def _next(self) -> None:
        tally = self._tally
        self._left = None
        if tally.sent >= tally.most or time.perf_counter() >= tally.until:
            self._done.set_result(None)
            self._transport.close()
            return
        tally.sent += 1
        self._began = time.perf_counter()
        self._transport.write(next(self._requests))

    def _headers(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = self._buffer[:end].lower()
        status = head[9:12].decode()
        self._tally.statuses[status] = self._tally.statuses.get(status, 0) + 1
        self._chunked = b"transfer-encoding: chunked" in head
        self._left = 0
        place = head.find(b"content-length:")
        if not self._chunked and place >= 0 and status != "304":
            self._left = int(head[place + 15 :].split(b"\r\n", 1)[0])
        self._buffer = self._buffer[end + 4 :]
        return True

    def _body(self) -> bool:
        """Takes what has come of the body; whether that was the end of it."""
        assert self._left is not None
        buffer, place = self._buffer, 0
        while True:
            taken = min(self._left, len(buffer) - place)
            self._left -= taken
            place += taken
            if self._left:
                self._buffer = b""
                return False
            if not self._chunked:
                self._buffer = buffer[place:]
                return True
            line = buffer.find(b"\r\n", place)
            if line < 0:
                self._buffer = buffer[place:]
                return False
            size = int(buffer[place:line], 16)
            if size == 0:
                if len(buffer) < line + 4:
                    self._buffer = buffer[place:]
                    return False
                self._buffer = buffer[line + 4 :]
                return True
            place = line + 2
            self._left = size + 2


async def run(plan: dict[str, Any]) -> dict[str, Any]:
    """Runs a plan."""
    loop = asyncio.get_running_loop()
    requests = cycle([request.encode() for request in plan["requests"]])
    begin = time.perf_counter()
    tally = Tally(begin + plan["seconds"], plan.get("most") or sys.maxsize)
    ends = [loop.create_future() for _ in range(plan["clients"])]
    for end in ends:
        await loop.create_connection(lambda end=end: Client(requests, tally, end), plan["host"], plan["port"])
    # A request that is on its way when the time is over is waited for, within reason.
    _, pending = await asyncio.wait(ends, timeout=plan["seconds"] + plan.get("patience", 60))
    taken = time.perf_counter() - begin
    latencies = sorted(tally.seconds)

    def percentile(part: float) -> float | None:
        return latencies[min(len(latencies) - 1, int(part * len(latencies)))] if latencies else None

    return {
        "answers": len(latencies),
        "seconds": taken,
        "per_second": len(latencies) / taken,
        "p50": percentile(0.50),
        "p95": percentile(0.95),
        "p99": percentile(0.99),
        "bytes": tally.bytes,
        "statuses": tally.statuses,
        "broken": tally.broken + len(pending),
    }


if __name__ == "__main__":
    print(json.dumps(uvloop.run(run(json.load(sys.stdin)))))
