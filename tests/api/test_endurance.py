"""Many clients read and write while readers and the writer die: all answers are true, and nothing acknowledged is lost.

``HERODOTUS_STRESS_SECONDS=600 pytest tests/api/test_endurance.py`` does for ten minutes what takes some seconds here;
``HERODOTUS_STRESS_LOG=FILE`` notes the memory of the service process as it goes.
"""

import http.client
import json
import os
import random
import signal
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.api.service import children, until
from tests.api.writing import UPDATE, Writable

SECONDS = float(os.environ.get("HERODOTUS_STRESS_SECONDS", "8"))
LOG = os.environ.get("HERODOTUS_STRESS_LOG")
CLIENTS = 32
GROUND = 1_000
JSON = {"Accept": "application/sparql-results+json"}


class Crowd:
    """The clients, and what they were told of their own writes."""

    def __init__(self, service: Writable) -> None:
        self.service = service
        self.until = time.monotonic() + SECONDS
        self.seen: Counter[str] = Counter()
        self.wrong: list[object] = []
        self.there: set[str] = set()
        self.absent: set[str] = set()
        self.unknown: set[str] = set()

    def run(self, seed: int) -> None:
        chance = random.Random(seed)
        connection = self.service.connect()
        number = 0
        while time.monotonic() < self.until:
            number += 1
            kind = chance.choice(["write", "lookup", "count", "all", "leave"])
            item = f"x:w{seed}-{number}"
            try:
                if kind == "write":
                    self._write(connection, item)
                else:
                    self._read(connection, kind, chance)
                self.seen[kind] += 1
            except (http.client.HTTPException, ConnectionError):
                self.seen[f"{kind} broken"] += 1
                if kind == "write" and item not in self.there:
                    self.unknown.add(item)
                connection.close()
            except (OSError, ValueError, LookupError) as error:
                self.wrong.append((kind, repr(error)))
                connection.close()
        connection.close()

    def _write(self, connection: http.client.HTTPConnection, item: str) -> None:
        text = f"INSERT DATA {{ GRAPH <urn:log> {{ <{item}> <x:p> 1 }} }}"
        connection.request("POST", "/update", text, UPDATE)
        response = connection.getresponse()
        body = response.read()
        if response.status == 204:
            self.there.add(item)
            values = self._ask(connection, f"SELECT ?o {{ GRAPH <urn:log> {{ <{item}> <x:p> ?o }} }}")
            if values not in (None, ["1"]):
                self.wrong.append(("a write is not shown to its writer", item, values))
        else:
            self.seen[f"write {response.status}"] += 1
            if response.status != 503:
                self.wrong.append(("write", response.status, body[:200]))
            (self.unknown if b"could not be found out" in body else self.absent).add(item)

    def _read(self, connection: http.client.HTTPConnection, kind: str, chance: random.Random) -> None:
        item = chance.randrange(GROUND)
        if kind == "leave":
            connection.request("GET", f"/sparql?query={quote('SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }')}")
            connection.getresponse().read(chance.randrange(1, 5_000))
            connection.close()
            return
        text, right = {
            "lookup": (
                f"SELECT ?o {{ GRAPH <urn:ground> {{ <x:i{item}> <x:p> ?o }} }} # {chance.random()}",
                [str(item)],
            ),
            "count": ("SELECT (COUNT(*) AS ?o) { GRAPH <urn:ground> { ?s ?p ?x } }", [str(GROUND)]),
            "all": ("SELECT ?o { GRAPH <urn:ground> { ?s <x:p> ?o } } ORDER BY ?o", [str(n) for n in range(GROUND)]),
        }[kind]
        values = self._ask(connection, text)
        if values not in (None, right):
            self.wrong.append((kind, text, values and values[:5]))

    def _ask(self, connection: http.client.HTTPConnection, text: str) -> list[str] | None:
        connection.request("GET", f"/sparql?query={quote(text)}", headers=JSON)
        response = connection.getresponse()
        body = response.read()
        self.seen[str(response.status)] += 1
        if response.status != 200:
            if response.status != 503:
                self.wrong.append((text, response.status, body[:200]))
            return None
        return [row["o"]["value"] for row in json.loads(body)["results"]["bindings"]]


@pytest.mark.slow
def test_no_acknowledged_write_is_lost_and_no_refused_one_is_done(tmp_path: Path) -> None:
    with Writable(tmp_path / "w", readers=2, query_seconds=10.0, result_bytes=20 << 20) as service:
        assert service.put("urn:ground", " ".join(f"<x:i{i}> <x:p> {i} ." for i in range(GROUND))).status == 201
        crowd = Crowd(service)
        threads = [threading.Thread(target=crowd.run, args=(seed,)) for seed in range(CLIENTS)]
        for thread in threads:
            thread.start()
        curve = _disturb(service, crowd)
        for thread in threads:
            thread.join(90)
        assert crowd.wrong == []
        assert service.process.poll() is None
        assert crowd.there, crowd.seen
        # A reader that was killed last may still be found dead once, which is told as such.
        assert until(lambda: service.get("urn:log").status == 200)
        left = {line.partition(" ")[0].strip("<>") for line in service.lines("urn:log")}
        assert crowd.there - left == set(), "acknowledged writes are lost"
        assert crowd.absent & left == set(), "refused writes were done"
        assert left <= crowd.there | crowd.unknown
        assert until(lambda: len(children(service.process.pid)) <= 3)
        half = len(curve) // 2
        assert max(curve[half:]) - max(curve[: half + 1]) < 64_000, f"memory grew: {curve}"
        if LOG:
            with Path(LOG).open("a", encoding="utf-8") as log:
                log.write(f"{dict(crowd.seen)}\n{len(crowd.there)} there, {len(crowd.absent)} absent\n")


def _disturb(service: Writable, crowd: Crowd) -> list[int]:
    """Ends readers and the writer at random; the memory of the service meanwhile, in KiB."""
    chance, curve = random.Random(99), []
    while time.monotonic() < crowd.until:
        time.sleep(0.5)
        processes = children(service.process.pid)
        if processes and chance.random() < 0.4:
            os.kill(chance.choice(processes), signal.SIGKILL)
        curve.append(_resident(service.process.pid))
        if LOG and len(curve) % 20 == 0:
            with Path(LOG).open("a", encoding="utf-8") as log:
                log.write(f"{len(curve) // 2} s: {curve[-1]} KiB, {len(crowd.there)} written\n")
    return curve


def _resident(process: int) -> int:
    return int(Path(f"/proc/{process}/status").read_text().split("VmRSS:")[1].split()[0])
