"""The shelf: the reference lists that were imported, entry by entry, in the truth's file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from kg.graph import authorities
from kg.identity.listing import listed_identification, listed_key, listed_profile
from kg.lists import ImportedList, ListedEntry, ListHeader
from kg.model import EntityClass, EntityKey, Identification, NodeId, Profile
from kg.workspace.codec import Codec
from kg.workspace.truth import Truth

_ENTRY = Codec(ListedEntry)
_HEADER = Codec(ListHeader)


class Shelf:
    """Use it inside a transaction of the truth."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth
        self._is_empty = False

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Inside, which all has to lie in one transaction and puts no list in, nothing is looked up where none is."""
        self._is_empty = not self._truth.run("SELECT 1 FROM lists LIMIT 1")
        try:
            yield
        finally:
            self._is_empty = False

    def lists(self) -> tuple[ImportedList, ...]:
        """All lists, by name."""
        rows = self._truth.run("SELECT header, entries FROM lists ORDER BY name")
        return tuple(ImportedList(_HEADER.load(header), entries) for header, entries in rows)

    def put(self, header: ListHeader, entries: Iterable[ListedEntry]) -> ImportedList:
        """Puts a list in the place of one of its name. Of two entries with one id the later counts."""
        self.remove(header.name)
        self._truth.run_many("INSERT OR REPLACE INTO listed VALUES (?, ?, ?, ?, ?)", map(_row, entries))
        shared = self._truth.run(
            "SELECT id, entry FROM listed WHERE list = ?1 AND (kind, name) IN"
            " (SELECT kind, name FROM listed WHERE list = ?1 GROUP BY kind, name HAVING count(*) > 1)",
            header.name,
        )
        for one, packed in shared:
            key = listed_key(_ENTRY.load(packed), shared=True)
            self._truth.run(
                "UPDATE listed SET kind = ?, name = ? WHERE list = ? AND id = ?", key.kind, key.name, header.name, one
            )
        named = {
            (header.name, key.kind, key.name, label)
            for _, entry in self.entries(header.name)
            for key, label in authorities(entry)
        }
        self._truth.run_many("INSERT OR REPLACE INTO listed_authorities VALUES (?, ?, ?, ?)", sorted(named))
        count: int = self._truth.run("SELECT count(*) FROM listed WHERE list = ?", header.name)[0][0]
        self._truth.run("INSERT INTO lists VALUES (?, ?, ?)", header.name, _HEADER.dump(header).decode(), count)
        return ImportedList(header, count)

    def remove(self, name: str) -> ImportedList | None:
        """Takes a list out; gives what it was, ``None`` where there was none."""
        found = next((one for one in self.lists() if one.header.name == name), None)
        self._truth.run("DELETE FROM listed WHERE list = ?", name)
        self._truth.run("DELETE FROM listed_authorities WHERE list = ?", name)
        self._truth.run("DELETE FROM lists WHERE name = ?", name)
        return found

    def keys(self, name: str | None = None) -> set[EntityKey]:
        """The keys that a list, or any list, speaks of."""
        rows = self._truth.run(
            "SELECT kind, name FROM listed WHERE ?1 IS NULL OR list = ?1"
            " UNION SELECT kind, name FROM listed_authorities WHERE ?1 IS NULL OR list = ?1",
            name,
        )
        return {EntityKey(kind, key) for kind, key in rows}

    def entries(self, name: str) -> Iterator[tuple[EntityKey, ListedEntry]]:
        """The entries of a list with their keys, by id."""
        rows = self._truth.stream("SELECT kind, name, entry FROM listed WHERE list = ? ORDER BY id", name)
        for kind, key, packed in rows:
            yield EntityKey(kind, key), _ENTRY.load(packed)

    def about(self, key: EntityKey) -> tuple[ListedEntry, ...]:
        """The entries about a key, by list and id."""
        if self._is_empty:
            return ()
        rows = self._truth.run(
            "SELECT entry FROM listed WHERE kind = ? AND name = ? ORDER BY list, id", key.kind, key.name
        )
        return tuple(_ENTRY.load(row[0]) for row in rows)

    def told(self, key: EntityKey) -> tuple[Identification, ...]:
        """What lists say of a key, as documents say it."""
        if self._is_empty:
            return ()
        rows = self._truth.run(
            "SELECT label FROM listed_authorities WHERE kind = ? AND name = ? GROUP BY label ORDER BY label",
            *(key.kind, key.name),
        )
        bodies = tuple(Identification(NodeId(""), key, EntityClass.ORGANISATION, label) for (label,) in rows)
        return (*(listed_identification(entry, key) for entry in self.about(key)), *bodies)

    def profile(self, key: EntityKey, profile: Profile | None) -> Profile | None:
        """The profile of a key with what lists say of it, too."""
        for entry in self.about(key):
            listed = listed_profile(entry, key)
            profile = listed if profile is None else _joined(profile, listed)
        return profile


def _row(entry: ListedEntry) -> tuple[str, str, str, str, str]:
    key = listed_key(entry)
    return entry.list, entry.id, key.kind, key.name, _ENTRY.dump(entry).decode()


def _joined(one: Profile, listed: Profile) -> Profile:
    names = {*one.names, *listed.names} if one.proper else set(listed.names)
    return replace(
        one,
        names=tuple(sorted(names)),
        classes=one.classes if one.proper else listed.classes,
        proper=True,
        identifiers=tuple(sorted({*one.identifiers, *listed.identifiers})),
        countries=tuple(sorted({*one.countries, *listed.countries})),
        within=tuple(sorted({*one.within, *listed.within})),
        listed=True,
        weak=tuple(sorted({*one.weak, *listed.weak} - names)),
    )
