"""The patch: what came and what went with one version of the data, in the text format of RDF Patch."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

MEDIA_TYPE: Final = "application/rdf-patch"

_INTEGER: Final = "http://www.w3.org/2001/XMLSchema#integer"
_AT_ONCE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the beginning of a patch.

    ``id`` names the version that it leads to, ``previous`` the one that it starts from; without that one it leads
    nowhere, and begins a chain.
    """

    version: int
    id: uuid.UUID
    previous: uuid.UUID | None = None

    def to_text(self) -> str:
        """The rows of the header."""
        rows = [f"H id <uuid:{self.id}> ."]
        if self.previous is not None:
            rows.append(f"H prev <uuid:{self.previous}> .")
        rows.append(f'H version "{self.version}"^^<{_INTEGER}> .')
        return "".join(f"{row}\n" for row in rows)


class PatchWriter:
    """Writes one patch with ``write``; ``end`` makes it whole."""

    def __init__(self, head: Head, write: Callable[[bytes], object]) -> None:
        self._write = write
        write((head.to_text() + "TX .\n").encode())

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Says of quads that they go."""
        self._rows(b"D ", quads)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Says of quads that they come."""
        self._rows(b"A ", quads)

    def end(self) -> None:
        """Writes the end."""
        self._write(b"TC .\n")

    def _rows(self, operation: bytes, quads: Iterable[ox.Quad]) -> None:
        rest = iter(quads)
        while some := list(islice(rest, _AT_ONCE)):
            lines = ox.serialize(some, format=ox.RdfFormat.N_QUADS) or b""
            # N-Quads has one line for each quad, and escapes what would end one in a string.
            self._write(operation + lines[:-1].replace(b"\n", b"\n" + operation) + b"\n")
