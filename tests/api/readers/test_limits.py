"""What a query may take, and what its sender is told when it takes more; the service goes on in any case."""

import http.client
import json
import os
import signal
import socket
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.api.service import Answer, Service, until
from tests.store.test_shape import DEEP, WIDE

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BOMB = (
    "SELECT * { BIND ('" + "x" * 50_000 + "' AS ?v0) "
    + "".join(f"BIND (CONCAT(?v{i}, ?v{i}) AS ?v{i + 1}) " for i in range(26)) + "}"
)  # fmt: skip


def problem(answer: Answer, status: int) -> dict:
    assert answer.status == status, answer.body[:300]
    assert answer.media_type == "application/problem+json"
    return json.loads(answer.body)


def still_answers(service: Service) -> None:
    assert service.process.poll() is None
    assert service.query("ASK {}").status == 200


def test_a_query_past_its_deadline_is_503_and_the_service_goes_on(strict: Service) -> None:
    told = problem(strict.query(CROSS), 503)
    assert (told["limit"], told["value"]) == ("query_seconds", 3.0)
    still_answers(strict)


def test_others_are_answered_while_every_warm_reader_is_busy(strict: Service) -> None:
    statuses: list[int] = []
    busy = [threading.Thread(target=lambda: statuses.append(strict.query(CROSS).status)) for _ in range(3)]
    for thread in busy:
        thread.start()
    time.sleep(0.5)
    assert strict.query("ASK {}").status == 200
    assert not statuses, "the answer came only once the others were over"
    for thread in busy:
        thread.join()
    assert statuses == [503, 503, 503]


@pytest.mark.parametrize("query", [BOMB, SORTED], ids=["concatenation", "sorting"])
def test_a_query_that_eats_memory_is_contained(strict: Service, query: str) -> None:
    told = problem(strict.post(query), 503)
    assert told["limit"] in ({"query_memory_mb"} if query is BOMB else {"query_memory_mb", "query_seconds"})
    still_answers(strict)


@pytest.mark.parametrize("name", [*DEEP, *WIDE])
def test_a_query_that_would_overflow_the_stack_is_400(strict: Service, name: str) -> None:
    before = set(strict.readers())
    told = problem(strict.post({**DEEP, **WIDE}[name]), 400)
    assert told["limit"] in {"query_nesting", "query_branches"}
    assert before & set(strict.readers()), "it reached the engine"


def test_a_stack_overflow_that_slips_through_kills_one_reader_and_is_400(service: Service) -> None:
    """The text is read as strings here and as brackets by the engine, which takes a string for a comparison."""
    hidden = "(" * 400_000
    query = "ASK { FILTER (1<'&&?b>' || " + hidden + "'" + ")" * 400_000 + " = '') }"
    answer = service.post(query)
    assert answer.status == 400
    still_answers(service)


def test_a_query_of_too_many_bytes_is_413(strict: Service) -> None:
    long = "ASK {} #" + "x" * 500_000
    told = problem(strict.post(long), 413)
    assert (told["limit"], told["value"]) == ("query_bytes", 500_000)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    problem(strict.request("POST", "/sparql", form, "query=" + quote(long)), 413)
    problem(strict.request("POST", "/sparql", form, "nothing=" + "x" * 3_000_000), 413)
    assert strict.post("ASK {} #" + "x" * 490_000).status == 200


def test_rows_over_the_limit_are_refused_before_the_first_byte(strict: Service) -> None:
    told = problem(strict.query("SELECT * { ?s ?p ?o }"), 400)
    assert (told["limit"], told["value"]) == ("query_rows", 1_500)
    problem(strict.query("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle"), 400)
    whole = strict.query("SELECT * { ?s ?p ?o } LIMIT 1500")
    assert len(json.loads(whole.body)["results"]["bindings"]) == 1_500


def test_a_result_cut_short_by_the_deadline_never_looks_whole(strict: Service, service: Service) -> None:
    """Chunks have left when the deadline comes: the last one is missing, and the connection is closed."""
    connection = Service.connect(service)
    connection.request("GET", f"/sparql?query={quote(ENDLESS)}")
    response = connection.getresponse()
    assert response.status == 200
    with pytest.raises(http.client.IncompleteRead):
        response.read()
    connection.close()
    still_answers(service)


def test_a_reader_killed_in_the_middle_breaks_the_connection_visibly(service: Service) -> None:
    connection = service.connect()
    connection.request("GET", f"/sparql?query={quote(ENDLESS)}")
    response = connection.getresponse()
    response.read(200_000)
    for reader in service.readers():
        os.kill(reader, signal.SIGKILL)
    with pytest.raises(http.client.IncompleteRead):
        response.read()
    connection.close()
    still_answers(service)


def test_a_client_that_leaves_stops_its_query(workspace: Path) -> None:
    """The deadline is far away, but the readers that work for nobody are ended and replaced."""
    with Service(workspace, query_seconds=600.0, readers=1) as service:
        still_answers(service)
        leaving = [socket.create_connection((service.host, service.port)) for _ in range(6)]
        for one in leaving:  # more than one client may have at work, so that some leave while they wait for a reader
            one.sendall(f"GET /sparql?query={quote(CROSS)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())

        def at_work() -> set[int]:
            return {reader for reader in service.readers() if _processor_seconds(reader) > 0.6}

        assert until(lambda: len(at_work()) == 3), "not all at work"
        busy = at_work()
        for one in leaving:
            one.close()
        assert until(lambda: not busy & set(service.readers()))
        still_answers(service)


def test_a_client_that_does_not_read_holds_neither_memory_nor_the_service(service: Service) -> None:
    slow = [socket.create_connection((service.host, service.port)) for _ in range(3)]
    before = _resident(service.process.pid)
    for one in slow:
        one.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    time.sleep(1.5)
    still_answers(service)
    assert _resident(service.process.pid) - before < 32_000, "the service took the result in"
    for one in slow:
        one.close()


def test_a_client_that_reads_slowly_does_not_keep_a_reader_from_others(workspace: Path) -> None:
    """A result of some hundred kilobytes is held for its client, and its reader is free at once."""
    with Service(workspace, readers=1) as service:
        still_answers(service)
        text = "SELECT * { { ?s ?p ?o } UNION { ?s ?p ?o } UNION { ?s ?p ?o } FILTER (%d > 0) }"
        slow = [_unread(service) for _ in range(5)]  # more than one client may have readers
        for number, one in enumerate(slow, start=1):
            one.sendall(f"GET /sparql?query={quote(text % number)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(1)
        busy = [reader for reader in service.readers() if _processor_seconds(reader) > 0]
        assert busy
        still_answers(service)
        assert all(Path(f"/proc/{reader}/wchan").exists() for reader in busy), "a reader was ended"
        for one in slow:
            one.settimeout(20)
            data = b""
            while not data.endswith(b"\r\n0\r\n\r\n"):
                part = one.recv(1 << 16)
                assert part, "cut short"
                data += part
            assert len(data) > 500_000
            one.close()


def test_a_result_of_too_many_bytes_is_refused(workspace: Path) -> None:
    with Service(workspace, readers=1, result_bytes=50_000) as service:
        assert service.query("SELECT * { ?s ?p ?o } LIMIT 100").status == 200
        told = problem(service.query("SELECT * { ?s ?p ?o }"), 400)
        assert (told["limit"], told["value"]) == ("result_bytes", 50_000)


def test_a_result_of_too_many_bytes_is_broken_visibly_where_some_have_left(workspace: Path) -> None:
    with Service(workspace, readers=1, result_bytes=300_000) as service:
        connection = service.connect()
        connection.request("GET", f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}")
        response = connection.getresponse()
        assert response.status == 200
        with pytest.raises(http.client.IncompleteRead):
            response.read()
        connection.close()
        still_answers(service)


def test_rows_are_counted_exactly_whatever_the_format(strict: Service) -> None:
    """Whether the bytes prove it or a run of its own has to."""
    for accept in ("text/csv", "text/tab-separated-values", "application/sparql-results+xml"):
        assert strict.query("SELECT * { ?s ?p ?o } LIMIT 1500", accept).status == 200
        problem(strict.query("SELECT * { ?s ?p ?o } LIMIT 1501", accept), 400)
    tricky = "SELECT ('},{},{' AS ?x) { ?s ?p ?o } LIMIT %d"
    assert len(json.loads(strict.query(tricky % 1_500).body)["results"]["bindings"]) == 1_500
    problem(strict.query(tricky % 1_501), 400)
    for accept in ("text/turtle", "application/rdf+xml", "application/n-triples"):
        construct = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT %d"
        assert strict.query(construct % 1_500, accept).status == 200
        problem(strict.query(construct % 1_501, accept), 400)


def test_no_query_reaches_another_server(service: Service) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.5)
        address = f"http://127.0.0.1:{canary.getsockname()[1]}/"
        for query in (
            f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
            f"ASK {{ service silent <{address}> {{}} }}",
            f"ASK {{ VALUES ?x {{ <{address}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
            f"BASE <{address}> ASK {{ SERVICE <sparql> {{}} }}",
            f"ASK {{ FILTER(?a<'&&?b>') SERVICE <{address}> {{}} FILTER(1<'') }}",
        ):
            told = problem(service.query(query), 400)
            assert told["limit"] == "service_allow"
        assert service.query(f"ASK {{ ?service ?p 'SERVICE <{address}>' }}").status == 200
        service.query(f"SELECT * FROM <{address}> {{ ?s ?p ?o }}")
        with pytest.raises(TimeoutError):
            canary.accept()


def test_readers_have_no_network_where_the_system_allows_that(service: Service) -> None:
    """Should a query ever connect after all, there is nothing to connect to."""
    if any("keep their network" in line for line in service.errors):
        pytest.skip("this system does not let a process leave its network")
    ours = Path(f"/proc/{service.process.pid}/ns/net").readlink()

    def apart() -> bool:
        readers = service.readers()
        return bool(readers) and all(Path(f"/proc/{reader}/ns/net").readlink() != ours for reader in readers)

    assert until(apart)


def test_readers_inherit_no_secret(service: Service) -> None:
    for reader in service.readers():
        assert b"KG_WRITE_TOKEN" not in Path(f"/proc/{reader}/environ").read_bytes()


def _unread(service: Service) -> socket.socket:
    """A connection whose client takes in as little as it can without reading."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    connection.connect((service.host, service.port))
    return connection


def _processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(process: int) -> int:
    fields = Path(f"/proc/{process}/status").read_text().split("VmRSS:")[1]
    return int(fields.split()[0])
