"""A file of an older Herodotus is brought up to date at its opening; one of a newer is left alone."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from kg.errors import WorkspaceError
from kg.workspace import schema
from kg.workspace.truth import Truth
from kg.workspace.writes import Update, Written
from tests.workspace.toy import export, ingest, open_toy

_NEW_IN = {
    2: ("triples", "graphs", "changed_graphs", "changed_triples", "written"),
    3: (
        *("profiles", "blocks", "pairs", "leads", "speaks", "touched", "judgements"),
        *("lists", "listed", "listed_authorities", "accounts", "ties", "unindexed"),
    ),
    4: ("rejections", "acted"),
    5: ("retracted",),
}
_NEW = tuple(table for tables in _NEW_IN.values() for table in tables)


def test_every_table_that_was_added_is_taken_away_again_below(fast_path: Path) -> None:
    with sqlite3.connect(fast_path / "truth.sqlite") as connection:
        schema.prepare(connection, fast_path / "truth.sqlite")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    first = {"facts", "documents", "contents", "standing", "sources", "identifications", "sqlite_sequence"}
    assert tables - first == set(_NEW)
    assert max(_NEW_IN) == schema.VERSION


@pytest.mark.parametrize("version", range(1, schema.VERSION))
def test_a_workspace_of_an_older_version_opens_and_takes_writes_and_decisions(fast_path: Path, version: int) -> None:
    with open_toy(fast_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": "Alpha attacks Beta\n"})
        before = export(workspace)
    with sqlite3.connect(fast_path / "w/truth.sqlite") as connection:  # as that version would have left it
        for index in ("judgements_by_pair", "judgements_by_undone"):
            connection.execute(f"DROP INDEX {index}")
        for table in (table for new in range(version + 1, schema.VERSION + 1) for table in _NEW_IN[new]):
            connection.execute(f"DROP TABLE {table}")
        if version < 3:
            connection.execute("DELETE FROM facts WHERE name = 'world'")
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with open_toy(fast_path / "w") as workspace:
        assert export(workspace) == before
        (answer,) = workspace.write([Update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")])
        assert isinstance(answer, Written)
        assert export(workspace) == "".join(sorted([*before.splitlines(True), "<urn:a> <urn:b> <urn:c> .\n"]))
        claim = f"claim/{workspace.documents()[0].id}-c1"
        workspace.reviews.reject(claim, "ann")
        assert "#rejects> <http://127.0.0.1:8000/id/" in export(workspace)
        assert workspace.doctor() == ()


def test_a_file_of_a_newer_version_is_refused_and_not_touched(fast_path: Path) -> None:
    path = fast_path / "truth.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
        with pytest.raises(WorkspaceError, match="newer"):
            schema.prepare(connection, path)
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_a_migration_that_fails_leaves_the_old_version(fast_path: Path) -> None:
    path = fast_path / "truth.sqlite"
    with sqlite3.connect(path, isolation_level=None) as connection:
        schema.prepare(connection, path)
        for table in _NEW:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("CREATE TABLE written (here INTEGER)")  # stands in the way of the last statement
        connection.execute("PRAGMA user_version = 1")
        with pytest.raises(sqlite3.OperationalError):
            schema.prepare(connection, path)
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert not tables & {"graphs", "triples"}
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_who_opens_a_file_that_another_is_making_waits_for_it(fast_path: Path) -> None:
    path = fast_path / "truth.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")  # as it stands between its turn to WAL and its tables
    threading.Timer(0.3, lambda: other.execute("ROLLBACK")).start()
    truth = Truth(path, "process")
    assert truth.fact("base_iri") is None
    truth.close()
    other.close()
