"""What is acknowledged with ``durability = sync`` is on the disk before: shown by the system calls."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace shows the system calls; it is not here")

PROGRAM = """
import os, sys
from pathlib import Path
from kg.settings import Settings
from kg.workspace import Workspace
from kg.workspace.writes import Update
from tests.workspace.toy import DERIVATION, ingest
from kg.backup import back_up
folder, what, durability = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
settings = Settings(workspace=folder / "w", durability=durability)
with Workspace.open(settings, create=True, derivation=DERIVATION) as workspace:
    os.access("/marked/begun", os.F_OK)
    if what == "ingest":
        ingest(workspace, {"/in/new.txt": f"Delta attacks {os.getpid()}\\n"})
    elif what == "update":
        workspace.write([Update("INSERT DATA { <urn:s> <urn:p> 1 }")])
    elif what == "backup":
        back_up(settings, folder / "kept")
    os.access("/marked/acknowledged", os.F_OK)
"""
CALL = re.compile(r"(?:\[pid\s+\d+\] |\d+ +)?(\w+)\((.*)")


def calls(folder: Path, what: str, durability: str = "sync", *, whole: bool = False) -> list[tuple[str, str]]:
    """The calls that matter between the beginning and the acknowledgement, in their order, each with what it is about.

    ``whole`` begins before the workspace is opened. Descriptors are told as paths.
    """
    log = folder / "log"
    traced = "write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,linkat,mkdir,access,faccessat,faccessat2"
    program = ["strace", "-f", "-y", "-s", "0", "-o", str(log), "-e", f"trace={traced}", sys.executable, "-c", PROGRAM]
    done = subprocess.run([*program, str(folder), what, durability], capture_output=True, text=True, check=False)
    if "ptrace" in done.stderr and done.returncode:
        pytest.skip(f"strace may not trace here: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    lines = log.read_text().splitlines()
    begin = -1 if whole else next(number for number, line in enumerate(lines) if "/marked/begun" in line)
    end = next(number for number, line in enumerate(lines) if "/marked/acknowledged" in line)
    found = []
    for line in lines[begin + 1 : end]:
        if (match := CALL.match(line)) and str(folder) in match[2]:
            paths = re.findall(rf"{re.escape(str(folder))}/?([^\">]*)", match[2])
            found.append((match[1].removesuffix("64"), " ".join(paths)))
    return found


def unsynced(done: list[tuple[str, str]], part: str) -> list[str]:
    """The files under ``part`` that were written to and not brought onto the disk afterwards."""
    dirty: dict[str, None] = {}
    for call, path in done:
        if not re.search(part, path):
            continue
        if call in ("write", "pwrite"):
            dirty[path] = None
        elif call in ("fsync", "fdatasync"):
            dirty.pop(path, None)
    return list(dirty)


def place(done: list[tuple[str, str]], call: str, part: str) -> int:
    """Where such a call comes for the last time."""
    return max(number for number, (name, path) in enumerate(done) if name.startswith(call) and re.search(part, path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with a document."""
    calls(tmp_path, "ingest")
    return tmp_path


def lasting(done: list[tuple[str, str]]) -> None:
    """Truth, store and snapshot are on the disk, with their names."""
    assert any(path == "w/truth.sqlite-wal" for call, path in done if call == "pwrite")
    assert unsynced(done, r"^w/truth\.sqlite(-wal)?$") == []
    assert unsynced(done, r"^w/store/\d+\.(log|sst)$") == []
    assert unsynced(done, r"^w/snapshots/[^/]+/(CURRENT|MANIFEST.*)$") == []
    shown = place(done, "rename", r"^w/snapshots/\.\d+ w/snapshots/\d+$")
    assert place(done, "fsync", r"^w/snapshots$") > shown
    assert place(done, "fdatasync", r"^w/truth\.sqlite-wal$") < shown or done[-1] == ("fdatasync", "w/truth.sqlite-wal")


@pytest.mark.parametrize("what", ["ingest", "update"])
def test_truth_store_and_snapshot_are_on_the_disk_before_the_acknowledgement(folder: Path, what: str) -> None:
    lasting(calls(folder, what))


def test_a_new_workspace_is_on_the_disk_with_its_name_before_the_first_acknowledgement(tmp_path: Path) -> None:
    done = calls(tmp_path, "ingest", whole=True)
    lasting(done)
    made = place(done, "mkdir", r"^w/snapshots$")
    assert place(done, "fsync", r"^w$") > min(n for n, call in enumerate(done) if call == ("mkdir", "w/snapshots"))
    assert place(done, "fsync", r"^$") > done.index(("mkdir", "w")), "the folder's own name"
    assert made


def test_without_sync_the_truth_is_left_to_the_system(folder: Path) -> None:
    """Otherwise the tests above would prove nothing."""
    assert "w/truth.sqlite-wal" in unsynced(calls(folder, "update", "process"), r"^w/truth\.sqlite-wal$")


def test_a_backup_is_on_the_disk_before_it_has_its_name(folder: Path) -> None:
    done = calls(folder, "backup")
    named = place(done, "rename", "kept.part/archive kept$")
    assert place(done, "fsync", r"^\.kept\.part/archive$") < named
    assert place(done, "fsync", r"^$") > named, "the name, too"
    assert unsynced(done[:named], r"^\.kept\.part/archive$") == []
