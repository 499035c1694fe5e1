"""The database: a file of SQLite in WAL mode with the tables of ``schema``, and its errors as ours."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, Literal, Self

from kg.errors import WorkspaceError
from kg.workspace import schema

_BUSY_SECONDS: Final = 60.0
_RETRY_SECONDS: Final = 0.01
_VANISHING_SECONDS: Final = 2.0


class Database:
    """The open file. Every ``sqlite3`` error becomes a ``WorkspaceError``."""

    def __init__(self, path: Path, durability: Literal["sync", "process"], *, looking: bool = False) -> None:
        """Opens the file, and makes it or its tables where they are missing; ``looking`` never writes a byte."""
        self.path = path
        with self._translated():
            where = f"{path.resolve().as_uri()}?mode=ro" if looking else str(path)
            self._connection = sqlite3.connect(where, timeout=_BUSY_SECONDS, isolation_level=None, uri=looking)
            self._inode = _inode(path)
            try:
                if not looking:
                    self._turn_to_wal()
                    self._connection.execute(f"PRAGMA synchronous = {'FULL' if durability == 'sync' else 'NORMAL'}")
                    self._connection.execute("PRAGMA foreign_keys = ON")
                    schema.prepare(self._connection, path)
            except BaseException:
                self._connection.close()
                raise

    @classmethod
    def looking(cls, path: Path) -> Self:
        """The file, open for reading alone: nobody who writes is waited for, or has to wait.

        Only where it was last written by an older Herodotus it gets its missing tables first.
        """
        database, known = cls._look(path)
        try:
            if known > schema.VERSION:
                raise schema.newer(path, known)
            if known == schema.VERSION:
                return database
        except WorkspaceError:
            database.close()
            raise
        database.close()
        with closing(cls(path, "process")):
            pass
        return cls(path, "process", looking=True)

    @classmethod
    def _look(cls, path: Path) -> tuple[Self, int]:
        """The file, with the version of its tables.

        Where the last who writes is just closing it, its log is put away under the eyes of who looks for it; SQLite
        then tells of a fault that is over at once.
        """
        deadline = time.monotonic() + _VANISHING_SECONDS
        while True:
            database = cls(path, "process", looking=True)
            try:
                return database, database.run("PRAGMA user_version")[0][0]
            except WorkspaceError as error:
                database.close()
                code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
                if code not in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) or time.monotonic() > deadline:
                    raise
            time.sleep(_RETRY_SECONDS)

    def _turn_to_wal(self) -> None:
        """Two processes may make a new file at once; SQLite does not wait for the other's turn to WAL by itself."""
        deadline = time.monotonic() + _BUSY_SECONDS
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
            time.sleep(_RETRY_SECONDS)

    def require_place(self) -> None:
        """Raises ``WorkspaceError`` where another file has taken the place of this one since it was opened."""
        if _inode(self.path) != self._inode:
            raise WorkspaceError(
                f"{self.path} was replaced while it was in use; nothing more was written.",
                remedy="Run the command again on what is there now.",
            )

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside happens, or nothing does."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self.run("ROLLBACK")
            raise

    def run(self, statement: str, *values: str | bytes | float | None) -> list[tuple[Any, ...]]:
        """Executes one statement and gives its rows."""
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise self._as_ours(error) from error

    def run_many(self, statement: str, values: Iterable[tuple[str | float, ...]]) -> int:
        """Executes one statement for each tuple of values, which are not kept, and gives how many rows changed."""
        with self._translated():
            return self._connection.executemany(statement, values).rowcount

    def stream(self, statement: str, *values: str | int) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, without keeping them all; nothing may be written to its tables meanwhile."""
        with self._translated():
            yield from self._connection.execute(statement, values)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Inside of a transaction: everything inside happens, or nothing does and the transaction goes on."""
        self.run("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self.run("ROLLBACK TO attempt")
                self.run("RELEASE attempt")
            raise
        self.run("RELEASE attempt")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._as_ours(error) from error

    def _as_ours(self, error: sqlite3.Error) -> WorkspaceError:
        return WorkspaceError(f"{self.path}: {error}.", remedy=remedy(error))

    def _one(self, statement: str, *values: str | bytes | int | None) -> tuple[Any, ...] | None:
        return next(iter(self.run(statement, *values)), None)


def remedy(error: sqlite3.Error) -> str:
    """What to do about an error of SQLite."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return "Make room on the disk and try again; nothing that was acknowledged is lost."
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return "See who owns the folder, and whether this user may write there."
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return "Restore the workspace from a backup, or save what can be read with `kg doctor --repair`."
        case _:
            return "Run `kg doctor` to see what is wrong."


def _inode(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino
