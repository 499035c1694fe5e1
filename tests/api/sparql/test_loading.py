"""LOAD reaches what the operator lists, and nothing else."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.api.writing import Writable, problem

PAGES = {
    "/open/data.ttl": ("text/turtle", b"<#a> <x:p> 1 ."),
    "/open/broken.ttl": ("text/turtle", b"<#a> <x:p>"),
    "/open/page.html": ("text/html", b"<p>no RDF</p>"),
    "/closed/data.ttl": ("text/turtle", b"<#secret> <x:p> 1 ."),
}


class Canary(ThreadingHTTPServer):
    """Another server on this machine, which notes who came."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Canary

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        kind, body = PAGES.get(self.path, ("text/plain", b""))
        self.send_response(200 if self.path in PAGES else 404)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with Canary() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def loading(canary: Canary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    folder: Path = tmp_path_factory.mktemp("loading") / "w"
    with Writable(folder, service_allow=(f"{canary.address}/open/",)) as running:
        yield running
    assert list((folder / "incoming").iterdir()) == []


def test_what_is_listed_is_loaded(loading: Writable, canary: Canary) -> None:
    source = f"{canary.address}/open/data.ttl"
    assert loading.update(f"LOAD <{source}>").status == 204
    assert loading.update(f"LOAD SILENT <{source}> INTO GRAPH <x:g>").status == 204
    triple = f'<{source}#a> <x:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .'
    assert loading.lines("default") == loading.lines("x:g") == [triple]


@pytest.mark.parametrize("path", ["/closed/data.ttl", "/open/../closed/data.ttl", "/", "/open"])
def test_what_is_not_listed_is_not_even_asked_for(loading: Writable, canary: Canary, path: str) -> None:
    before = list(canary.asked)
    answer = loading.update(f"LOAD <{canary.address}{path}> INTO GRAPH <x:none>")
    assert answer.status == 400
    assert problem(answer)["limit"] == "service_allow"
    assert canary.asked == before
    assert loading.get("x:none").status == 404


@pytest.mark.parametrize("page", ["broken.ttl", "page.html", "none"])
def test_what_cannot_be_loaded_fails_unless_it_is_silent(loading: Writable, canary: Canary, page: str) -> None:
    source = f"<{canary.address}/open/{page}>"
    rest = "INSERT DATA { GRAPH <x:rest> { <x:a> <x:b> 1 } }"
    assert loading.update("DROP SILENT GRAPH <x:rest>").status == 204
    assert loading.update(f"LOAD {source} INTO GRAPH <x:none> ; {rest}").status == 400
    assert loading.get("x:rest").status == 404
    assert loading.update(f"LOAD SILENT {source} INTO GRAPH <x:none> ; {rest}").status == 204
    assert len(loading.lines("x:rest")) == 1


def test_nothing_is_fetched_for_those_who_may_not_write(loading: Writable, canary: Canary) -> None:
    before = list(canary.asked)
    headers = {"Content-Type": "application/sparql-update"}
    assert loading.request("POST", "/update", headers, f"LOAD <{canary.address}/open/data.ttl>").status == 401
    assert canary.asked == before
