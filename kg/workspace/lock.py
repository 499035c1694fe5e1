"""The writer's lock: one process, and one thread in it, changes a workspace at a time."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import WorkspaceError

_POLL_SECONDS = 0.02


@contextmanager
def writer_lock(path: Path, *, seconds: float, waiting: Callable[[str], None]) -> Iterator[None]:
    """Holds the lock on the file ``path``, which is made where it is missing and never removed.

    Waits up to ``seconds`` for another holder and calls ``waiting`` once with a message when it has to. Raises
    ``WorkspaceError`` where the wait was in vain. The lock is the kernel's: it dies with the process. Those who wait
    are known by ``is_wanted``.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be opened for writing: {error.strerror}.") from error
    try:
        _acquire(descriptor, path, seconds, waiting)
        yield
    finally:
        os.close(descriptor)


def is_wanted(path: Path) -> bool:
    """Whether somebody waits for the lock on this file."""
    with _wish(path, fcntl.LOCK_EX | fcntl.LOCK_NB) as nobody_waits:
        return not nobody_waits


def is_held(path: Path) -> bool:
    """Whether some process has this file locked. Raises ``OSError`` where it cannot be opened."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return not _try(descriptor)
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, seconds: float, waiting: Callable[[str], None]) -> None:
    if _try(descriptor):
        return
    waiting(f"another process is writing to {path.parent}; waiting for it.")
    deadline = time.monotonic() + seconds
    with _wish(path, fcntl.LOCK_SH):
        while not _try(descriptor):
            if time.monotonic() > deadline:
                raise WorkspaceError(
                    f"another process has been writing to {path.parent} for over {seconds:g} seconds.",
                    remedy="Try again when it is done.",
                )
            time.sleep(_POLL_SECONDS)


@contextmanager
def _wish(path: Path, kind: int) -> Iterator[bool]:
    """Holds a lock on the folder, which all who wait share; says whether it could be had."""
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield _try(descriptor, kind)
    finally:
        os.close(descriptor)


def _try(descriptor: int, kind: int = fcntl.LOCK_EX | fcntl.LOCK_NB) -> bool:
    try:
        fcntl.flock(descriptor, kind)
    except BlockingIOError:
        return False
    return True
