"""The document: one text that came in, with its metadata."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kg.model.span import Span


class BlockKind(StrEnum):
    """What a stretch of a document's text is."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that is read on its own: sentences never cross its borders.

    ``skip`` holds the spans inside it that are markup and not words (``**``, a link's address): the text stage
    leaves them out and keeps the map back to the original offsets.
    """

    span: Span
    kind: BlockKind
    skip: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One text that came in.

    ``id`` is made from ``sha256``, the checksum of the original bytes: the same bytes are the same document wherever
    they come from. ``name`` is the name of the file, or the last part of the address, that it came from. All offsets
    in an extract count code points of ``text``, which is stored as it was decoded; only ``blocks`` are read (front
    matter, navigation and markup lie outside them). ``date`` is an EDTF date (level 0 or 1) or ``None`` where the
    document has none; ``language`` is a BCP 47 tag, ``None`` where it is not known.
    """

    id: str
    name: str
    sha256: str
    media_type: str
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = field(default=())
    """Remarks of the reader that a person should see, such as a guessed encoding."""

    @staticmethod
    def id_for(sha256: str) -> str:
        """The identifier that documents with this checksum (hexadecimal) get: its first 80 bits."""
        return sha256[:20]
