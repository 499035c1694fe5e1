"""Copies of the truth: one taken beside whoever writes, and the examination of one that came from elsewhere."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import WorkspaceError
from kg.workspace import schema
from kg.workspace.database import remedy

_BUSY_SECONDS: Final = 60.0
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What a truth says of itself: version of its tables, version of the data, base IRI, number of documents."""

    tables: int
    version: int
    base_iri: str
    documents: int


def copy_truth(path: Path, to: Path) -> Facts:
    """Makes ``to`` a copy of the truth as it is at this moment; those who write go on meanwhile.

    A file of an older Herodotus stays as it is, in the copy, too. Raises ``WorkspaceError`` where the truth is
    damaged, of a newer version, or nothing yet, or where there is no room.
    """
    with _open(path, shared=True) as connection:
        found: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if found > schema.VERSION:
            raise schema.newer(path, found)
        connection.execute("VACUUM INTO ?", (str(to),))
    with _open(to) as copy:
        return _facts(copy, path)


def examine_truth(path: Path) -> Facts:
    """What a copy says of itself, after all that can be wrong with it has been looked for.

    Raises ``WorkspaceError`` where it is damaged, no truth, or of a newer version.
    """
    with _open(path) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        found: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if found > schema.VERSION:
            raise schema.newer(path, found)
        if complaint := schema.complaint(connection):
            raise WorkspaceError(f"{path.name} is no truth of a workspace: {complaint}.")
        rows = [row[0] for row in connection.execute(f"PRAGMA integrity_check({_SHOWN})")]
        if rows != ["ok"]:
            raise WorkspaceError(f"{path.name} is damaged: {'; '.join(rows)}.")
        return _facts(connection, path)


def version_of(path: Path) -> int:
    """The version of the data that a truth tells of, 0 where there is none or it tells nothing any more."""
    if not path.exists():
        return 0
    try:
        with _open(path, shared=True) as connection:
            row = connection.execute("SELECT value FROM facts WHERE name = 'version'").fetchone()
            return int(row[0]) if row else 0
    except WorkspaceError:
        return 0


def _facts(connection: sqlite3.Connection, path: Path) -> Facts:
    facts = dict(connection.execute("SELECT name, value FROM facts WHERE name IN ('base_iri', 'version')"))
    if "base_iri" not in facts:
        raise WorkspaceError(f"{path} holds no workspace yet.", remedy="Run `kg ingest` first.")
    tables = connection.execute("PRAGMA user_version").fetchone()[0]
    documents = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
    return Facts(tables, int(facts.get("version", 0)), facts["base_iri"], documents)


@contextmanager
def _open(path: Path, *, shared: bool = False) -> Iterator[sqlite3.Connection]:
    """The file, for reading alone; ``shared`` where others may write to it.

    Then it is opened as if for writing, where that is allowed: one that may not write cannot keep the file of what was
    written last from being put away while it looks for it.
    """
    mode = "rw" if shared else "ro"
    log = path.with_name(f"{path.name}-wal")
    if shared and not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size):
        mode = "ro&immutable=1"  # where nobody can write, nothing changes
    try:
        with closing(
            sqlite3.connect(
                f"{path.resolve().as_uri()}?mode={mode}", timeout=_BUSY_SECONDS, isolation_level=None, uri=True
            )
        ) as connection:
            yield connection
    except (sqlite3.Error, ValueError) as error:
        advice = remedy(error) if isinstance(error, sqlite3.Error) else None
        raise WorkspaceError(f"{path}: {error}.", remedy=advice) from error
