"""A workspace with something of everything, and its backup."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.backup import back_up
from kg.workspace.writes import Update
from tests.workspace import toy
from tests.workspace.conftest import memory
from tests.workspace.toy import ingest, open_toy

TEXTS = {"/in/a.txt": "Alpha attacks Beta\nBeta attacks Gamma\n", "/in/bad.txt": "Alpha attacks FORBIDDEN\n"}
WRITE = Update("INSERT DATA { <urn:s> <urn:p> 1 . GRAPH <urn:g> { <urn:s> <urn:p> 'kept' } }")


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A workspace with documents, one in quarantine, graphs that people wrote, settings, a token and a log; kept."""
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        folder = Path(name) / "w"
        with open_toy(folder) as workspace:
            ingest(workspace, TEXTS)
            workspace.write([WRITE])
            claim = workspace.extract("a.txt").claims[-1].id
            workspace.reviews.reject(f"claim/{workspace.document('a.txt').id}-{claim}", "ann")
        (folder / "herodotus.toml").write_text("query_seconds = 7\n")
        (folder / "tokens.json").write_text('{"tokens": []}')
        (folder / "audit.jsonl").write_text('{"kind": "update"}\n{"kind": "upd')  # somebody is writing a line
        back_up(toy.settings(folder), Path(name) / "kept.tar.zst")
        yield Path(name)


@pytest.fixture
def place(made: Path, fast_path: Path) -> Path:
    """A folder with a copy of the workspace ``w`` and its backup."""
    shutil.copytree(made / "w", fast_path / "w")
    shutil.copy(made / "kept.tar.zst", fast_path)
    return fast_path


@pytest.fixture
def fast_path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=memory()) as path:
        yield Path(path)
