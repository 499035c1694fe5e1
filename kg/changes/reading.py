"""Reading patches that come from elsewhere: strictly, within limits, and without holding them in memory."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Final, Self

import pyoxigraph as ox

from kg.changes.patch import Head
from kg.errors import FollowError

_ID: Final = re.compile(rb"H (id|prev) <(?:urn:)?uuid:([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})> \.")
_VERSION: Final = re.compile(rb'H version "([0-9]{1,18})"\^\^<http://www\.w3\.org/2001/XMLSchema#integer> \.')
_HEADER: Final = re.compile(rb"H [A-Za-z][A-Za-z0-9-]* \S.* \.")
_MOST_HEADERS: Final = 50

_LINE: Final = 64 << 20
"""Bytes that one line may have."""

_PATCH: Final = 4 << 30
"""Bytes that one patch may have."""

_HELD: Final = 16 << 20
"""Bytes of rows that are held in memory; more lie in a file that has no name."""

_AT_ONCE: Final = 5_000
_AT_ONCE_BYTES: Final = 4 << 20


@dataclass(slots=True)
class Patch:
    """One whole patch, of which every row has been checked. Use it as a context manager, or close it."""

    head: Head
    removed: Rows
    added: Rows

    @property
    def begins(self) -> bool:
        """Whether it begins a chain: nothing leads to its version but all data."""
        return self.head.previous is None

    def close(self) -> None:
        """Forgets the rows."""
        self.removed.close()
        self.added.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Rows:
    """What a patch adds, or removes: lines of N-Quads."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_HELD)  # noqa: SIM115 - it lives as long as the patch does
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self.count = 0

    def append(self, line: bytes) -> None:
        """Adds a line. Raises ``FollowError`` where it, or one shortly before it, is no quad."""
        self._pending.append(line)
        self._pending_bytes += len(line)
        if len(self._pending) >= _AT_ONCE or self._pending_bytes >= _AT_ONCE_BYTES:
            self.check()

    def check(self) -> None:
        """Checks what has been added last."""
        for _ in quads_of_rows(self._pending):
            pass
        self._file.write(b"".join(line + b"\n" for line in self._pending))
        self.count += len(self._pending)
        self._pending, self._pending_bytes = [], 0

    def quads(self) -> Iterator[ox.Quad]:
        """The quads. Blank nodes keep their labels."""
        self._file.seek(0)
        lines = (line[:-1] for line in self._file)
        while some := list(islice(lines, _AT_ONCE)):
            yield from quads_of_rows(some)

    def close(self) -> None:
        """Forgets them."""
        self._file.close()


class Patches:
    """The patches in a stream of bytes; iterating gives each once it has come whole.

    Raises ``FollowError`` for whatever is no patch as we write them, is cut short, or is too large. What the source
    itself raises passes through.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._lines = lines_of(chunks)

    def __iter__(self) -> Iterator[Patch]:
        while (first := next(self._lines, None)) is not None:
            yield self._patch(first)

    def _patch(self, first: bytes) -> Patch:
        head = self._head(first)
        patch = Patch(head, Rows(), Rows())
        try:
            size = 0
            for line in self._lines:
                size += len(line)
                if size > _PATCH:
                    raise FollowError(f"the patch of version {head.version} has more than {_PATCH:,} bytes.")
                if line.startswith(b"A "):
                    patch.added.append(line[2:])
                elif line.startswith(b"D "):
                    patch.removed.append(line[2:])
                elif line == b"TC .":
                    patch.added.check()
                    patch.removed.check()
                    return patch
                else:
                    raise _nonsense(line)
            raise FollowError(f"the patch of version {head.version} is cut short.")
        except BaseException:
            patch.close()
            raise

    def _head(self, line: bytes) -> Head:
        ids: dict[bytes, uuid.UUID] = {}
        version = None
        for number in range(_MOST_HEADERS):
            if match := _ID.fullmatch(line):
                ids[match[1]] = uuid.UUID(match[2].decode())
            elif match := _VERSION.fullmatch(line):
                version = int(match[1])
            elif line == b"TX ." and number:
                break
            elif _HEADER.fullmatch(line) is None:
                raise _nonsense(line)
            line = next(self._lines, b"")
        if b"id" not in ids or version is None:
            raise FollowError("a patch does not say in its header which version it leads to.")
        return Head(version, ids[b"id"], ids.get(b"prev"))


def quads_of_rows(lines: list[bytes]) -> Iterator[ox.Quad]:
    """The quads that lines of N-Quads say, one each. Raises ``FollowError`` where one says none, or is malformed."""
    try:
        found = list(ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_QUADS)) if lines else []
    except (SyntaxError, ValueError) as error:
        raise FollowError(f"there is a row in a patch that is no quad: {str(error)[:300]}.") from error
    if len(found) != len(lines):
        raise FollowError("there is a row in a patch that is not one quad.")
    return iter(found)


def lines_of(chunks: Iterable[bytes], most: int = _LINE) -> Iterator[bytes]:
    """The lines of a stream without their ends. Raises ``FollowError`` for one longer than ``most``, or without end."""
    rest: list[bytes] = []
    held = 0
    for chunk in chunks:
        *whole, last = chunk.split(b"\n")
        for line in whole:
            if held + len(line) > most:
                raise _too_long(most)
            yield b"".join((*rest, line)) if rest else line
            rest, held = [], 0
        if last:
            rest.append(last)
            held += len(last)
            if held > most:
                raise _too_long(most)
    if rest:
        raise FollowError("what was sent is cut short in the middle of a line.")


def _too_long(most: int) -> FollowError:
    return FollowError(f"there is a line of more than {most:,} bytes.")


def _nonsense(line: bytes) -> FollowError:
    return FollowError(f"this is no row of a patch: {line[:80].decode(errors='replace')!r}.")
