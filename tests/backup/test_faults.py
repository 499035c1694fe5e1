"""Full disks, folders that cannot be written, and two writers, as one meets them at the command line.

Each ends in the old state or the new one, with a message that says what to do, and no traceback.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.backup import back_up
from kg.workspace.writes import Update
from tests.backup.dying import content, seen
from tests.workspace import toy
from tests.workspace.conftest import memory
from tests.workspace.toy import export, ingest, open_toy

PROGRAM = """
import sys
import kg.workspace.workspace, kg.workspace.repair
from tests.workspace.toy import DERIVATION
kg.workspace.workspace.standard = kg.workspace.repair.standard = lambda: DERIVATION
from kg.cli import main
main()
"""


def kg(*arguments: str | Path, workspace: Path) -> subprocess.CompletedProcess[str]:
    """The command line, with the tests' stages, so that nothing needs a language model."""
    command = [sys.executable, "-c", PROGRAM, *map(str, arguments), "--workspace", str(workspace)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)


def refused(done: subprocess.CompletedProcess[str], *said: str) -> None:
    """The command did not do it, and says why in a line or two."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("kg: "), done.stderr
    assert any(word in done.stderr for word in said), done.stderr


@contextmanager
def mounted(options: str, source: str = "tmpfs", folder: Path | None = None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        kind = ["-t", "tmpfs"] if source == "tmpfs" else ["--bind"]
        if os.geteuid() != 0 or shutil.which("mount") is None:
            pytest.skip("only root can mount a small disk")
        done = subprocess.run(
            ["mount", *kind, "-o", options, source, name], capture_output=True, text=True, check=False
        )
        if done.returncode:
            pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
        try:
            if source != "tmpfs":
                subprocess.run(["mount", "-o", "remount,bind,ro", name], check=True)
            yield Path(name)
        finally:
            subprocess.run(["umount", "-l", name], check=False)


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """A workspace of some megabytes, and its backup beside."""
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        texts = {f"/in/{n}.txt": "".join(f"A{n} attacks B{n * k}\n" for k in range(12)) for n in range(12)}
        with open_toy(Path(name) / "w") as workspace:
            ingest(workspace, texts)
            workspace.write([Update(f"INSERT DATA {{ <urn:s> <urn:p> '{os.urandom(600_000).hex()}' }}")])
        shutil.copytree(Path(name) / "w", tmp_path / "w")
    back_up(toy.settings(tmp_path / "w"), tmp_path / "kept")
    return tmp_path


def test_a_backup_for_which_there_is_no_room_leaves_nothing_behind(big: Path) -> None:
    with mounted("size=400k") as disk:
        refused(kg("backup", disk / "kept", workspace=big / "w"), "Make room", "is room")
        assert list(disk.iterdir()) == []
        (disk / "kept").write_bytes(b"old")
        refused(kg("backup", disk / "kept", "--force", workspace=big / "w"), "Make room", "is room")
        assert (disk / "kept").read_bytes() == b"old"
    with open_toy(big / "w") as workspace:
        assert workspace.doctor() == ()


@pytest.mark.parametrize("size", ["400k", "1600k", "2400k"])
def test_a_restoration_for_which_there_is_no_room_leaves_nothing_behind(big: Path, size: str) -> None:
    with mounted(f"size={size}") as disk:
        refused(kg("restore", big / "kept", workspace=disk / "w"), "Make room", "is room")
        assert list(disk.iterdir()) == []


def test_a_restoration_in_the_place_of_a_workspace_for_which_there_is_no_room_leaves_it_as_it_was(big: Path) -> None:
    with mounted("size=3m") as disk:
        with open_toy(disk / "w") as workspace:
            ingest(workspace, {"/in/a.txt": "Alpha attacks Beta\n"})
            before = export(workspace)
        (disk / "filler").write_bytes(bytes(1 << 20))
        refused(kg("restore", big / "kept", "--force", workspace=disk / "w"), "Make room", "is room")
        (disk / "filler").unlink()
        assert seen(disk / "w") == before
        with open_toy(disk / "w") as workspace:
            assert workspace.doctor() == ()
            assert not list((disk / "w").glob("restore*"))


@pytest.mark.parametrize("room", [40_000, 300_000, 700_000])
def test_what_there_is_no_room_for_can_come_in_later(room: int) -> None:
    """What was acknowledged before stays, and is seen."""
    text = "".join(f"A{number} attacks B{number}\n" for number in range(100))
    with mounted("size=16m") as disk:
        with open_toy(disk / "w") as workspace:
            ingest(workspace, {"/in/a.txt": "Alpha attacks Beta\n"})
            before = export(workspace)
        (disk / "filler").write_bytes(bytes(max(0, shutil.disk_usage(disk).free - room)))
        command = [sys.executable, "-c", INGEST, str(disk / "w"), text]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
        assert done.returncode == 2, done.stdout + done.stderr
        assert "Make room" in done.stdout
        (disk / "filler").unlink()
        with open_toy(disk / "w") as workspace:
            workspace.take(())
            assert set(before.splitlines()) <= set(export(workspace).splitlines())
            ingest(workspace, {"/in/in.txt": text})
            assert len(workspace.documents()) == 2
            assert workspace.doctor() == ()


INGEST = """
import sys
from pathlib import Path
from kg.errors import HerodotusError
from tests.workspace.toy import ingest, open_toy
try:
    with open_toy(Path(sys.argv[1])) as workspace:
        ingest(workspace, {"/in/in.txt": sys.argv[2]})
except HerodotusError as error:
    print(error)
    sys.exit(2)
"""


def test_a_folder_that_cannot_be_written_is_read_and_kept_and_otherwise_left_alone(big: Path) -> None:
    with mounted("bind", source=str(big)) as disk:
        before = content(disk)
        refused(kg("backup", disk / "other", workspace=disk / "w"), "leave to write")
        refused(
            kg("restore", disk / "kept", "--force", workspace=disk / "w"), "leave to", "cannot be opened for writing"
        )
        refused(kg("restore", disk / "kept", workspace=disk / "new"), "leave to", "cannot be made")
        refused(kg("rebuild", workspace=disk / "w"), "whether this user may write")
        refused(kg("doctor", "--repair", workspace=disk / "w"), "may write", "cannot be opened for writing")
        assert content(disk) == before
        exported = kg("export", "--format", "nquads", workspace=disk / "w")
        assert exported.returncode == 0, exported.stderr
        assert kg("backup", big / "elsewhere", workspace=disk / "w").returncode == 0
    assert kg("restore", big / "elsewhere", workspace=big / "new").returncode == 0
    assert seen(big / "new") == seen(big / "w")


def test_a_truth_whose_tail_is_damaged_is_told_repaired_and_told_what_was_lost(big: Path) -> None:
    path = big / "w/truth.sqlite"
    data = path.read_bytes()
    path.write_bytes(data[:-8192] + b"\xa5" * 8192)
    told = kg("doctor", workspace=big / "w")
    assert told.returncode == 1
    assert "damaged" in told.stdout or "malformed" in told.stdout
    assert "--repair" in told.stdout or "backup" in told.stdout
    assert path.read_bytes() == data[:-8192] + b"\xa5" * 8192
    done = kg("doctor", "--repair", workspace=big / "w")
    assert "Traceback" not in done.stderr
    assert "mended: truth.sqlite was damaged" in done.stdout
    assert (done.returncode == 1) is ("lost: " in done.stdout)
    assert kg("doctor", workspace=big / "w").returncode == 0


def test_the_command_line_keeps_and_restores(big: Path) -> None:
    kept = kg("backup", big / "other", workspace=big / "w")
    assert kept.returncode == 0
    assert "12 documents" in kept.stderr
    refused(kg("backup", big / "other", workspace=big / "w"), "--force")
    refused(kg("restore", big / "other", workspace=big / "w"), "--force")
    done = kg("restore", big / "other", workspace=big / "new")
    assert (done.returncode, done.stderr) == (0, "")
    assert "12 documents" in done.stdout
    (big / "other").write_bytes(b"no backup")
    refused(kg("restore", big / "other", "--force", workspace=big / "new"), "no backup")
    assert seen(big / "new") == seen(big / "w")
