"""Strangers who mean harm: every probe is answered as it should be, in time, and the service goes on as if nothing was.

``HERODOTUS_HOSTILE=all pytest tests/api/hostile`` sends all probes; otherwise one in some of each family is sent.
"""

import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.api.canary import Canary, running
from tests.api.hostile import queries, wire, writes
from tests.api.hostile.probe import LEFT, Probe
from tests.api.service import Service, until
from tests.api.writing import Writable

ALL = os.environ.get("HERODOTUS_HOSTILE") == "all"
PATIENCE = 5.0
"""Seconds that a harmless question may take between probes: one is promised, and machines that run tests are busy."""

BETRAYALS = re.compile(
    rb"Traceback|site-packages|\.py\b|/kg/api|/root\b|/home/|\.sqlite|pyoxigraph|uvicorn|starlette|root:x:0|secret of the"  # noqa: E501
)
SHORT = {
    "nesting": 6,
    "branching": 9,
    "products": 7,
    "property paths": 6,
    "growth": 7,
    "functions": 7,
    "texts": 6,
    "elsewhere": 5,
}
SHORT |= {"updates": 8, "protected": 6, "tokens": 4, "bodies": 11, "forms": 4, "methods": 5, "framing": 5, "paths": 11}
SHORT |= {"parameters": 5, "headers": 12, "slow": 3, "gone": 5, "origins": 1}


def probes(canary: str) -> list[Probe]:
    """The probes that are sent this time."""
    every = [*queries.probes(canary), *writes.probes(canary), *wire.probes(canary)]
    if ALL:
        return every
    chosen, seen = [], Counter[str]()
    for probe in every:
        if seen[probe.family] % SHORT[probe.family] == 0:
            chosen.append(probe)
        seen[probe.family] += 1
    return chosen


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with running() as server:
        yield server


@pytest.mark.slow
def test_a_hostile_crowd_one_by_one(
    tmp_path: Path, canary: Canary, record_property: Callable[[str, object], None]
) -> None:
    limits = {"query_seconds": 2.0, "query_memory_mb": 256, "result_bytes": 20 << 20, "body_bytes": 4 << 20}
    with Writable(tmp_path / "w", default_graph="union", **limits) as service:
        triples = " ".join(f"<x:s{i}> <x:p{i % 7}> <x:s{(i * 7) % 500}> ." for i in range(1_500))
        assert service.put("urn:ground", triples).status == 201
        before = _resident(service)
        wrong = []
        slowest = 0.0
        for probe in probes(canary.address):
            wrong += _send(service, probe)
            began = time.monotonic()
            if service.query("ASK {}").status != 200:
                wrong.append((probe.family, probe.name, "then a harmless question was not answered"))
            slowest = max(slowest, took := time.monotonic() - began)
            if took > PATIENCE:
                wrong.append((probe.family, probe.name, f"then a harmless question took {took:.1f} s"))
        assert wrong == []
        assert service.process.poll() is None
        assert canary.connections == 0
        assert len(service.lines("urn:ground")) == 1_500, "what was there before is there"
        for graph in ("urn:never", "urn:gone", "urn:slow"):
            assert service.get(graph).status == 404, f"{graph}: something refused was done"
        assert until(lambda: b"herodotus_work_running 0.0" in service.request("GET", "/metrics").body), (
            "work is left over"
        )
        assert until(lambda: len(service.readers()) <= 3), "processes are left over"
        assert list((tmp_path / "w" / "incoming").iterdir()) == []
        assert _resident(service) - before < 100_000, "memory grew"
        record_property("slowest harmless answer", slowest)
        record_property("memory", (before, _resident(service)))
    assert not [line for line in service.errors if "Traceback" in line], service.errors


def test_there_are_enough_probes_of_every_kind() -> None:
    every = [*queries.probes("http://x"), *writes.probes("http://x"), *wire.probes("http://x")]
    assert len(every) >= 200
    assert len({(probe.family, probe.name) for probe in every}) == len(every)
    assert {probe.family for probe in every} == set(SHORT)


def _send(service: Service, probe: Probe) -> list[tuple[object, ...]]:
    began = time.monotonic()
    try:
        outcome, answer = probe.send(service.host, service.port)
    except TimeoutError:
        return [(probe.family, probe.name, f"no answer after {probe.seconds} s")]
    except ConnectionError as error:
        outcome, answer = (LEFT, b"") if LEFT in probe.right else ("closed", repr(error).encode())
    wrong: list[tuple[object, ...]] = []
    if outcome not in probe.right:
        wrong.append((probe.family, probe.name, outcome, sorted(map(str, probe.right)), answer[-300:]))
    if (took := time.monotonic() - began) > probe.seconds:
        wrong.append((probe.family, probe.name, f"took {took:.1f} s"))
    if outcome != 200 and (found := BETRAYALS.search(answer)):
        wrong.append((probe.family, probe.name, "betrays", found[0], answer[-300:]))
    return wrong


def _resident(service: Service) -> int:
    return int(Path(f"/proc/{service.process.pid}/status").read_text().split("VmRSS:")[1].split()[0])
