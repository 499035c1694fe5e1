"""The formats: which reader a document gets, by media type, name and first bytes."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final, NamedTuple

from kg.documents.content import Reader
from kg.documents.encoding import is_binary
from kg.documents.html import read_html
from kg.documents.markdown import read_markdown
from kg.documents.plain import read_plain
from kg.errors import DocumentError

READERS: Final[dict[str, Reader]] = {
    "text/plain": Reader("plain text", (".txt", ".text"), read_plain),
    "text/markdown": Reader("Markdown", (".md", ".markdown"), read_markdown),
    "text/html": Reader("HTML", (".html", ".htm", ".xhtml"), read_html),
}
"""The reader of each media type. A new format is one more line here."""

_SYNONYMS: Final = {"application/xhtml+xml": "text/html", "text/x-markdown": "text/markdown"}

_UNREAD: Final = {
    "PDF": (".pdf",),
    "Word": (".doc", ".docx"),
    "OpenDocument": (".odt",),
    "RTF": (".rtf",),
    "PowerPoint": (".ppt", ".pptx"),
    "Excel": (".xls", ".xlsx"),
    "EPUB": (".epub",),
    "e-mail": (".eml", ".msg", ".mbox"),
    "JSON": (".json", ".jsonl", ".ndjson"),
    "CSV": (".csv", ".tsv"),
    "XML": (".xml", ".rss", ".atom"),
    "WARC": (".warc",),
    "an archive": (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst"),
    "an image": (".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".svg", ".bmp"),
    "audio or video": (".mp3", ".mp4", ".wav", ".ogg", ".avi", ".mov", ".mkv", ".webm", ".m4a"),
}
"""Formats that people will try, which have no reader yet."""

_SIGNATURES: Final = (
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "an archive"),
    (b"BZh", "an archive"),
    (b"\xfd7zXZ\0", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"WARC/1.", "WARC"),
)
_PAGE: Final = (b"<!doctype html", b"<html", b"<?xml")
_REMEDY: Final = "Save it as plain text, Markdown or HTML and read that."


class Format(NamedTuple):
    """A media type, its reader, and a remark where the name said something else."""

    media_type: str
    reader: Reader
    notes: tuple[str, ...] = ()


def format_of(data: bytes, name: str, media_type: str | None = None) -> Format:
    """The format of ``data``, the bytes of the document called ``name``.

    A given ``media_type`` decides; then the first bytes, where they can only be one format; then the extension. A name
    without an extension is plain text. Raises ``DocumentError`` where nothing here reads that format.
    """
    signed = next((title for signature, title in _SIGNATURES if data.startswith(signature)), None)
    if signed:
        raise DocumentError(name, f"it is {signed} by its first bytes, which is not read yet.", remedy=_REMEDY)
    if media_type is not None:
        wanted = _SYNONYMS.get(media_type, media_type)
        if wanted not in READERS:
            raise DocumentError(
                name,
                f"documents of type {media_type} are not read.",
                remedy=f"Types that are read: {', '.join(READERS)}.",
            )
        return Format(wanted, READERS[wanted])
    extension = PurePosixPath(name).suffix.lower()
    if is_page(data) and (extension == "" or reader_of(extension)):
        named = reader_of(extension)
        lies = bool(extension) and named != "text/html"
        notes = (
            (f"The name says {READERS[named].title}, the content is HTML; it was read as HTML.",)
            if named and lies
            else ()
        )
        return Format("text/html", READERS["text/html"], notes)
    unread = unread_format(extension)
    if unread:
        raise DocumentError(name, f"{unread[:1].upper()}{unread[1:]} is not read yet.", remedy=_REMEDY)
    if is_binary(data):
        raise DocumentError(name, "it holds binary data, not text.", remedy=_REMEDY)
    found = reader_of(extension) if extension else "text/plain"
    if found is None:
        known = ", ".join(known for reader in READERS.values() for known in reader.extensions)
        raise DocumentError(name, f"the extension '{extension}' is not known.", remedy=f"Known are {known}.")
    if found == "text/html" and b"<" not in data.replace(b"\0", b""):
        note = "The name says HTML, the content has no markup; it was read as plain text."
        return Format("text/plain", READERS["text/plain"], (note,))
    return Format(found, READERS[found])


def reader_of(extension: str) -> str | None:
    """The media type of the reader for an extension (small letters, with its dot), if there is one."""
    return next((media_type for media_type, reader in READERS.items() if extension in reader.extensions), None)


def unread_format(extension: str) -> str | None:
    """What people call the format of an extension that has no reader yet, if it is one of those they will try."""
    return next((title for title, extensions in _UNREAD.items() if extension in extensions), None)


def is_page(data: bytes) -> bool:
    """Whether bytes begin like an HTML page, in any encoding that keeps ASCII apart by zero bytes at most."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").lstrip().lower()
    return start.startswith(_PAGE[:2]) or (start.startswith(_PAGE[2]) and b"<html" in start)
