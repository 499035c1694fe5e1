"""The format of a shard: what its bytes are, what its lines say, and how large all of it may be.

A shard is a skippable frame of zstd (RFC 8878, 3.1.2) with a name, a version and the SHA-256 of what follows, and then
one ordinary frame: lines of JSON, a header first, an end last. Tools that know zstd pass over the first and unpack
the second.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from kg.errors import ShardError
from kg.model import Document, Extract

SUFFIX: Final = ".shard.zst"
VERSION: Final = 1

LARGEST: Final = 256 << 20
"""Bytes that a shard may have."""

LONGEST_LINE: Final = 256 << 20
"""Bytes that one line may have: a document of 20 MB, its text, and what was read out of it."""

UNPACKED: Final = 2 << 30
"""Bytes that a shard may unpack to, and ..."""

GROWTH: Final = 1_000
"""... how many times its own length, where that is more than ..."""

ALLOWANCE: Final = 64 << 20
"""... these bytes."""

WINDOW: Final = 1 << 27
"""Bytes of memory that unpacking may ask for."""

_SKIPPABLE: Final = struct.Struct("<II")
_MAGIC: Final = 0x184D2A50
_NAME: Final = b"herodotus shard "
_SEAL: Final = re.compile(rb"herodotus shard (\d{1,9})\n([0-9a-f]{64})\n")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
REMEDY: Final = "Fetch it again, or make it again from its sources."


@dataclass(frozen=True, slots=True)
class Header:
    """How everything in a shard was read: by which Herodotus and extractor, with which options (canonical JSON)."""

    extractor: str
    options: str
    herodotus: str
    version: int = VERSION
    kind: Literal["shard"] = "shard"


@dataclass(frozen=True, slots=True)
class Read:
    """A document that was read: where it came from, its bytes (as text where they are UTF-8), and what came of them."""

    location: str
    name: str
    sha256: str
    document: Document
    extract: Extract
    utf8: str | None = None
    base64: str | None = None
    media_type: str | None = None
    url: str | None = None
    kind: Literal["document"] = "document"

    @property
    def content(self) -> bytes:
        """The bytes. Raises ``ValueError`` where there are none."""
        if self.utf8 is not None and self.base64 is None:
            return self.utf8.encode()
        if self.base64 is not None and self.utf8 is None:
            try:
                return base64.b64decode(self.base64, validate=True)
            except binascii.Error as error:
                raise ValueError(f"its bytes are no base64: {error}") from error
        raise ValueError("its bytes stand in neither 'utf8' nor 'base64', or in both")


@dataclass(frozen=True, slots=True)
class Failed:
    """A source that could not be read, and why."""

    location: str
    name: str
    reason: str
    kind: Literal["failure"] = "failure"


@dataclass(frozen=True, slots=True)
class End:
    """The last line: how many lines of each kind there are, and the SHA-256 of all lines before."""

    documents: int
    failures: int
    sha256: str
    kind: Literal["end"] = "end"


Line = Annotated[Header | Read | Failed | End, Field(discriminator="kind")]


@cache
def lines() -> TypeAdapter[Header | Read | Failed | End]:
    """Turns lines into JSON and back."""
    return TypeAdapter(Line)


def written(content: bytes) -> tuple[str | None, str | None]:
    """The bytes of a document as ``utf8`` where that is readable and small when packed, else as ``base64``."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = "\x00"
    if _CONTROLS.search(text):
        return None, base64.b64encode(content).decode()
    return text, None


def is_shard(head: bytes) -> bool:
    """Whether a file that begins with these bytes is a shard, of whatever version."""
    return len(head) >= _SKIPPABLE.size and _SKIPPABLE.unpack_from(head)[0] == _MAGIC and head[8:].startswith(_NAME)


def sealed(frame: bytes) -> bytes:
    """The bytes of a shard whose lines are packed in ``frame``."""
    seal = b"%s%d\n%s\n" % (_NAME, VERSION, sha256(frame).hexdigest().encode())
    return _SKIPPABLE.pack(_MAGIC, len(seal)) + seal + frame


def unsealed(data: bytes, place: str) -> bytes:
    """The frame in the bytes of a shard, once they have been found whole. Raises ``ShardError``."""
    if not is_shard(data):
        raise ShardError(place, "it is no shard, or its beginning is damaged.", remedy=REMEDY)
    (length,) = struct.unpack_from("<I", data, 4)
    seal = _SEAL.fullmatch(data, _SKIPPABLE.size, min(_SKIPPABLE.size + length, len(data)))
    if seal is None:
        raise ShardError(place, "its beginning is damaged.", remedy=REMEDY)
    if int(seal[1]) != VERSION:
        raise ShardError(
            place,
            f"it has version {int(seal[1])} of the format, and this Herodotus reads version {VERSION}.",
            remedy="Take it in with the Herodotus that wrote it, or a newer one.",
        )
    frame = data[seal.end() :]
    if sha256(frame).hexdigest().encode() != seal[2]:
        raise ShardError(place, "it is damaged or cut off: its checksum is another one.", remedy=REMEDY)
    return frame
