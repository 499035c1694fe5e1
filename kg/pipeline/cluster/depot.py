"""The depot: where the workers' shards lie until everything in them has been committed."""

from __future__ import annotations

import fcntl
import shutil
import uuid
from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from kg.errors import ShardError
from kg.shards import SUFFIX, Place, Shard
from kg.workspace.lock import is_held

_MARK: Final = ".ingest"


class Depot:
    """A place for shards, in use by one ingestion. Use it as a context manager.

    Where it does not ``keep`` them, a shard goes as soon as its last document has been settled, and all that others
    have left there goes with the end of an ingestion that nobody stopped.
    """

    def __init__(self, location: str, *, keep: bool) -> None:
        self.place = Place(location)
        self.mark = f"{uuid.uuid4()}{_MARK}"
        """The name of a file there, by which others know that they look at the same place."""
        self._keep = keep
        self._held: IO[bytes] | None = None
        self._waiting: dict[str, set[str]] = {}
        self._shards: dict[str, str] = {}
        self._lying: set[str] = set()

    def __enter__(self) -> Self:
        self.place.make()
        self.place.write(self.mark, b"")
        if self.place.is_here:
            self._held = Path(self.place.at(self.mark)).open("rb")
            fcntl.flock(self._held, fcntl.LOCK_SH)
        self._lying = self.place.names(SUFFIX)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.place.remove(self.mark)
        if self._held is not None:
            self._held.close()

    def lies(self, name: str) -> bool:
        """Whether a shard of that name lay there at the beginning."""
        return name in self._lying

    def take(self, name: str) -> Shard:
        """The shard of that name. Raises ``ShardError`` where it is not there, or not whole."""
        return Shard(self.place.read(name), self.place.at(name))

    def expect(self, name: str, locations: Collection[str]) -> None:
        """Takes note that what a shard gave of these locations is on its way to the graph."""
        self._waiting[name] = set(locations)
        self._shards.update(dict.fromkeys(locations, name))

    def settle(self, location: str) -> None:
        """Takes note that it is settled what becomes of a source."""
        name = self._shards.pop(location, None)
        if name is None:
            return
        waiting = self._waiting[name]
        waiting.discard(location)
        if not waiting:
            del self._waiting[name]
            if not self._keep:
                self.place.remove(name)

    def clear(self) -> None:
        """Removes what interrupted runs have left, where shards are not kept and nobody else is at work there."""
        folder = Path(self.place.written)
        others = (mark for mark in folder.glob(f"*{_MARK}") if mark.name != self.mark)
        if self._keep or not self.place.is_here or any(map(_is_used, others)):
            return
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise ShardError(str(folder), f"it cannot be removed: {error.strerror}.") from error


def _is_used(mark: Path) -> bool:
    """Whether some other ingestion holds its mark."""
    try:
        return is_held(mark)
    except OSError:
        return False
