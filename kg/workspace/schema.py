"""The tables of the truth's file, and the check that this version of Herodotus knows them."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from kg.errors import WorkspaceError

VERSION: Final = 1
"""The version of the tables; it goes up whenever an older Herodotus could no longer read them."""

_TABLES: Final = (
    """
    CREATE TABLE facts (            -- facts about the workspace itself: base_iri, version of the data
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE documents (
        id TEXT PRIMARY KEY,
        sha256 TEXT NOT NULL,
        state TEXT NOT NULL,
        extractor TEXT NOT NULL,
        options TEXT NOT NULL,      -- canonical JSON
        media_type TEXT NOT NULL,
        title TEXT,
        date TEXT,
        words INTEGER NOT NULL,
        claims INTEGER NOT NULL,
        reason TEXT
    )
    """,
    "CREATE INDEX documents_by_state ON documents (state, id)",
    """
    CREATE TABLE contents (         -- beside documents, so that a change of state does not rewrite them
        document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
        bytes BLOB NOT NULL,        -- as they came in; this and the next three compressed with zlib
        text BLOB NOT NULL,         -- kg.model.Document as JSON
        extract BLOB NOT NULL,      -- kg.model.Extract as JSON
        identity BLOB NOT NULL,     -- kg.model.Identity as JSON
        report TEXT                 -- Turtle, where the gate turned the graph away
    )
    """,
    """
    CREATE TABLE standing (         -- the documents whose graphs are in the store
        document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
        identity BLOB NOT NULL,     -- as it was when the graph was written
        quads INTEGER NOT NULL,
        conflicts INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE sources (
        location TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        document TEXT REFERENCES documents (id),
        reason TEXT                 -- where the last attempt to read the source failed
    )
    """,
    "CREATE INDEX sources_by_document ON sources (document)",
    "CREATE INDEX sources_by_name ON sources (name)",
    """
    CREATE TABLE identifications (  -- what the standing documents say of entities, and how many times each is said
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        statement TEXT NOT NULL,    -- kg.model.Identification as JSON, without the document's own node
        count INTEGER NOT NULL,
        PRIMARY KEY (kind, name, statement)
    ) WITHOUT ROWID
    """,
)


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Makes the tables in an empty file. Raises ``WorkspaceError`` where they are those of another version."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > VERSION:
        raise WorkspaceError(
            f"{path} was written by a newer Herodotus (version {found} of its tables; this one knows {VERSION}).",
            remedy="Upgrade Herodotus.",
        )
    if found < VERSION:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone()[0] == 0:  # nobody else was faster
                for statement in _TABLES:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {VERSION}")
