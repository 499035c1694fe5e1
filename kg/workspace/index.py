"""The index for search: made from the truth, beside the store, whenever something has changed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from kg.errors import StoreError
from kg.model import EntityKey, Identification
from kg.search import Entry, SearchWriter, entity_entry, search_entries
from kg.workspace.settling import Settling
from kg.workspace.truth import Truth
from kg.workspace.unindexed import DOCUMENT, ENTITY, of_documents, of_entities

FILE_NAME: Final = "search.sqlite"
PATIENCE: Final = 30.0
"""Seconds for which the index may lag behind the graph while documents keep coming in."""


class Index:
    """Under the writer's lock. It can always be made anew, so that whatever is wrong with its file harms nobody."""

    def __init__(self, truth: Truth, settling: Settling, folder: Path) -> None:
        self._truth = truth
        self._settling = settling
        self._path = folder / FILE_NAME
        self._caught_up = -PATIENCE

    def catch_up(self, *, may_wait: bool = False) -> None:
        """Takes up everything that has changed since it last did; everything, where there is no index.

        Where it ``may_wait``, that happens once in ``PATIENCE`` seconds: what many documents speak of is then taken up
        once for all of them. What it owes is noted in the truth, whoever pays it.
        """
        if may_wait and time.monotonic() - self._caught_up < PATIENCE:
            return
        if not self._truth.unindexed() and self._path.exists():
            return
        try:
            self._write()
        except StoreError:  # damaged: nothing in it is lost that is not elsewhere
            self._discard()
            self._write()
        self._caught_up = time.monotonic()

    def anew(self) -> None:
        """Makes it anew from nothing; those who read it keep the old one until it is there."""
        self._truth.note_unindexed([DOCUMENT])  # until it is done, it is not
        try:
            self._write(anew=True)
        except StoreError:
            self._discard()
            self._write()

    def _write(self, *, anew: bool = False) -> None:
        with SearchWriter(self._path) as writer:
            if anew or writer.version is None:
                writer.clear()
                self._take(writer, self._everything())
            else:
                self._take(writer, self._truth.unindexed())
            writer.commit(self._truth.version)
        self._truth.forget_unindexed()

    def _discard(self) -> None:
        for name in (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"):
            self._path.with_name(name).unlink(missing_ok=True)

    def _take(self, writer: SearchWriter, changed: Iterable[str]) -> None:
        for one in changed:
            if one.startswith(DOCUMENT):
                document = one.removeprefix(DOCUMENT)
                writer.replace_document(document, self._entries(document))
            else:
                kind, _, name = one.removeprefix(ENTITY).partition("/")
                entry = entity_entry(self._told(EntityKey(kind, name)))
                if entry is None:
                    writer.remove([one])
                else:
                    writer.replace([entry])

    def _everything(self) -> Iterator[str]:
        yield from of_documents(self._truth.standing_documents())
        yield from of_entities(self._settling.keys())

    def _entries(self, document: str) -> tuple[Entry, ...]:
        if self._truth.standing(document) is None:
            return ()
        return search_entries(*self._settling.telling(self._settling.reading(document)))

    def _told(self, key: EntityKey) -> Counter[Identification]:
        return self._settling.told_of(key)
