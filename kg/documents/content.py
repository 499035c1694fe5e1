"""What a reader gives: the text of one document, its blocks, and what it says about itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.model import Block


@dataclass(frozen=True, slots=True)
class Content:
    """What one reader made of the bytes of one document.

    ``text`` is stored as it is; ``blocks`` are in order, disjoint and inside it, and what they skip lies inside them.
    ``date`` is an EDTF date of level 0 or 1. The other fields mean what they mean in ``kg.model.Document``.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """One format that can be read.

    ``title`` is what people call the format; ``extensions`` (with their dot, in small letters) are the endings of
    its files. ``read(data, name, charset)`` makes the content of the bytes ``data`` of the document called ``name``;
    ``charset`` is the encoding that somebody declared for them, if any. It raises ``DocumentError`` and nothing else.
    """

    title: str
    extensions: tuple[str, ...]
    read: Callable[[bytes, str, str | None], Content]
