"""A workspace is kept and replaced under a running service, which goes on with what was restored."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from kg.backup import back_up
from tests.api.service import Service
from tests.backup.dying import restore
from tests.workspace import toy

TOKEN = {"Authorization": "Bearer secret"}
COUNT = "SELECT (COUNT(*) AS ?n) { <urn:s> <urn:p> ?o }"


def count(address: str) -> int:
    answer = httpx.get(f"{address}/sparql", params={"query": COUNT}, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def write(address: str, number: int) -> None:
    headers = {**TOKEN, "Content-Type": "application/sparql-update"}
    answer = httpx.post(f"{address}/update", content=f"INSERT DATA {{ <urn:s> <urn:p> {number} }}", headers=headers)
    assert answer.status_code < 300, answer.text


@pytest.mark.slow
def test_a_service_goes_on_with_what_was_restored(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    with toy.open_toy(folder) as workspace:
        toy.ingest(workspace, {"/in/a.txt": "Alpha attacks Beta\n"})
    with Service(folder, write_token="secret") as service:
        address = service.address.rstrip("/")
        write(address, 1)
        back_up(toy.settings(folder), tmp_path / "kept")
        write(address, 2)
        assert count(address) == 2
        restore(folder, tmp_path / "kept", force=True)
        assert count(address) == 1
        write(address, 3)
        assert count(address) == 2
    with toy.open_toy(folder) as workspace:
        assert workspace.doctor() == ()
