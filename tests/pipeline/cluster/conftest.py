"""A real scheduler and two worker processes on loopback, started once."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from distributed import Client

from kg.pipeline.cluster import group as groups

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Dask:
    """A cluster: the address of its scheduler, and the processes (nannies) that look after its workers."""

    address: str

    def workers(self) -> dict[str, int]:
        """The process of each worker by its address."""
        with Client(self.address, set_as_default=False) as client:
            return dict(client.run(os.getpid))

    def allow(self, deaths: int) -> None:
        """How many workers a task may outlive."""
        with Client(self.address, set_as_default=False) as client:
            client.run_on_scheduler(_allow, deaths)


def _allow(deaths: int, dask_scheduler: object = None) -> None:
    dask_scheduler.allowed_failures = deaths  # type: ignore[attr-defined]


def start(*arguments: str | Path, folder: Path) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    environment |= {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *map(str, arguments)],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=(folder / "log").open("ab"),
        start_new_session=True,
    )


@pytest.fixture
def dask(cluster: Dask, monkeypatch: pytest.MonkeyPatch) -> Dask:
    """The cluster with both its workers, which keep what they have loaded from one test to the next; small groups."""
    _wait_for_workers(cluster.address, 2)
    monkeypatch.setattr(groups, "MOST", 4)
    monkeypatch.setattr("kg.pipeline.cluster.connection.rest", keep)
    return cluster


def keep(_: object) -> None:
    """What workers do at the end of a job instead of letting go."""


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    folder = tmp_path_factory.mktemp("dask")
    file = folder / "scheduler.json"
    plain = ("--host", "127.0.0.1", "--no-dashboard")
    running = [start("scheduler", *plain, "--port", "0", "--scheduler-file", file, folder=folder)]
    try:
        for name in ("one", "two"):
            mine = ("--name", name, "--nthreads", "1", "--local-directory", folder / name)
            running.append(start("worker", *plain, *mine, "--scheduler-file", file, folder=folder))
        address = _address(file, folder)
        _wait_for_workers(address, 2)
        yield Dask(address)
    finally:
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _address(file: Path, folder: Path) -> str:
    for _ in range(600):
        if file.exists() and (text := file.read_text()).endswith("}"):
            return str(json.loads(text)["address"])
        time.sleep(0.1)
    raise AssertionError((folder / "log").read_text())


def _wait_for_workers(address: str, number: int) -> None:
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(number, timeout=60)
