"""Rows laid aside by key, and keys remembered, while a file is read: on disk where they are many."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from types import TracebackType
from typing import Self


class Shelf:
    """Rows by key, in the order in which they came. What does not fit SQLite's cache is in a file that vanishes."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("CREATE TABLE row (place INTEGER PRIMARY KEY, key TEXT NOT NULL, value TEXT NOT NULL)")
        self._rows.execute("BEGIN")
        self._indexed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.close()

    def put(self, key: str, *row: str) -> None:
        """Lays a row aside."""
        self._rows.execute("INSERT INTO row (key, value) VALUES (?, ?)", (key, json.dumps(row)))

    def get(self, key: str) -> list[list[str]]:
        """The rows of a key."""
        if not self._indexed:
            self._rows.execute("CREATE INDEX by_key ON row (key)")
            self._indexed = True
        found = self._rows.execute("SELECT value FROM row WHERE key = ? ORDER BY place", (key,))
        return [json.loads(value) for (value,) in found]

    def keys(self) -> Iterator[str]:
        """Every key once, in the order of their first rows."""
        keys = self._rows.execute("SELECT key FROM row GROUP BY key ORDER BY min(place)")
        for (key,) in keys:
            yield key


class Seen:
    """Which keys have come before, on disk where they are many."""

    def __init__(self) -> None:
        self._keys = sqlite3.connect("", isolation_level=None)
        self._keys.execute("PRAGMA journal_mode = OFF")
        self._keys.execute("CREATE TABLE seen (key TEXT PRIMARY KEY) WITHOUT ROWID")
        self._keys.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._keys.close()

    def add(self, key: str) -> bool:
        """Whether the key is new; from now on it is not."""
        return self._keys.execute("INSERT OR IGNORE INTO seen VALUES (?)", (key,)).rowcount == 1
