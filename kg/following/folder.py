"""The copy in a folder: an Oxigraph store that is always that of one version once the follower has ended."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.changes import Patch
from kg.errors import FollowError
from kg.following.copy import State
from kg.following.sparql import has_blank, update_of

STATE: Final = "herodotus-copy.json"
"""The file in the folder that says which version is there."""

AT_ONCE: Final = 50_000
"""Rows up to which a patch is one transaction."""


class FolderCopy:
    """A store in ``folder``, which is made where there is none. ``source`` is the address of what is copied.

    Raises ``FollowError`` where the folder holds something else, or the store cannot be opened or written.
    """

    def __init__(self, folder: Path, source: str) -> None:
        self.folder = folder.absolute()
        self._source = source
        self._new = self.folder.with_name(f"{self.folder.name}.new")
        self._old = self.folder.with_name(f"{self.folder.name}.old")
        self._store: ox.Store | None = None
        with self._translated():
            self._mend()
        self._kept = State.read(self.folder / STATE, source)
        if self._kept is None and self.folder.exists() and any(self.folder.iterdir()):
            raise FollowError(f"{folder} is no copy that `kg follow` made.", remedy="Give a folder that is not there.")
        self._state = self._kept
        if self._state is not None:
            self._store = self._open(self.folder)

    @property
    def state(self) -> State | None:
        """How far the copy has come."""
        return self._state

    def start(self, version: int, quads: Iterable[ox.Quad]) -> None:
        """Makes a store with these quads beside the old one, and puts it in its place once it is whole."""
        with self._translated():
            shutil.rmtree(self._new, ignore_errors=True)
            self._new.mkdir(parents=True)
        fresh = self._open(self._new)
        with self._translated():
            fresh.bulk_extend(quads)
            fresh.flush()
            del fresh
            State(self._source, version).write(self._new / STATE)
            self.close()
            shutil.rmtree(self._old, ignore_errors=True)
            if self.folder.exists():
                self.folder.rename(self._old)
            self._new.rename(self.folder)
            shutil.rmtree(self._old, ignore_errors=True)
        self._state = self._kept = State(self._source, version)
        self._store = self._open(self.folder)

    def apply(self, patch: Patch) -> None:
        """Does what came and went, in one transaction where it is not too much and has no blank nodes."""
        store = self._store
        if store is None:
            raise FollowError(f"{self.folder} holds nothing yet.")
        with self._translated():
            few = patch.removed.count + patch.added.count <= AT_ONCE
            if few and not any(map(has_blank, _both(patch))):
                if text := update_of(patch.removed.quads(), patch.added.quads()):
                    store.update(text)
            else:
                rest = patch.added.quads()
                while some := list(islice(rest, AT_ONCE)):
                    store.extend(some)
                for quad in patch.removed.quads():
                    store.remove(quad)
        self._state = State(self._source, patch.head.version, patch.head.id)

    def keep(self) -> None:
        """Brings the store onto the disk, and then the version."""
        if self._state is None or self._state == self._kept or self._store is None:
            return
        with self._translated():
            self._store.flush()
        self._state.write(self.folder / STATE)
        self._kept = self._state

    def close(self) -> None:
        """Lets go of the folder."""
        self._store = None

    def _mend(self) -> None:
        """Ends the exchange of the folder for a new one where it was cut short."""
        if not self.folder.exists():
            if (self._new / STATE).exists():
                self._new.rename(self.folder)
            elif (self._old / STATE).exists():
                self._old.rename(self.folder)
        for leftover in (self._new, self._old):
            if leftover.exists() and _is_ours(leftover):
                shutil.rmtree(leftover)

    def _open(self, folder: Path) -> ox.Store:
        with self._translated():
            for log in folder.glob("LOG.old.*"):  # of which RocksDB keeps a thousand
                log.unlink(missing_ok=True)
            return ox.Store(str(folder))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError) as error:  # damage found by RocksDB arrives as either
            raise FollowError(
                f"the copy in {self.folder} cannot be read or written: {error}.",
                remedy="Make room, end whoever else uses it, or remove the folder to start anew.",
            ) from error


def _both(patch: Patch) -> Iterator[ox.Quad]:
    yield from patch.removed.quads()
    yield from patch.added.quads()


def _is_ours(folder: Path) -> bool:
    """Whether a folder beside the copy is a store, or nothing yet, rather than something that people put there."""
    return not any(folder.iterdir()) or any((folder / name).exists() for name in (STATE, "CURRENT", "LOCK", "LOG"))
