"""A backup is the workspace as of one moment; what is restored gives the same bytes; nothing else is ever restored."""

from __future__ import annotations

import io
import json
import multiprocessing
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import zstandard

from kg.backup import back_up
from kg.backup import restore as put_back
from kg.errors import BackupError, HerodotusError, WorkspaceError
from kg.store import Reader, Snapshots
from kg.workspace import Workspace
from kg.workspace.writes import Update
from tests.backup.dying import keep_and_die, restore, restore_and_die, restore_anew_and_die, seen
from tests.workspace import toy
from tests.workspace.conftest import memory
from tests.workspace.toy import DERIVATION, export, ingest, open_toy

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.backup.dying"])


def test_what_is_restored_is_what_was_there(made: Path, fast_path: Path) -> None:
    restored = restore(fast_path / "new", made / "kept.tar.zst")
    assert (restored.documents, restored.quarantined, restored.settings) == (2, 1, True)
    assert seen(fast_path / "new") == seen(made / "w")
    with open_toy(fast_path / "new") as new, open_toy(made / "w") as old:
        assert new.documents() == old.documents()
        assert new.reviews.log() == old.reviews.log()
        assert new.content("a.txt") == old.content("a.txt")
        assert {finding.severity for finding in new.doctor()} == {"warning"}, "of the quarantine"
        assert new.version == restored.version > old.version
    for name in ("herodotus.toml", "tokens.json"):
        assert (fast_path / "new" / name).read_bytes() == (made / "w" / name).read_bytes()
    assert (fast_path / "new/audit.jsonl").read_text() == '{"kind": "update"}\n', "whole lines"
    assert (fast_path / "new/tokens.json").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in (fast_path / "new").iterdir() if path.is_dir()) == [
        *("changes", "snapshots", "store"),
    ]


def test_ordinary_tools_open_a_backup_and_find_it_whole(made: Path, fast_path: Path) -> None:
    kept = made / "kept.tar.zst"
    assert kept.stat().st_mode & 0o777 == 0o600
    with (
        kept.open("rb") as file,
        zstandard.ZstdDecompressor().stream_reader(file) as stream,
        tarfile.open(fileobj=stream, mode="r|") as archive,
    ):
        archive.extractall(fast_path, filter="data")
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=fast_path, capture_output=True, check=False)
    assert checked.returncode == 0
    manifest = json.loads((fast_path / "manifest.json").read_text())
    assert {member["name"] for member in manifest["members"]} | {"manifest.json", "SHA256SUMS"} == {
        path.name for path in fast_path.iterdir()
    }
    assert manifest["base_iri"] == "http://127.0.0.1:8000/"
    assert manifest["documents"] == 2


def test_a_file_that_is_there_is_replaced_only_when_asked(place: Path) -> None:
    file = place / "kept.tar.zst"
    before = file.read_bytes()
    with pytest.raises(BackupError, match="--force"):
        back_up(toy.settings(place / "w"), file)
    assert file.read_bytes() == before
    (place / "w/audit.jsonl").unlink()
    made = back_up(toy.settings(place / "w"), file, force=True)
    assert made.sha256 == sha256(file.read_bytes()).hexdigest()
    assert made.bytes == file.stat().st_size
    assert sorted(path.name for path in place.iterdir()) == ["kept.tar.zst", "w"]


def test_a_backup_goes_through_a_pipe(made: Path, fast_path: Path) -> None:
    pipe = io.BytesIO()
    told = back_up(toy.settings(made / "w"), pipe)
    assert told.sha256 == sha256(pipe.getvalue()).hexdigest()
    pipe.seek(0)
    restore(fast_path / "new", pipe)
    assert seen(fast_path / "new") == seen(made / "w")


def test_a_workspace_is_replaced_only_when_asked_and_then_whole(place: Path) -> None:
    with open_toy(place / "w") as workspace:
        ingest(workspace, {"/in/new.txt": "Delta attacks Epsilon\n"})
        later, version = export(workspace), workspace.version
    (place / "w/herodotus.toml").write_text("query_seconds = 8\n")
    with pytest.raises(BackupError, match="--force"):
        restore(place / "w", place / "kept.tar.zst")
    assert seen(place / "w") == later
    restored = restore(place / "w", place / "kept.tar.zst", force=True)
    assert seen(place / "w") != later
    assert restored.version > version, "a number stands for one state of the data"
    with open_toy(place / "w") as workspace:
        assert [record.names for record in workspace.documents()] == [("a.txt",), ("bad.txt",)]
    assert (place / "w/herodotus.toml").read_text() == "query_seconds = 7\n"
    assert (place / "w/audit.replaced-1.jsonl").read_text().count("\n") == 1
    assert {path.name for path in (place / "w/snapshots").iterdir()} == {
        str(restored.version),
        f"{restored.version}.lock",
    }


def test_settings_that_lie_ready_for_a_new_workspace_stay(made: Path, fast_path: Path) -> None:
    (fast_path / "new").mkdir()
    (fast_path / "new/herodotus.toml").write_text("query_seconds = 9\n")
    assert not restore(fast_path / "new", made / "kept.tar.zst").settings
    assert (fast_path / "new/herodotus.toml").read_text() == "query_seconds = 9\n"


def test_readers_find_a_snapshot_at_every_moment_of_a_replacement(place: Path) -> None:
    old = seen(place / "w")
    with open_toy(place / "w") as workspace, workspace.reader() as reader:
        states = []

        def look(_: str) -> None:
            with open_reader(place / "w") as other:
                states.append("".join(sorted(f"{quad} .\n" for quad in other.quads())))

        restore(place / "w", place / "kept.tar.zst", force=True, step=look)
        assert set(states) == {old}, "it is the same data"
        assert len(list(reader.quads())) == old.count("\n"), "who reads goes on with what he has"


@contextmanager
def open_reader(folder: Path) -> Iterator[Any]:
    with Reader(Snapshots(folder / "snapshots").hold()) as reader:
        yield reader


def test_who_has_a_workspace_open_that_is_replaced_writes_nothing_more(place: Path) -> None:
    with open_toy(place / "w") as opened:
        restore(place / "w", place / "kept.tar.zst", force=True)
        with pytest.raises(WorkspaceError, match="was replaced while it was in use"):
            ingest(opened, {"/in/new.txt": "Delta attacks Epsilon\n"})
    with open_toy(place / "w") as workspace:
        assert len(workspace.documents()) == 2
        assert ingest(workspace, {"/in/new.txt": "Delta attacks Epsilon\n"}).is_whole


def test_a_backup_taken_while_others_write_is_one_moment(fast_path: Path) -> None:
    """Each write leaves exactly one triple; a backup has one of them, never none and never two."""
    files, states = [], set()
    with open_toy(fast_path / "w") as workspace:
        workspace.write([Update("INSERT DATA { <urn:s> <urn:p> 0 }")])
    done = threading.Event()

    def keep() -> None:
        while not done.is_set() or len(files) < 3:
            files.append(fast_path / f"{len(files)}.tar.zst")
            back_up(toy.settings(fast_path / "w"), files[-1])

    thread = threading.Thread(target=keep)
    thread.start()
    with open_toy(fast_path / "w") as workspace:
        for number in range(1, 30):
            text = f"DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }} ; INSERT DATA {{ <urn:s> <urn:p> {number} }}"
            workspace.write([Update(text)])
        ingest(workspace, {"/in/a.txt": "Alpha attacks Beta\n"})
    done.set()
    thread.join()
    for file in files[:: max(1, len(files) // 4)]:
        restore(fast_path / "new", file, force=True)
        lines = [line for line in seen(fast_path / "new").splitlines() if line.startswith("<urn:s>")]
        assert len(lines) == 1
        states.add(lines[0])
    assert states


def killed(target: Callable[[Path, int], None], folder: Path, die_at: int) -> bool:
    process = PROCESSES.Process(target=target, args=(folder, die_at))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


@pytest.mark.slow
def test_a_backup_that_is_killed_leaves_the_old_file_or_the_new_one(place: Path) -> None:
    before = (place / "kept.tar.zst").read_bytes()
    with open_toy(place / "w") as workspace:
        ingest(workspace, {"/in/new.txt": "Delta attacks Epsilon\n"})
    steps = 0
    while killed(keep_and_die, place, steps + 1):
        steps += 1
        after = (place / "kept.tar.zst").read_bytes()
        if after != before:
            restore(place / f"new{steps}", place / "kept.tar.zst")
            assert seen(place / f"new{steps}") == seen(place / "w")
    assert steps >= 7
    assert not list(place.glob(".kept*")), "the one that was not killed has cleaned up"


@pytest.mark.slow
def test_a_restoration_that_is_killed_leaves_the_old_workspace_or_the_new_one(made: Path) -> None:
    new = seen(made / "w")
    steps, ends = 0, []
    while True:
        with tempfile.TemporaryDirectory(dir=memory()) as name:
            place = Path(name)
            shutil.copytree(made / "w", place / "w")
            shutil.copy(made / "kept.tar.zst", place)
            with open_toy(place / "w") as workspace:
                ingest(workspace, {"/in/new.txt": "Delta attacks Epsilon\n"})
                old = export(workspace)
            if not killed(restore_and_die, place, steps + 1):
                break
            steps += 1
            with open_reader(place / "w") as reader:
                assert len(list(reader.quads())) in (old.count("\n"), new.count("\n"))
            with open_toy(place / "w") as workspace:
                workspace.take(())
                ends.append(export(workspace))
                assert ends[-1] in (old, new)
                assert {finding.severity for finding in workspace.doctor()} == {"warning"}
            restore(place / "w", place / "kept.tar.zst", force=True)
            assert seen(place / "w") == new
            assert not list((place / "w").glob("restore.*"))
    assert steps > 20
    assert ends == sorted(ends, key=lambda end: end == new), "there is one step before which all is old"


@pytest.mark.slow
def test_a_restoration_into_nothing_that_is_killed_leaves_nothing_or_all(made: Path) -> None:
    for die_at in range(1, 100):
        with tempfile.TemporaryDirectory(dir=memory()) as name:
            place = Path(name)
            shutil.copy(made / "kept.tar.zst", place)
            if not killed(restore_anew_and_die, place, die_at):
                assert die_at > 10
                return
            with suppress(WorkspaceError):  # there is none
                with Workspace.open(toy.settings(place / "new"), derivation=DERIVATION) as workspace:
                    assert export(workspace) == seen(made / "w")
                continue
            restore(place / "new", place / "kept.tar.zst")
            assert seen(place / "new") == seen(made / "w")


def test_a_backup_of_nothing_and_a_restoration_of_nothing_say_so(fast_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="there is no workspace"):
        back_up(toy.settings(fast_path / "none"), fast_path / "kept")
    with pytest.raises(BackupError, match="No such file"):
        restore(fast_path / "none", fast_path / "kept")
    with pytest.raises(BackupError, match="is a folder"):
        restore(fast_path / "none", fast_path)
    assert list(fast_path.iterdir()) == []


def test_a_damaged_truth_is_not_taken_for_a_backup(place: Path) -> None:
    with (place / "w/truth.sqlite").open("rb+") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 20)
    (place / "w/audit.jsonl").unlink()
    with pytest.raises(HerodotusError, match=r"Restore the workspace|doctor --repair"):
        back_up(toy.settings(place / "w"), place / "other")
    assert not (place / "other").exists()
    assert restore(place / "w", place / "kept.tar.zst", force=True).documents == 2, "what a backup is for"


def test_two_that_restore_at_once_do_it_one_after_the_other(place: Path) -> None:
    program = (
        "from pathlib import Path; from tests.backup.dying import restore;"
        f"restore(Path({str(place / 'w')!r}), Path({str(place / 'kept.tar.zst')!r}), force=True)"
    )
    both = [subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0], [process.stderr for process in both]
    with open_toy(place / "w") as workspace:
        assert len(workspace.documents()) == 2
        assert not [finding for finding in workspace.doctor() if finding.severity == "error"]


def test_a_base_other_than_the_setting_stays_what_it_was(made: Path, fast_path: Path) -> None:
    other = replace(toy.settings(fast_path / "new"), base_iri="https://example.org/")
    put_back(other, made / "kept.tar.zst", derivation=DERIVATION)
    assert seen(fast_path / "new") == seen(made / "w")
