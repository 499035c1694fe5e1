"""Many clients, new data, dying readers, clients that leave: no answer is wrong, and nothing is left over.

``HERODOTUS_STRESS_SECONDS=600 pytest tests/api/test_stress.py`` does for ten minutes what takes some seconds here.
"""

import http.client
import json
import os
import random
import signal
import threading
import time
import zlib
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.api.service import Service, publish, quad, until

SECONDS = float(os.environ.get("HERODOTUS_STRESS_SECONDS", "6"))
CLIENTS = 32
ITEMS = 3_000
NUMBER = "<http://example.org/number>"


class Crowd:
    """The clients, and what they know of the data: item ``i`` has the number ``i``, and there are ever more items."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.items = ITEMS
        self.until = time.monotonic() + SECONDS
        self.seen: Counter[str] = Counter()
        self.wrong: list[object] = []

    def run(self, seed: int) -> None:
        chance = random.Random(seed)
        connection = self.service.connect()
        while time.monotonic() < self.until:
            try:
                self._one(chance, connection)
            except (http.client.IncompleteRead, http.client.RemoteDisconnected, ConnectionError):
                self.seen["broken"] += 1
                connection.close()
            except (AssertionError, http.client.HTTPException, OSError, ValueError, LookupError, zlib.error) as error:
                self.wrong.append(repr(error))
                connection.close()
        connection.close()

    def _one(self, chance: random.Random, connection: http.client.HTTPConnection) -> None:
        kind = chance.choice(["lookup", "lookup", "known", "count", "all", "wrong", "leave"])
        item, least = chance.randrange(ITEMS), self.items
        text = {
            "lookup": f"SELECT ?o {{ <http://example.org/item/{item}> {NUMBER} ?o }} # {chance.random()}",
            "known": f"SELECT ?o {{ <http://example.org/item/{item % 5}> {NUMBER} ?o }}",
            "count": f"SELECT (COUNT(*) AS ?o) {{ ?s {NUMBER} ?x }}",
            "all": f"SELECT ?o {{ ?s {NUMBER} ?o }}",
            "wrong": f"SELECT {item}",
            "leave": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        }[kind]
        coding = chance.choice(["gzip", "identity"])
        connection.request("GET", f"/sparql?query={quote(text)}", headers={"Accept-Encoding": coding})
        response = connection.getresponse()
        if kind == "leave":
            response.read(chance.randrange(1, 5_000))
            connection.close()
            return
        body = response.read()
        if response.headers["content-encoding"] == "gzip":
            made = zlib.decompressobj(31)
            body = made.decompress(body)
            if not made.eof:
                self.wrong.append((kind, "a compressed body without its end"))
        self.seen[f"{kind} {response.status}"] += 1
        if response.status != 200:
            if not (response.status == 503 or (kind == "wrong" and response.status == 400)):
                self.wrong.append((kind, response.status, body[:200]))
            return
        values = [row["o"]["value"] for row in json.loads(body)["results"]["bindings"]]
        most = self.items + 1  # one may have been published and not yet counted
        right = {
            "lookup": values == [str(item)],
            "known": values == [str(item % 5)],
            "count": len(values) == 1 and least <= int(values[0]) <= most,
            "all": least <= len(values) <= most and set(values) == {str(n) for n in range(len(values))},
        }
        if not right.get(kind, False):
            self.wrong.append((kind, text, values[:5], len(values), least, most))


@pytest.mark.slow
def test_a_crowd_gets_right_answers_while_data_change_and_readers_die(tmp_path: Path) -> None:
    publish(tmp_path, 1, [quad(f"item/{i}", "number", f'"{i}"') for i in range(ITEMS)])
    with Service(tmp_path, readers=2, query_seconds=10.0) as service:
        service.query("ASK {}")
        crowd = Crowd(service)
        threads = [threading.Thread(target=crowd.run, args=(seed,)) for seed in range(CLIENTS)]
        for thread in threads:
            thread.start()
        chance = random.Random(99)
        early = 0
        while time.monotonic() < crowd.until:
            time.sleep(0.3)
            publish(tmp_path, crowd.items - ITEMS + 2, [quad(f"item/{crowd.items}", "number", f'"{crowd.items}"')])
            crowd.items += 1
            readers = service.readers()
            if readers and chance.random() < 0.5:
                os.kill(chance.choice(readers), signal.SIGKILL)
            if not early and time.monotonic() > crowd.until - SECONDS / 2:
                early = _resident(service.process.pid)
        for thread in threads:
            thread.join(60)
        assert crowd.wrong == []
        assert {"lookup 200", "known 200", "count 200", "all 200", "wrong 400"} <= set(crowd.seen), crowd.seen
        assert service.process.poll() is None
        assert until(lambda: service.query("ASK {}").status == 200)
        assert until(lambda: len(service.readers()) <= 2), "readers that were started for the crowd stay"
        assert _resident(service.process.pid) - early < 64_000, "memory grew"


def _resident(process: int) -> int:
    fields = Path(f"/proc/{process}/status").read_text().split("VmRSS:")[1]
    return int(fields.split()[0])
