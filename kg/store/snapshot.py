"""The snapshot: the store as it was after one batch, numbered, never changing."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import StoreError
from kg.store.disk import sync_folder

_KEPT = 2


@dataclass(frozen=True, slots=True, order=True)
class Snapshot:
    """A folder that holds the graph as it was at one version of the data; ``number`` is that version."""

    number: int
    path: Path


class HeldSnapshot:
    """A snapshot that stays on the disk until it is released: the lock is the kernel's, so it dies with the process.

    Use it as a context manager, or call ``release``.
    """

    def __init__(self, snapshot: Snapshot, lock: int) -> None:
        self.snapshot = snapshot
        self._lock: int | None = lock

    @property
    def number(self) -> int:
        """The version of the data."""
        return self.snapshot.number

    @property
    def path(self) -> Path:
        """The folder to be opened read-only."""
        return self.snapshot.path

    def release(self) -> None:
        """Lets the snapshot be removed. Releasing twice does no harm."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


class Snapshots:
    """The folder of snapshots. Publishing and pruning are the writer's; anybody may list and hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self) -> tuple[Snapshot, ...]:
        """The snapshots that are there, oldest first."""
        if not self.folder.is_dir():
            return ()
        named = (path for path in self.folder.iterdir() if path.name.isdecimal() and path.is_dir())
        return tuple(sorted(Snapshot(int(path.name), path) for path in named))

    def newest(self) -> Snapshot | None:
        """The snapshot with the highest number, ``None`` where there is none."""
        return max(self.all(), default=None)

    def hold(self, number: int | None = None) -> HeldSnapshot:
        """Holds the snapshot with this number, or the newest.

        Raises ``StoreError`` where there is no such snapshot, or none that this user may read.
        """
        while True:
            snapshot = self.newest() if number is None else Snapshot(number, self.folder / str(number))
            if snapshot is None or not snapshot.path.is_dir():
                raise StoreError(
                    f"there is no snapshot {'' if number is None else f'{number} '}in {self.folder}.",
                    remedy="Run `kg ingest` or `kg rebuild` to make one.",
                )
            try:
                lock = _lock(self._lock_file(snapshot.number), fcntl.LOCK_SH)
            except OSError as error:
                raise StoreError(f"the snapshot {snapshot.path} cannot be held: {error}.") from error
            # The writer may have pruned it between the look and the lock.
            if lock is not None and snapshot.path.is_dir():
                return HeldSnapshot(snapshot, lock)
            if lock is not None:
                os.close(lock)

    def publish(self, number: int, make: Callable[[Path], None]) -> Snapshot:
        """Lets ``make`` fill a new folder and shows it as snapshot ``number`` in one step; then prunes.

        A snapshot that already has this number stays as it is: a number stands for one state of the data. Raises
        ``StoreError`` where the disk is full or the folder cannot be written.
        """
        snapshot = Snapshot(number, self.folder / str(number))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._remove_leftovers()
            if not snapshot.path.is_dir():
                hidden = self.folder / f".{number}"
                make(hidden)
                self._lock_file(number).touch()  # so that readers need not be allowed to write
                hidden.rename(snapshot.path)
                sync_folder(self.folder)
            self.prune()
        except OSError as error:
            raise StoreError(f"the snapshot {snapshot.path} could not be published: {error}.") from error
        return snapshot

    def prune(self, keep: int = _KEPT) -> None:
        """Removes all but the newest ``keep`` snapshots, except those that a reader holds."""
        for snapshot in self.all()[:-keep]:
            lock_file = self._lock_file(snapshot.number)
            lock = _lock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if lock is None:
                continue
            try:
                hidden = self.folder / f".{snapshot.number}"
                snapshot.path.rename(hidden)
                shutil.rmtree(hidden)
                lock_file.unlink(missing_ok=True)
            finally:
                os.close(lock)

    def _lock_file(self, number: int) -> Path:
        return self.folder / f"{number}.lock"

    def _remove_leftovers(self) -> None:
        for hidden in self.folder.glob(".*"):
            shutil.rmtree(hidden, ignore_errors=True)
        for lock_file in self.folder.glob("*.lock"):
            if not lock_file.with_suffix("").is_dir():
                lock_file.unlink(missing_ok=True)


def _lock(path: Path, kind: int) -> int | None:
    """An open, locked file, or ``None`` where the lock is taken and ``kind`` does not wait."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(descriptor, kind)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor
