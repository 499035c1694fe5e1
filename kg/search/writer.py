"""The writer of the index: takes entries in batches, and shows a batch to readers when it is whole."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from kg.identity.comparison.spelling import skeleton
from kg.search.entry import Entry, Kind
from kg.search.record import COLUMNS, Record
from kg.search.schema import FORMAT, create, number, translated

_HELD: Final = 50_000
"""Entries held in memory before they are filed; the full-text index likes them in the order of their places."""

_ASKED: Final = 500
"""Entries that are looked up at once."""


class SearchWriter:
    """Opens the index for writing, or makes an empty one. One at a time, under the lock that guards the store.

    Nothing is seen before ``commit``. The content depends on the entries alone, not on the order in which they came.
    Raises ``StoreError`` where the file is damaged, or is something else.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pending: dict[str, Entry | None] = {}
        with translated(path):
            self._connection = sqlite3.connect(path, isolation_level=None)
            try:
                self._open()
            except sqlite3.Error:
                self._connection.close()
                raise

    def _open(self) -> None:
        run = self._connection.execute
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = NORMAL")  # what power loss takes is made again
        run("PRAGMA cache_size = -65536")
        if run("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            create(self._connection)
        elif number(self._connection, "format") != FORMAT:
            self._start_anew()

    def _start_anew(self) -> None:
        """An older layout: nothing in it is lost that is not elsewhere."""
        for (name,) in self._connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND (sql LIKE 'CREATE VIRTUAL%' OR name IN"
            " ('meta', 'vocabulary', 'entity', 'event', 'claim', 'document'))"
        ).fetchall():
            self._connection.execute(f'DROP TABLE "{name}"')
        create(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; what was not committed is lost."""
        self._pending.clear()
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        self._connection.close()

    @property
    def version(self) -> int | None:
        """The version of the data that the index was last committed for, ``None`` where it never was."""
        with translated(self._path):
            return number(self._connection, "version")

    def replace(self, entries: Iterable[Entry]) -> None:
        """Files entries; one with the id of another takes its place."""
        for entry in entries:
            self._pending[entry.id] = entry
            if len(self._pending) >= _HELD:
                self._file()

    def remove(self, ids: Iterable[str]) -> None:
        """Takes entries out; ids that nothing has are passed over."""
        for one in ids:
            self._pending[one] = None
            if len(self._pending) >= _HELD:
                self._file()

    def replace_document(self, document: str, entries: Iterable[Entry] = ()) -> None:
        """Files the entries of a document, and takes out all other entries that stand in it."""
        with translated(self._path):
            old = {
                row[0]
                for kind in Kind
                for row in self._connection.execute(f"SELECT id FROM {kind.value} WHERE document = ?", (document,))  # noqa: S608 (one of four words)
            }
        held = {one for one, entry in self._pending.items() if entry is not None and entry.document == document}
        new = list(entries)
        self.remove(sorted((old | held) - {entry.id for entry in new}))
        self.replace(new)

    def clear(self) -> None:
        """Takes everything out: the beginning of a rebuild. Readers see the old content until the commit."""
        self._pending.clear()
        with translated(self._path):
            self._begin()
            for kind in Kind:
                self._connection.execute(f"DELETE FROM {kind.value}")  # noqa: S608 (one of four words)
                self._connection.execute(f"INSERT INTO {kind.value}_words({kind.value}_words) VALUES ('delete-all')")  # noqa: S608
            self._connection.execute("DELETE FROM vocabulary")

    def commit(self, version: int) -> None:
        """Shows what was filed to readers, as the data of this version."""
        self._file()
        with translated(self._path):
            self._begin()
            self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('version', ?)", (version,))
            self._connection.execute("COMMIT")

    def optimise(self) -> None:
        """Brings the index into its most compact form: worth it after a rebuild. Not inside a batch."""
        with translated(self._path):
            for kind in Kind:
                self._connection.execute(f"INSERT INTO {kind.value}_words({kind.value}_words) VALUES ('optimize')")  # noqa: S608
            self._connection.execute("ANALYZE")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")

    def _file(self) -> None:
        """Takes what is held into the transaction."""
        if not self._pending:
            return
        pending, self._pending = self._pending, {}
        times: Counter[str] = Counter()
        with translated(self._path):
            self._begin()
            for kind in Kind:
                self._file_kind(kind, pending, times)
            self._count(times)

    def _file_kind(self, kind: Kind, pending: dict[str, Entry | None], times: Counter[str]) -> None:
        gone: list[Record] = []
        come: list[Record] = []
        held = self._records(kind, list(pending))
        for one, entry in pending.items():
            old = held.get(one)
            new = Record.of(entry) if entry is not None and entry.kind is kind else None
            if old is not None and new is not None and old == replace(new, row=old.row):
                continue
            if old is not None:
                gone.append(old)
            if new is not None:
                come.append(new)
        for record in gone:
            self._connection.execute(f"DELETE FROM {kind.value} WHERE row = ?", (record.row,))  # noqa: S608
            if kind is not Kind.CLAIM:  # claims are told in the names of others
                times.subtract(record.vocabulary)
        steps: list[tuple[int, bool, Record]] = [(record.row, False, record) for record in gone]
        for record in sorted(come, key=lambda record: (record.row, record.id)):
            placed = self._place(kind, record)
            if kind is not Kind.CLAIM:
                times.update(placed.vocabulary)
            steps.append((placed.row, True, placed))
        table = f"{kind.value}_words"
        taken = f"INSERT INTO {table}({table}, rowid, whole, name, text, class) VALUES ('delete', ?, ?, ?, ?, ?)"  # noqa: S608
        given = f"INSERT INTO {table}(rowid, whole, name, text, class) VALUES (?, ?, ?, ?, ?)"  # noqa: S608
        for row, new_one, record in sorted(steps, key=lambda step: step[:2]):
            self._connection.execute(given if new_one else taken, (row, *record.indexed))

    def _records(self, kind: Kind, ids: list[str]) -> dict[str, Record]:
        found: dict[str, Record] = {}
        for begin in range(0, len(ids), _ASKED):
            part = ids[begin : begin + _ASKED]
            marks = ", ".join("?" * len(part))
            rows = self._connection.execute(f"SELECT {COLUMNS} FROM {kind.value} WHERE id IN ({marks})", part)  # noqa: S608
            found |= {record.id: record for record in map(Record.read, rows)}
        return found

    def _place(self, kind: Kind, record: Record) -> Record:
        """Writes the record in its place, or in the next one that is free."""
        marks = ", ".join("?" * len(COLUMNS.split(", ")))
        while True:
            written = self._connection.execute(
                f"INSERT INTO {kind.value} VALUES ({marks}) ON CONFLICT (row) DO NOTHING",  # noqa: S608
                record.values,
            )
            if written.rowcount == 1:
                return record
            record = replace(record, row=record.row + 1)

    def _count(self, times: Counter[str]) -> None:
        changed = sorted((word, n) for word, n in times.items() if n)
        self._connection.executemany(
            "INSERT INTO vocabulary VALUES (?, ?, ?) ON CONFLICT (word) DO UPDATE SET times = times + excluded.times",
            ((word, skeleton(word) or word, n) for word, n in changed),
        )
        self._connection.executemany(
            "DELETE FROM vocabulary WHERE word = ? AND times <= 0", ((word,) for word, n in changed if n < 0)
        )
