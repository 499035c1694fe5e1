"""What is asked of the truth for one document more never reads a table that grows with the documents."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kg.workspace.database import Database
from tests.workspace.toy import ingest, open_toy

GROWING = "documents|contents|standing|sources|identifications|profiles|blocks|pairs|leads|speaks|accounts|ties"
WHOLE = re.compile(rf"SCAN ({GROWING})\b|SEARCH ({GROWING})\b.*\(sort=\?\)")
TEMPORARY = re.compile(r"\b(fresh|kept)\b")
"""Tables of the writer's session alone."""

FIRST = re.compile(r"SELECT 1 FROM standing (UNION ALL SELECT 1 FROM lists )?LIMIT 1")
"""Whether there is any, which is known from the first row."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Any, ...]]:
    """Every statement that was run, with some values."""
    found: dict[str, tuple[Any, ...]] = {}
    run, run_many = Database.run, Database.run_many

    def note(self: Database, query: str, *values: Any) -> list[Any]:
        found.setdefault(query, values)
        return run(self, query, *values)

    def note_many(self: Database, query: str, rows: Iterable[tuple[Any, ...]]) -> None:
        made = list(rows)
        if made:
            found.setdefault(query, made[0])
        run_many(self, query, made)

    monkeypatch.setattr(Database, "run", note)
    monkeypatch.setattr(Database, "run_many", note_many)
    return found


def test_no_statement_reads_all_there_is(fast_path: Path, asked: dict[str, tuple[Any, ...]]) -> None:
    with open_toy(fast_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": "Karakalpak attacks Beta\n", "/in/b.txt": "Gamma attacks Beta\n"})
        asked.clear()  # what is done once for a new workspace
        ingest(workspace, {"/in/c.txt": "Qaraqalpaq attacks Gamma\n", "/in/d.txt": "Delta attacks Beta\n"})
        ingest(workspace, {"/in/c.txt": "Qaraqalpaq attacks Beta\n"})
        workspace.identities.judge("same", "Beta", "Gamma", "ann")
        workspace.identities.undo("ann")
        workspace.retract("d.txt")
    assert len(asked) > 60
    with sqlite3.connect(fast_path / "w" / "truth.sqlite") as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        assert set(GROWING.split("|")) <= tables
        whole = {}
        for query, values in asked.items():
            if not query.lstrip().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) or FIRST.search(query):
                continue
            if TEMPORARY.search(query):
                continue
            steps = [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]
            if found := [step for step in steps if WHOLE.match(step)]:
                whole[query] = found
    assert whole == {}
