"""Bodies in files: bounded, and gone afterwards, even after a crash."""

import subprocess
import sys
from pathlib import Path

import pytest

from kg.api.desk.spool import FOLDER, Spool
from kg.errors import QueryLimitError
from kg.settings import Settings

LEAVE = """
import os, sys
from pathlib import Path
from kg.api.desk.spool import Spool
from kg.settings import Settings
file = Spool(Settings(workspace=Path(sys.argv[1]))).open()
file.write(b"left")
if len(sys.argv) > 2:
    print(flush=True)
    sys.stdin.read()
os._exit(1)
"""


def left(workspace: Path) -> list[Path]:
    return list((workspace / FOLDER).iterdir())


def test_a_file_holds_what_was_written_and_is_gone_afterwards(tmp_path: Path) -> None:
    with Spool(Settings(workspace=tmp_path)).open() as file:
        file.write(b"one ")
        file.write(b"two")
        assert file.path.read_bytes() == b"one two"
        assert file.path.stat().st_mode & 0o077 == 0
    assert left(tmp_path) == []


def test_a_body_that_is_too_long_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    spool = Spool(Settings(workspace=tmp_path, body_bytes=10))
    with spool.open() as file:
        file.write(b"12345")
        with pytest.raises(QueryLimitError) as refused:
            file.write(b"123456")
    assert refused.value.limit == "body_bytes"
    assert left(tmp_path) == []
    with pytest.raises(QueryLimitError):
        spool.check(11)
    spool.check(10)


def test_a_service_sweeps_up_what_another_left_when_it_died_but_not_what_one_is_filling(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LEAVE, str(tmp_path)]
    subprocess.run(command, check=False)
    with subprocess.Popen([*command, "stay"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        assert len(left(tmp_path)) == 2
        Spool(Settings(workspace=tmp_path)).sweep()
        assert len(left(tmp_path)) == 1
        running.communicate(b"")
    Spool(Settings(workspace=tmp_path)).sweep()
    assert left(tmp_path) == []
