"""The residence: the writer's lock and, from one change to the next, the open store.

A store that is opened for a moment only never gets round to merging its files: what it began is thrown away each time
it closes, and in the end a commit has to wait for all of it. Who makes many changes in a row therefore stays, and lets
go only when somebody else wants to write.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from kg.store import LiveStore, Writer
from kg.workspace.lock import is_wanted, writer_lock

_LOCK_SECONDS: Final = 600.0
_LOOK_SECONDS: Final = 0.1
"""How long somebody who wants to write waits at most while nothing is being changed."""

_LONGEST_SECONDS: Final = 60.0
"""How long a store stays open: what its transactions wrote stays in its memory until it is closed."""

_YIELD_SECONDS: Final = 0.06
"""Long enough for those who wait to see that the lock is free."""


class Residence:
    """The lock on the file ``path`` and the store behind it, for one thread."""

    def __init__(self, path: Path, waiting: Callable[[str], None]) -> None:
        """``waiting`` is given a message when another process holds the lock."""
        self._path = path
        self._waiting = waiting
        self._changing = threading.Lock()
        self._lock = ExitStack()
        self._is_held = False
        self._is_staying = False
        self._store: LiveStore | None = None
        self._opened = 0.0

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Inside, nobody else writes. Raises ``WorkspaceError`` where somebody has been writing for too long."""
        with self._changing:
            if not self._is_held:
                if self._is_staying and is_wanted(self._path):
                    time.sleep(_YIELD_SECONDS)  # whoever came first goes first
                self._lock.enter_context(writer_lock(self._path, seconds=_LOCK_SECONDS, waiting=self._waiting))
                self._is_held = True
            try:
                yield
            finally:
                if not self._is_staying:
                    self._let_go()

    @contextmanager
    def staying(self) -> Iterator[None]:
        """Inside, the lock and the store are kept from one change to the next as long as nobody else wants them."""
        if self._is_staying:
            yield
            return
        over = threading.Event()
        watch = threading.Thread(target=self._watch, args=(over,), name="residence", daemon=True)
        self._is_staying = True
        watch.start()
        try:
            yield
        finally:
            over.set()
            watch.join()
            self._is_staying = False
            self._let_go()

    @contextmanager
    def store(self, open_store: Callable[[], LiveStore]) -> Iterator[LiveStore]:
        """The store, under the lock: the one that was kept, or one that is opened now."""
        if self._store is None:
            self._store, self._opened = open_store(), time.monotonic()
        store, self._store = self._store, None
        try:
            yield store
        except BaseException:
            store.close()
            raise
        if self._is_staying and isinstance(store, Writer) and time.monotonic() - self._opened < _LONGEST_SECONDS:
            self._store = store
        else:
            store.close()

    def close_store(self) -> None:
        """Closes the store that was kept, under the lock: somebody else is to have its folder."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def _let_go(self) -> None:
        self.close_store()
        self._is_held = False
        self._lock.close()

    def _watch(self, over: threading.Event) -> None:
        while not over.wait(_LOOK_SECONDS):
            if self._is_held and is_wanted(self._path) and self._changing.acquire(blocking=False):
                try:
                    self._let_go()
                finally:
                    self._changing.release()
