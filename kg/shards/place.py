"""The place: a folder of files, on this machine or wherever fsspec reaches (``s3://…``, ``memory://…``)."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from kg.errors import HerodotusError, ResourceError, ShardError
from kg.shards.format import LARGEST

_LOCAL: Final = "file://"
_WHOLE: Final = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oci", "oss", "memory"})
"""Kinds of places that have no folders to make, and where a file appears whole or not at all."""


class Place:
    """A folder at ``location``: a path, or a URL that fsspec knows.

    Every method raises ``ShardError`` where the place cannot be used, with the reason and what to do.
    """

    def __init__(self, location: str) -> None:
        self.location = location.rstrip("/") or location
        self._remote: tuple[Any, str] | None = None
        if is_url(location) and not location.startswith(_LOCAL):
            self._remote = filesystem(location)
        self._is_whole = location.partition("://")[0] in _WHOLE
        self._folder = Path(os.path.abspath(location.removeprefix(_LOCAL)))  # noqa: PTH100 - pathlib keeps ".."

    @property
    def is_here(self) -> bool:
        """Whether it is a folder of this machine's file system."""
        return self._remote is None

    @property
    def written(self) -> str:
        """The place as somebody in another folder writes it."""
        return self.location if self._remote else str(self._folder)

    def at(self, name: str) -> str:
        """Where the file of that name lies."""
        return f"{self.written}/{name}"

    def make(self) -> None:
        """Makes the folder where there is none."""
        with self._used(""):
            if self._remote is None:
                self._folder.mkdir(parents=True, exist_ok=True)
            elif not self._is_whole:
                fs, path = self._remote
                fs.makedirs(path, exist_ok=True)

    def names(self, suffix: str) -> set[str]:
        """The names of the files that end in ``suffix``."""
        with self._used(""):
            if self._remote is None:
                return {entry.name for entry in os.scandir(self._folder) if entry.name.endswith(suffix)}
            fs, path = self._remote
            fs.invalidate_cache()
            return {name for entry in fs.ls(path, detail=False) if (name := entry.rpartition("/")[2]).endswith(suffix)}

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        with self._used(name):
            if self._remote is None:
                return (self._folder / name).is_file()
            fs, path = self._remote
            fs.invalidate_cache()
            return bool(fs.exists(f"{path}/{name}"))

    def read(self, name: str) -> bytes:
        """The bytes of a file, of which there may be no more than a shard may have."""
        with self._used(name):
            if self._remote is None:
                with (self._folder / name).open("rb") as file:
                    data = file.read(LARGEST + 1)
            else:
                fs, path = self._remote
                data = fs.cat_file(f"{path}/{name}", start=0, end=LARGEST + 1)
        if len(data) > LARGEST:
            raise ShardError(self.at(name), f"it has more than {LARGEST:,} bytes, and a shard has fewer.")
        return bytes(data)

    def write(self, name: str, data: bytes) -> None:
        """Writes a file, whole or not at all, in the place of one of its name."""
        with self._used(name):
            if self._remote is not None:
                fs, path = self._remote
                beside = name if self._is_whole else f".{uuid.uuid4()}.part"
                fs.pipe_file(f"{path}/{beside}", data)
                if beside != name:
                    fs.mv(f"{path}/{beside}", f"{path}/{name}")
                return
            descriptor, beside = tempfile.mkstemp(dir=self._folder, prefix=".", suffix=".part")
            try:
                with open(descriptor, "wb") as file:  # noqa: PTH123 — it is a descriptor, not a path
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(beside, self._folder / name)  # noqa: PTH105 - both are names, one of them mkstemp's
            except BaseException:
                Path(beside).unlink(missing_ok=True)
                raise

    def remove(self, name: str) -> None:
        """Removes a file, where there is one."""
        with self._used(name):
            if self._remote is None:
                (self._folder / name).unlink(missing_ok=True)
            else:
                fs, path = self._remote
                if fs.exists(f"{path}/{name}"):
                    fs.rm_file(f"{path}/{name}")

    @contextmanager
    def _used(self, name: str) -> Iterator[None]:
        try:
            yield
        except HerodotusError:
            raise
        except Exception as error:  # every kind of place has errors of its own
            raise unusable(self.at(name) if name else self.written, error) from error


def is_url(location: str) -> bool:
    """Whether it is a URL, not a path."""
    scheme, mark, _ = location.partition("://")
    return bool(mark) and scheme.replace("+", "").replace("-", "").isalnum()


def filesystem(location: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it.

    Raises ``ResourceError`` where fsspec, or what it needs for this kind of place, is not installed.
    """
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 — an extra
    except ImportError as error:
        raise ResourceError(
            f"{location} needs fsspec, which is not installed.", remedy="pip install 'herodotus[dask]'"
        ) from error
    try:
        fs, path = url_to_fs(location)
    except ImportError as error:
        raise ResourceError(f"{location}: {error}.", remedy="Install what this kind of place needs.") from error
    except (ValueError, OSError) as error:
        raise unusable(location, error) from error
    return fs, str(path).rstrip("/")


def unusable(location: str, error: Exception) -> ShardError:
    """The error of a file or place that cannot be used."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return ShardError(location, f"it cannot be used: {reason}.", remedy="Check the address and your rights there.")
