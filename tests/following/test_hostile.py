"""Whoever is followed may be hostile or broken: the copy stays as it is, and nothing else is touched."""

from __future__ import annotations

import gzip
import resource
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import FollowError
from kg.following import FolderCopy, Source, follow
from kg.following.source import UnreachableError

ONE, TWO, THREE = (f"{n}" * 8 + "-1111-4111-8111-111111111111" for n in "123")
DUMP = b"<x:s> <x:p> <x:o> <x:g> .\n"


def patch(version: int, own: str, previous: str | None, rows: str) -> bytes:
    before = f"H prev <uuid:{previous}> .\n" if previous else ""
    number = f'"{version}"^^<http://www.w3.org/2001/XMLSchema#integer>'
    return f"H id <uuid:{own}> .\n{before}H version {number} .\nTX .\n{rows}TC .\n".encode()


class Liar:
    """A service that answers what it is told to."""

    def __init__(self) -> None:
        self.changes, self.status, self.headers = b"", 200, dict[str, str]()
        self.dump, self.version = DUMP, 1
        self.asked: list[str] = []
        liar = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                liar.asked.append(self.path)
                if self.path == "/data/dump.nq":
                    self.answer(200, liar.dump, {"Content-Type": "application/n-quads", "ETag": '"1-x"'})
                else:
                    headers = {"Content-Type": "application/rdf-patch", "Herodotus-Version": str(liar.version)}
                    self.answer(liar.status, liar.changes, headers | liar.headers)

            def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def liar() -> Iterator[Liar]:
    made = Liar()
    yield made
    made.server.shutdown()


@pytest.fixture
def folder(liar: Liar, tmp_path: Path) -> Path:
    """A copy at version 1."""
    go_on(liar, tmp_path / "copy")
    return tmp_path / "copy"


def go_on(liar: Liar, folder: Path) -> None:
    source = Source(liar.address, most_bytes=1 << 20)
    copy = FolderCopy(folder, source.address)
    try:
        follow(source, copy, once=True, pause=lambda _: None)
    finally:
        copy.close()
        source.close()


def quads(folder: Path) -> list[str]:
    return sorted(map(str, ox.Store.read_only(str(folder))))


def test_what_is_right_is_applied_and_done_twice_does_no_harm(liar: Liar, folder: Path) -> None:
    rows = "D <x:s> <x:p> <x:o> <x:g> .\nA <x:s> <x:p> _:b .\n"
    liar.version, liar.changes = 2, patch(2, TWO, ONE, rows)
    go_on(liar, folder)
    assert quads(folder) == ["<x:s> <x:p> _:b"]


@pytest.mark.parametrize(
    "rows",
    [
        "A <x:s> <x:p> <x:o> . <x:s> <x:p> <x:o> .\n",
        "A # nothing\n",
        "A <x:s> <x:p> <x:o> <x:g>\n",
        "A <x:s> <x:p> 'x' .\n",
        "A <s> <x:p> <x:o> .\n",
        "A <x:s> <x:p> <x:o> <x:g> .\nTA .\n",
        "A <x:s> <x:p> <x:o> <x:g> .\nPA 'x' <x:> .\n",
        "X <x:s> <x:p> <x:o> <x:g> .\n",
        "A <x:a> <x:p> <x:o> .\nTX .\n",
        "\n",
        "DROP ALL\n",
    ],
)
def test_what_is_no_patch_is_refused_whole(liar: Liar, folder: Path, rows: str) -> None:
    liar.version, liar.changes = 2, patch(2, TWO, ONE, "A <x:new> <x:p> <x:o> .\n" + rows)
    with pytest.raises(FollowError):
        go_on(liar, folder)
    assert quads(folder) == ["<x:s> <x:p> <x:o> <x:g>"]


@pytest.mark.parametrize(
    "body",
    [
        b"H id <uuid:1> .\nTX .\nTC .\n",
        b"TX .\nTC .\n",
        b"H x y .\n" * 60,
        patch(2, TWO, ONE, "A <x:new> <x:p> <x:o> .\n")[:-5],
        patch(2, TWO, ONE, "A <x:new> <x:p> <x:o> .\n")[:-1],
        patch(3, TWO, ONE, "A <x:new> <x:p> <x:o> .\n"),
        patch(1, TWO, ONE, "A <x:new> <x:p> <x:o> .\n"),
        b"\xff\xfe\n",
    ],
)
def test_what_leads_nowhere_is_refused(liar: Liar, folder: Path, body: bytes) -> None:
    liar.version, liar.changes = 2, body
    with pytest.raises(FollowError):
        go_on(liar, folder)
    assert quads(folder) == ["<x:s> <x:p> <x:o> <x:g>"]


def test_another_history_makes_it_start_anew_and_not_for_ever(liar: Liar, folder: Path) -> None:
    liar.version, liar.changes = 3, patch(2, TWO, ONE, "") + patch(3, THREE, ONE, "")
    with pytest.raises(FollowError):
        go_on(liar, folder)
    liar.status = 410
    liar.asked.clear()
    with pytest.raises(UnreachableError):
        go_on(liar, folder)
    assert liar.asked.count("/data/dump.nq") <= 6


def test_redirects_and_other_answers_are_refused(liar: Liar, folder: Path) -> None:
    for status, headers in (
        (302, {"Location": "http://127.0.0.1:9/"}),
        (401, {}),
        (404, {}),
        (200, {"Content-Type": "text/html"}),
        (200, {"Herodotus-Version": "many"}),
        (200, {"Content-Encoding": "br"}),
    ):
        liar.status, liar.headers = status, headers
        liar.asked.clear()
        with pytest.raises(FollowError):
            go_on(liar, folder)
        assert len(liar.asked) == 1


def test_what_cannot_be_reached_is_tried_again_for_a_while(liar: Liar, folder: Path) -> None:
    liar.status = 503
    liar.asked.clear()
    with pytest.raises(UnreachableError):
        go_on(liar, folder)
    assert len(liar.asked) == 5
    liar.status, liar.headers = 200, {"Content-Length": "900"}
    with pytest.raises(UnreachableError):
        go_on(liar, folder)


def test_little_that_unpacks_to_much_takes_no_memory(liar: Liar, folder: Path) -> None:
    bomb = gzip.compress(b'A <x:s> <x:p> "' + b"x" * (300 << 20), 6)
    liar.version, liar.headers = 2, {"Content-Encoding": "gzip"}
    liar.changes = gzip.compress(patch(2, TWO, ONE, "")[:-5]) + bomb
    with pytest.raises(FollowError):
        go_on(liar, folder)
    head = patch(2, TWO, ONE, "")[: -len("TC .\n")]
    liar.changes = gzip.compress(head + b'A <x:s> <x:p> "' + b"x" * (300 << 20), 6)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FollowError, match="a line of more than"):
        go_on(liar, folder)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 250_000
    assert quads(folder) == ["<x:s> <x:p> <x:o> <x:g>"]


def test_a_dump_that_is_too_large_or_broken_leaves_the_copy_alone(liar: Liar, folder: Path) -> None:
    liar.status = 410
    for dump in (DUMP * 60_000, DUMP + b"<x:s> <x:p> .\n", DUMP[:-1]):
        liar.dump = dump
        with pytest.raises(FollowError):
            go_on(liar, folder)
        assert quads(folder) == ["<x:s> <x:p> <x:o> <x:g>"]


@pytest.mark.parametrize("address", ["ftp://x/", "http://", "http://a:b@x/", "http://x/?q", "http://x y/", "x"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(FollowError):
        Source(address)
