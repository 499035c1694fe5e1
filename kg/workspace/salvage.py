"""The salvage: what can still be read of a damaged truth, in a new file; the damaged one is kept aside.

What rebuilding works out again is not so much as looked for. What is found is believed only as far as it proves itself:
a document's bytes by their checksum, what was read out of it by being readable.
"""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from kg.errors import WorkspaceError
from kg.store import sync_folder
from kg.workspace import codec, schema
from kg.workspace.record import State

NEW: Final = "truth.new.sqlite"
_TRUTH: Final = "truth.sqlite"
_LOGS: Final = ("-wal", "-shm")

_NUMBERED: Final = ("documents", "contents", "sources", "graphs", "judgements", "rejections")
_KEYED: Final = ("facts", "triples", "lists", "listed", "listed_authorities", "retracted")
"""Tables without row numbers."""

_JOURNALS: Final = ("judgements", "rejections")
_WIDEST: Final = 20_000
"""Row numbers without a readable row, one after the other, after which nothing more is looked for."""

_LONGEST: Final = 1 << 44

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What became of a truth: where the damaged file is now, how many documents were saved, and what was lost."""

    kept: Path
    documents: int
    lost: tuple[str, ...]


def salvage(folder: Path, base_iri: str, version: int) -> Salvaged:
    """Puts a new truth in the place of a damaged one, with all that can still be read. Under the writer's lock.

    ``base_iri`` and ``version`` are taken where the truth no longer tells them; the version is never a lower one. The
    store has to be rebuilt afterwards. Raises ``WorkspaceError`` where nothing can be read; the file then stays.
    """
    damaged, fresh = folder / _TRUTH, folder / NEW
    for suffix in ("", *_LOGS):
        fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
    copy = folder / "truth.copy.sqlite"  # since even looking at a file may write to it
    try:
        for suffix in ("", "-wal"):
            if (source := damaged.with_name(damaged.name + suffix)).exists():
                shutil.copyfile(source, copy.with_name(copy.name + suffix))
        _lengthen(copy)
        with closing(sqlite3.connect(copy, isolation_level=None)) as old:
            old.text_factory = _text
            with closing(sqlite3.connect(fresh, isolation_level=None)) as new:
                saved = _Saving(old, new, fresh).everything(base_iri, version)
    except sqlite3.Error as error:
        fresh.unlink(missing_ok=True)
        raise WorkspaceError(
            f"{damaged} cannot be read at all: {error}.",
            remedy="Restore the workspace from a backup; nothing was changed.",
        ) from error
    finally:
        for suffix in ("", *_LOGS):
            copy.with_name(copy.name + suffix).unlink(missing_ok=True)
    kept = _aside(folder)
    for suffix in _LOGS:
        if (log := damaged.with_name(damaged.name + suffix)).exists():
            log.rename(kept.with_name(kept.name + suffix))
    kept.hardlink_to(damaged)
    fresh.replace(damaged)
    sync_folder(folder)
    return Salvaged(kept, *saved)


class _Saving:
    """One old file, one new one."""

    def __init__(self, old: sqlite3.Connection, new: sqlite3.Connection, path: Path) -> None:
        self._old = old
        self._new = new
        self._lost: list[str] = []
        schema.prepare(new, path)
        self._tables = {row[0] for row in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def everything(self, base_iri: str, version: int) -> tuple[int, tuple[str, ...]]:
        """Saves what can be saved; gives the number of documents, and what was lost."""
        self._new.execute("PRAGMA foreign_keys = OFF")
        self._new.execute("PRAGMA synchronous = FULL")
        self._new.execute("BEGIN")
        for table in (*_NUMBERED, *_KEYED):
            if table in self._tables:
                self._copy(table)
        self._mend_documents()
        self._mend_facts(base_iri, version)
        self._mend_graphs()
        self._mend_lists()
        for journal in _JOURNALS:
            self._count_journal(journal)
        self._new.execute("COMMIT")
        return self._new.execute("SELECT count(*) FROM documents").fetchone()[0], tuple(self._lost)

    def _copy(self, table: str) -> None:
        columns = [row[1] for row in self._old.execute(f"PRAGMA table_info({table})")]
        known = {row[1] for row in self._new.execute(f"PRAGMA table_info({table})")}
        common = [column for column in columns if column in known]
        listed, marks = ", ".join(common), ", ".join("?" * len(common))
        keys = [row[1] for row in self._old.execute(f"PRAGMA table_info({table})") if row[5]]
        rows = self._keyed(table, listed, keys) if table in _KEYED else self._numbered(table, listed)
        for row in rows:
            with suppress(sqlite3.Error):  # a row that breaks a rule is damage, too
                self._new.execute(f"INSERT OR IGNORE INTO {table} ({listed}) VALUES ({marks})", row)  # noqa: S608 (our tables)

    def _numbered(self, table: str, columns: str) -> Iterator[Row]:
        """The rows of a table that has row numbers: from both ends, then what can be had of the middle, one by one."""
        first, last = _Bound(), _Bound()
        select = f"SELECT rowid, {columns} FROM {table} NOT INDEXED"  # noqa: S608 (our tables)
        yield from self._until_damage(f"{select} ORDER BY rowid", first)
        if first.whole:
            return
        yield from self._until_damage(f"{select} ORDER BY rowid DESC", last)
        number, found = (first.seen or 0) + 1, first.seen or 0
        while number != last.seen and number - found <= _WIDEST:
            with suppress(sqlite3.Error):
                for row in self._old.execute(f"{select} WHERE rowid = ?", (number,)):
                    found = number
                    yield row[1:]
            number += 1
        self._lost.append(f"a part of the table '{table}' could not be read")

    def _keyed(self, table: str, columns: str, keys: list[str]) -> Iterator[Row]:
        """The rows of a table that has no row numbers, from both ends."""
        bound = _Bound()
        for direction in ("ASC", "DESC"):
            order = ", ".join(f"{key} {direction}" for key in keys)
            yield from self._until_damage(f"SELECT 0, {columns} FROM {table} ORDER BY {order}", bound)  # noqa: S608
            if bound.whole:
                return
        self._lost.append(f"a part of the table '{table}' could not be read")

    def _until_damage(self, query: str, bound: _Bound) -> Iterator[Row]:
        try:
            for number, *row in self._old.execute(query):
                bound.seen = number
                yield tuple(row)
            bound.whole = True
        except (sqlite3.Error, UnicodeDecodeError):
            return

    def _mend_documents(self) -> None:
        """Drops the documents that do not prove themselves, and makes lines of the list of documents again."""
        run = self._new.execute
        for document, *parts in run("SELECT document, bytes, text, extract, identity FROM contents").fetchall():
            if not self._is_sound(document, *parts):
                run("DELETE FROM contents WHERE document = ?", (document,))
        for (document,) in run(
            "SELECT document FROM contents WHERE document NOT IN (SELECT id FROM documents)"
        ).fetchall():
            self._list_again(document)
        for document, sources in run(
            "SELECT id, (SELECT group_concat(location, ', ') FROM sources WHERE document = id) FROM documents"
            " WHERE id NOT IN (SELECT document FROM contents)"
        ).fetchall():
            run("DELETE FROM documents WHERE id = ?", (document,))
            where = f" Ingest it again: {sources}" if sources else ""
            self._lost.append(f"the document {document}.{where}")
        run("DELETE FROM sources WHERE document IS NOT NULL AND document NOT IN (SELECT id FROM documents)")
        for (document,) in run("SELECT id FROM documents WHERE id NOT IN (SELECT document FROM sources)").fetchall():
            text = run("SELECT text FROM contents WHERE document = ?", (document,)).fetchone()[0]
            name = codec.DOCUMENT.unpack(text).name
            run("INSERT OR IGNORE INTO sources VALUES (?, ?, ?, NULL)", (f"-#{document}", name, document))
            self._lost.append(f"where the document {document} ('{name}') came from")
        for (state,) in run("SELECT DISTINCT state FROM documents").fetchall():
            if state not in set(State):
                run("UPDATE documents SET state = ? WHERE state = ?", (State.PENDING, state))

    def _is_sound(self, document: str, data: bytes, text: bytes, extract: bytes, identity: bytes) -> bool:
        try:
            found = codec.DOCUMENT.unpack(text)
            codec.EXTRACT.unpack(extract)
            codec.IDENTITY.unpack(identity)
            digest = sha256(zlib.decompress(data)).hexdigest()
        except (WorkspaceError, zlib.error, ValueError, TypeError):
            return False
        return found.id == document and found.sha256 == digest

    def _list_again(self, document: str) -> None:
        row = self._new.execute("SELECT text, extract FROM contents WHERE document = ?", (document,)).fetchone()
        read, extract = codec.DOCUMENT.unpack(row[0]), codec.EXTRACT.unpack(row[1])
        words = sum(len(block.span.of(read.text).split()) for block in read.blocks)
        self._new.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, '{}', ?, ?, ?, ?, ?, NULL)",
            (
                *(document, read.sha256, State.PENDING, extract.extractor, read.media_type, read.title, read.date),
                *(words, len(extract.claims)),
            ),
        )

    def _mend_facts(self, base_iri: str, version: int) -> None:
        facts = dict(self._new.execute("SELECT name, value FROM facts"))
        known = facts.get("version", "0")
        kept = {
            "base_iri": facts.get("base_iri") or base_iri,
            "version": str(max(int(known) if known.isdecimal() else 0, version)),
        }
        self._new.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", kept.items())

    def _mend_graphs(self) -> None:
        run = self._new.execute
        for (number,) in run(
            "SELECT DISTINCT graph FROM triples WHERE graph NOT IN (SELECT id FROM graphs)"
        ).fetchall():
            run("INSERT INTO graphs VALUES (?, ?)", (number, f"<urn:x-herodotus:salvaged-{number}>"))
            self._lost.append(
                f"the name of a graph that people wrote; it is called <urn:x-herodotus:salvaged-{number}>"
            )

    def _mend_lists(self) -> None:
        run = self._new.execute
        for (name,) in run("SELECT DISTINCT list FROM listed WHERE list NOT IN (SELECT name FROM lists)").fetchall():
            run("DELETE FROM listed WHERE list = ?", (name,))
            run("DELETE FROM listed_authorities WHERE list = ?", (name,))
            self._lost.append(f"the reference list '{name}'. Import it again")
        for name, told, there in run(
            "SELECT name, entries, (SELECT count(*) FROM listed WHERE list = name) FROM lists"
        ).fetchall():
            if told != there:
                run("UPDATE lists SET entries = ? WHERE name = ?", (there, name))
                self._lost.append(f"{told - there} entries of the reference list '{name}'. Import it again")

    def _count_journal(self, table: str) -> None:
        """Lines of a journal are numbered without a gap."""
        there, last = self._new.execute(f"SELECT count(*), coalesce(max(number), 0) FROM {table}").fetchone()  # noqa: S608
        if there < last:
            self._lost.append(f"{last - there} of the {last} {table}")


@dataclass(slots=True)
class _Bound:
    """How far a table could be read: the last row number seen, and whether that was all."""

    seen: int | None = None
    whole: bool = False


def _lengthen(copy: Path) -> None:
    """Gives a file that was cut off the length that it says it has: else SQLite reads nothing of it."""
    with copy.open("rb+") as file:
        header = file.read(100)
        size = int.from_bytes(header[16:18], "big")
        length = (65_536 if size == 1 else size) * int.from_bytes(header[28:32], "big")
        if file.seek(0, 2) < length <= _LONGEST:
            file.truncate(length)  # a hole, which needs no room


def _aside(folder: Path) -> Path:
    number = 1
    while (path := folder / f"truth.damaged-{number}.sqlite").exists():
        number += 1
    return path


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")
