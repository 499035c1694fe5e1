"""The restoring of a backup: everything is verified and made ready beside before anything is replaced."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Final

from kg.backup.archive import Unpacker
from kg.backup.manifest import AUDIT, MANIFEST, SETTINGS, SUMS, TRUTH, Manifest, read_manifest, sums
from kg.configuration import configure
from kg.errors import BackupError, SettingsError, WorkspaceError
from kg.settings import Settings
from kg.store import Snapshots
from kg.workspace import Derivation, Workspace
from kg.workspace.copying import examine_truth, version_of
from kg.workspace.exchange import LEFTOVERS, MAKING, begin, finish, is_begun
from kg.workspace.lock import writer_lock
from kg.workspace.truth import Truth

Step = Callable[[str], None]

_MANIFEST_BYTES: Final = 1 << 20
_SUMS_BYTES: Final = 64 << 10
_LOCK_SECONDS: Final = 30.0
_STANDING: Final = (TRUTH, "store", "snapshots", "tokens.json", AUDIT)
"""What makes a folder a workspace, so that it is replaced with leave alone."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A workspace that was restored.

    ``version`` is that of the data, which is always a new one; ``quarantined`` counts the documents that the gate turns
    away today; ``settings`` says whether the settings' file of the backup was put in place.
    """

    manifest: Manifest
    version: int
    documents: int
    quarantined: int
    settings: bool


def restore(
    settings: Settings,
    source: Path | IO[bytes],
    *,
    force: bool = False,
    derivation: Derivation | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    waiting: Callable[[str], None] = lambda _: None,
    step: Step = lambda _: None,
) -> Restored:
    """Makes the workspace of ``settings`` what the backup holds; with ``force`` in the place of one that is there.

    The store, its snapshots and the index for search are made from the truth, ``progress`` being told how many
    documents of how many are done. Raises ``BackupError`` or ``WorkspaceError``; what was there is then untouched.
    """
    folder, name = settings.workspace, str(source) if isinstance(source, Path) else "standard input"
    try:
        with (
            _opened(source) as file,
            _folder(folder),
            writer_lock(folder / "lock", seconds=_LOCK_SECONDS, waiting=waiting),
        ):
            finish(folder)
            if not force and any((folder / part).exists() for part in _STANDING):
                raise BackupError(
                    f"there is a workspace in {folder} already.",
                    remedy="Restore into another folder, or replace it with --force.",
                )
            making = folder / MAKING
            try:
                for left in LEFTOVERS:
                    shutil.rmtree(folder / left, ignore_errors=True)
                making.mkdir(mode=0o700)
                manifest = _verified(file, making, name, step)
                restored = _make(settings, manifest, derivation, progress)
                restored = replace(restored, settings=_choose_settings(folder, making, force=force))
                (making / "lock").unlink(missing_ok=True)
                begin(folder, step)
            finally:
                shutil.rmtree(making, ignore_errors=True)
            finish(folder, step)
        return restored if settings.store is None else _hand_on(settings, restored, derivation, progress)
    except OSError as error:
        raise BackupError(
            f"{name} could not be restored: {error}.",
            remedy="Nothing was replaced. See whether there is room, and leave to read and write.",
        ) from error


def _verified(file: IO[bytes], making: Path, name: str, step: Step) -> Manifest:
    """Unpacks the backup and finds that it is whole, and a workspace."""
    try:
        manifest = _unpack(file, making, step)
    except BackupError as error:
        raise BackupError(f"{name} cannot be restored: {error} Nothing was replaced.") from error
    step("backup unpacked")
    try:
        facts = examine_truth(making / TRUTH)
    except WorkspaceError as error:
        raise BackupError(f"{name} cannot be restored: {error} Nothing was replaced.") from error
    told = (manifest.tables, manifest.version, manifest.base_iri, manifest.documents)
    if told != (facts.tables, facts.version, facts.base_iri, facts.documents):
        raise BackupError(f"{name} cannot be restored: its manifest tells of another workspace. Nothing was replaced.")
    try:
        if (making / SETTINGS).exists():
            configure({}, {}, making / SETTINGS)
    except SettingsError as error:
        raise BackupError(f"{name} cannot be restored: its settings are refused: {error}") from error
    step("backup verified")
    return manifest


def _unpack(file: IO[bytes], making: Path, step: Step) -> Manifest:
    unpacker = Unpacker(file)
    told = io.BytesIO()
    checked = [(MANIFEST, unpacker.copy(unpacker.next(MANIFEST, _MANIFEST_BYTES), told))]
    manifest = read_manifest(told.getvalue())
    room = shutil.disk_usage(making).free
    if manifest.bytes > room:
        raise BackupError(f"it needs {manifest.bytes} bytes, and {room} are free.", remedy="Make room on the disk.")
    for member in manifest.members:
        size = unpacker.next(member.name, member.bytes)
        descriptor = os.open(making / member.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with open(descriptor, "wb") as out:  # noqa: PTH123 - made readable for its owner alone
            found = unpacker.copy(size, out)
        if (size, found) != (member.bytes, member.sha256):
            raise BackupError(f"it is damaged: the checksum of {member.name} differs.")
        checked.append((member.name, found))
        step(f"{member.name} unpacked")
    listed = io.BytesIO()
    unpacker.copy(unpacker.next(SUMS, _SUMS_BYTES), listed)
    if listed.getvalue() != sums(checked):
        raise BackupError(f"it is damaged: {SUMS} says otherwise.")
    unpacker.end()
    return manifest


def _make(
    settings: Settings, manifest: Manifest, derivation: Derivation | None, progress: Callable[[int, int], None]
) -> Restored:
    """Makes all of the workspace out of its truth, with a version that nobody has seen yet."""
    making = settings.workspace / MAKING
    seen = _newest_version(settings)
    truth = Truth(making / TRUTH, settings.durability)
    try:
        if seen > truth.version:
            truth.set_fact("version", str(seen))
    finally:
        truth.close()
    own = replace(settings, workspace=making, base_iri=manifest.base_iri, store=None)
    with Workspace.open(own, derivation=derivation) as workspace:
        workspace.rebuild(progress)
        documents = sum(record.id is not None for record in workspace.documents())
        return Restored(manifest, workspace.version, documents, len(workspace.quarantine()), settings=False)


def _hand_on(
    settings: Settings, restored: Restored, derivation: Derivation | None, progress: Callable[[int, int], None]
) -> Restored:
    """Gives the graph to the server that it is kept in, once nothing can go wrong with it any more but that."""
    with Workspace.open(replace(settings, base_iri=restored.manifest.base_iri), derivation=derivation) as workspace:
        workspace.rebuild(progress)
        return replace(restored, version=workspace.version)


def _newest_version(settings: Settings) -> int:
    """The highest version that readers of the workspace that is to be replaced may have seen."""
    newest = Snapshots(settings.workspace / "snapshots").newest()
    return max(newest.number if newest else 0, version_of(settings.workspace / TRUTH))


def _choose_settings(folder: Path, making: Path, *, force: bool) -> bool:
    """Whether the settings of the backup are put in place: those that an operator has laid ready go first."""
    has = (making / SETTINGS).exists()
    if has and (folder / SETTINGS).exists() and not force:
        (making / SETTINGS).unlink()
        return False
    return has


@contextmanager
def _opened(source: Path | IO[bytes]) -> Iterator[IO[bytes]]:
    if not isinstance(source, Path):
        yield source
        return
    if source.is_dir():
        raise BackupError(f"{source} is a folder.", remedy="Name the file that `kg backup` wrote.")
    try:
        file = source.open("rb")
    except OSError as error:
        raise BackupError(f"{source} cannot be read: {error.strerror}.") from error
    with file:
        yield file


@contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """The folder, made where it is missing, and gone again where nothing came of it."""
    new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        if new and not is_begun(folder):
            shutil.rmtree(folder / MAKING, ignore_errors=True)
            (folder / "lock").unlink(missing_ok=True)
            if not any(folder.iterdir()):
                folder.rmdir()
        raise
