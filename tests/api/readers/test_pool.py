"""The readers: kept warm, replaced, following the newest snapshot, gone with the service."""

import json
import os
import random
import signal
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.api.service import Service, children, publish, quad, until

COUNT = "SELECT (COUNT(*) AS ?n) { ?s <http://example.org/number> ?o }"


def test_an_empty_workspace_is_served_as_an_empty_graph_and_fills_up(tmp_path: Path) -> None:
    """Snapshots that appear while the service runs are what the next query reads; older ones are let go."""
    with Service(tmp_path / "new") as service:
        ready = service.request("GET", "/health/ready")
        assert (ready.status, ready.json) == (200, {"status": "ready", "version": 0})
        assert service.values(COUNT) == ["0"]
        empty = service.query(COUNT)
        for number in range(1, 5):
            publish(tmp_path / "new", number, [quad(f"item/{number}", "number", f'"{number}"')])
            assert service.values(COUNT) == [str(number)]
            assert service.request("GET", "/health/ready").json == {"status": "ready", "version": number}
        assert service.query(COUNT).headers["etag"] != empty.headers["etag"]
        page = service.request("GET", "/", {"Accept": "text/html"})
        assert b"Version 4 of the data" in page.body

        def kept() -> set[str]:
            publish(tmp_path / "new", 5, [])
            return {path.name for path in (tmp_path / "new" / "snapshots").iterdir() if path.name.isdecimal()}

        assert until(lambda: kept() == {"4", "5"})


def test_many_clients_at_once_get_their_own_right_answers(service: Service) -> None:
    wrong: list[object] = []

    def ask(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(12):
            number = chance.randrange(2_000)
            item = f"<http://example.org/item/{number}>"
            kind = chance.randrange(4)
            if kind == 0:
                got = service.values(f"SELECT ?o {{ {item} ?p ?o }}")
                expected: object = [str(number)]
            elif kind == 1:
                limit = chance.randrange(1, 1_999)
                text = f"SELECT ?o {{ ?s <http://example.org/number> ?o }} LIMIT {limit}"
                got, expected = len(service.values(text)), limit
            elif kind == 2:
                got, expected = service.query(f"ASK {{ {item} ?p 'none' }}").json["boolean"], False
            else:
                got, expected = service.query(f"SELECT {number}").status, 400
            if got != expected:
                wrong.append((got, expected))

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_killed_readers_are_replaced_and_no_answer_is_wrong(workspace: Path) -> None:
    """Readers die at random while queries run: each answer is right, or says honestly that there is none."""
    with Service(workspace, readers=2) as service:
        statuses: list[int] = []
        stop = threading.Event()

        def ask() -> None:
            while not stop.is_set():
                answer = service.query(COUNT)
                statuses.append(answer.status)
                if answer.status == 200:
                    assert json.loads(answer.body)["results"]["bindings"][0]["n"]["value"] == "2000"
                else:
                    assert answer.media_type == "application/problem+json"

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(10):
            time.sleep(0.15)
            for reader in service.readers()[:1]:
                os.kill(reader, signal.SIGKILL)
        stop.set()
        for thread in threads:
            thread.join()
        assert set(statuses) <= {200, 503}
        assert 200 in statuses
        assert until(lambda: len(service.readers()) >= 2)
        assert service.query(COUNT).status == 200


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_readers_end_with_the_service(workspace: Path, how: signal.Signals) -> None:
    with Service(workspace) as service:
        assert service.request("GET", "/health/ready").status == 200
        readers = service.readers()
        assert readers
        os.kill(service.process.pid, how)
        service.process.wait(20)
        assert until(lambda: not any(Path(f"/proc/{reader}/exe").exists() for reader in readers))


def test_a_running_query_is_let_finish_when_the_service_is_told_to_stop(workspace: Path) -> None:
    with Service(workspace) as service:
        text = "SELECT ?a ?b { ?s <http://example.org/number> ?a . ?t <http://example.org/number> ?b } LIMIT 200000"
        connection = service.connect()
        connection.request("GET", f"/sparql?query={quote(text)}", headers={"Accept": "text/tab-separated-values"})
        response = connection.getresponse()
        beginning = response.read(1_000)
        service.process.terminate()
        whole = beginning + response.read()
        assert whole.count(b"\n") == 200_001


def test_a_damaged_snapshot_is_said_to_be_unreadable_and_live_stays_up(tmp_path: Path) -> None:
    (tmp_path / "snapshots" / "1").mkdir(parents=True)
    with Service(tmp_path, query_seconds=2.0) as service:
        assert service.request("GET", "/health/live").status == 200
        ready = service.request("GET", "/health/ready")
        assert ready.status == 503
        assert ready.media_type == "application/problem+json"
        assert str(tmp_path) not in ready.body.decode()


def test_no_process_is_left_behind() -> None:
    """Whatever the tests before did, nothing that they started outlives its service."""
    assert not [child for child in children(1) if b"kg.api.readers.worker" in _command(child)]


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""
