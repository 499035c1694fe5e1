"""SPARQL servers of other makers, started for the tests, and a proxy in front of them that can misbehave."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

_INI: Final = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
ServerThreads = 10
NumberOfBuffers = 4000
MaxDirtyBuffers = 2000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
DefaultGraph = urn:x-nobody
"""

_SYSTEM: Final = (
    "http://www.openlinksw.com/",
    "http://www.w3.org/",
    "http://localuriqaserver/",
    "urn:core:",
    "urn:act",
)


@dataclass(frozen=True)
class Maker:
    """A running server; ``user`` may do everything there."""

    name: str
    port: int
    path: str
    user: str | None = None
    password: str | None = None

    @property
    def query(self) -> str:
        return self.through(self.port)

    def through(self, port: int) -> str:
        """The address for queries by way of a proxy on this port."""
        return f"http://127.0.0.1:{port}{self.path}"

    def settings(self) -> dict[str, str]:
        given = {"store": self.query, "store_user": self.user, "store_password": self.password}
        return {name: value for name, value in given.items() if value is not None}

    def graphs(self) -> set[str]:
        """All graphs of the server but the maker's own."""
        text = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
        headers = {"Accept": "application/sparql-results+json"}
        answer = httpx.post(self.query, data={"query": text}, headers=headers, timeout=60).json()
        found = {row["g"]["value"] for row in answer["results"]["bindings"]}
        return {graph for graph in found if not graph.startswith(_SYSTEM)}

    def update(self, text: str) -> None:
        auth = httpx.DigestAuth(self.user, self.password or "") if self.user else None
        path = "/sparql-auth" if self.user else "/update"
        headers = {"Content-Type": "application/sparql-update"}
        url = f"http://127.0.0.1:{self.port}{path}"
        httpx.post(url, content=text, headers=headers, auth=auth, timeout=60).raise_for_status()

    def wipe(self) -> None:
        for graph in self.graphs():
            self.update(f"DROP SILENT GRAPH <{graph}>")


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def missing(maker: str) -> str | None:
    """Why a server cannot be started here; ``None`` where it can."""
    if maker == "oxigraph":
        return None if _oxigraph().exists() else "the program oxigraph is missing (pip install oxigraph)"
    return None if shutil.which("virtuoso-t") else "virtuoso-t is missing (apt-get install virtuoso-opensource-7-bin)"


@contextmanager
def running(maker: str, folder: Path) -> Iterator[Maker]:
    """A server of this maker with its data in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    if maker == "oxigraph":
        command = [str(_oxigraph()), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
        server = Maker(maker, port, "/query")
    else:
        (folder / "virtuoso.ini").write_text(_INI.format(sql=free_port(), http=port))
        command = ["virtuoso-t", "-f", "+configfile", "virtuoso.ini"]
        server = Maker(maker, port, "/sparql", "dba", "dba")
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        _await(server, process)
        yield server
    finally:
        process.kill()
        process.wait()


def _oxigraph() -> Path:
    return Path(sys.executable).with_name("oxigraph")


def _await(server: Maker, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        with suppress(httpx.HTTPError):
            if httpx.get(server.query, params={"query": "ASK {}"}, timeout=5).is_success:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{server.name} did not start")


class Proxy:
    """A proxy on loopback that hands bytes on, until it is told to do otherwise. Use it as a context manager."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = free_port()
        self.cut_after: int | None = None
        """Requests that are still let through whole; the next ones' connections end before an answer comes."""
        self.swallow: Callable[[bytes], bool] = lambda _request: False
        """Whether the answer to what was sent is lost though it was done."""
        self.answer: list[bytes] = []
        """Answers that are given in the server's place, one a request."""
        self.delay = 0.0
        """Seconds before an answer is handed on."""
        self.requests = 0
        self._open = True
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *_: object) -> None:
        self._open = False
        self._listener.close()

    def _listen(self) -> None:
        while self._open:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            while request := _message(client):
                self.requests += 1
                if self.answer:
                    client.sendall(self.answer.pop(0))
                    continue
                if self.cut_after is not None and self.cut_after <= 0:
                    return
                if self.cut_after is not None:
                    self.cut_after -= 1
                with socket.create_connection(("127.0.0.1", self.target), timeout=60) as server:
                    server.sendall(_closing(request))
                    parts = []
                    while part := server.recv(1 << 16):
                        parts.append(part)
                time.sleep(self.delay)
                if self.swallow(request):
                    return
                client.sendall(b"".join(parts))
                return


def _message(client: socket.socket) -> bytes:
    """One request, whole; nothing where there is none any more."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = client.recv(1 << 16)
        if not part:
            return b""
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        part = client.recv(1 << 16)
        if not part:
            return b""
        body += part
    return head + b"\r\n\r\n" + body


def _closing(request: bytes) -> bytes:
    head, _, body = request.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body
