"""The truth: one SQLite file with documents, extracts and sources, from which the store can be made again."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from kg.errors import UnknownDocumentError
from kg.model import EntityKey, Identification, Identity
from kg.workspace import codec
from kg.workspace.database import Database
from kg.workspace.record import Arrival, DocumentRecord, Reading, State
from kg.workspace.writes import Written

_REMEMBERED = 10_000
"""Writes that are remembered by their keys."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the truth knows of a document without looking into it."""

    id: str
    sha256: str
    state: State
    extractor: str
    options: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where bytes came from: the document they were, or the reason why they could not be read the last time."""

    location: str
    name: str
    document: str | None
    reason: str | None


class Truth(Database):
    """The open file. Writing takes the workspace's lock; reading does not, and sees whole transactions only."""

    # Facts about the workspace

    def fact(self, name: str) -> str | None:
        """The value of a fact about the workspace."""
        row = self._one("SELECT value FROM facts WHERE name = ?", name)
        return row[0] if row else None

    def set_fact(self, name: str, value: str) -> None:
        """Notes a fact about the workspace."""
        self.run("INSERT OR REPLACE INTO facts VALUES (?, ?)", name, value)

    @property
    def version(self) -> int:
        """The version of the data: the number that the newest snapshot has, or is about to have."""
        return int(self.fact("version") or 0)

    # Documents

    def held(self, document: str) -> Held | None:
        """What is known of a document, ``None`` where there is none with this id."""
        row = self._one("SELECT id, sha256, state, extractor, options, reason FROM documents WHERE id = ?", document)
        return Held(row[0], row[1], State(row[2]), *row[3:]) if row else None

    def put(self, arrival: Arrival, reading: Reading) -> None:
        """Takes in a document that was read, in the state ``pending``."""
        document, extract = reading.document, reading.extract
        packed = reading.prepared.packed if reading.prepared else codec.pack(reading, arrival.content)
        self.run(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL) ON CONFLICT (id) DO UPDATE SET"
            " state = excluded.state, extractor = excluded.extractor, options = excluded.options,"
            " media_type = excluded.media_type, title = excluded.title, date = excluded.date,"
            " words = excluded.words, claims = excluded.claims, reason = NULL",
            *(document.id, document.sha256, State.PENDING, arrival.extractor, arrival.options),
            *(document.media_type, document.title, document.date, reading.words, len(extract.claims)),
        )
        self.run(
            "INSERT OR REPLACE INTO contents VALUES (?, ?, ?, ?, ?, NULL)",
            *(document.id, packed.content, packed.document, packed.extract, packed.identity),
        )

    def reading(self, document: str) -> Reading:
        """The document and what was read out of it."""
        row = self._content("text, extract, identity", document)
        return Reading(codec.DOCUMENT.unpack(row[0]), codec.EXTRACT.unpack(row[1]), codec.IDENTITY.unpack(row[2]))

    def put_identity(self, document: str, identity: Identity) -> None:
        """Replaces what a document's entities were identified as."""
        self.run("UPDATE contents SET identity = ? WHERE document = ?", codec.IDENTITY.pack(identity), document)

    def content(self, document: str) -> bytes:
        """The bytes of a document as they came in."""
        return zlib.decompress(self._content("bytes", document)[0])

    def report(self, document: str) -> str | None:
        """The validation report of a document that the gate turned away, as Turtle."""
        report: str | None = self._content("report", document)[0]
        return report

    def set_state(self, document: str, state: State, reason: str | None = None, report: str | None = None) -> None:
        """Moves a document to another state."""
        self.run("UPDATE documents SET state = ?, reason = ? WHERE id = ?", state, reason, document)
        self.run("UPDATE contents SET report = ? WHERE document = ? AND report IS NOT ?", report, document, report)

    def remove(self, document: str) -> None:
        """Forgets a document that has no sources, but for that it was there."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self.run("INSERT OR REPLACE INTO retracted SELECT id, ? FROM documents WHERE id = ?", now, document)
        self.run("DELETE FROM documents WHERE id = ?", document)

    def retracted(self, document: str) -> str | None:
        """When the document that was here was taken out, in UTC (ISO 8601); ``None`` where it is here, or never was."""
        rows = self.run(
            "SELECT time FROM retracted WHERE document = ? AND document NOT IN (SELECT id FROM documents)", document
        )
        return rows[0][0] if rows else None

    def ids(self, *states: State) -> tuple[str, ...]:
        """The ids of the documents in any of these states, sorted."""
        found = (row[0] for state in states for row in self.run("SELECT id FROM documents WHERE state = ?", state))
        return tuple(sorted(found))

    def records(self, document: str | None = None) -> tuple[DocumentRecord, ...]:
        """The documents, or the one with this id, sorted by name."""
        chosen = "" if document is None else "WHERE id = ?"
        rows = self.run(
            "SELECT id, state, documents.reason, title, date, media_type, extractor, words, claims, name, location"  # noqa: S608
            f" FROM documents LEFT JOIN sources ON sources.document = id {chosen} ORDER BY id",
            *(() if document is None else (document,)),
        )
        records = []
        for row, group in groupby(rows, key=lambda row: row[:9]):
            sources = [(name, location) for *_, name, location in group if location is not None]
            names = tuple(sorted({name for name, _ in sources}))
            locations = tuple(sorted(location for _, location in sources))
            records.append(DocumentRecord(row[0], State(row[1]), names, locations, *row[2:]))
        return tuple(sorted(records, key=lambda record: (record.names, record.sources, record.id)))

    def failures(self) -> tuple[DocumentRecord, ...]:
        """The sources that could not be read the last time, sorted by name."""
        failed = self._sources("reason IS NOT NULL")
        records = (DocumentRecord(None, State.FAILED, (s.name,), (s.location,), s.reason) for s in failed)
        return tuple(sorted(records, key=lambda record: (record.names, record.sources)))

    # Sources

    def source(self, location: str) -> Source | None:
        """What a location gave the last time."""
        return next(iter(self._sources("location = ?", location)), None)

    def sources(self, document: str) -> tuple[Source, ...]:
        """The sources that give a document."""
        return self._sources("document = ?", document)

    def sources_called(self, name: str) -> tuple[Source, ...]:
        """The sources with this name or location."""
        return self._sources("name = ? OR location = ?", name, name)

    def put_source(self, source: Source) -> None:
        """Notes what a location gave."""
        self.run(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)",
            *(source.location, source.name, source.document, source.reason),
        )

    def remove_source(self, location: str) -> None:
        """Forgets a source."""
        self.run("DELETE FROM sources WHERE location = ?", location)

    def names(self, document: str) -> tuple[str, ...]:
        """The names of a document, each once, sorted by code point."""
        return tuple(sorted({source.name for source in self.sources(document)}))

    # What stands in the store

    def standing(self, document: str) -> Identity | None:
        """The identity that a document's graph in the store was made with, ``None`` where it has no graph there."""
        row = self._one("SELECT identity FROM standing WHERE document = ?", document)
        return codec.IDENTITY.unpack(row[0]) if row else None

    def stand(self, document: str, before: Identity | None, now: Identity, quads: int, conflicts: int) -> None:
        """Notes that a document's graph is in the store, with its size, in the place of one made with ``before``."""
        self._count(document, before, now)
        self.run(
            "INSERT OR REPLACE INTO standing VALUES (?, ?, ?, ?)",
            *(document, codec.IDENTITY.pack(now), quads, conflicts),
        )

    def fall(self, document: str, before: Identity | None) -> None:
        """Notes that a document's graph, made with ``before``, is no longer in the store."""
        self._count(document, before, None)
        self.run("DELETE FROM standing WHERE document = ?", document)

    def resize(self, document: str, quads: int, conflicts: int) -> None:
        """Notes the size that the graph of a standing document has now."""
        self.run("UPDATE standing SET quads = ?, conflicts = ? WHERE document = ?", quads, conflicts, document)

    def standing_documents(self) -> tuple[str, ...]:
        """The ids of all documents that stand, sorted."""
        return tuple(row[0] for row in self.run("SELECT document FROM standing ORDER BY document"))

    def note_unindexed(self, ids: Iterable[str]) -> None:
        """Notes what the index for search has yet to take up."""
        self.run_many("INSERT OR IGNORE INTO unindexed VALUES (?)", ((one,) for one in ids))

    def unindexed(self) -> tuple[str, ...]:
        """What the index for search has yet to take up, sorted."""
        return tuple(row[0] for row in self.run("SELECT id FROM unindexed ORDER BY id"))

    def forget_unindexed(self) -> None:
        """Notes that the index has taken up everything."""
        self.run("DELETE FROM unindexed")

    def anything_stands(self) -> bool:
        """Whether the store holds any document's graph, or a reference list."""
        return self._one("SELECT 1 FROM standing UNION ALL SELECT 1 FROM lists LIMIT 1") is not None

    def sizes(self) -> dict[str, tuple[int, int]]:
        """How many quads each document's graph, and that of its conflicts, has in the store."""
        return {row[0]: (row[1], row[2]) for row in self.run("SELECT document, quads, conflicts FROM standing")}

    def told(self, key: EntityKey) -> Counter[Identification]:
        """What the standing documents say of an entity, and how many times."""
        rows = self.run(
            "SELECT statement, count FROM identifications WHERE kind = ? AND name = ? ORDER BY statement",
            *(key.kind, key.name),
        )
        return Counter({codec.said(statement): count for statement, count in rows})

    def speaking_of(self, place: EntityKey) -> tuple[EntityKey, ...]:
        """The keys of which something is told that names this place. It looks at everything that is told."""
        wanted = f'"kind":"{place.kind}","name":"{place.name}"'
        rows = self.run(
            "SELECT DISTINCT kind, name FROM identifications WHERE instr(statement, ?) ORDER BY kind, name", wanted
        )
        return tuple(EntityKey(kind, name) for kind, name in rows)

    def entities(self) -> tuple[EntityKey, ...]:
        """All entities that the standing documents speak of, sorted."""
        rows = self.run("SELECT DISTINCT kind, name FROM identifications ORDER BY kind, name")
        return tuple(EntityKey(kind, name) for kind, name in rows)

    def clear_standing(self) -> None:
        """Notes that the store is empty."""
        self.run("DELETE FROM standing")
        self.run("DELETE FROM identifications")
        self.run("DELETE FROM speaks")

    # What people wrote last

    def written(self, key: str) -> Written | None:
        """What the write with this key came to, ``None`` where it was not done."""
        row = self._one("SELECT version, created, added, removed FROM written WHERE key = ?", key)
        return Written(row[0], bool(row[1]), row[2], row[3]) if row else None

    def note_written(self, key: str, written: Written) -> None:
        """Notes what a write came to; forgets those of long ago."""
        self.run(
            "INSERT OR REPLACE INTO written (key, version, created, added, removed) VALUES (?, ?, ?, ?, ?)",
            *(key, written.version, int(written.created), written.added, written.removed),
        )
        self.run("DELETE FROM written WHERE number <= (SELECT max(number) FROM written) - ?", _REMEMBERED)

    # Health

    def damage(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the file."""
        rows = [row[0] for row in self.run("PRAGMA quick_check")]
        return () if rows == ["ok"] else tuple(rows)

    def _count(self, document: str, before: Identity | None, now: Identity | None) -> None:
        gone, come = _keys(before), _keys(now)
        for kind, name in gone - come:
            self.run("DELETE FROM speaks WHERE kind = ? AND name = ? AND document = ?", kind, name, document)
        self.run_many("INSERT INTO speaks VALUES (?, ?, ?)", ((*key, document) for key in sorted(come - gone)))
        change = Counter(_said(now))
        change.subtract(_said(before))
        for (kind, name, said), times in change.items():
            if times:
                self.run(
                    "INSERT INTO identifications VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (kind, name, statement) DO UPDATE SET count = count + excluded.count",
                    *(kind, name, said, times),
                )
            if times < 0:
                self.run(
                    "DELETE FROM identifications WHERE kind = ? AND name = ? AND statement = ? AND count = 0",
                    *(kind, name, said),
                )

    def _content(self, columns: str, document: str) -> tuple[Any, ...]:
        row = self._one(f"SELECT {columns} FROM contents WHERE document = ?", document)  # noqa: S608 — named above
        if row is None:
            raise UnknownDocumentError(f"no document has the id '{document}'.")
        return row

    def _sources(self, condition: str, *values: str) -> tuple[Source, ...]:
        query = f"SELECT location, name, document, reason FROM sources WHERE {condition} ORDER BY location"  # noqa: S608 — named above
        return tuple(Source(*row) for row in self.run(query, *values))


def _keys(identity: Identity | None) -> set[tuple[str, str]]:
    told = (*identity.entities, *identity.added) if identity else ()
    return {(identification.key.kind, identification.key.name) for identification in told}


def _said(identity: Identity | None) -> Iterator[tuple[str, str, str]]:
    for identification in (*identity.entities, *identity.added) if identity else ():
        yield identification.key.kind, identification.key.name, codec.statement(identification)
