"""Making the store again from the command line."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kg.graph import ontology_quads
from tests.cli.conftest import Kg
from tests.workspace import toy


@pytest.fixture(autouse=True)
def _without_a_language_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """The workspace was made by the small grammar of the tests, so that is what makes it again."""
    monkeypatch.setattr("kg.workspace.workspace.standard", lambda: replace(toy.DERIVATION, ontology=ontology_quads))


def test_a_store_that_was_lost_is_made_again(kg: Kg, workspace: Path) -> None:
    before = kg("query", "mentions", "--format", "csv").stdout_bytes
    shutil.rmtree(workspace / "store")
    done = kg("rebuild")
    assert done.exit_code == 1, "one document still waits in quarantine"
    assert "documents, version" in done.stdout
    assert "kg quarantine" in done.stderr
    assert kg("query", "mentions", "--format", "csv").stdout_bytes == before
