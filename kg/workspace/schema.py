"""The tables of the truth's file, and the check that this version of Herodotus knows them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from kg.errors import WorkspaceError

VERSION: Final = 5
"""The version of the tables; it goes up whenever an older Herodotus could no longer read them."""

_DOCUMENTS: Final = (
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

_USER_GRAPHS: Final = (
    """
    CREATE TABLE graphs (           -- the graphs that people wrote; a named one may be empty
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE   -- as in N-Quads; the default graph's is empty
    )
    """,
    """
    CREATE TABLE triples (
        graph INTEGER NOT NULL REFERENCES graphs (id),
        line TEXT NOT NULL,         -- subject, predicate and object as in N-Triples, in the store's canonical forms
        PRIMARY KEY (graph, line)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE changed_graphs (   -- what the last writes changed; the store has it once the snapshot is published
        name TEXT PRIMARY KEY,
        anew INTEGER NOT NULL       -- whether the store's graph is to be made again from the triples
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE changed_triples (  -- what the last writes added to (1) and removed from (-1) graphs not made anew
        name TEXT NOT NULL,
        line TEXT NOT NULL,
        sign INTEGER NOT NULL,
        PRIMARY KEY (name, line)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE written (          -- the last writes that were done, for those who lost the answer
        number INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,   -- kg.workspace.writes.Written; the data's version that shows it
        created INTEGER NOT NULL,
        added INTEGER NOT NULL,
        removed INTEGER NOT NULL
    )
    """,
)

_WORLD: Final = (
    """
    CREATE TABLE profiles (         -- of entities' keys and of documents' events: ``sort`` tells which
        sort TEXT NOT NULL,
        id TEXT NOT NULL,
        profile TEXT NOT NULL,      -- kg.model.Profile or EventProfile as JSON
        PRIMARY KEY (sort, id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE blocks (           -- things that share a block are worth comparing
        sort TEXT NOT NULL,
        block TEXT NOT NULL,
        id TEXT NOT NULL,
        PRIMARY KEY (sort, block, id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX blocks_by_id ON blocks (sort, id)",
    """
    CREATE TABLE pairs (            -- two things that may be one; the first comes before the second
        sort TEXT NOT NULL,
        one TEXT NOT NULL,
        other TEXT NOT NULL,
        score REAL NOT NULL,
        reasons TEXT NOT NULL,      -- JSON
        PRIMARY KEY (sort, one, other)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX pairs_by_other ON pairs (sort, other)",
    "CREATE INDEX pairs_by_score ON pairs (sort, score)",
    """
    CREATE TABLE leads (            -- the things that go by another's name
        sort TEXT NOT NULL,
        id TEXT NOT NULL,
        lead TEXT NOT NULL,
        PRIMARY KEY (sort, id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX leads_by_lead ON leads (sort, lead)",
    """
    CREATE TABLE speaks (           -- which standing documents speak of a key
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (kind, name, document)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE lists (            -- imported reference lists
        name TEXT PRIMARY KEY,
        header TEXT NOT NULL,       -- kg.lists.ListHeader as JSON
        entries INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE listed (
        list TEXT NOT NULL,
        id TEXT NOT NULL,
        kind TEXT NOT NULL,         -- with the name: the key of what the entry is about
        name TEXT NOT NULL,
        entry TEXT NOT NULL,        -- kg.lists.ListedEntry as JSON
        PRIMARY KEY (list, id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX listed_by_key ON listed (kind, name)",
    """
    CREATE TABLE listed_authorities (
        list TEXT NOT NULL,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        label TEXT NOT NULL,
        PRIMARY KEY (list, kind, name, label)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX listed_authorities_by_key ON listed_authorities (kind, name)",
    """
    CREATE TABLE accounts (         -- what standing documents say of one event or actor, with the names of now
        subject TEXT NOT NULL,      -- event/{document}/{node} or {kind}/{name}
        document TEXT NOT NULL,
        denied INTEGER NOT NULL,    -- whether one of them denies something
        rows TEXT NOT NULL,         -- kg.model.Account as JSON
        PRIMARY KEY (subject, document)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX accounts_by_document ON accounts (document)",
    """
    CREATE TABLE ties (             -- what standing documents say of two actors, the first of whom comes first
        first TEXT NOT NULL,
        second TEXT NOT NULL,
        document TEXT NOT NULL,
        rows TEXT NOT NULL,         -- kg.model.Tie as JSON
        PRIMARY KEY (first, second, document)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX ties_by_document ON ties (document)",
    """
    CREATE TABLE unindexed (        -- documents and entities that the index for search has yet to take up
        id TEXT PRIMARY KEY
    )
    """,
    """
    CREATE TABLE touched (          -- keys and events about which people decided, until the view has taken it up
        id TEXT PRIMARY KEY
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE judgements (       -- only ever added to
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        verdict TEXT NOT NULL,      -- same, different, undo
        one TEXT NOT NULL,
        other TEXT NOT NULL,
        author TEXT NOT NULL,
        time TEXT NOT NULL,         -- UTC, ISO 8601
        score REAL,
        reason TEXT NOT NULL,
        undoes INTEGER REFERENCES judgements (number)
    )
    """,
)

_REVIEW: Final = (
    """
    CREATE TABLE rejections (       -- only ever added to
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        verdict TEXT NOT NULL,      -- reject, restore
        document TEXT NOT NULL,     -- which may be gone, and come back
        claim TEXT NOT NULL,        -- its id when it was rejected
        fingerprint TEXT NOT NULL,  -- what it says and where: kg.workspace.fingerprint
        author TEXT NOT NULL,
        time TEXT NOT NULL,         -- UTC, ISO 8601
        reason TEXT NOT NULL,
        restores INTEGER UNIQUE REFERENCES rejections (number)
    )
    """,
    "CREATE INDEX rejections_by_document ON rejections (document)",
    "CREATE INDEX judgements_by_pair ON judgements (one, other)",
    "CREATE INDEX judgements_by_undone ON judgements (undoes)",
    """
    CREATE TABLE acted (            -- the last acts that were done, for those who lost the answer
        number INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        line INTEGER,               -- of the journal that the act added to
        document TEXT               -- that the act was about
    )
    """,
)

_GONE: Final = (
    """
    CREATE TABLE IF NOT EXISTS retracted (  -- documents that were here and are gone, so that their IRIs can say so
        document TEXT PRIMARY KEY,
        time TEXT NOT NULL          -- UTC, ISO 8601
    ) WITHOUT ROWID
    """,  # some files of version 4 have it already
)

_STEPS: Final = (_DOCUMENTS, _USER_GRAPHS, _WORLD, _REVIEW, _GONE)
"""What each version added to the one before."""

_OPTIONAL: Final = frozenset({"retracted"})
"""Tables that files of the version before the one that brought them may have."""


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Makes the tables, or those that an older version did not have, in one transaction.

    Raises ``WorkspaceError`` where the file was written by a newer version.
    """
    found = _version(connection)
    if found > VERSION:
        raise newer(path, found)
    if found < VERSION:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            for step in _STEPS[_version(connection) :]:  # nobody else may have been faster
                for statement in step:
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")


def newer(path: Path, found: int) -> WorkspaceError:
    """The answer to a file of a version that this Herodotus does not know."""
    return WorkspaceError(
        f"{path} was written by a newer Herodotus (version {found} of its tables; this one knows {VERSION}).",
        remedy="Upgrade Herodotus.",
    )


def complaint(connection: sqlite3.Connection) -> str | None:
    """What keeps an open file from being a truth of the version that it says it is; ``None`` where nothing does.

    Only tables and indices are looked at, not what is in them. What the version does not have – a trigger, a view, a
    further column – is a complaint, too: it would run, or be run into, in the name of whoever opens the file.
    """
    version = _version(connection)
    if not 1 <= version <= VERSION:
        return f"its tables have version {version}"
    wanted = layout(version)
    found = _layout(connection)
    if strange := sorted(found.keys() - wanted.keys() - _OPTIONAL):
        return f"it has '{strange[0]}', which is none of ours"
    if missing := sorted(wanted.keys() - found.keys()):
        return f"it lacks the table '{missing[0]}'"
    if other := sorted(name for name, columns in wanted.items() if found[name] != columns):
        return f"its table '{other[0]}' has other columns"
    return None


def layout(version: int = VERSION) -> dict[str, tuple[str, ...]]:
    """The columns of each table that a file of this version has, and of each index the table."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for step in _STEPS[:version]:
            for statement in step:
                connection.execute(statement)
        return _layout(connection)


def _layout(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    found = connection.execute(
        "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    ).fetchall()
    return {
        name: tuple(row[0] for row in connection.execute("SELECT name FROM pragma_table_xinfo(?)", (name,)))
        if kind == "table"
        else (kind, table)
        for kind, name, table in found
    }


def _version(connection: sqlite3.Connection) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found
