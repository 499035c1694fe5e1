"""The metrics: what the service counts of itself, in the format of Prometheus."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import Request
from starlette.responses import Response

from kg.api.access.layer import require
from kg.api.client import Scope
from kg.api.observation.layer import Exchange
from kg.api.register import Register, Work

_SECONDS: Final = (0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10.0, 60.0)
_PLACES: Final = (
    *("sparql", "update", "store", "id", "document", "page", "data", "ontology", "shapes", "queries", "api", "mcp"),
    *("health", "metrics", "static"),
)
_SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder in which several service processes keep their figures together."""

_LOOK_SECONDS: Final = 1.0
"""How often it is looked how much is running, for the other processes to know."""


class Metrics:
    """The figures of this process, or of all that serve one port."""

    def __init__(self, register: Register, version: Callable[[], int], *, closed: bool) -> None:
        """``version`` gives the version of the data; ``closed`` says that only administrators may see the figures."""
        self._closed = closed
        self._registry = CollectorRegistry()
        own = self._registry
        self._requests = Counter("herodotus_requests", "Requests answered", ["place", "status"], registry=own)
        self._seconds = Histogram(
            "herodotus_request_seconds", "Seconds until the last byte", ["place"], buckets=_SECONDS, registry=own
        )
        self._broken = Counter("herodotus_broken_answers", "Answers that were cut short, visibly", registry=own)
        self._bytes = Counter("herodotus_response_bytes", "Bytes of bodies sent", registry=own)
        self._work = Counter("herodotus_work", "Queries and writes that ended", ["kind", "outcome"], registry=own)
        self._busy = Counter("herodotus_work_seconds", "Seconds for which they ran", ["kind"], registry=own)
        self._running = Gauge(
            "herodotus_work_running", "Queries and writes under way", registry=own, multiprocess_mode="livesum"
        )
        self._number = Gauge("herodotus_data_version", "Version of the data", registry=own, multiprocess_mode="livemax")
        self._register, self._version = register, version
        self._looked = 0.0
        # Finding a label's figure takes longer than counting it; there are few labels.
        self._requests_of = lru_cache(lambda place, status: self._requests.labels(place, str(status)))
        self._seconds_of = lru_cache(self._seconds.labels)
        self._work_of = lru_cache(lambda kind, outcome: self._work.labels(kind, str(outcome)))
        self._busy_of = lru_cache(self._busy.labels)
        register.listen(self._end)

    def count(self, exchange: Exchange) -> None:
        """Counts a request that was answered."""
        place = _place(exchange.path)
        self._requests_of(place, exchange.status).inc()
        self._seconds_of(place).observe(exchange.seconds)
        self._bytes.inc(exchange.bytes)
        if not exchange.whole:
            self._broken.inc()
        if (now := time.monotonic()) - self._looked > _LOOK_SECONDS:
            self._looked = now
            self._look()

    async def answer(self, request: Request) -> Response:
        """``GET /metrics``."""
        if self._closed:
            require(request.scope, Scope.ADMIN)
        self._look()
        registry = self._registry
        if os.environ.get(_SHARED):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return Response(
            generate_latest(registry), media_type=CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"}
        )

    def _look(self) -> None:
        self._running.set(len(self._register.running()))
        self._number.set(self._version())

    def _end(self, work: Work) -> None:
        self._work_of(work.kind, work.outcome).inc()
        self._busy_of(work.kind).inc(work.busy)


def _place(path: str) -> str:
    """The first segment where it is one of ours: strangers must not be able to make new labels."""
    first = path.lstrip("/").partition("/")[0].partition(".")[0]
    return first if first in _PLACES else ("overview" if path == "/" else "other")
