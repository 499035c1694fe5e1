"""Stopping the real command, politely or not, and running it again ends in the graph of a run that nobody stopped."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.settings import Settings
from kg.workspace import State, Workspace

PROGRAM = [sys.executable, "-c", "from kg.cli import main; main()"]
NAMES = ["Hezbollah", "the Taliban", "Boko Haram", "Hamas"]
TOWNS = ["Mosul", "Kirkuk", "Aleppo", "Kabul", "Aden"]
DOCUMENTS = 30


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    choice = random.Random(7)
    for number in range(DOCUMENTS):
        lines = [
            f"A bomb killed {choice.randrange(2, 30)} people in {choice.choice(TOWNS)}"
            f" on {choice.randrange(1, 28)} May 2019, and {choice.choice(NAMES)} said it carried out the attack."
            for _ in range(2)
        ]
        (folder / f"{number:02}.txt").write_text("\n\n".join([f"Report {number}", *lines]) + "\n")
    return folder


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    workspace = tmp_path_factory.mktemp("whole") / "w"
    done = start(workspace, folder, 1)
    assert done.wait() == 0
    return export(workspace)


def start(workspace: Path, folder: Path, workers: int = 2) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return subprocess.Popen(
        [*PROGRAM, "ingest", str(folder), "--workspace", str(workspace), "--workers", str(workers), "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def export(workspace: Path) -> str:
    with Workspace.open(Settings(workspace=workspace)) as opened, opened.reader() as reader:
        return "".join(sorted(f"{quad} .\n" for quad in reader.quads()))


def committed(workspace: Path) -> int:
    if not (workspace / "truth.sqlite").exists():
        return 0
    with Workspace.open(Settings(workspace=workspace), create=True) as opened:
        return sum(record.state is State.COMMITTED for record in opened.documents())


@pytest.mark.slow
def test_ctrl_c_keeps_what_was_read_says_so_and_the_same_command_goes_on(
    tmp_path: Path, folder: Path, whole: str
) -> None:
    workspace = tmp_path / "w"
    running = start(workspace, folder)
    while not (workspace / "truth.sqlite").exists() and running.poll() is None:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    told, said = running.communicate()
    assert running.returncode == 130, said
    assert "run the same command again" in said
    assert "Traceback" not in said
    report = json.loads(told)
    assert report["stopped"]
    read = report["counts"].get("committed", 0)
    assert read < DOCUMENTS
    assert read == committed(workspace)

    again = start(workspace, folder)
    told, said = again.communicate()
    assert again.returncode == 0, said
    counts = json.loads(told)["counts"]
    assert counts.get("unchanged", 0) == read
    assert counts["committed"] == DOCUMENTS - read
    assert export(workspace) == whole


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_a_command_killed_at_random_moments_and_run_again_ends_in_the_same_graph(
    tmp_path: Path, folder: Path, whole: str, seed: int
) -> None:
    choice, workspace = random.Random(seed), tmp_path / "w"
    for _ in range(2):
        running = start(workspace, folder)
        while not (workspace / "truth.sqlite").exists() and running.poll() is None:
            time.sleep(0.02)
        time.sleep(choice.uniform(0, 3))
        running.send_signal(choice.choice([signal.SIGKILL, signal.SIGINT, signal.SIGTERM]))
        running.communicate()
    last = start(workspace, folder)
    _, said = last.communicate()
    assert last.returncode == 0, said
    assert committed(workspace) == DOCUMENTS
    assert export(workspace) == whole
