"""The end of the service: who is nearly done is let finish, and nobody keeps it from ending."""

import http.client
import signal
import threading
from pathlib import Path
from urllib.parse import quote

from tests.api.service import Service, children, until
from tests.api.writing import Writable

COUNT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
RESULT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_queries_without_an_end_are_ended_after_the_grace_and_none_looks_whole(workspace: Path) -> None:
    with Service(workspace, query_seconds=300.0) as service:
        outcomes: list[object] = []

        def ask(text: str) -> None:
            connection = service.connect()
            try:
                connection.request("GET", f"/sparql?query={quote(text)}")
                response = connection.getresponse()
                outcomes.append((response.status, len(response.read())))
            except (http.client.HTTPException, ConnectionError) as error:
                outcomes.append(type(error).__name__)

        threads = [threading.Thread(target=ask, args=(text,)) for text in (COUNT, RESULT)]
        for thread in threads:
            thread.start()
        assert until(lambda: len(service.readers()) >= 2)
        assert until(lambda: any("herodotus_work_running 2" in line for line in figures(service)))
        readers = service.readers()
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(30) in {0, -signal.SIGTERM}
        for thread in threads:
            thread.join(30)
        assert not any(isinstance(outcome, tuple) and outcome[0] == 200 for outcome in outcomes), outcomes
        assert len(outcomes) == 2
        assert until(lambda: not any(Path(f"/proc/{reader}/exe").exists() for reader in readers))


def test_an_update_without_an_end_does_not_keep_the_service_from_ending(tmp_path: Path) -> None:
    with Writable(tmp_path / "w", query_seconds=300.0) as service:
        assert service.put("urn:g", " ".join(f"<x:s{i}> <x:p> {i} ." for i in range(1_000))).status == 201
        text = "INSERT { GRAPH <urn:never> { ?a ?e ?i } } WHERE { GRAPH ?x { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }"
        outcomes: list[object] = []

        def write() -> None:
            try:
                outcomes.append(service.update(text).status)
            except (http.client.HTTPException, ConnectionError) as error:
                outcomes.append(type(error).__name__)

        writing = threading.Thread(target=write)
        writing.start()
        assert until(lambda: any("herodotus_work_running 1" in line for line in figures(service)))
        processes = children(service.process.pid)
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(60) in {0, -signal.SIGTERM}
        writing.join(30)
        assert outcomes
        assert outcomes[0] != 204
        assert until(lambda: not any(Path(f"/proc/{one}/exe").exists() for one in processes))
    with Writable(tmp_path / "w") as service:
        assert service.get("urn:never").status == 404
        assert len(service.lines("urn:g")) == 1_000


def figures(service: Service) -> list[str]:
    return [line.replace(".0", "") for line in service.request("GET", "/metrics").body.decode().splitlines()]
