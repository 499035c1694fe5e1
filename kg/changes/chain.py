"""The chain: the patches of a workspace, one file for each version, each linked to the one before it."""

from __future__ import annotations

import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Final

import zstandard

from kg.changes.patch import Head, PatchWriter
from kg.errors import StoreError
from kg.store import sync_folder

_SUFFIX: Final = ".rdfp.zst"
_NAME: Final = re.compile(r"(0|[1-9][0-9]{0,17})\.rdfp\.zst")
_ID: Final = re.compile(rb"H (id|prev) <uuid:([0-9a-f-]{36})> \.")
_HEAD: Final = 400
"""Bytes in which the header of a patch has room."""

_LEVEL: Final = 1


@dataclass(frozen=True, slots=True)
class Link:
    """One patch that is kept: the version it leads to, its file, and the bytes that the file has."""

    version: int
    path: Path
    size: int


class Chain:
    """The folder of patches. Writing, naming and pruning are the writer's, under its lock; anybody may read."""

    def __init__(self, folder: Path, *, sync: bool = False) -> None:
        self.folder = folder
        self._sync = sync

    # Reading

    def all(self) -> tuple[Link, ...]:
        """The patches that are there, oldest first."""
        try:
            with os.scandir(self.folder) as entries:
                named = [(entry, match) for entry in entries if (match := _NAME.fullmatch(entry.name))]
                found = [Link(int(match[1]), Path(entry.path), entry.stat().st_size) for entry, match in named]
        except FileNotFoundError:  # the folder, or a file that was pruned at this moment
            return self.all() if self.folder.is_dir() else ()
        return tuple(sorted(found, key=lambda link: link.version))

    def head(self, version: int) -> Head | None:
        """The header of the patch that leads to a version; ``None`` where there is none that can be read."""
        try:
            with self.path(version).open("rb") as file:
                return _read_head(file, version)
        except (OSError, ValueError, zstandard.ZstdError):
            return None

    # Writing

    @contextmanager
    def writing(self, version: int) -> Iterator[PatchWriter]:
        """A patch that leads to ``version`` from the one before; at the end of the block it is whole, and hidden.

        Raises ``StoreError`` where it cannot be written.
        """
        with self._translated(version):
            self.folder.mkdir(exist_ok=True)
            self.discard(version)
            previous = self.head(version - 1) or self._begin(version - 1)
            with self._filling(version, Head(version, uuid.uuid4(), previous.id)) as patch:
                yield patch

    def name(self, version: int) -> None:
        """Gives the hidden patch of a version its name; where there is no patch of it, one that begins a chain."""
        hidden = self._hidden(version)
        with self._translated(version):
            self.folder.mkdir(exist_ok=True)
            if hidden.exists():
                hidden.rename(self.path(version))
            elif not self.path(version).exists():
                self._begin(version)
            if self._sync:
                sync_folder(self.folder)

    def is_named(self, version: int) -> bool:
        """Whether there is a patch of this version under its name."""
        return self.path(version).exists()

    def discard(self, version: int) -> None:
        """Removes what there is of a version that never came about."""
        self._hidden(version).unlink(missing_ok=True)
        self.path(version).unlink(missing_ok=True)

    def prune(self, kept: int, most_bytes: int) -> None:
        """Removes the oldest patches but for ``kept``, and until the rest has ``most_bytes``; the newest stays."""
        links = self.all()
        size = sum(link.size for link in links)
        for place, link in enumerate(links[:-1]):
            if len(links) - place <= kept and size <= most_bytes:
                break
            link.path.unlink(missing_ok=True)
            size -= link.size
        for leftover in self.folder.glob(".*"):  # of those who died while they wrote
            leftover.unlink(missing_ok=True)

    def remove(self) -> None:
        """Removes everything."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _begin(self, version: int) -> Head:
        head = Head(version, uuid.uuid4())
        with self._filling(version, head):
            pass
        self._hidden(version).rename(self.path(version))
        return head

    @contextmanager
    def _filling(self, version: int, head: Head) -> Iterator[PatchWriter]:
        making = self.folder / f".{version}.making"
        with making.open("wb") as file:
            with zstandard.ZstdCompressor(level=_LEVEL).stream_writer(file, closefd=False) as compressed:
                patch = PatchWriter(head, compressed.write)
                yield patch
                patch.end()
            file.flush()
            if self._sync:
                os.fsync(file.fileno())
        making.rename(self._hidden(version))

    def path(self, version: int) -> Path:
        """Where the patch that leads to a version is, or would be."""
        return self.folder / f"{version}{_SUFFIX}"

    def _hidden(self, version: int) -> Path:
        return self.folder / f".{version}{_SUFFIX}"

    @contextmanager
    def _translated(self, version: int) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"the changes of version {version} could not be recorded in {self.folder}: {error}.",
                remedy="Make room there, or set `changes` to off; nothing that was acknowledged is lost.",
            ) from error


def _read_head(file: BufferedReader, version: int) -> Head | None:
    """The header of the patch that leads to ``version``; ``None`` where it has none.

    Raises ``zstandard.ZstdError`` where it is damaged.
    """
    with zstandard.ZstdDecompressor().stream_reader(file, closefd=False) as plain:
        rows = plain.read(_HEAD).split(b"TX .")[0]
    ids = {match[1]: uuid.UUID(match[2].decode()) for match in _ID.finditer(rows)}
    return Head(version, ids[b"id"], ids.get(b"prev")) if b"id" in ids else None
