"""A real server in a process of its own, on a real socket, over real snapshots."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from kg.settings import Settings
from kg.store import Change, Snapshots, Writer

_PROGRAM = """
import json, pathlib, sys
from kg.api.server import serve
from kg.settings import Settings
given = json.loads(sys.argv[1])
given["workspace"] = pathlib.Path(given["workspace"])
given["service_allow"] = tuple(given["service_allow"])
serve(Settings(**given), lambda address: print(address, flush=True))
"""


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> object:
        return json.loads(self.body)

    @property
    def media_type(self) -> str:
        return (self.headers["content-type"] or "").partition(";")[0]


class Service:
    """Starts ``serve`` as a process and talks to it."""

    def __init__(self, workspace: Path, **settings: object) -> None:
        self.settings = Settings(workspace=workspace, **{"port": 0, **settings})  # type: ignore[arg-type]
        given = {**asdict(self.settings), "workspace": str(workspace)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, json.dumps(given)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "KG_WRITE_TOKEN": "never for a reader"},
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        assert self.address, self.process.stderr.read() if self.process.stderr else ""
        parts = urlsplit(self.address)
        self.host, self.port = parts.hostname or "", parts.port or 0
        self.errors: list[str] = []
        self._drain = threading.Thread(target=self._collect, daemon=True)
        self._drain.start()

    def _collect(self) -> None:
        assert self.process.stderr is not None
        self.errors.extend(self.process.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait(30)
        self._drain.join(10)

    def connect(self, timeout: float = 60) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.host, self.port, timeout=timeout)

    def request(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | str | None = None
    ) -> Answer:
        connection = self.connect()
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str = "application/sparql-results+json", **parameters: str) -> Answer:
        more = "".join(f"&{name.replace('_', '-')}={quote(value, safe='')}" for name, value in parameters.items())
        return self.request("GET", f"/sparql?query={quote(text, safe='')}{more}", {"Accept": accept})

    def post(self, text: str, accept: str = "application/sparql-results+json") -> Answer:
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self.request("POST", "/sparql", headers, text.encode())

    def values(self, text: str, **parameters: str) -> list[str]:
        """The cells of the first column, sorted."""
        answer = self.query(text, **parameters)
        assert answer.status == 200, answer.body
        document = json.loads(answer.body)
        name = document["head"]["vars"][0]
        return sorted(row[name]["value"] for row in document["results"]["bindings"] if name in row)

    def readers(self) -> list[int]:
        """The processes of the readers."""
        return children(self.process.pid)


def children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def until(condition: Callable[[], bool]) -> bool:
    """Whether the condition comes true within half a minute."""
    for _ in range(600):
        if condition():
            return True
        time.sleep(0.05)
    return False


def publish(workspace: Path, number: int, quads: Iterable[ox.Quad]) -> None:
    """Adds the quads to the workspace's store and publishes snapshot ``number``."""
    workspace.mkdir(parents=True, exist_ok=True)
    with Writer(workspace / "store", create=not (workspace / "store").exists()) as writer:
        writer.apply(Change(quads=tuple(quads)))
        writer.flush()
        Snapshots(workspace / "snapshots").publish(number, writer.checkpoint)


def quad(subject: str, predicate: str, value: str, graph: str | None = None) -> ox.Quad:
    """A quad below ``http://example.org/``; a value in quotes is a string."""
    node = ox.NamedNode
    base = "http://example.org/"
    term = ox.Literal(value[1:-1]) if value.startswith('"') else node(base + value)
    return ox.Quad(node(base + subject), node(base + predicate), term, node(base + (graph or "graph")))
