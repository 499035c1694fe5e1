"""The spool: bodies of requests in files, from their first byte until their write is answered."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from kg.errors import QueryLimitError, StoreError
from kg.settings import Settings

FOLDER: Final = "incoming"
"""The folder in the workspace where the files are."""


class Spool:
    """The folder of spooled files. Each is locked by the process that fills it, so that leftovers are known."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.workspace.resolve() / FOLDER
        self._most = settings.body_bytes

    def sweep(self) -> None:
        """Removes what a service left that died. Files of others that run are left alone."""
        for path in self._folder.glob("*.part") if self._folder.is_dir() else ():
            with suppress(OSError):
                descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    path.unlink(missing_ok=True)
                finally:
                    os.close(descriptor)

    def open(self) -> Spooled:
        """A new file. Use it as a context manager: leaving it removes it. Raises ``StoreError``."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return Spooled(self._folder / f"{secrets.token_hex(12)}.part", self._most)
        except OSError as error:
            raise _unwritten(error) from error

    def check(self, announced: int) -> None:
        """Raises ``QueryLimitError`` where a body of so many bytes would be too long."""
        if announced > self._most:
            raise too_long(self._most)


class Spooled:
    """One spooled file."""

    def __init__(self, path: Path, most: int) -> None:
        self.path = path
        self._most = most
        self._size = 0
        while True:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
            if path.exists():  # a sweep of another process may have come between
                break
            os.close(self._descriptor)

    def write(self, data: bytes) -> None:
        """Adds bytes. Raises ``QueryLimitError`` where there are too many, ``StoreError`` where the disk is full."""
        self._size += len(data)
        if self._size > self._most:
            raise too_long(self._most)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(self._descriptor, view) :]
        except OSError as error:
            raise _unwritten(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.path.unlink(missing_ok=True)
        os.close(self._descriptor)


def too_long(most: int) -> QueryLimitError:
    """The answer to a body that has more than ``most`` bytes."""
    return QueryLimitError(
        f"The body has more than {most} bytes.",
        limit="body_bytes",
        value=most,
        remedy="Send the data in several parts with POST, which adds to what is there.",
    )


def _unwritten(error: OSError) -> StoreError:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return StoreError("There is no room for the body." if full else "The body cannot be kept.")
