"""The copy: what follows a service, and what it remembers of how far it has come."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import pyoxigraph as ox

from kg.changes import Patch
from kg.errors import FollowError
from kg.store import sync_folder


@dataclass(frozen=True, slots=True)
class State:
    """How far a copy of ``source`` has come.

    ``id`` is that of the version, ``None`` where it came from a dump, which does not tell. While all data are put
    where a kill can leave a part of them, it is ``loading``.
    """

    source: str
    version: int
    id: uuid.UUID | None = None
    loading: bool = False

    @classmethod
    def read(cls, path: Path, source: str) -> Self | None:
        """The state in a file; ``None`` where there is none. Raises ``FollowError`` where it is of another source."""
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            known = None if fields["id"] is None else uuid.UUID(fields["id"])
            state = cls(str(fields["source"]), int(fields["version"]), known, bool(fields["loading"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise FollowError(f"{path} cannot be read: {error}.", remedy="Remove it to start anew.") from error
        if state.source != source:
            raise FollowError(f"{path} belongs to a copy of {state.source}.", remedy="Give another place for this one.")
        return state

    def write(self, path: Path) -> None:
        """Puts the state into a file, in one step and for good."""
        fields = {
            "source": self.source,
            "version": self.version,
            "id": None if self.id is None else str(self.id),
            "loading": self.loading,
        }
        fresh = path.with_name(f"{path.name}.new")
        try:
            with fresh.open("w", encoding="utf-8") as file:
                file.write(json.dumps(fields) + "\n")
                file.flush()
                os.fsync(file.fileno())
            fresh.rename(path)
            sync_folder(path.parent)
        except OSError as error:
            raise FollowError(f"{path} cannot be written: {error.strerror}.") from error


class Copy(Protocol):
    """What follows."""

    @property
    def state(self) -> State | None:
        """How far it has come; ``None`` where it has to begin with all data."""

    def start(self, version: int, quads: Iterable[ox.Quad]) -> None:
        """Begins, once more perhaps, with all data of a version."""

    def apply(self, patch: Patch) -> None:
        """Does what came and went with the next version. Doing it twice does no harm."""

    def keep(self) -> None:
        """Remembers, for good, how far it has come."""

    def close(self) -> None:
        """Lets go of it."""
