"""Changes that are only printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import pyoxigraph as ox

from kg.changes import Patch, PatchWriter
from kg.errors import FollowError
from kg.following.copy import State


class Printed:
    """Patches on their way to ``stream``, from the version ``start`` on."""

    def __init__(self, stream: BinaryIO, source: str, start: int) -> None:
        self._stream = stream
        self._source = source
        self._state = State(source, start)

    @property
    def state(self) -> State:
        """How far it has come."""
        return self._state

    def start(self, version: int, quads: Iterable[ox.Quad]) -> None:  # noqa: ARG002 - as all copies have it
        """Raises ``FollowError``: there is nothing to start anew."""
        raise FollowError(
            f"the changes after version {self._state.version} are not kept any more.",
            remedy=f"Take the dump, and go on with --from {version}.",
        )

    def apply(self, patch: Patch) -> None:
        """Prints a patch."""
        writer = PatchWriter(patch.head, self._stream.write)
        writer.remove(patch.removed.quads())
        writer.add(patch.added.quads())
        writer.end()
        self._stream.flush()
        self._state = State(self._source, patch.head.version, patch.head.id)

    def keep(self) -> None:
        """Does nothing."""

    def close(self) -> None:
        """Does nothing: the stream is another's."""
