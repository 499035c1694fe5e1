"""A process may be killed at any moment: what it acknowledged is whole, and what it did not leaves no trace."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import tempfile
import time
from functools import cache
from pathlib import Path

import pytest

from kg.store import Reader, Snapshots
from kg.workspace import State
from kg.workspace.writes import Update, Written
from tests.workspace.conftest import memory
from tests.workspace.plan import PLAN, Step, acknowledged, carry_in, carry_out, states, write
from tests.workspace.toy import export, ingest, open_toy

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.workspace.plan"])
STATES = states()


@cache
def expected(state: frozenset[tuple[str, str]]) -> str:
    """The export of a new workspace with these sources."""
    with tempfile.TemporaryDirectory(dir=memory()) as folder, open_toy(Path(folder) / "w") as workspace:
        ingest(workspace, {place: text for place, text in sorted(state) if place.startswith("/")})
        write(workspace, [(place, text) for place, text in sorted(state) if not place.startswith("/")])
        return export(workspace)


def of(state: dict[str, str]) -> str:
    return expected(frozenset(state.items()))


def run(folder: Path, die_at: int | None = None, *, seconds: float | None = None) -> int | None:
    """Carries the plan on in a process of its own, kills it after ``seconds``, and gives its exit code."""
    process = PROCESSES.Process(target=carry_out, args=(folder, acknowledged(folder), die_at))
    process.start()
    process.join(seconds)
    process.kill()  # which may have ended by itself
    process.join()
    return process.exitcode


def visible(folder: Path) -> str:
    """What readers see, before anybody mends anything."""
    snapshots = Snapshots(folder / "w/snapshots")
    if snapshots.newest() is None:
        return ""
    with Reader(snapshots.hold()) as reader:
        return "".join(sorted(f"{quad} .\n" for quad in reader.quads()))


def examine(folder: Path) -> None:
    """Everything that must hold after a crash, whenever it was."""
    done = acknowledged(folder)
    possible = [of(state) for state in STATES[done : done + 2]]
    assert visible(folder) in possible, "readers see the acknowledged state, or that and the whole next step"
    with open_toy(folder / "w") as workspace:
        workspace.take(())
        mended = export(workspace)
        assert mended in possible
        records = workspace.documents()
        assert {record.state for record in records} <= {State.COMMITTED, State.QUARANTINED}
        sources = {location: workspace.content(location).decode() for r in records for location in r.sources}
        graphs = [{p: t for p, t in state.items() if p not in sources} for state in STATES[done : done + 2]]
        assert mended in [of(sources | written) for written in graphs]
        documents = [{p: t for p, t in state.items() if p.startswith("/")} for state in STATES[done : done + 2]]
        assert sources in documents
        assert {finding.severity for finding in workspace.doctor()} <= {"warning"}
        assert not any("died" in finding.message for finding in workspace.doctor())
    assert sorted(path.name for path in (folder / "w").iterdir() if path.is_dir()) == ["changes", "snapshots", "store"]


def finish(folder: Path) -> None:
    """Carrying on gives what an uninterrupted run gives."""
    assert run(folder) == 0
    assert visible(folder) == of(STATES[-1])
    with open_toy(folder / "w") as workspace:
        assert len(workspace.documents()) == len({t for p, t in STATES[-1].items() if p.startswith("/")})


@pytest.fixture(scope="module")
def checkpoints() -> int:
    """How many commit points an uninterrupted run passes."""
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        assert run(Path(folder)) == 0
        assert visible(Path(folder)) == of(STATES[-1])
        return int((Path(folder) / "checkpoints").read_text())


def test_every_state_of_the_plan_is_another(checkpoints: int) -> None:
    """Otherwise the tests below could not tell them apart."""
    rebuild = next(number for number, step in enumerate(PLAN) if step == Step())
    exports = [of(state) for number, state in enumerate(STATES) if number not in (1, rebuild + 1)]
    assert len({*exports}) == len(exports) - 1, "the workspace is empty at first and after the first retraction"
    assert checkpoints > 5 * len(PLAN)


@pytest.mark.slow
def test_killed_at_every_commit_point(checkpoints: int) -> None:
    for die_at in range(1, checkpoints + 1):
        with tempfile.TemporaryDirectory(dir=memory()) as name:
            folder = Path(name)
            assert run(folder, die_at) == -signal.SIGKILL
            examine(folder)
            if die_at % 3 == 0:
                finish(folder)


@pytest.mark.slow
def test_killed_again_and_again_while_it_mends(checkpoints: int) -> None:
    chance = random.Random(0)
    for die_at in chance.sample(range(1, checkpoints + 1), 8):
        with tempfile.TemporaryDirectory(dir=memory()) as name:
            folder = Path(name)
            run(folder, die_at)
            for _ in range(3):
                if run(folder, chance.randint(1, 6)) == 0:
                    break
                assert visible(folder) in [of(state) for state in STATES[acknowledged(folder) :][:2]]
            examine(folder)
            finish(folder)


@pytest.mark.slow
def test_killed_at_random_moments() -> None:
    chance = random.Random(1)
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        begin = time.monotonic()
        run(Path(name))
        whole = time.monotonic() - begin
    for _ in range(10):
        with tempfile.TemporaryDirectory(dir=memory()) as name:
            folder = Path(name)
            run(folder, seconds=chance.uniform(0, whole))
            examine(folder)
            finish(folder)


def test_two_processes_ingest_at_once_and_nothing_is_lost() -> None:
    many = [{f"/in/{n}.txt": f"Alpha attacks Beta{n}\n" for n in range(start, 40, 2)} for start in (0, 1)]
    shared = {"/in/shared.txt": "Alpha attacks Omega\n"}
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        processes = [PROCESSES.Process(target=carry_in, args=(Path(name), texts | shared)) for texts in many]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
            assert process.exitcode == 0
        assert visible(Path(name)) == of(many[0] | many[1] | shared)


def test_one_of_two_processes_is_killed_and_the_other_cleans_up_after_it() -> None:
    mine = {f"/in/{n}.txt": f"Alpha attacks Beta{n}\n" for n in range(8)}
    for die_at in (8, 10, 12, 14):
        with tempfile.TemporaryDirectory(dir=memory()) as name:
            folder = Path(name)
            killed = PROCESSES.Process(target=carry_out, args=(folder, 0, die_at))
            other = PROCESSES.Process(target=carry_in, args=(folder, mine))
            killed.start()
            other.start()
            killed.join()
            other.join()
            assert (killed.exitcode, other.exitcode) == (-signal.SIGKILL, 0)
            with open_toy(folder / "w") as workspace:
                workspace.take(())
                done = acknowledged(folder)
                assert export(workspace) in [of(state | mine) for state in STATES[done : done + 2]]
                assert workspace.doctor() == ()


def write_slowly(folder: Path, die_at: int) -> None:
    """Writes a group of three and is killed at a checkpoint, or when the engine gets write ``-die_at``."""

    def die(number: int) -> None:
        if number == -die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    passed = iter(range(1, 100))
    with open_toy(folder / "w", checkpoint=lambda _: die(-next(passed) if die_at > 0 else 1)) as workspace:
        workspace.write(GROUP, die if die_at < 0 else lambda _: None)


GROUP = (
    Update("INSERT DATA { <urn:s> <urn:p> 1 }", key="one"),
    Update("INSERT DATA { <urn:s> <urn:p> 2 } ; DROP GRAPH <urn:missing>", key="refused"),
    Update("INSERT { ?s <urn:p> 3 } WHERE { ?s ?p ?o }", key="three"),
)


@pytest.mark.parametrize("die_at", [-1, -2, 1, 2, 3, 4, 5])
def test_who_lost_the_answer_learns_which_writes_were_done(die_at: int) -> None:
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        folder = Path(name)
        process = PROCESSES.Process(target=write_slowly, args=(folder, die_at))
        process.start()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        with open_toy(folder / "w") as workspace:
            answers = [workspace.settled(write.key or "") for write in GROUP]
            assert answers[1] is None
            done = {str(number) for number, answer in zip((1, 2, 3), answers, strict=True) if answer}
            assert done == {-1: set(), -2: {"1"}, 1: {"1"}}.get(die_at, {"1", "3"})
            found = {line.split('"')[1] for line in export(workspace).splitlines()}
            assert found == done
            assert all(answer is None or answer.version <= workspace.version for answer in answers)
            again = workspace.write([write for write in GROUP if write.key and workspace.settled(write.key) is None])
            assert sum(isinstance(answer, Written) for answer in again) == 2 - len(done)
            assert {line.split('"')[1] for line in export(workspace).splitlines()} == {"1", "3"}
            assert workspace.doctor() == ()
