"""Reading: the bytes of one document become a ``Document``."""

from __future__ import annotations

import hashlib
from typing import Final

from kg.documents.content import STANDARD, Declared, Fields
from kg.documents.dates import is_edtf
from kg.documents.endless import readable_blocks
from kg.documents.formats import format_of
from kg.documents.language import language_of
from kg.errors import DocumentError
from kg.model import Document

LARGEST: Final = 20_000_000
"""Bytes that a document may have."""


def read(
    data: bytes,
    name: str,
    *,
    media_type: str | None = None,
    date: str | None = None,
    url: str | None = None,
    fields: Fields = STANDARD,
    limit: int = LARGEST,
) -> Document:
    """Reads the bytes ``data`` of the document called ``name``.

    ``media_type`` (``text/html; charset=utf-8``) says what they are, where that is known; otherwise name and bytes do.
    ``date``, an EDTF date with a year and without a time of day, goes before the one that the document gives itself;
    ``url`` is the address that it has where it does not say another. ``fields`` are those of JSON records. The
    language is the one that its words show, else the one it declares; a remark says where that is not English.
    ``limit`` is in bytes. Raises ``DocumentError``, and nothing else, with the reason and what to do about it.
    """
    if len(data) > limit:
        raise DocumentError(name, f"it has more than {limit:,} bytes.", remedy="Split it and read the parts.")
    if date is not None and not is_edtf(date):
        raise DocumentError(
            name, f"the date {date!r} is not EDTF.", remedy="Write it like 2019-12-27, 2019-12 or 2019."
        )
    if not data.strip():
        raise DocumentError(name, "the document is empty.")
    kind, _, parameters = (media_type or "").partition(";")
    found = format_of(data, name, kind.strip().lower() or None)
    content = found.reader.read(data, name, Declared(_charset(parameters), fields))
    blocks, about_blocks = readable_blocks(content.text, content.blocks)
    if not blocks:
        raise DocumentError(name, "it holds no words.")
    language, about_language = language_of(content.text, blocks, content.language)
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(
        id=Document.id_for(sha256),
        name=name,
        sha256=sha256,
        media_type=found.media_type,
        text=content.text,
        blocks=blocks,
        title=content.title,
        date=date or content.date,
        authors=content.authors,
        publisher=content.publisher,
        url=content.url or url,
        language=language,
        notes=(*found.notes, *content.notes, *about_blocks, *about_language),
    )


def _charset(parameters: str) -> str | None:
    """The ``charset`` among the parameters of a media type."""
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset" and value.strip():
            return value.strip().strip('"')
    return None
