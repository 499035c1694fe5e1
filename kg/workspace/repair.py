"""The repair: whatever is wrong with a workspace and can be mended from its truth, is; the truth itself is salvaged.

Nothing is removed that cannot be made again. What is mended is looked at afterwards, so that the last word is the
doctor's.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kg.errors import HerodotusError, StoreError, WorkspaceError
from kg.search import SearchReader
from kg.settings import Settings
from kg.store import Snapshots
from kg.workspace import exchange
from kg.workspace.copying import version_of
from kg.workspace.derivation import Derivation, standard
from kg.workspace.doctor import Finding
from kg.workspace.index import FILE_NAME, Index
from kg.workspace.leftovers import leftovers, remove_leftovers
from kg.workspace.lock import writer_lock
from kg.workspace.salvage import salvage
from kg.workspace.settling import Settling
from kg.workspace.truth import Truth
from kg.workspace.workspace import Workspace
from kg.workspace.world import World

_TRUTH: Final = "truth.sqlite"
_LOCK_SECONDS: Final = 30.0
_SALVAGE: Final = "Restore the workspace from a backup, or save what can be read with `kg doctor --repair`."
_MEND: Final = "`kg doctor --repair` mends it."

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Repaired:
    """One thing that was mended; ``lost`` says what could not be had back."""

    message: str
    lost: tuple[str, ...] = ()


def damage_of(path: Path) -> str | None:
    """What SQLite finds wrong with a truth, after it has read all of it; ``None`` where it is sound.

    Raises ``WorkspaceError`` where it cannot be looked at for another reason.
    """
    try:
        with closing(Truth(path, "process")) as truth:
            rows = [row[0] for row in truth.run("PRAGMA integrity_check(10)")]
    except WorkspaceError as error:
        if not _is_damage(error):
            raise
        return str(error.__cause__)
    return None if rows == ["ok"] else "; ".join(rows)


def inspect(settings: Settings) -> tuple[Finding, ...]:
    """What is wrong beside the truth and the store: restorations and writes that died, leftovers, the search index."""
    folder = settings.workspace
    if (folder / _TRUTH).exists() and (damage := damage_of(folder / _TRUTH)):
        return (Finding("error", f"{folder / _TRUTH} is damaged: {damage}.", _SALVAGE),)
    found = []
    if exchange.is_begun(folder):
        found.append(Finding("error", f"a process died while it restored {folder}.", "`kg doctor --repair` goes on."))
    # Where somebody writes, what looks left behind is in good hands; that the truth is damaged is told elsewhere.
    with suppress(WorkspaceError), writer_lock(folder / "lock", seconds=0, waiting=lambda _: None):
        if left := leftovers(folder):
            names = ", ".join(str(path.relative_to(folder)) for path in left)
            found.append(
                Finding("warning", f"processes that died left {names} behind.", "`kg doctor --repair` removes it.")
            )
        if trouble := _index_trouble(folder):
            found.append(Finding("warning", trouble, _MEND))
    return tuple(found)


def repair(
    settings: Settings,
    *,
    derivation: Derivation | None = None,
    waiting: Callable[[str], None] = lambda _: None,
    progress: Progress = lambda _done, _all: None,
) -> tuple[Repaired, ...]:
    """Mends what can be mended, and says what that was. Raises ``WorkspaceError`` or ``StoreError`` where it cannot be.

    Where the setting of the base IRI differs from what the graph was made with, the graph keeps its own.
    """
    return tuple(_Repair(settings, derivation or standard(), waiting, progress).steps())


class _Repair:
    def __init__(
        self, settings: Settings, derivation: Derivation, waiting: Callable[[str], None], progress: Progress
    ) -> None:
        self._settings = settings
        self._folder = settings.workspace
        self._derivation = derivation
        self._waiting = waiting
        self._progress = progress

    def steps(self) -> Iterator[Repaired]:
        """Does one after the other, and says what was done."""
        folder = self._folder
        if exchange.is_begun(folder):
            with self._locked():
                exchange.finish(folder)
            yield Repaired("a restoration that had died was finished.")
        if not (folder / _TRUTH).exists():
            raise WorkspaceError(
                f"there is no workspace in {folder}.", remedy="Restore it from a backup, if it was one."
            )
        with self._locked():
            cleared = self._cleared()
        for path in cleared:
            yield Repaired(f"{path.relative_to(folder)} was removed, which a process that died had left behind.")
        rebuilt = False
        if damage := damage_of(folder / _TRUTH):
            yield self._salvage(damage)
            self._rebuild()
            rebuilt = True
            yield Repaired("the store was made again from what was saved.")
        self._settings = self._based()
        try:
            if self._finish():
                yield Repaired("what a process that died had begun was finished.")
        except StoreError:  # which is looked at next
            pass
        if not rebuilt and self._errors():
            yield self._mend_store()
        if trouble := _index_trouble(folder):
            self._index()
            yield Repaired(f"{trouble} It was made again.")

    def _salvage(self, damage: str) -> Repaired:
        newest = Snapshots(self._folder / "snapshots").newest()
        with self._locked():
            saved = salvage(self._folder, self._settings.base_iri, newest.number if newest else 0)
        return Repaired(
            f"{_TRUTH} was damaged ({damage.splitlines()[0][:200]}). {saved.documents} documents were saved into a new"
            f" file; the damaged one is kept as {saved.kept.name}.",
            saved.lost,
        )

    def _based(self) -> Settings:
        with closing(Truth(self._folder / _TRUTH, self._settings.durability)) as truth:
            return replace(self._settings, base_iri=truth.fact("base_iri") or self._settings.base_iri)

    def _finish(self) -> bool:
        """Finishes what is pending; says whether something was."""
        before = self._state()
        with self._open() as workspace:
            workspace.take(())
        return self._state() != before

    def _state(self) -> tuple[int, int]:
        newest = Snapshots(self._folder / "snapshots").newest()
        return version_of(self._folder / _TRUTH), newest.number if newest else 0

    def _errors(self) -> bool:
        with self._open() as workspace:
            return any(finding.severity == "error" for finding in workspace.doctor())

    def _mend_store(self) -> Repaired:
        """Publishes the snapshot again, where the store itself is right; else makes both again."""
        if self._settings.store is None:
            snapshots = Snapshots(self._folder / "snapshots")
            with self._locked():
                for snapshot in snapshots.all():
                    snapshot.path.rename(snapshots.folder / f".{snapshot.number}")
            with suppress(HerodotusError):
                self._finish()
                if not self._errors():
                    return Repaired("the snapshot was missing or damaged; it was published again.")
        self._rebuild()
        return Repaired(
            "the store or its snapshot was missing, damaged or behind; both were made again from the truth."
        )

    def _rebuild(self) -> None:
        self._settings = self._based()
        if self._settings.store is None:
            with self._locked():
                shutil.rmtree(self._folder / "store", ignore_errors=True)
        with self._open() as workspace:
            workspace.rebuild(self._progress)

    def _index(self) -> None:
        with self._locked(), closing(Truth(self._folder / _TRUTH, self._settings.durability)) as truth:
            for suffix in ("", "-wal", "-shm"):
                (self._folder / f"{FILE_NAME}{suffix}").unlink(missing_ok=True)
            world = World(truth, self._derivation.profile, self._derivation.event_profiles)
            settling = Settling(truth, world, self._derivation, self._settings.base_iri)
            Index(truth, settling, self._folder).anew()

    def _cleared(self) -> tuple[Path, ...]:
        try:
            return remove_leftovers(self._folder)
        except OSError as error:
            raise WorkspaceError(f"what was left behind in {self._folder} cannot be removed: {error}.") from error

    def _open(self) -> Workspace:
        return Workspace.open(self._settings, derivation=self._derivation, waiting=self._waiting)

    def _locked(self) -> AbstractContextManager[None]:
        return writer_lock(self._folder / "lock", seconds=_LOCK_SECONDS, waiting=self._waiting)


def _index_trouble(folder: Path) -> str | None:
    """What is wrong with the index for search, under the writer's lock; the truth must be sound."""
    path = folder / FILE_NAME
    with closing(Truth.looking(folder / _TRUTH)) as truth:
        if not truth.anything_stands():
            return None
        if truth.unindexed():
            return f"the search index {path} is behind."
    if not path.exists():
        return f"the search index {path} is missing."
    try:
        with SearchReader(path) as reader:
            reader.check()
    except StoreError as error:
        return str(error).removesuffix(error.remedy or "").strip()
    return None


def _is_damage(error: WorkspaceError) -> bool:
    code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
