"""The origin of the documents of a collection: what they are called, and how much may be unpacked to reach them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from kg.documents.content import Fields
from kg.documents.sources import STANDARD_INPUT, Source

DEEPEST: Final = 3
"""Archives that may lie inside each other."""

_FLOOR: Final = 100_000_000
_RATIO: Final = 100
"""How many times its own size a compressed file may unpack to, where that is more than ``_FLOOR`` bytes."""

_LONGEST_LABEL: Final = 300


class Stream(Protocol):
    """What the documents of a collection are read from, from its beginning to its end."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, none at the end."""

    def readline(self, size: int = -1, /) -> bytes:
        """The next bytes up to a line feed."""


class AllowanceError(Exception):
    """A compressed file unpacks to more than it may; whoever opened the outermost one says so."""


@dataclass(slots=True)
class Allowance:
    """The bytes that a compressed file and all that it holds may unpack to."""

    left: int

    @staticmethod
    def for_size(size: int) -> Allowance:
        """The allowance of a compressed file of ``size`` bytes."""
        return Allowance(max(_FLOOR, _RATIO * size))

    def spend(self, count: int) -> None:
        """Takes note of ``count`` bytes more. Raises ``AllowanceError`` where they are too many."""
        self.left -= count
        if self.left < 0:
            raise AllowanceError


@dataclass(frozen=True, slots=True)
class Metered:
    """A stream whose bytes are taken from an allowance."""

    stream: Stream
    allowance: Allowance

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        return self._spent(self.stream.read(size))

    def readline(self, size: int = -1, /) -> bytes:
        """The next line."""
        return self._spent(self.stream.readline(size))

    def _spent(self, data: bytes) -> bytes:
        self.allowance.spend(len(data))
        return data


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the documents of one collection come from: its ``name`` and ``location``, as a ``Source`` has them.

    ``depth`` counts the archives around them; ``fields`` are those of JSON records.
    """

    name: str
    location: str
    fields: Fields
    allowance: Allowance
    depth: int = 0
    taken: set[int] = field(default_factory=set)
    """Hashes of the labels that documents of this collection already have."""

    def within(self, label: str) -> Origin:
        """The origin of what a member of an archive holds, if that is a collection, too."""
        return replace(self, name=f"{self.name}/{label}", location=self._located("/", label), taken=set())

    def deeper(self) -> Origin:
        """The same inside one more archive."""
        return replace(self, depth=self.depth + 1)

    def document(
        self, content: bytes, *, label: str, number: int, media_type: str | None = None, url: str | None = None
    ) -> Source:
        """The source of the document called ``label``, the ``number``-th of a collection of records."""
        label = self._unique(label, number)
        return Source(
            f"{self.name}#{label}", self._located("#", label), content=content, media_type=media_type, url=url
        )

    def failure(self, reason: str, *, label: str | None = None, number: int = 0) -> Source:
        """A source that gives the ``reason`` why the collection, or its record ``label``, cannot be read."""
        if label is None:
            return Source(self.name, self.location, broken=reason)
        label = self._unique(label, number)
        return Source(f"{self.name}#{label}", self._located("#", label), broken=reason)

    def _located(self, mark: str, label: str) -> str:
        # What comes through standard input has no place: only its bytes tell one document from the next.
        return STANDARD_INPUT if self.location == STANDARD_INPUT else f"{self.location}{mark}{label}"

    def _unique(self, label: str, number: int) -> str:
        """The label without white space at its ends, with the number where another document has it."""
        plain = label = label[:_LONGEST_LABEL]
        while hash(label) in self.taken:
            label = f"{plain}~{number}"
            number += 1
        self.taken.add(hash(label))
        return label


def until_limit(stream: Stream, limit: int) -> bytes:
    """The rest of a stream, but no more than ``limit + 1`` bytes."""
    parts: list[bytes] = []
    left = limit + 1
    while left > 0 and (part := stream.read(min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


Sources = Iterator[Source]
