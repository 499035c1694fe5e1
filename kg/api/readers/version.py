"""The version of the data: which snapshot is the newest, found out with one look at the folder of snapshots."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.store import Snapshots

_SETTLED_NANOSECONDS: Final = 200_000_000
"""A folder that changed less than this before it was listed may have changed again within one tick of its clock."""


@dataclass(frozen=True, slots=True)
class Version:
    """One state of the data.

    ``number`` is the snapshot's, 0 where nothing was ever published; ``stamp`` tells it from another snapshot of the
    same number, as a workspace that was restored may have it, and stays the same when the service starts anew.
    """

    number: int
    stamp: str


NOTHING: Final = Version(0, "0")


class VersionWatch:
    """The newest snapshot of a folder. The folder is listed only when its own time of change says that it changed."""

    def __init__(self, folder: Path) -> None:
        self._snapshots = Snapshots(folder)
        self._folder = str(folder)
        self._seen: tuple[int, int, int] | None = None
        self._version = NOTHING

    def newest(self) -> Version:
        """The newest version, as it is on the disk at this moment."""
        folder = self._snapshots.folder
        try:
            status = folder.stat()
        except OSError:
            return NOTHING
        seen = (status.st_mtime_ns, status.st_ino, status.st_dev)
        if seen == self._seen:
            return self._version
        now = time.time_ns()
        self._version = self._look()
        self._seen = seen if now - status.st_mtime_ns > _SETTLED_NANOSECONDS else None
        return self._version

    def _look(self) -> Version:
        newest = self._snapshots.newest()
        return NOTHING if newest is None else version_of(newest.number, newest.path)


def version_of(number: int, path: Path) -> Version:
    """The version that the snapshot in a folder is of."""
    try:
        return Version(number, f"{number}:{path.stat().st_mtime_ns}")
    except OSError:  # it has been removed meanwhile
        return Version(number, f"{number}:")
