"""The toy workspace kept and restored, in processes that kill themselves at a step of it, too; what there is then."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.backup import Restored, back_up
from kg.backup import restore as put_back
from tests.workspace import toy
from tests.workspace.toy import DERIVATION, export, open_toy


def restore(folder: Path, source: Any, **others: Any) -> Restored:
    return put_back(toy.settings(folder), source, derivation=DERIVATION, **others)


def keep_and_die(folder: Path, die_at: int) -> None:
    passed = iter(range(1, 1000))
    back_up(toy.settings(folder / "w"), folder / "kept.tar.zst", force=True, step=lambda _: _die(passed, die_at))


def restore_and_die(folder: Path, die_at: int) -> None:
    passed = iter(range(1, 1000))
    restore(folder / "w", folder / "kept.tar.zst", force=True, step=lambda _: _die(passed, die_at))


def restore_anew_and_die(folder: Path, die_at: int) -> None:
    passed = iter(range(1, 1000))
    restore(folder / "new", folder / "kept.tar.zst", step=lambda _: _die(passed, die_at))


def _die(passed: Iterator[int], die_at: int) -> None:
    if next(passed) == die_at:
        os.kill(os.getpid(), signal.SIGKILL)


def seen(folder: Path) -> str:
    with open_toy(folder) as workspace:
        return export(workspace)


def content(folder: Path) -> dict[str, str]:
    """What stands in a folder, but for what its opening may change."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("truth.sqlite-wal", "truth.sqlite-shm")
    }
