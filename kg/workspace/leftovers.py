"""Leftovers: what processes that died left lying in a workspace, and nobody needs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.workspace import exchange
from kg.workspace.lock import is_held

_FOLDERS: Final = ("store.new", "scratch", *exchange.LEFTOVERS)
_FILES: Final = ("tokens.new", "truth.new.sqlite", "truth.new.sqlite-wal", "truth.new.sqlite-shm")


def leftovers(folder: Path) -> tuple[Path, ...]:
    """What lies there, sorted. Right only under the writer's lock: what others are using looks the same."""
    return tuple(sorted(_found(folder)))


def remove_leftovers(folder: Path) -> tuple[Path, ...]:
    """Removes them, under the writer's lock; gives what they were. Raises ``OSError``."""
    found = leftovers(folder)
    for path in found:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return found


def _found(folder: Path) -> Iterator[Path]:
    for name in (*_FOLDERS, *_FILES):
        if (folder / name).exists() and not exchange.is_begun(folder):
            yield folder / name
    snapshots = folder / "snapshots"
    if snapshots.is_dir():
        yield from snapshots.glob(".*")
        yield from (path for path in snapshots.glob("*.lock") if not path.with_suffix("").is_dir())
    if (folder / "incoming").is_dir():
        yield from filter(_is_nobodys, (folder / "incoming").glob("*.part"))


def _is_nobodys(path: Path) -> bool:
    """Whether no process has this file locked."""
    try:
        return not is_held(path)
    except OSError:
        return False
