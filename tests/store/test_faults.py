"""A server that fails: what was taken in is kept, the next run finishes, and the message says what to do."""

from __future__ import annotations

import logging
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from kg.configuration import configure
from kg.errors import QueryError, QuerySyntaxError, SettingsError, StoreError
from kg.store import Server
from kg.store.remote import client
from kg.store.remote.client import Client
from kg.workspace import Workspace
from kg.workspace.writes import Update
from tests.store.servers import Maker, Proxy, free_port
from tests.store.test_contract import A, B, embedded, there
from tests.workspace import toy
from tests.workspace.toy import export, ingest

BUSY = b"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\nRetry-After: 0\r\n\r\nbusy"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_LONGEST_WAIT", 0.01)


def opened(folder: Path, maker: Maker, port: int | None = None, **others: Any) -> Workspace:
    given: dict[str, Any] = {**maker.settings(), **others}
    if port is not None:
        names = {"store": "/query", "store_update": "/update", "store_graphs": "/store"}
        if maker.name == "virtuoso":
            names = {"store": "/sparql", "store_update": "/sparql-auth", "store_graphs": "/sparql-graph-crud-auth"}
        # The workspace knows the server by its address: the proxy stands in the way of updates and graphs alone.
        given |= {name: f"http://127.0.0.1:{port}{path}" for name, path in names.items() if name != "store"}
    settings = replace(toy.settings(folder), **given)
    return Workspace.open(settings, create=True, derivation=toy.DERIVATION)


@pytest.fixture
def proxy(maker: Maker) -> Iterator[Proxy]:
    with Proxy(maker.port) as proxy:
        yield proxy


def test_a_batch_cut_anywhere_is_finished_by_the_next_run(
    folder: Path, tmp_path: Path, maker: Maker, proxy: Proxy
) -> None:
    first, second = {"/in/a.txt": A, "/in/b.txt": B}, {"/in/a.txt": "Alpha attacks Omega\n", "/in/b.txt": B}
    with opened(folder, maker) as workspace:
        ingest(workspace, first)
    expected = [embedded(tmp_path / "1", first), embedded(tmp_path / "2", second)]
    for number in range(8):
        texts = second if number % 2 == 0 else first
        proxy.cut_after = number // 2
        told = ""
        with opened(folder, maker, proxy.port) as workspace:
            try:
                ingest(workspace, texts)
            except StoreError as error:
                told = str(error)
        proxy.cut_after = None
        with opened(folder, maker, proxy.port) as workspace:
            if told:
                ingest(workspace, {"/in/none.txt": "MISSING"})  # any command that writes
            assert export(workspace) == there(workspace) == expected[(number + 1) % 2]
        assert number >= 4 or ("cannot be reached" in told and "the next run finishes" in told)


class Died(BaseException):
    """The process ends here."""


def test_a_process_that_dies_between_two_steps_is_made_up_for(folder: Path, tmp_path: Path, maker: Maker) -> None:
    states = ({"/in/a.txt": A, "/in/b.txt": B}, {"/in/a.txt": "Alpha attacks Omega\n", "/in/b.txt": B})
    expected = [embedded(tmp_path / str(number), texts) for number, texts in enumerate(states)]
    with opened(folder, maker) as workspace:
        ingest(workspace, states[0])
    settings, seen, number = workspace.settings, list[str](), 0
    while number == len(seen):  # every step once, until a run has no more of them
        seen.clear()
        wanted = (number + 1) % 2

        def step(name: str, number: int = number) -> None:
            seen.append(name)
            if len(seen) == number + 1:
                raise Died

        with Workspace.open(settings, derivation=toy.DERIVATION, checkpoint=step) as workspace, suppress(Died):
            ingest(workspace, states[wanted])
        if len(seen) == number + 1:
            number += 1
        with Workspace.open(settings, derivation=toy.DERIVATION) as workspace:
            ingest(workspace, {"/in/none.txt": "MISSING"})  # any command that writes
            assert export(workspace) == there(workspace) == expected[wanted]
            assert "error" not in {finding.severity for finding in workspace.doctor()}
    assert number > 4


def test_an_answer_that_is_lost_changes_nothing_more(folder: Path, maker: Maker, proxy: Proxy, tmp_path: Path) -> None:
    seen: set[tuple[bytes, bytes, bool]] = set()

    def lost_once(request: bytes) -> bool:
        head, _, body = request.partition(b"\r\n\r\n")
        key = (head.partition(b"\r\n")[0], body, b"authorization" in head.lower())
        if key in seen:
            return False
        seen.add(key)
        return True

    texts = {"/in/a.txt": A, "/in/b.txt": B}
    with opened(folder, maker, proxy.port) as workspace:
        proxy.swallow = lost_once
        ingest(workspace, texts)
        workspace.write([Update("INSERT DATA { GRAPH <http://example.com/g> { <urn:s> <urn:p> _:b } }")])
        assert seen
        with_graph = export(workspace)
        assert len(there(workspace)) == len(with_graph)
        workspace.write([Update("DROP GRAPH <http://example.com/g>")])
        assert export(workspace) == there(workspace) == embedded(tmp_path / "1", texts)


def test_a_server_that_is_busy_is_asked_again(folder: Path, maker: Maker, proxy: Proxy) -> None:
    with opened(folder, maker, proxy.port) as workspace:
        proxy.answer = [BUSY, BUSY]
        ingest(workspace, {"/in/a.txt": A})
        assert export(workspace) == there(workspace) != ""
        proxy.answer = [BUSY] * 50
        with pytest.raises(StoreError, match=r"\(503\): busy.*less to do.*the next run finishes"):
            ingest(workspace, {"/in/b.txt": B})
        assert len(proxy.answer) == 50 - client.ATTEMPTS
        proxy.answer = []
    with opened(folder, maker, proxy.port) as workspace:
        ingest(workspace, {"/in/b.txt": B})
        assert export(workspace) == there(workspace)
        assert workspace.doctor() == ()


def test_a_server_that_is_away_at_the_start_leaves_the_old_state(folder: Path, maker: Maker, tmp_path: Path) -> None:
    away = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(StoreError, match=rf"{away} cannot be reached .*Start it, or set `store`"):
        opened(folder, maker, store=away)
    with opened(folder, maker) as workspace:
        ingest(workspace, {"/in/a.txt": A})
        assert export(workspace) == embedded(tmp_path / "1", {"/in/a.txt": A})


def test_a_slow_server_is_given_up_and_not_asked_twice(folder: Path, maker: Maker, proxy: Proxy) -> None:
    with opened(folder, maker, proxy.port) as workspace:
        ingest(workspace, {"/in/a.txt": A})
        before = export(workspace)
    with opened(folder, maker, proxy.port, store_seconds=0.7) as workspace:
        proxy.delay, asked = 3.0, proxy.requests
        with pytest.raises(StoreError, match=r"did not answer within 0.7 seconds.*store_seconds"):
            ingest(workspace, {"/in/b.txt": B})
        assert proxy.requests == asked + 1
        proxy.delay = 0.0
        with workspace.reader() as reader:
            assert reader.version == 1
    with opened(folder, maker, proxy.port) as workspace:
        ingest(workspace, {})
        workspace.retract("b.txt")
        assert export(workspace) == there(workspace) == before


def test_a_wrong_password_is_told_without_it(
    folder: Path, makers: Any, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    virtuoso = makers("virtuoso")
    with pytest.raises(StoreError, match=r"does not let us .* \(401\).*KG_STORE_USER and KG_STORE_PASSWORD") as told:
        opened(folder, virtuoso, store_password="never-to-be-seen")
    assert "never-to-be-seen" not in f"{told.value!r} {told.value} {caplog.text}"
    with opened(tmp_path / "other", virtuoso) as workspace:
        ingest(workspace, {"/in/a.txt": A})
    with closing(sqlite3.connect(tmp_path / "other" / "truth.sqlite")) as truth:
        written = "".join(truth.iterdump())  # in which blobs are hexadecimal, in capitals
    written += "".join(path.read_text() for path in (tmp_path / "other").rglob("server.json"))
    assert virtuoso.query in written
    assert not re.search(r"\bdba\b", written)
    assert "store_password" not in repr(workspace.settings)


def test_the_graphs_of_others_are_left_alone(folder: Path, maker: Maker) -> None:
    maker.update("INSERT DATA { GRAPH <http://other.example/g> { <urn:s> <urn:p> 'theirs' } }")
    with opened(folder, maker) as workspace:
        ingest(workspace, {"/in/a.txt": A})
        workspace.rebuild()
        workspace.retract("a.txt")
        assert "theirs" not in export(workspace)
        workspace.rebuild()
    base = toy.settings(folder).base_iri
    assert maker.graphs() == {"http://other.example/g", f"{base}graph/version"}


def test_the_graph_of_another_workspace_is_not_touched(folder: Path, tmp_path: Path, maker: Maker) -> None:
    with opened(folder, maker) as workspace:
        ingest(workspace, {"/in/a.txt": A})
        before = there(workspace)
        with pytest.raises(StoreError, match=r"holds the graph of another workspace .*base IRI of its own"):
            opened(tmp_path / "other", maker)
        assert there(workspace) == before


def test_a_server_that_lost_the_graph_is_found_out_and_filled_again(folder: Path, maker: Maker) -> None:
    with opened(folder, maker) as workspace:
        ingest(workspace, {"/in/a.txt": A})
        before = export(workspace)
        maker.wipe()
        with pytest.raises(StoreError, match=r"does not hold the graph of this workspace. Run `kg rebuild`"):
            ingest(workspace, {"/in/b.txt": B})
        assert "error" in {finding.severity for finding in workspace.doctor()}
        workspace.rebuild()
        assert B.split()[0].lower() in there(workspace).lower()
        workspace.retract("b.txt")
        assert export(workspace) == there(workspace) == before


def test_a_rebuild_that_is_cut_is_found_out(folder: Path, maker: Maker, proxy: Proxy) -> None:
    with opened(folder, maker) as workspace:
        ingest(workspace, {"/in/a.txt": A})
        before = export(workspace)
    proxy.cut_after = 4
    with opened(folder, maker, proxy.port) as workspace:
        with pytest.raises(StoreError, match="cannot be reached"):
            workspace.rebuild()
        proxy.cut_after = None
        with pytest.raises(StoreError, match=r"a rebuild of the graph in .* was cut short"):
            ingest(workspace, {"/in/b.txt": B})
        workspace.rebuild()
        workspace.retract("b.txt")
        assert export(workspace) == there(workspace) == before


def test_a_workspace_moves_to_a_server_and_back(folder: Path, maker: Maker) -> None:
    with Workspace.open(toy.settings(folder), create=True, derivation=toy.DERIVATION) as workspace:
        ingest(workspace, {"/in/a.txt": A})
        before = export(workspace)
    with opened(folder, maker) as workspace:
        with pytest.raises(StoreError, match="is kept in the workspace itself, and the setting `store` is http"):
            ingest(workspace, {"/in/b.txt": B})
        with pytest.raises(StoreError, match="is kept in the workspace itself"):
            export(workspace)
        workspace.rebuild()
        assert export(workspace) == there(workspace) == before
    with Workspace.open(toy.settings(folder), derivation=toy.DERIVATION) as workspace:
        with pytest.raises(StoreError, match=r"is kept in http.*and the setting `store` is not set"):
            export(workspace)
        workspace.rebuild()
        assert export(workspace) == before


@contextmanager
def listening(status: int, headers: dict[str, str] | None = None) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server that answers everything alike; its address, and the headers of what it was sent."""
    sent: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            sent.append(dict(self.headers))
            body = b"Bearer token-to-hide is wrong, said the server"
            self.send_response(status)
            for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/query", sent
        server.shutdown()


def server(address: str, **others: Any) -> Server:
    return Server(address, address, address, "http://127.0.0.1:8000/", **others)


def test_a_token_is_sent_and_never_told() -> None:
    with listening(400) as (address, sent):
        asked = Client(server(address, token="token-to-hide"))
        with pytest.raises(StoreError, match="said the server") as told:
            asked.update("INSERT DATA { <urn:s> <urn:p> 1 }")
        assert "token-to-hide" not in f"{told.value} {asked.server!r}"
        assert sent[0]["Authorization"] == "Bearer token-to-hide"


def test_a_password_leaves_only_when_it_is_asked_for() -> None:
    with listening(401, {"WWW-Authenticate": 'Basic realm="x"'}) as (address, sent):
        with pytest.raises(StoreError, match="does not let us run an update"):
            Client(server(address, user="us", password="hush")).update("CLEAR ALL")
        assert ["Authorization" in headers for headers in sent] == [False, True]


def test_nobody_is_sent_elsewhere() -> None:
    with listening(200) as (other, reached), listening(307, {"Location": other}) as (address, _):
        with pytest.raises(StoreError, match="sends us elsewhere"):
            Client(server(address, token="hush")).update("CLEAR ALL")
        assert reached == []


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"KG_STORE": "http://me:hush@127.0.0.1/query"}, "an address holds no user and password"),
        ({"KG_STORE": "file:///etc/passwd"}, "not an absolute http or https address"),
        ({"KG_STORE": "http://127.0.0.1/query?x=hush"}, "not an absolute http or https address"),
        ({"KG_STORE": "http://127.0.0.1/query", "KG_DEFAULT_GRAPH": "plain"}, "the union of all graphs"),
        ({"KG_STORE_TOKEN": "hush\n"}, "there is a character in it that cannot be sent"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(environment: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError, match=message) as told:
        configure({}, environment)
    assert "hush" not in str(told.value).replace("x=hush", "")


def test_an_unknown_server_needs_all_its_addresses() -> None:
    settings = configure({}, {"KG_STORE": "http://127.0.0.1/ds"}).settings
    with pytest.raises(SettingsError, match="Set store_update and store_graphs"):
        Server.of(settings)
    assert Server.of(replace(settings, store_update="http://h/u", store_graphs="http://h/g")) is not None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (<bif:file_to_string>('/etc/passwd') AS ?x) {}",
        "PREFIX b: <BIF:> SELECT (b:registry_get('x') AS ?x) {}",
        "SELECT (<\\u0062if:file_to_string>('/etc/passwd') AS ?x) {}",
        "BASE <sql:> SELECT (<x>() AS ?x) {}",
    ],
)
def test_functions_of_the_server_itself_are_out_of_reach(folder: Path, makers: Any, text: str) -> None:
    with opened(folder, makers("virtuoso"), store_copy="off") as workspace, workspace.reader() as reader:
        with pytest.raises(QueryError, match="no functions bif: and sql: here"):
            reader.query(text)
        with pytest.raises(QuerySyntaxError):
            reader.query("DEFINE sql:log-enable 2 SELECT * { ?s ?p ?o }")
