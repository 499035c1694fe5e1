"""Gathering: the sources at paths and at URLs that fsspec knows (``s3://bucket/reports/*.html``).

What lies elsewhere is fetched some files at a time, so that the next ones come while nobody waits for each alone. It is
this process that fetches, whoever reads: it has to know the checksum of what it need not have read, and it is the one
that keeps the bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from kg.documents import LARGEST, Source, collect
from kg.documents.formats import reason_to_skip
from kg.documents.unpacking import kind_of
from kg.shards import SUFFIX, filesystem, is_shard, is_url, unusable
from kg.shards.format import LARGEST as LARGEST_SHARD

_TOGETHER: Final = 16
"""Files that are fetched at once, and ..."""

_TOGETHER_BYTES: Final = 32_000_000
"""... the bytes that they may have together."""

_PATTERN: Final = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class _File:
    """A file elsewhere; ``size`` is in bytes, as far as it is known."""

    name: str
    path: str
    location: str
    size: int | None

    @property
    def most(self) -> int:
        """How many of its bytes anybody could want."""
        return (LARGEST_SHARD if self.name.endswith(SUFFIX) else LARGEST) + 1

    @property
    def weight(self) -> int:
        """The bytes that fetching it may take."""
        return self.most if self.size is None else min(self.size, self.most)


def gather(paths: Sequence[str], *, fetch: bool = True) -> Iterator[Source]:
    """The sources at ``paths``, as ``collect`` finds them, and those at URLs, with their bytes where ``fetch`` says so.

    A URL names a file, a folder or, with ``*``, ``?`` or ``[…]``, all files that fit. Their locations are URLs, their
    names relative to the folder. What cannot be fetched says why when it is loaded. Raises ``ResourceError`` where
    fsspec is not installed, or what it needs for that kind of place.
    """
    for elsewhere, some in groupby(paths, is_url):
        if not elsewhere:
            yield from collect(list(some))
            continue
        for url in some:
            yield from _at(url, fetch=fetch)


def _at(url: str, *, fetch: bool) -> Iterator[Source]:
    fs, path = filesystem(url)
    try:
        found = list(_found(fs, path))
    except Exception as error:  # noqa: BLE001 — every kind of place has errors of its own
        yield Source(url, url, broken=_why(url, error))
        return
    if not found:
        yield Source(url, url, broken="there is no such file. Check the address.")
    is_folder = len(found) != 1 or found[0].path.rstrip("/") != path
    chosen: list[_File] = []
    for file in found:
        skipped = reason_to_skip(file.name) if is_folder and not _PATTERN & set(path) else None
        if skipped is not None and not file.name.endswith(SUFFIX):
            yield Source(file.name, file.location, skipped)
        elif not fetch:
            yield Source(file.name, file.location)
        else:
            chosen.append(file)
            if len(chosen) >= _TOGETHER or sum(one.weight for one in chosen) >= _TOGETHER_BYTES:
                yield from _fetched(fs, chosen)
                chosen = []
    yield from _fetched(fs, chosen)


def _found(fs: Any, path: str) -> Iterator[_File]:
    if _PATTERN & set(path):
        root = path[: min(path.find(mark) for mark in _PATTERN if mark in path)].rpartition("/")[0]
        details = fs.glob(path, detail=True)
    elif fs.isdir(path):
        root, details = path, fs.find(path, detail=True)
    else:
        info = fs.info(path)
        root, details = path.rpartition("/")[0], {info["name"]: info}
    for name, info in sorted(details.items()):
        relative = str(name).removeprefix(root).lstrip("/")
        if info.get("type") == "file" and not any(part.startswith(".") for part in relative.split("/")):
            yield _File(relative, str(name), fs.unstrip_protocol(name), info.get("size"))


def _fetched(fs: Any, files: Iterable[_File]) -> Iterator[Source]:
    small = [file for file in files if file.size is not None and file.size < file.most]
    try:
        got: dict[str, Any] = fs.cat([file.path for file in small], on_error="return") if small else {}
    except Exception as error:  # noqa: BLE001 — every kind of place has errors of its own
        got = {file.path: error for file in small}
    for file in files:
        content = got.get(file.path)
        if content is None:
            try:
                content = fs.cat_file(file.path, start=0, end=file.most)
            except Exception as error:  # noqa: BLE001 — as above
                content = error
        yield _source(file, content)


def _source(file: _File, content: bytes | Exception) -> Source:
    source = Source(file.name, file.location)
    if isinstance(content, Exception):
        return replace(source, broken=_why(file.location, content))
    if not is_shard(content) and (kind := kind_of(io.BytesIO(content), file.name)):
        return replace(source, broken=f"it is a collection ({kind}), which is read as a file. Fetch it, and name that.")
    return replace(source, content=bytes(content))


def _why(location: str, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file. Check the address."
    return str(unusable(location, error)).removeprefix(f"{location}: ")
