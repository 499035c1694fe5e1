"""What a reader gives: the text of one document, its blocks, and what it says about itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kg.model import Block


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields of a JSON record hold what; of several names the first that is there counts.

    A dot leads into an object (``article.body``). ``id`` names the document within its collection.
    """

    text: tuple[str, ...] = ("text", "content", "body")
    title: tuple[str, ...] = ("title", "headline")
    date: tuple[str, ...] = ("date", "published", "date_published", "published_at", "pubdate")
    authors: tuple[str, ...] = ("authors", "author", "byline")
    publisher: tuple[str, ...] = ("publisher", "source")
    url: tuple[str, ...] = ("url", "link")
    language: tuple[str, ...] = ("language", "lang")
    id: tuple[str, ...] = ("id", "_id", "guid", "uuid")


STANDARD: Final = Fields()
"""The fields that are common."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What somebody declared about bytes: their ``charset``, and the ``fields`` of JSON records."""

    charset: str | None = None
    fields: Fields = STANDARD


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
    its files. ``read(data, name, declared)`` makes the content of the bytes ``data`` of the document called ``name``.
    It raises ``DocumentError`` and nothing else.
    """

    title: str
    extensions: tuple[str, ...]
    read: Callable[[bytes, str, Declared], Content]
