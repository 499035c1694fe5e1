"""The tables of the index, and what becomes of SQLite's errors."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kg.errors import StoreError
from kg.search.entry import Kind

FORMAT: Final = 1
"""Number of this layout, of the way words are folded included."""

PREFIXES: Final = {Kind.ENTITY: 1, Kind.EVENT: 3, Kind.CLAIM: 3, Kind.DOCUMENT: 3}
"""Letters from which on the beginning of a word is looked up; an index of its own makes that cheap."""

_HASH: Final = 40
_BUCKETS: Final = 63

_TABLES: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, bone TEXT NOT NULL, times INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX vocabulary_bone ON vocabulary (bone, times DESC);
"""

_KIND: Final = """
CREATE TABLE {kind} (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    label TEXT NOT NULL,
    classes TEXT NOT NULL,
    names TEXT NOT NULL,
    folded TEXT NOT NULL,
    prominence INTEGER NOT NULL,
    document TEXT,
    begin INTEGER,
    text BLOB
);
CREATE INDEX {kind}_document ON {kind} (document) WHERE document IS NOT NULL;
CREATE VIRTUAL TABLE {kind}_words USING fts5(
    whole, name, text, class, content='', prefix='{prefix}', tokenize="unicode61 remove_diacritics 0 tokenchars '_'"
);
"""


def create(connection: sqlite3.Connection) -> None:
    """Makes the tables in an empty file."""
    prefixes = {1: "1 2 3", 3: "3"}
    script = _TABLES + "".join(_KIND.format(kind=kind.value, prefix=prefixes[PREFIXES[kind]]) for kind in Kind)
    connection.executescript(f"BEGIN; {script} INSERT INTO meta VALUES ('format', {FORMAT}); COMMIT;")  # noqa: S608 (our own words)


def row_of(one: str, prominence: int) -> int:
    """The place of an entry: the more prominent (by doublings) before the less, else by a checksum of its id.

    The full-text index gives what it finds in the order of places, so that what matters comes first without sorting.
    """
    bucket = min(max(prominence, 0).bit_length(), _BUCKETS)
    checksum = int.from_bytes(hashlib.blake2b(one.encode("utf-8"), digest_size=_HASH // 8).digest(), "big")
    return (_BUCKETS - bucket) << _HASH | checksum


def number(connection: sqlite3.Connection, key: str) -> int | None:
    """A number that the file says of itself, ``None`` where it says none."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else int(row[0])


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's errors as ours."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise StoreError(f"The search index {path} cannot be used: {error}.", remedy=REBUILD) from error
        raise StoreError(f"{path} is no search index.", remedy=REBUILD) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(f"The search index {path} is damaged: {error}.", remedy=REBUILD) from error


REBUILD: Final = "It holds nothing of its own: delete it, and `kg rebuild` makes it again."
