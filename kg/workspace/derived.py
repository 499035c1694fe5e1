"""What rests on many documents: conflicts between them, tolls, relationships; refreshed where it was touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, TypeVar

import pyoxigraph as ox

from kg.graph import (
    accounts,
    conflict_quads,
    relationship_quads,
    relationships,
    summarise_tolls,
    ties,
    toll_quads,
)
from kg.model import Account, Document, EntityKey, Extract, Identity, Key, NodeId, NodeKey, Polarity, Tie
from kg.workspace.codec import Codec
from kg.workspace.truth import Truth
from kg.workspace.world import EVENT, event_id, event_of, id_of, key_of

Telling = tuple[Document, Extract, Identity, Mapping[NodeId, NodeKey]]
"""A document with the names of now: of its entities, and of its events that are joint."""

Pair = tuple[EntityKey, EntityKey]
T = TypeVar("T")

_ACCOUNTS: Final = Codec(tuple[Account, ...])
_TIES: Final = Codec(tuple[Tie, ...])
_REMEMBERED: Final = 1 << 12
"""Rows of either kind that need not be read again: what one document adds to is what the last ones added to."""


class Derived:
    """Use it inside a transaction of the truth."""

    def __init__(self, truth: Truth, base_iri: str) -> None:
        self._truth = truth
        self._base = base_iri

    def forget(self) -> None:
        """Forgets everything."""
        self._truth.run("DELETE FROM accounts")
        self._truth.run("DELETE FROM ties")

    def take(self, told: Mapping[str, Telling | None]) -> tuple[tuple[ox.Quad, ...], tuple[ox.Quad, ...]]:
        """Takes up what documents say now (``None``: nothing any more); gives the quads that come and those that go."""
        rows = {document: _rows(telling) for document, telling in told.items()}
        subjects, pairs = set[str](), set[tuple[str, str]]()
        for document, (of_subjects, of_pairs) in rows.items():
            subjects |= self._changed_subjects(document, of_subjects)
            pairs |= self._changed_pairs(document, of_pairs)
        before = set(self._quads(subjects, pairs))
        for document, (of_subjects, of_pairs) in rows.items():
            self._put(document, of_subjects, of_pairs)
        after = set(self._quads(subjects, pairs))
        return tuple(sorted(after - before, key=str)), tuple(sorted(before - after, key=str))

    def fill(self, told: Mapping[str, Telling]) -> None:
        """Takes documents up without saying what follows."""
        for document, telling in told.items():
            self._put(document, *_rows(telling))

    def everything(self) -> Iterator[ox.Quad]:
        """All that follows from all documents."""
        for (subject,) in self._truth.run("SELECT DISTINCT subject FROM accounts ORDER BY subject"):
            yield from self._quads({subject}, set())
        for pair in self._truth.run("SELECT DISTINCT first, second FROM ties ORDER BY first, second"):
            yield from self._quads(set(), {pair})

    def _quads(self, subjects: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Iterator[ox.Quad]:
        for subject in subjects:
            key = _key(subject)
            if isinstance(key, EntityKey) and not self._is_denied(subject):
                continue  # nothing but a denial makes accounts of an actor conflict
            told = self._accounts(subject)
            yield from conflict_quads(key, told, self._base)
            if isinstance(key, NodeKey):
                yield from toll_quads(summarise_tolls(told), self._base)
        for first, second in pairs:
            found = self._truth.run(
                "SELECT rows FROM ties WHERE first = ? AND second = ? ORDER BY document", first, second
            )
            yield from relationship_quads(relationships([tie for (row,) in found for tie in _ties_of(row)]), self._base)

    def _accounts(self, subject: str) -> list[Account]:
        found = self._truth.run("SELECT rows FROM accounts WHERE subject = ? ORDER BY document", subject)
        return [account for (row,) in found for account in _accounts_of(row)]

    def _is_denied(self, subject: str) -> bool:
        return bool(self._truth.run("SELECT 1 FROM accounts WHERE subject = ? AND denied = 1 LIMIT 1", subject))

    def _changed_subjects(self, document: str, now: Mapping[str, tuple[str, bool]]) -> set[str]:
        rows = self._truth.run("SELECT subject, rows FROM accounts WHERE document = ?", document)
        return _changed(dict(rows), {subject: row for subject, (row, _) in now.items()})

    def _changed_pairs(self, document: str, now: Mapping[tuple[str, str], str]) -> set[tuple[str, str]]:
        rows = self._truth.run("SELECT first, second, rows FROM ties WHERE document = ?", document)
        return _changed({(first, second): row for first, second, row in rows}, now)

    def _put(
        self, document: str, of_subjects: Mapping[str, tuple[str, bool]], of_pairs: Mapping[tuple[str, str], str]
    ) -> None:
        self._truth.run("DELETE FROM accounts WHERE document = ?", document)
        self._truth.run("DELETE FROM ties WHERE document = ?", document)
        self._truth.run_many(
            "INSERT INTO accounts VALUES (?, ?, ?, ?)",
            ((subject, document, int(denied), row) for subject, (row, denied) in sorted(of_subjects.items())),
        )
        self._truth.run_many(
            "INSERT INTO ties VALUES (?, ?, ?, ?)", ((*pair, document, row) for pair, row in sorted(of_pairs.items()))
        )


@lru_cache(_REMEMBERED)
def _accounts_of(row: str) -> tuple[Account, ...]:
    return _ACCOUNTS.load(row)


@lru_cache(_REMEMBERED)
def _ties_of(row: str) -> tuple[Tie, ...]:
    return _TIES.load(row)


def _rows(telling: Telling | None) -> tuple[dict[str, tuple[str, bool]], dict[tuple[str, str], str]]:
    """What a document says of each subject and each pair of actors, as JSON."""
    if telling is None:
        return {}, {}
    told = accounts(*telling)
    of_subjects: defaultdict[str, list[Account]] = defaultdict(list)
    for account in told:
        if account.shared:
            of_subjects[_id(account.subject)].append(account)
    of_pairs: defaultdict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in ties(told):
        first, second = sorted((_id(tie.first), _id(tie.second)))
        of_pairs[first, second].append(tie)
    return (
        {
            subject: (
                _ACCOUNTS.dump(tuple(found)).decode(),
                any(account.polarity is Polarity.DENIED for account in found),
            )
            for subject, found in of_subjects.items()
        },
        {pair: _TIES.dump(tuple(found)).decode() for pair, found in of_pairs.items()},
    )


def _changed(old: Mapping[T, str], new: Mapping[T, str]) -> set[T]:
    return {one for one in {*old, *new} if old.get(one) != new.get(one)}


def _id(key: Key) -> str:
    return id_of(key) if isinstance(key, EntityKey) else event_id(key.document, key.node)


def _key(one: str) -> Key:
    return NodeKey(*event_of(one)) if one.startswith(EVENT) else key_of(one)
