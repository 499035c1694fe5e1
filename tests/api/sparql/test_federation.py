"""SERVICE: what the operator lists is asked, nothing else is reached, and no answer shows the way there."""

import asyncio
import json
import re
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from kg.api.outbound import Caller, Destinations, Gateway, OpenDoors
from kg.errors import QueryLimitError
from tests.api.canary import Canary, running
from tests.api.service import until
from tests.api.writing import Writable, problem

ROW = ["http://example.org/s"]


@pytest.fixture(scope="module")
def listed() -> Iterator[Canary]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    """What must never be reached."""
    with running() as server:
        yield server
        assert server.connections == 0


@pytest.fixture(scope="module")
def open_service(listed: Canary, canary: Canary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    folder = tmp_path_factory.mktemp("federated") / "w"
    allowed = (f"{listed.address}/", "https://query.example.org/")
    settings: dict[str, Any] = {
        "service_allow": allowed,
        "log_level": "info",
        "slow_seconds": 0.0,
        "query_seconds": 8.0,
    }
    with Writable(folder, **settings) as service:
        yield service
        figures = service.request("GET", "/metrics").body.decode()
    for line in (*service.errors, figures):
        for address in re.findall(r"127\.0\.0\.1:\d+", line):
            assert address in {one.address[7:].strip("/") for one in (listed, canary, service)}, (
                f"the log shows a way inside: {line}"
            )


def ask(service: Writable, text: str) -> list[str]:
    answer = service.query(text)
    assert answer.status == 200, answer.body
    assert answer.headers["etag"] is None
    return [row["s"]["value"] for row in json.loads(answer.body)["results"]["bindings"] if "s" in row]


def test_a_listed_server_is_asked_every_time_and_what_it_says_is_joined(open_service: Writable, listed: Canary) -> None:
    text = f"SELECT * {{ SERVICE <{listed.address}/ok> {{ ?s ?p ?o }} VALUES ?x {{ 1 2 }} }}"
    before = len(listed.asked)
    assert ask(open_service, text) == ask(open_service, text) == ROW * 2
    assert len(listed.asked) - before >= 2, "an answer of another server is not kept"


def test_a_prefixed_name_is_followed_and_readers_go_when_they_are_done(open_service: Writable, listed: Canary) -> None:
    open_service.query("ASK {}")
    text = f"PREFIX a: <{listed.address}/> SELECT * {{ service silent a:ok {{ ?s ?p ?o }} }} # SERVICE"
    assert ask(open_service, text) == ROW
    assert until(lambda: open_service.query("ASK {}").status == 200 and len(open_service.readers()) <= 3)


def test_what_a_server_is_to_ask_in_turn_keeps_its_name(open_service: Writable, listed: Canary) -> None:
    inner = f"SERVICE <{listed.address}/other> {{ ?o ?r ?q }}"
    assert (
        ask(open_service, f"SELECT * {{ SERVICE <{listed.address}/ok> {{ ?s ?p ?o OPTIONAL {{ {inner} }} }} }}") == ROW
    )
    assert f"<{listed.address}/other>" in listed.asked[-1][2]
    assert re.search(r"/[\w-]{32}>", listed.asked[-1][2]) is None, "a door is shown"


@pytest.mark.parametrize(
    ("path", "why"), [("error", "status 500"), ("redirect", "status 302"), ("junk", "did not answer as it should")]
)
def test_a_server_that_fails_is_told_by_its_name_alone(
    open_service: Writable, listed: Canary, path: str, why: str
) -> None:
    for answer in (
        open_service.query(f"SELECT * {{ SERVICE <{listed.address}/{path}> {{ ?s ?p ?o }} }}"),
        open_service.update(f"INSERT {{ ?s ?p 1 }} WHERE {{ SERVICE <{listed.address}/{path}> {{ ?s ?p ?o }} }}"),
    ):
        assert answer.status == 502 or path == "junk"
        detail = str(problem(answer)["detail"])
        assert why in detail or (path == "junk" and detail.startswith("the update failed: Parser error"))
        assert "secret" not in detail
        assert set(re.findall(r"127[\d.]+:\d+", detail)) <= {listed.address[7:]}
    assert ask(open_service, f"SELECT * {{ SERVICE SILENT <{listed.address}/{path}> {{ ?s ?p ?o }} }}") == []


def test_a_server_that_takes_too_long_ends_its_query(open_service: Writable, listed: Canary) -> None:
    answer = open_service.query(f"SELECT * {{ SERVICE <{listed.address}/slow> {{ ?s ?p ?o }} }}")
    assert answer.status in {502, 503}
    assert open_service.query("ASK {}").status == 200


def test_a_large_answer_is_passed_on_whole(open_service: Writable, listed: Canary) -> None:
    assert len(ask(open_service, f"SELECT * {{ SERVICE <{listed.address}/many> {{ ?s ?p ?o }} }}")) == 20_000


def test_an_update_asks_a_listed_server_and_later_ones_have_no_network(open_service: Writable, listed: Canary) -> None:
    pattern = f"SERVICE <{listed.address}/ok> {{ ?s ?p ?o }}"
    assert open_service.update(f"INSERT {{ GRAPH <x:asked> {{ ?s <x:p> 1 }} }} WHERE {{ {pattern} }}").status == 204
    assert len(open_service.lines("x:asked")) == 1
    assert open_service.update("INSERT DATA { GRAPH <x:plain> { <x:a> <x:b> <x:c> } }").status == 204
    assert len(open_service.lines("x:plain")) == 1


def refused(canary: str) -> list[str]:
    """What would lead to the canary, or might."""
    port = canary.rpartition(":")[2]
    patterns = [
        f"SERVICE <{canary}/ok>",
        f"service silent <{canary}/ok>",
        f"SERVICE\n#x\n<{canary}/ok>",
        "SERVICE ?where",
        "SERVICE $where",
        f"SERVICE <http://localhost:{port}/ok>",
        f"SERVICE <http://[::1]:{port}/ok>",
        f"SERVICE <http://[::ffff:127.0.0.1]:{port}/ok>",
        f"SERVICE <http://[::ffff:7f00:1]:{port}/ok>",
        f"SERVICE <http://2130706433:{port}/ok>",
        f"SERVICE <http://0x7f.1:{port}/ok>",
        f"SERVICE <http://127.1:{port}/ok>",
        f"SERVICE <http://0.0.0.0:{port}/ok>",
        f"SERVICE <http://query.example.org@127.0.0.1:{port}/ok>",
        f"SERVICE <https://query.example.org:443@127.0.0.1:{port}/ok>",
        f"SERVICE <http://127.0.0.1:{port}#@query.example.org/>",
        f"SERVICE <//127.0.0.1:{port}/ok>",
        "SERVICE <relative>",
        "SERVICE <file:///etc/passwd>",
        rf"SERVICE <http://\u0031\u0032\u0037.0.0.1:{port}/ok>",
        rf"SERVICE <http://127.0.0.1\u003A{port}/ok>",
    ]
    texts = [f"SELECT * {{ {pattern} {{ ?s ?p ?o }} }}" for pattern in patterns]
    texts += [
        f"PREFIX a: <{canary}/> SELECT * {{ SERVICE a:ok {{ ?s ?p ?o }} }}",
        f"PREFIX SERVICE: <{canary}/> SELECT * {{ SERVICE SERVICE:ok {{ ?s ?p ?o }} }}",
        f"BASE <{canary}/> SELECT * {{ SERVICE <ok> {{ ?s ?p ?o }} }}",
        f"BASE <{canary}/> PREFIX a: <> SELECT * {{ SERVICE a:ok {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p 1SERVICE <{canary}/ok> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p '''a''' SERVICE <{canary}/ok> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p <x:#> SERVICE <{canary}/ok> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p ?o FILTER(?s<?p&&?o>?s) SERVICE <{canary}/ok> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE <{canary}/ok> {{ ?s ?p ?o }} }} }} }} }}",
        f"ASK {{ FILTER EXISTS {{ SERVICE <{canary}/ok> {{ ?s ?p ?o }} }} }}",
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{canary}/ok> {{ ?s ?p ?o }} }}",
        f"DESCRIBE ?s WHERE {{ SERVICE <{canary}/ok> {{ ?s ?p ?o }} }}",
    ]
    return texts


@pytest.mark.parametrize("number", range(len(refused(""))))
def test_no_trick_reaches_what_is_not_listed(open_service: Writable, canary: Canary, number: int) -> None:
    text = refused(canary.address)[number]
    assert open_service.query(text).status == 400
    pattern = re.search(r"WHERE (\{.*\})|(?:\*|ASK) (\{.*\})", text, re.DOTALL)
    assert pattern is not None
    prologue = text[: text.index("SELECT")] if text.startswith(("PREFIX", "BASE")) else ""
    update = f"{prologue} INSERT {{ <x:a> <x:b> <x:c> }} WHERE {pattern[1] or pattern[2]}"
    assert open_service.update(update).status == 400
    assert canary.connections == 0


@pytest.mark.parametrize(
    "text",
    [
        r"ASK {{ \u0053ERVICE <{0}/ok> {{ ?s ?p ?o }} }}",
        r"ASK {{ S\U00000045RVICE <{0}/ok> {{ ?s ?p ?o }} }}",
        r"ASK {{ SERVICE \u003C{0}/ok> {{ ?s ?p ?o }} }}",
        "ASK {{ SERVICE/**/<{0}/ok> {{ ?s ?p ?o }} }}",
    ],
)
def test_what_only_looks_like_a_service_is_no_query(open_service: Writable, canary: Canary, text: str) -> None:
    assert open_service.query(text.format(canary.address)).status == 400
    assert canary.connections == 0


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <{0}/data> {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <{0}/data> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "SELECT * {{ GRAPH <{0}/data> {{ ?s ?p ?o }} }}",
        "SELECT * {{ ?s ?p 'SERVICE <{0}/ok> {{}}' }} # SERVICE <{0}/ok> {{}}",
        "SELECT * {{ <{0}/SERVICE> ?SERVICE ?load }}",
        "DESCRIBE <{0}/data>",
    ],
)
def test_what_only_names_it_is_answered_without_asking(open_service: Writable, canary: Canary, text: str) -> None:
    accept = "text/turtle" if "DESCRIBE" in text else "application/sparql-results+json"
    assert open_service.query(text.format(canary.address), accept).status == 200
    assert canary.connections == 0


def test_a_load_among_other_operations_is_refused_with_all_of_them(open_service: Writable, canary: Canary) -> None:
    data = "INSERT DATA { GRAPH <x:before> { <x:a> <x:b> <x:c> } }"
    for load in (f"LOAD <{canary.address}/data>", f"load <{canary.address}/data> INTO GRAPH <x:g>"):
        for text in (f"{data} ; {load}", f"{load} ; {data}", f"{data} ;\n{load} ;\n{data}"):
            assert open_service.update(text).status == 400
    assert open_service.get("x:before").status == 404
    assert open_service.update(f"LOAD SILENT <{canary.address}/data> INTO GRAPH <x:silent>").status in {204, 400}
    assert open_service.get("x:silent").status == 404
    assert canary.connections == 0


def test_a_client_that_leaves_takes_its_process_along(open_service: Writable, listed: Canary) -> None:
    connection = socket.create_connection((open_service.host, open_service.port))
    text = f"SELECT * {{ SERVICE <{listed.address}/slow> {{ ?s ?p ?o }} }}".replace(" ", "+")
    before = len(listed.asked)
    connection.sendall(f"GET /sparql?query={text} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert until(lambda: len(listed.asked) > before)
    connection.close()
    assert until(lambda: len(open_service.readers()) <= 3)


def test_many_at_once_stay_within_the_bound_of_the_readers(open_service: Writable, listed: Canary) -> None:
    text = f"SELECT * {{ SERVICE <{listed.address}/ok> {{ ?s ?p ?o }} }}"
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(open_service.query(text).status)) for _ in range(12)]
    for thread in threads:
        thread.start()
    most = 0
    while any(thread.is_alive() for thread in threads):
        most = max(most, len(open_service.readers()))
    assert found == [200] * 12
    assert most <= 17, "at most as many with a network as without, and one writer"


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.7", "169.254.169.254", "::ffff:127.0.0.1", "fe80::1"])
def test_a_listed_name_that_resolves_to_an_inner_address_is_not_called(
    monkeypatch: pytest.MonkeyPatch, canary: Canary, address: str
) -> None:
    async def inside(*_: Any, **__: Any) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, canary.server_port))]

    async def ask_it() -> str | None:
        monkeypatch.setattr(type(asyncio.get_running_loop()), "getaddrinfo", inside)
        name = f"http://rebound.example.org:{canary.server_port}/ok"
        caller = Caller(Destinations((name,)), seconds=5, most_bytes=1000)
        with pytest.raises(QueryLimitError, match="does not allow"):
            async with caller.call("POST", caller.destinations.permit(name), {}):
                pass
        return None

    asyncio.run(ask_it())
    assert canary.connections == 0


def test_doors_are_for_listed_servers_alone_and_close() -> None:
    async def open_one() -> None:
        caller = Caller(Destinations(("https://query.example.org/",)), seconds=5, most_bytes=1000)
        async with caller, Gateway(caller, most_bytes=1000) as gateway:
            with pytest.raises(QueryLimitError):
                OpenDoors(gateway, ["https://query.example.org/a", "https://evil.example.org/"])
            with OpenDoors(gateway, ["https://query.example.org/a"]) as doors:
                ((iri, address),) = doors.addresses
                assert iri == "https://query.example.org/a"
                told = doors.translated(QueryLimitError(f"no: {address}", limit="x", value=1))
                assert address not in str(told)

    asyncio.run(open_one())
