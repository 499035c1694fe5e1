"""Where documents are read is chosen at the command line; what does not go together, or is not there, is said."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import program

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "note.txt").write_text("Norland bombed the town of Karsk on 3 May 2021.\n")
    return folder


def kg(workspace: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(program, [*map(str, arguments), "--workspace", str(workspace)])


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--engine", "dask"), "needs the address of a scheduler"),
        (("--scheduler", "tcp://127.0.0.1:1"), "go with --engine dask"),
        (("--shards", "x"), "go with --engine dask"),
        (("--explain", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1"), "needs no --workers and no --engine"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    tmp_path: Path, folder: Path, options: tuple[str, ...], why: str
) -> None:
    done = kg(tmp_path / "w", "ingest", folder, *options)
    assert done.exit_code == 2
    assert why in done.stderr
    assert not (tmp_path / "w").exists()


def test_without_the_extra_it_is_named(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    done = kg(tmp_path / "w", "ingest", folder, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1")
    assert done.exit_code == 2
    assert "pip install 'herodotus[dask]'" in done.stderr
    done = kg(tmp_path / "w", "ingest", "s3://bucket/x.txt")
    assert done.exit_code == 2
    assert "pip install 'herodotus[dask]'" in done.stderr
