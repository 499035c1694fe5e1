"""What is recorded of a version is exactly what came and what went, whoever dies in between."""

from __future__ import annotations

import multiprocessing
import random
import signal
import tempfile
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard

from kg.changes import Chain, Patches
from kg.store import Reader, Snapshots
from kg.workspace import Workspace
from kg.workspace.writes import GraphWrite, Payload, Update, Written
from tests.workspace.conftest import memory
from tests.workspace.plan import acknowledged, carry_out
from tests.workspace.toy import DERIVATION, ingest, open_toy, settings

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.workspace.plan"])


class Copy:
    """Follows a workspace's folder patch by patch, and holds every row against what it has."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.version = -1
        self.quads: set[ox.Quad] = set()
        self.id: object = None
        self.restarts = 0
        self.may_miss = False

    def catch_up(self) -> None:
        """Follows to the newest snapshot, from the snapshot itself where a chain begins."""
        snapshots, chain = Snapshots(self.folder / "snapshots"), Chain(self.folder / "changes")
        newest = snapshots.newest()
        if newest is None:
            return
        while self.version < newest.number:
            path = self.folder / f"changes/{self.version + 1}.rdfp.zst"
            if self.version < 0 or (self.may_miss and not path.exists()) or self._begins(path):
                self._start(newest.number)
                return
            self._apply(path)
        assert self.may_miss or chain.head(newest.number) is not None
        with Reader(snapshots.hold(newest.number)) as reader:
            assert self.quads == set(reader.quads())

    def _begins(self, path: Path) -> bool:
        (patch,) = Patches([zstandard.ZstdDecompressor().decompressobj().decompress(path.read_bytes())])
        return patch.begins

    def _start(self, version: int) -> None:
        with Reader(Snapshots(self.folder / "snapshots").hold(version)) as reader:
            self.quads = set(reader.quads())
        self.version, self.restarts = version, self.restarts + 1
        self.id = None

    def _apply(self, path: Path) -> None:
        (patch,) = Patches([zstandard.ZstdDecompressor().decompressobj().decompress(path.read_bytes())])
        assert patch.head.version == self.version + 1
        assert self.id in (None, patch.head.previous)
        removed, added = list(patch.removed.quads()), list(patch.added.quads())
        assert len(removed) == len({*removed}), "no row stands twice"
        assert len(added) == len({*added})
        assert {*removed} <= self.quads, "what goes was there"
        assert not {*added} & self.quads, "what comes was not"
        self.quads = self.quads - {*removed} | {*added}
        self.version, self.id = patch.head.version, patch.head.id


def run(folder: Path, die_at: int | None = None) -> int | None:
    process = PROCESSES.Process(target=carry_out, args=(folder, acknowledged(folder), die_at))
    process.start()
    process.join()
    return process.exitcode


@pytest.fixture(scope="module")
def checkpoints() -> int:
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        assert run(Path(folder)) == 0
        return int((Path(folder) / "checkpoints").read_text())


@pytest.mark.slow
def test_killed_at_every_other_step_the_chain_still_leads_from_each_version_to_the_next(checkpoints: int) -> None:
    """What is visible after every step is for ``test_crash``; here it is every other one, odd ones first, then even."""
    half = checkpoints // 2
    for die_at in (*range(1, half, 2), *range(half + half % 2, checkpoints + 1, 2)):
        with tempfile.TemporaryDirectory(dir=memory()) as name:
            folder = Path(name)
            copy = Copy(folder / "w")
            assert run(folder, die_at) == -signal.SIGKILL
            copy.catch_up()
            with open_toy(folder / "w") as workspace:
                workspace.take(())
            copy.catch_up()
            if die_at % 3 == 0:
                assert run(folder) == 0
                copy.catch_up()
            # A rebuild that is killed after it was done, and before that is noted, is done once more.
            assert copy.restarts <= 3, "at the beginning, and for the one rebuild of the plan"


@pytest.mark.slow
def test_killed_again_and_again(checkpoints: int) -> None:
    chance = random.Random(3)
    for die_at in chance.sample(range(1, checkpoints + 1), 5):
        with tempfile.TemporaryDirectory(dir=memory()) as name:
            folder = Path(name)
            copy = Copy(folder / "w")
            run(folder, die_at)
            copy.catch_up()
            for _ in range(3):
                if run(folder, chance.randint(1, 7)) == 0:
                    break
                copy.catch_up()
            assert run(folder) == 0
            copy.catch_up()
            assert copy.restarts <= 5


def test_graphs_of_people_are_recorded_as_what_differs(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    with open_toy(folder) as workspace:
        copy = Copy(folder)
        copy.catch_up()
        put(workspace, tmp_path, "<x:a> <x:p> 1, 2, 'three' . _:b <x:p> _:c . <x:a> <x:q> '05'^^<x:n>, 05 .")
        copy.catch_up()
        assert len(copy.quads) == 6
        put(workspace, tmp_path, "<x:a> <x:p> 2, 'three', 4 .")
        copy.catch_up()
        write(workspace, "CLEAR GRAPH <urn:g> ; INSERT DATA { GRAPH <urn:g> { <x:a> <x:p> 2 } <x:d> <x:p> _:x }")
        copy.catch_up()
        write(workspace, "DROP GRAPH <urn:g> ; DELETE WHERE { ?s ?p ?o }")
        copy.catch_up()
        assert not copy.quads
        assert copy.restarts == 1


def test_a_graph_that_is_made_anew_is_compared_with_what_was_there(tmp_path: Path) -> None:
    """Many triples are not logged one by one."""
    folder = tmp_path / "w"
    with open_toy(folder) as workspace:
        copy = Copy(folder)
        copy.catch_up()
        put(workspace, tmp_path, "".join(f"<x:{n}> <x:p> {n} .\n" for n in range(25_000)))
        copy.catch_up()
        put(workspace, tmp_path, "".join(f"<x:{n}> <x:p> {n} .\n" for n in range(24_990, 50_000)))
        copy.catch_up()
        assert copy.restarts == 1
    (patch,) = Patches(
        [zstandard.ZstdDecompressor().decompressobj().decompress((folder / "changes/2.rdfp.zst").read_bytes())]
    )
    assert (patch.removed.count, patch.added.count) == (24_990, 25_000)


def test_only_so_many_are_kept_and_the_newest_always(tmp_path: Path) -> None:
    few = replace(settings(tmp_path / "w"), changes_kept=3)
    with Workspace.open(few, create=True, derivation=DERIVATION) as workspace:
        for number in range(6):
            ingest(workspace, {f"/{number}.txt": f"Alpha attacks A{number}\n"})
        assert sorted(path.name for path in (tmp_path / "w/changes").iterdir()) == [
            f"{n}.rdfp.zst" for n in range(workspace.version - 2, workspace.version + 1)
        ]


def test_without_changes_there_are_none_and_later_a_new_chain_begins(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    none = replace(settings(folder), changes="off")
    with open_toy(folder) as workspace:
        ingest(workspace, {"/a.txt": "Alpha attacks Beta\n"})
        copy = Copy(folder)
        copy.catch_up()
    with Workspace.open(none, derivation=DERIVATION) as workspace:
        ingest(workspace, {"/b.txt": "Alpha attacks Gamma\n"})
    assert not (folder / "changes").exists()
    with open_toy(folder) as workspace:
        ingest(workspace, {"/c.txt": "Alpha attacks Delta\n"})
    copy.may_miss = True
    copy.catch_up()
    assert copy.restarts == 2


def put(workspace: Workspace, folder: Path, turtle: str) -> None:
    (folder / "payload").write_text(turtle)
    done = workspace.write([GraphWrite("put", "urn:g", (Payload(folder / "payload", "text/turtle"),))])
    assert isinstance(done[0], Written)


def write(workspace: Workspace, text: str) -> None:
    assert isinstance(workspace.write([Update(text)])[0], Written)
