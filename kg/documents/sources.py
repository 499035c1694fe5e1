"""The sources: where documents come from, before anything is read."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.documents.formats import NO_FEED, is_feed, reason_to_skip
from kg.documents.reading import LARGEST
from kg.errors import DocumentError

STANDARD_INPUT: Final = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One place that a document can be loaded from.

    ``name`` is the path relative to the folder that was given, with ``/``, or the bare name of a file that was;
    ``location`` is the absolute path, or ``-`` for standard input. ``skipped`` says why a file of a folder is passed
    over, and is ``None`` for what is to be read. Bytes of a path that are no UTF-8 are escaped in both.

    The documents of a collection (``unpack`` finds them) have names and locations that begin with those of the
    collection (``news.zip/june/report.html``, ``news.jsonl#17``). They hold their ``content``, or the reason why they
    are ``broken``; the collection may say of what ``media_type`` one is, and from which ``url`` it came.
    """

    name: str
    location: str
    skipped: str | None = None
    path: Path | None = None
    content: bytes | None = None
    broken: str | None = None
    media_type: str | None = None
    url: str | None = None

    def load(self, limit: int = LARGEST) -> bytes:
        """The bytes, but no more than ``limit + 1``, which ``read`` then refuses.

        Raises ``DocumentError`` where there is no such file, it cannot be opened, or it is broken.
        """
        if self.broken is not None:
            raise DocumentError(self.name, self.broken)
        if self.content is not None:
            return self.content[: limit + 1]
        try:
            if self.path is None:
                return sys.stdin.buffer.read(limit + 1)
            with self.path.open("rb") as file:
                return file.read(limit + 1)
        except FileNotFoundError:
            raise DocumentError(self.name, "there is no such file.", remedy="Check the path.") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise DocumentError(self.name, f"it cannot be opened: {reason}.") from error


def collect(paths: Sequence[str]) -> Iterator[Source]:
    """The sources at ``paths``: files, folders, ``-`` for standard input. Each location comes once.

    A folder gives the files below it in the order of their names, but no hidden ones; a collection is one source,
    whose documents ``unpack`` finds. Files whose extension no reader knows, XML that is no feed, links to folders, and
    files about the folder itself (README, LICENSE, COPYING, CHANGELOG) come with the reason why they are skipped; a
    file that is named itself is always read. A path that does not exist gives a source whose ``load`` says so.
    """
    if len(paths) == 1:  # which gives nothing twice; what was seen need not be kept
        yield from _at(paths[0])
        return
    seen: set[tuple[str, bool]] = set()
    for given in paths:
        for source in _at(given):
            key = (source.location, source.skipped is None)
            if key not in seen:
                seen.add(key)
                yield source


def _at(given: str) -> Iterator[Source]:
    if given == STANDARD_INPUT:
        yield Source(STANDARD_INPUT, STANDARD_INPUT)
        return
    path = Path(given)
    if _is_folder(path):
        yield from _below(path)
    elif _is_device(path):
        place = _source(path.name, path)
        yield Source(
            place.name, place.location, broken="it is a device, no file. Name a file, or - for standard input."
        )
    else:
        yield _source(path.name or given, path)


def _below(root: Path) -> Iterator[Source]:
    waiting: list[Iterator[Path]] = [iter((root,))]
    while waiting:
        path = next(waiting[-1], None)
        if path is None:
            waiting.pop()
            continue
        name = path.relative_to(root).as_posix()
        if path != root and (path.is_symlink() or not _is_folder(path)):
            yield _source(name, path, _reason_to_skip(path))
            continue
        try:
            # No more than the names of one folder at each depth are ever in memory.
            names = sorted(entry.name for entry in os.scandir(path) if not entry.name.startswith("."))
        except OSError as error:
            yield _source(name, path, f"the folder cannot be opened: {error.strerror or error}")
        else:
            waiting.append(map(path.joinpath, names))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # no right to look, or no path at all
        return False


def _is_device(path: Path) -> bool:
    """Whether the path is a device, which may never end (a pipe does)."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISCHR(mode) or stat.S_ISBLK(mode)


def _reason_to_skip(path: Path) -> str | None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return f"it cannot be looked at: {error.strerror or error}"
    if not stat.S_ISREG(mode):
        return "it is a link to a folder" if stat.S_ISDIR(mode) else "it is not a file"
    if path.suffix.lower() == ".xml":
        try:
            with path.open("rb") as file:
                return None if is_feed(file.read(4096)) else NO_FEED
        except OSError:
            return None  # loading it says what is wrong
    return reason_to_skip(path.name)


def _source(name: str, path: Path, skipped: str | None = None) -> Source:
    location = os.path.abspath(path)  # noqa: PTH100 - pathlib keeps ".."
    return Source(_written(name), _written(location), skipped, path)


def _written(path: str) -> str:
    """A path as text: bytes that are no UTF-8 are escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
