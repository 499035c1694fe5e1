"""Commands run in this process, on a small workspace that no language model is needed for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import program
from kg.graph import ontology_quads
from kg.workspace import Workspace
from tests.workspace import toy

Kg = Callable[..., Result]

TEXTS = {
    "/in/a.txt": "Alpha attacks Beta\nBeta attacks Gamma\n",
    "/in/b.txt": "beta attacks DELTA\n",
    "/in/bad.txt": "Alpha attacks FORBIDDEN Beta\n",
    "/in/worse.txt": "UNREADABLE\n",
}


@pytest.fixture(autouse=True)
def piped(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command prints goes into a pipe, however wide the terminal is that the tests are run on."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two documents that came in, one in quarantine, and one that could not be read."""
    folder = tmp_path_factory.mktemp("prepared") / "workspace"
    derivation = replace(toy.DERIVATION, ontology=ontology_quads)
    with Workspace.open(toy.settings(folder), create=True, derivation=derivation) as opened:
        toy.ingest(opened, TEXTS)
    return folder


@pytest.fixture
def workspace(prepared: Path, tmp_path: Path) -> Path:
    """A copy of that workspace, to be changed at will."""
    return Path(shutil.copytree(prepared, tmp_path / "workspace"))


@pytest.fixture
def kg(workspace: Path) -> Kg:
    """Runs ``kg`` with these arguments on the workspace."""

    def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(
            program, [*map(str, arguments), "--workspace", str(workspace)], input=stdin, prog_name="kg"
        )

    return run
