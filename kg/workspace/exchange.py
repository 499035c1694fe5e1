"""The exchange: a workspace that was made beside takes the place of the one in a folder, and nobody can prevent it.

The folder itself stays, since it may be a mount point, and so does the lock in it. What is new lies ready in a folder
inside, which appears there in one step; from then on every opening of the workspace finishes what was begun. Snapshots
have higher numbers than the old ones and come to lie beside them, so that readers always find one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kg.errors import WorkspaceError
from kg.store import Snapshots, sync_folder

MAKING: Final = "restore.new"
"""The folder inside of the workspace where the new one is made; what is found there after a crash is of no use."""

_READY: Final = "restore.ready"
_ASIDE: Final = "restore.old"
_SQLITE: Final = ("", "-wal", "-shm")
_WHOLE: Final = (
    *(f"truth.sqlite{suffix}" for suffix in _SQLITE),
    "store",
    *(f"search.sqlite{suffix}" for suffix in _SQLITE),
    "changes",
    "tokens.json",
    "audit.jsonl",
)
"""What leaves, whether or not the new workspace has it."""

_KEPT: Final = ("herodotus.toml",)
"""What leaves only for another of its kind: settings are no data."""

LEFTOVERS: Final = (MAKING, _ASIDE)

Step = Callable[[str], None]


def is_begun(folder: Path) -> bool:
    """Whether a workspace lies ready, so that ``finish`` has something to do."""
    return (folder / _READY).is_dir()


def begin(folder: Path, step: Step = lambda _: None) -> None:
    """Takes what was made in ``MAKING`` for good. Under the writer's lock; ``finish`` must follow."""
    _sync_tree(folder / MAKING)
    step("workspace made")
    (folder / MAKING).rename(folder / _READY)
    sync_folder(folder)
    step("workspace ready")


def finish(folder: Path, step: Step = lambda _: None) -> None:
    """Puts what lies ready into its place, and removes what stood there. Under the writer's lock; does no harm twice.

    Of the old workspace its audit log alone is kept, under a name of its own. Raises ``WorkspaceError``.
    """
    ready, aside = folder / _READY, folder / _ASIDE
    if not ready.is_dir():
        return
    try:
        aside.mkdir(exist_ok=True)
        for name in (*_WHOLE, *_KEPT):
            new, old = ready / name, folder / name
            # What is new and has been moved already leaves a mark behind, so that it is not taken for old.
            mark = ready / f"{name}.moved"
            if mark.exists():
                _move(new, old)
            elif new.exists() or name in _WHOLE:
                _move(old, aside / name)
                step(f"{name} moved away")
                mark.touch()
                _move(new, old)
            step(f"{name} moved in")
        _show_snapshots(ready / "snapshots", folder / "snapshots", step)
        _keep_log(aside / "audit.jsonl", folder)
        sync_folder(aside)
        sync_folder(folder)
        ready.rename(folder / MAKING)
        sync_folder(folder)
        step("workspace replaced")
        Snapshots(folder / "snapshots").prune(1)
        for name in LEFTOVERS:
            shutil.rmtree(folder / name)
    except OSError as error:
        raise WorkspaceError(
            f"the workspace in {folder} could not be put into its place: {error}.",
            remedy="Make room or give leave to write there; the next command on the workspace goes on with it.",
        ) from error


def _move(what: Path, to: Path) -> None:
    if what.exists():
        what.rename(to)


def _show_snapshots(new: Path, place: Path, step: Step) -> None:
    place.mkdir(exist_ok=True)
    for path in sorted(new.iterdir() if new.is_dir() else (), key=lambda path: path.suffix != ".lock"):
        path.rename(place / path.name)
        step(f"snapshot {path.name} moved in")
    sync_folder(place)


def _keep_log(log: Path, folder: Path) -> None:
    if not log.exists():
        return
    number = 1
    while (kept := folder / f"audit.replaced-{number}.jsonl").exists():
        number += 1
    log.rename(kept)
    sync_folder(folder)


def _sync_tree(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
