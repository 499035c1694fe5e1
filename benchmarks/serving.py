"""How fast ``kg serve`` answers, beside ``oxigraph serve`` and ``rdflib-endpoint`` on the same data in the same run.

    python benchmarks/serving.py [--seconds S] [--rounds N] [--clients 1,8,32] [--without NAME]
                                 [--json FILE] [--markdown FILE]

Makes a store of a million quads, puts the other servers into an environment of their own (``build/bench``, kept for
the next run), and asks all of them the same queries over the same kind of connections. Servers take turns within each
round, and the middle round counts, so that a machine that is busy for a while troubles all alike. Beside the rate it
gives the processor time for each answer, of the server with all its children, which a busy machine hardly changes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pyoxigraph as ox
from serving_data import PEOPLE, WORKLOADS, Workload, write
from serving_table import markdown

ROOT: Final = Path(__file__).resolve().parent.parent
LOAD: Final = Path(__file__).with_name("load.py")
PACKAGES: Final = ("oxigraph==0.5.*", "rdflib-endpoint", "uvicorn")
_TICK: Final = os.sysconf("SC_CLK_TCK")

_RDFLIB: Final = """
import sys, rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Graph()
graph.parse(sys.argv[1], format="nt")
uvicorn.run(SparqlEndpoint(graph=graph, enable_update=False), port=int(sys.argv[2]), log_level="warning")
"""

_CEILING: Final = """
import asyncio, sys, uvloop
ANSWER = b"HTTP/1.1 200 OK\\r\\ncontent-length: 1024\\r\\n\\r\\n" + b"x" * 1024
class Server(asyncio.Protocol):
    def connection_made(self, transport): self.transport = transport
    def data_received(self, data): self.transport.write(ANSWER)
async def main():
    server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()
uvloop.run(main())
"""
"""A server that does nothing: what the load generator reaches with it is the most that it can measure."""


@dataclass(frozen=True)
class Server:
    """One that is measured. ``start`` gives the process that serves at a port."""

    name: str
    path: str
    start: Callable[[int], list[str]]
    environment: dict[str, str]
    light_only: bool = False
    """Whether it is too slow for more clients than one on anything but lookups."""


def main() -> None:
    """Runs all."""
    given = _arguments()
    build = ROOT / "build" / "bench"
    data = build / f"people-{given.people}"
    _prepare(build, data, given.people)
    servers = [server for server in _servers(build, data) if server.name not in given.without]
    results: dict[str, Any] = {"triples": given.people * 20, "processors": os.cpu_count(), "measures": []}
    results["ceiling"] = _ceiling(given.seconds)
    print(f"the load generator reaches {results['ceiling']:.0f} answers a second", file=sys.stderr)
    with _running(servers) as ports:
        for workload in WORKLOADS:
            for clients in given.clients:
                if clients > 1 and workload.whole:
                    continue
                for mode in ("new", "same", "etag") if workload.light else ("new",):
                    results["measures"] += _compare(servers, ports, workload, clients, mode, given)
    if given.json:
        given.json.write_text(json.dumps(results, indent=1))
    table = markdown(results)
    print(table)
    if given.markdown:
        given.markdown.write_text(table)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each measure")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=lambda text: [int(n) for n in text.split(",")], default=[1, 8, 32])
    parser.add_argument("--people", type=int, default=PEOPLE, help="twenty quads each")
    parser.add_argument("--without", action="append", default=[], help="a server to leave out")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--markdown", type=Path)
    return parser.parse_args()


def _prepare(build: Path, data: Path, people: int) -> None:
    """Makes what is missing: the environment of the others, the data, the store, the workspace with its snapshot."""
    python = build / "others" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(build / "others")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    if (data / "ready").exists():
        return
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    write(data / "people.nt", people)
    store = ox.Store(data / "store")
    store.bulk_load(path=str(data / "people.nt"), format=ox.RdfFormat.N_TRIPLES)
    store.optimize()
    store.flush()
    snapshots = data / "workspace" / "snapshots"
    snapshots.mkdir(parents=True)
    store.backup(snapshots / "1")
    (snapshots / "1.lock").touch()
    (data / "ready").touch()


def _servers(build: Path, data: Path) -> list[Server]:
    others = build / "others" / "bin"
    own = {"KG_WORKSPACE": str(data / "workspace"), "KG_DEFAULT_GRAPH": "plain", "KG_QUERY_SECONDS": "300"}
    kg = str(Path(sys.executable).with_name("kg"))

    def oxigraph(port: int) -> list[str]:
        program, store = str(others / "oxigraph"), str(data / "store")
        return [program, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"]

    return [
        Server("oxigraph serve", "/query", oxigraph, {}),
        Server("kg serve", "/sparql", lambda port: [kg, "serve", "--port", str(port)], own),
        Server(
            "kg serve --processes 2",
            "/sparql",
            lambda port: [kg, "serve", "--port", str(port)],
            {**own, "KG_PROCESSES": "2", "KG_READERS": "4"},
        ),
        Server(
            "rdflib-endpoint",
            "/",
            lambda port: [str(others / "python"), "-c", _RDFLIB, str(data / "people.nt"), str(port)],
            {},
            light_only=True,
        ),
    ]


@contextmanager
def _running(servers: list[Server]) -> Iterator[dict[str, tuple[int, subprocess.Popen[bytes]]]]:
    ports: dict[str, tuple[int, subprocess.Popen[bytes]]] = {}
    try:
        for server in servers:
            port = _free_port()
            log = subprocess.DEVNULL
            process = subprocess.Popen(
                server.start(port), env={**os.environ, **server.environment}, stdout=log, stderr=log
            )
            ports[server.name] = (port, process)
        for server in servers:
            _await_start(server, *ports[server.name])
        yield ports
    finally:
        for _, process in ports.values():
            process.send_signal(signal.SIGTERM)
        for _, process in ports.values():
            process.wait(30)


def _await_start(server: Server, port: int, process: subprocess.Popen[bytes]) -> None:
    begin = time.monotonic()
    while process.poll() is None and time.monotonic() - begin < 600:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{server.path}?query=ASK%7B%7D", timeout=30) as answer:
                answer.read()
            print(f"{server.name} is there after {time.monotonic() - begin:.0f} s", file=sys.stderr)
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{server.name} did not start.")


def _compare(
    servers: list[Server],
    ports: dict[str, tuple[int, subprocess.Popen[bytes]]],
    workload: Workload,
    clients: int,
    mode: str,
    given: argparse.Namespace,
) -> list[dict[str, Any]]:
    """Measures every server, in turns, and gives the middle round of each."""
    rounds: dict[str, list[dict[str, Any]]] = {server.name: [] for server in servers}
    for number in range(given.rounds):
        for server in servers:
            slow = server.light_only and not workload.light
            if (mode == "etag" and server.path != "/sparql") or (slow and (number or clients > 1)):
                continue
            port, process = ports[server.name]
            before = _processor_seconds(process.pid)
            plan = _plan(server, port, workload, clients, mode, given.seconds, number)
            done = subprocess.run(
                [sys.executable, str(LOAD)], input=json.dumps(plan), capture_output=True, text=True, check=False
            )
            if done.returncode:
                raise SystemExit(f"the load generator failed: {done.stderr[-2000:]}")
            measure = json.loads(done.stdout)
            measure["processor"] = (_processor_seconds(process.pid) - before) / max(1, measure["answers"])
            measure |= {"server": server.name, "workload": workload.name, "clients": clients, "mode": mode}
            rounds[server.name].append(measure)
            print(
                f"{workload.name}, {mode}, {clients} clients, {server.name}: {measure['per_second']:.4g}/s, "
                f"{measure['processor'] * 1e6:.0f} µs, {measure['statuses']}, {measure['broken']} broken",
                file=sys.stderr,
            )
    return [_middle(measures) for measures in rounds.values() if measures]


def _middle(measures: list[dict[str, Any]]) -> dict[str, Any]:
    middle = sorted(measures, key=lambda measure: measure["per_second"])[len(measures) // 2]
    return {**middle, "processor": statistics.median(measure["processor"] for measure in measures)}


def _plan(
    server: Server, port: int, workload: Workload, clients: int, mode: str, seconds: float, number: int
) -> dict[str, Any]:
    tag = _tag(server, port, workload) if mode == "etag" else None
    condition = f"If-None-Match: {tag}\r\n" if tag else ""
    # Not the same queries in each round, or a cache would be measured where none is meant.
    count = 1 if mode != "new" else 40_000 if workload.light else 3_000
    requests = [
        f"GET {server.path}?query={quote(workload.text(number * count + n if mode == 'new' else 7))} HTTP/1.1\r\n"
        f"Host: 127.0.0.1\r\nAccept: {workload.accept}\r\n{condition}\r\n"
        for n in range(count)
    ]
    patience = 300 if server.light_only or workload.whole else 60
    return {
        "host": "127.0.0.1",
        "port": port,
        "clients": clients,
        "seconds": seconds,
        "most": None,
        "patience": patience,
        "requests": requests,
    }


def _tag(server: Server, port: int, workload: Workload) -> str | None:
    address = f"http://127.0.0.1:{port}{server.path}?query={quote(workload.text(7))}"
    request = urllib.request.Request(address, headers={"Accept": workload.accept})
    with urllib.request.urlopen(request) as answer:
        tag: str | None = answer.headers["etag"]
        return tag


def _ceiling(seconds: float) -> float:
    port = _free_port()
    with subprocess.Popen([sys.executable, "-c", _CEILING, str(port)]) as process:
        try:
            time.sleep(1)
            plan = {"host": "127.0.0.1", "port": port, "clients": 8, "seconds": min(seconds, 2.0), "most": None}
            plan["requests"] = ["GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"]
            done = subprocess.run(
                [sys.executable, str(LOAD)], input=json.dumps(plan), capture_output=True, text=True, check=False
            )
            return float(json.loads(done.stdout)["per_second"])
        finally:
            process.kill()


def _processor_seconds(process: int) -> float:
    """Seconds of processor time that a process and all below it have taken, those included that have ended."""
    total = 0
    for one in _tree(process):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15]))
    return total / _TICK


def _tree(process: int) -> list[int]:
    found = [process]
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in children.read_text().split():
            found += _tree(int(child))
    return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


if __name__ == "__main__":
    main()
