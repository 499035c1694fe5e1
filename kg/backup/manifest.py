"""The manifest: the first member of a backup, which tells what the others are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kg.errors import BackupError

FORMAT: Final = 1
"""The version of the container; it goes up whenever an older Herodotus could no longer restore it."""

MANIFEST: Final = "manifest.json"
TRUTH: Final = "truth.sqlite"
SETTINGS: Final = "herodotus.toml"
TOKENS: Final = "tokens.json"
AUDIT: Final = "audit.jsonl"
SUMS: Final = "SHA256SUMS"

OPTIONAL: Final = (SETTINGS, TOKENS, AUDIT)
"""The members that a backup has where the workspace has them, in this order, after the truth."""

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Member(BaseModel):
    """One file of the backup, with its length in bytes and its SHA-256 in hexadecimal digits."""

    model_config = ConfigDict(frozen=True)

    name: str
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=_SHA256)


class Manifest(BaseModel):
    """What a backup holds.

    ``created`` is UTC (ISO 8601), ``tables`` the version of the truth's tables, ``version`` that of the data.
    """

    model_config = ConfigDict(frozen=True)

    format: int
    herodotus: str
    created: str
    tables: int
    version: int = Field(ge=0)
    base_iri: str
    documents: int = Field(ge=0)
    members: tuple[Member, ...]

    def to_json(self) -> bytes:
        """The member ``manifest.json``."""
        return (self.model_dump_json(indent=1) + "\n").encode()

    @property
    def bytes(self) -> int:
        """What all members need on the disk."""
        return sum(member.bytes for member in self.members)


def read_manifest(data: bytes) -> Manifest:
    """What a manifest says.

    Raises ``BackupError`` where it is none, one of a newer Herodotus, or names what no backup has.
    """
    try:
        fields = json.loads(data)
        newer = fields["format"] > FORMAT
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BackupError(f"its manifest cannot be read: {error}.") from error
    if newer:
        raise BackupError(
            f"it was made by a newer Herodotus (format {fields['format']}; this one knows {FORMAT}).",
            remedy="Upgrade Herodotus.",
        )
    try:
        manifest = Manifest.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        raise BackupError(f"its manifest is malformed: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from error
    names = [member.name for member in manifest.members]
    if names != [TRUTH, *(name for name in OPTIONAL if name in names)]:
        raise BackupError(f"its manifest names other files than a backup has: {', '.join(names) or 'none'}.")
    return manifest


def sums(files: Iterable[tuple[str, str]]) -> bytes:
    """The member ``SHA256SUMS``, as ``sha256sum -c`` reads it, for names with their checksums."""
    return "".join(f"{sha256}  {name}\n" for name, sha256 in files).encode()
