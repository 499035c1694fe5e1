"""Documents, extracts and identities as JSON for the truth's file, and back."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from kg.errors import WorkspaceError
from kg.model import Document, Extract, Identification, Identity, NodeId
from kg.workspace.record import Reading

T = TypeVar("T")

_NOBODY = NodeId("")


class Codec(Generic[T]):
    """Turns values of one dataclass into compressed JSON and back, without loss."""

    def __init__(self, kind: type[T]) -> None:
        self._kind = kind

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:  # made at the first use: not everybody who imports this reads JSON
        return TypeAdapter(self._kind)

    def dump(self, value: T) -> bytes:
        """The value as JSON."""
        return self._adapter.dump_json(value)

    def load(self, data: bytes | str) -> T:
        """The value that ``dump`` was given. Raises ``WorkspaceError`` where the JSON is damaged."""
        try:
            return self._adapter.validate_json(data)
        except ValidationError as error:
            raise self._damage(error) from error

    def pack(self, value: T) -> bytes:
        """The value as JSON, compressed."""
        return zlib.compress(self.dump(value))

    def unpack(self, data: bytes) -> T:
        """The value that ``pack`` was given. Raises ``WorkspaceError`` where the bytes are damaged."""
        try:
            return self.load(zlib.decompress(data))
        except zlib.error as error:
            raise self._damage(error) from error

    def _damage(self, error: Exception) -> WorkspaceError:
        return WorkspaceError(
            f"a stored {self._kind.__name__.lower()} is damaged: {error}.", remedy="Ingest the document again."
        )


DOCUMENT = Codec(Document)
EXTRACT = Codec(Extract)
IDENTITY = Codec(Identity)
IDENTIFICATION = Codec(Identification)


def statement(identification: Identification) -> str:
    """What an identification says of its entity, as JSON: the same for all documents that say the same."""
    return IDENTIFICATION.dump(replace(identification, entity=_NOBODY)).decode()


@lru_cache(maxsize=1 << 15)
def said(statement: str) -> Identification:
    """What a statement says. Documents say the same of what many speak of, so it is kept for the next who asks."""
    return IDENTIFICATION.load(statement)


@dataclass(frozen=True, slots=True)
class Packed:
    """A reading as the truth keeps it: its bytes as they came in, and the three parts as JSON, all compressed."""

    content: bytes
    document: bytes
    extract: bytes
    identity: bytes


def pack(reading: Reading, content: bytes) -> Packed:
    """What the truth keeps of a document with these bytes."""
    return Packed(
        zlib.compress(content),
        DOCUMENT.pack(reading.document),
        EXTRACT.pack(reading.extract),
        IDENTITY.pack(reading.identity),
    )
