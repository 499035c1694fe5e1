"""The making of a backup, beside whoever serves, ingests or writes: nobody waits for it."""

from __future__ import annotations

import fcntl
import io
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final

from kg import __version__
from kg.backup.archive import Packer
from kg.backup.manifest import AUDIT, FORMAT, MANIFEST, OPTIONAL, SUMS, TRUTH, Manifest, Member, sums
from kg.errors import BackupError, WorkspaceError
from kg.settings import Settings
from kg.store import sync_folder
from kg.workspace.copying import copy_truth
from kg.workspace.exchange import is_begun

Step = Callable[[str], None]

_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: what it holds, its length in bytes, and the SHA-256 of all of them."""

    manifest: Manifest
    bytes: int
    sha256: str


def back_up(settings: Settings, to: Path | IO[bytes], *, force: bool = False, step: Step = lambda _: None) -> Made:
    """Writes the workspace as it is at one moment to a file, which appears when it is whole, or to an open stream.

    ``force`` lets a file that is there be replaced. ``step`` is called between any two steps. Raises ``BackupError`` or
    ``WorkspaceError``; a file has then not been made or replaced.
    """
    folder = settings.workspace
    if not (folder / TRUTH).exists() and not is_begun(folder):
        raise WorkspaceError(f"there is no workspace in {folder}.", remedy="Name the one to be kept with --workspace.")
    if is_begun(folder):
        raise WorkspaceError(
            f"a process died while it restored {folder}.", remedy="Run `kg doctor --repair` to finish that first."
        )
    try:
        if not isinstance(to, Path):
            with TemporaryDirectory(prefix="herodotus-") as scratch:
                return _write(folder, Path(scratch), to, step)
        if to.is_dir():
            raise BackupError(f"{to} is a folder.", remedy="Name a file in it.")
        if to.exists() and not force:
            raise BackupError(f"{to} is there already.", remedy="Name another file, or replace it with --force.")
        with _scratch(to) as scratch:
            return _write_file(folder, scratch, to, step)
    except OSError as error:
        raise BackupError(
            f"the backup could not be written: {error}.",
            remedy="See whether there is room, and leave to write there; nothing was left behind or replaced.",
        ) from error


def _write_file(folder: Path, scratch: Path, to: Path, step: Step) -> Made:
    part = scratch / "archive"
    with part.open("xb") as file:
        made = _write(folder, scratch, file, step)
        file.flush()
        os.fsync(file.fileno())
    part.chmod(0o600)
    step("backup written")
    part.replace(to)
    sync_folder(to.parent)
    step("backup shown")
    return made


def _write(folder: Path, scratch: Path, file: IO[bytes], step: Step) -> Made:
    facts = copy_truth(folder / TRUTH, scratch / TRUTH)
    step("truth copied")
    found = [TRUTH]
    # The log is read after the truth: whatever the truth has and somebody was told has its line.
    for name in OPTIONAL:
        if (folder / name).exists():
            _copy(folder / name, scratch / name)
            found.append(name)
    step("files copied")
    members = tuple(_member(scratch / name) for name in found)
    now = int(time.time())
    manifest = Manifest(
        format=FORMAT,
        herodotus=__version__,
        created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now)),
        tables=facts.tables,
        version=facts.version,
        base_iri=facts.base_iri,
        documents=facts.documents,
        members=members,
    )
    told = manifest.to_json()
    out = _Measured(file)
    packer = Packer(out, now)
    packer.add(MANIFEST, len(told), io.BytesIO(told))
    for member in members:
        with (scratch / member.name).open("rb") as source:
            packer.add(member.name, member.bytes, source)
        step(f"{member.name} packed")
    checked = sums([(MANIFEST, sha256(told).hexdigest()), *((m.name, m.sha256) for m in members)])
    packer.add(SUMS, len(checked), io.BytesIO(checked))
    packer.end()
    return Made(manifest, out.size, out.digest.hexdigest())


def _copy(path: Path, to: Path) -> None:
    """A copy; of a log that grows, the whole lines that it has now."""
    with path.open("rb") as source, to.open("xb") as copy:
        shutil.copyfileobj(source, copy, _CHUNK)
    if path.name == AUDIT:
        with to.open("rb+") as copy:
            copy.truncate(_end_of_lines(copy))


def _end_of_lines(file: IO[bytes]) -> int:
    end = file.seek(0, 2)
    while end:
        begin = max(0, end - _CHUNK)
        file.seek(begin)
        found = file.read(end - begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        end = begin
    return 0


def _member(path: Path) -> Member:
    with path.open("rb") as file:
        digest = sha256()
        while data := file.read(_CHUNK):
            digest.update(data)
        return Member(name=path.name, bytes=file.tell(), sha256=digest.hexdigest())


@contextmanager
def _scratch(to: Path) -> Iterator[Path]:
    """A folder beside the file, for this backup alone; what another one left that died goes first."""
    folder = to.with_name(f".{to.name}.part")
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"another process is making {to}.", remedy="Try again when it is done.") from error
        for old in folder.iterdir():
            old.unlink()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(descriptor)


class _Measured:
    """A file to be written, with what was written so far measured."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size = 0
        self.digest = sha256()

    def write(self, data: bytes) -> int:
        """Writes to the file."""
        self._file.write(data)
        self.size += len(data)
        self.digest.update(data)
        return len(data)
