"""The stage: where the writes of a group are tried before the truth takes them."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from kg.store import LiveStore, Scratch
from kg.workspace.replay import replay
from kg.workspace.view import View


class Stage:
    """The live store of a group, which nothing changes yet, and one scratch. Use it as a context manager."""

    def __init__(self, view: View, original: LiveStore) -> None:
        self._view = view
        self._scratch: Scratch | None = None
        self._serial = 0
        self.original = original

    def scratch(self) -> Scratch:
        """A copy of the store that holds what the truth does, made at the first call."""
        if self._scratch is None:
            self._scratch = self._view.scratch(self.original)
            self._serial = 0
        if self._serial != self._view.graphs.serial:
            replay(self._view.graphs, self._scratch)
            self.in_step()
        return self._scratch

    def in_step(self) -> None:
        """Notes that the scratch holds what the truth does."""
        self._serial = self._view.graphs.serial

    def clear(self) -> None:
        """Throws the copy away: it may hold what was refused."""
        if self._scratch is not None:
            self._scratch.remove_folder()
            self._scratch = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()
