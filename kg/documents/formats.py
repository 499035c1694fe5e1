"""The formats: which reader a document gets, by media type, name and first bytes."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final, NamedTuple

from kg.documents.content import Reader
from kg.documents.encoding import is_binary
from kg.documents.html import read_html
from kg.documents.mail import read_mail
from kg.documents.markdown import read_markdown
from kg.documents.pdf import SIGNATURE, read_pdf
from kg.documents.plain import read_plain
from kg.documents.records import read_item, read_record
from kg.documents.word import MEDIA_TYPE, PART, read_docx
from kg.errors import DocumentError

READERS: Final[dict[str, Reader]] = {
    "text/plain": Reader("plain text", (".txt", ".text"), read_plain),
    "text/markdown": Reader("Markdown", (".md", ".markdown"), read_markdown),
    "text/html": Reader("HTML", (".html", ".htm", ".xhtml"), read_html),
    "application/pdf": Reader("PDF", (".pdf",), read_pdf),
    MEDIA_TYPE: Reader("Word", (".docx",), read_docx),
    "message/rfc822": Reader("e-mail", (".eml",), read_mail),
    "application/json": Reader("a JSON record", (), read_record),
    "application/feed+json": Reader("an entry of a feed", (), read_item),
}
"""The reader of each media type. A new format is one more line here."""

COLLECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "ZIP": (".zip",),
    "JSON lines": (".jsonl", ".ndjson"),
    "feed": (".rss", ".atom", ".xml"),
    "WARC": (".warc",),
}
"""The extensions of files that hold many documents; ``.gz`` may stand behind those of JSON lines and WARC."""

_SYNONYMS: Final = {"application/xhtml+xml": "text/html", "text/x-markdown": "text/markdown"}

_UNREAD: Final = {
    "Word before 2007": (".doc",),
    "OpenDocument": (".odt",),
    "RTF": (".rtf",),
    "PowerPoint": (".ppt", ".pptx"),
    "Excel": (".xls", ".xlsx"),
    "EPUB": (".epub",),
    "e-mail": (".msg", ".mbox"),
    "JSON": (".json",),
    "CSV": (".csv", ".tsv"),
    "an archive": (".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst"),
    "an image": (".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".svg", ".bmp"),
    "audio or video": (".mp3", ".mp4", ".wav", ".ogg", ".avi", ".mov", ".mkv", ".webm", ".m4a"),
}
"""Formats that people will try, which have no reader yet."""

_SIGNATURES: Final = (
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office document"),
    (b"PK\x03\x04", "a ZIP archive or another Office document"),
    (b"\x1f\x8b", "an archive"),
    (b"BZh", "an archive"),
    (b"\xfd7zXZ\0", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"WARC/", "WARC"),
)
_NOT_YET: Final = " is not read yet"
NO_FEED: Final = f"XML that is no feed{_NOT_YET}"
_FEED: Final = (b"<rss", b"<feed", b"<rdf:rdf")
_PAGE: Final = (b"<!doctype html", b"<html", b"<?xml")
_REMEDY: Final = "Save it as plain text, Markdown or HTML and read that."
_ABOUT_THE_FOLDER: Final = {"README", "LICENSE", "LICENCE", "COPYING", "CHANGELOG"}


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
    extension = PurePosixPath(name).suffix.lower()
    sure = _sure(data)
    if sure is not None:
        lies = extension not in sure[1].extensions and reader_of(extension) is not None
        title = sure[1].title
        note = f"The name says {READERS[reader_of(extension) or ''].title}, the content is {title}." if lies else None
        return Format(*sure, (note,) if note else ())
    signed = next((title for signature, title in _SIGNATURES if data.startswith(signature)), None)
    if signed:
        raise DocumentError(name, f"it is {signed} by its first bytes, which is not read.", remedy=_REMEDY)
    if media_type is not None:
        wanted = _SYNONYMS.get(media_type, media_type)
        if wanted not in READERS:
            raise DocumentError(
                name,
                f"documents of type {media_type} are not read.",
                remedy=f"Types that are read: {', '.join(READERS)}.",
            )
        return Format(wanted, READERS[wanted])
    if is_page(data) and (extension == "" or reader_of(extension)):
        named = reader_of(extension)
        lies = bool(extension) and named != "text/html"
        notes = (
            (f"The name says {READERS[named].title}, the content is HTML; it was read as HTML.",)
            if named and lies
            else ()
        )
        return Format("text/html", READERS["text/html"], notes)
    unread = unread_format(extension) or (NO_FEED if extension == ".xml" else None)
    if unread:
        raise DocumentError(name, f"{unread[:1].upper()}{unread[1:].removesuffix(_NOT_YET)}{_NOT_YET}.", remedy=_REMEDY)
    if is_binary(data):
        raise DocumentError(name, "it holds binary data, not text.", remedy=_REMEDY)
    found = reader_of(extension) if extension else "text/plain"
    if found is None and any(extension in extensions for extensions in COLLECTIONS.values()):
        raise DocumentError(
            name,
            "it is not what its name says: a file of many documents.",
            remedy="Give it the extension of what it is.",
        )
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


def reason_to_skip(name: str) -> str | None:
    """Why a file of a folder or an archive that is called ``name`` is passed over, or ``None``."""
    path = PurePosixPath(name)
    if path.name.partition(".")[0].upper() in _ABOUT_THE_FOLDER:
        return "it is about the folder; name it to have it read"
    extension = path.suffix.lower()
    if not extension:
        return "it has no extension; name it to have it read as plain text"
    inner = PurePosixPath(path.stem).suffix.lower()
    if extension == ".gz" and inner in (*COLLECTIONS["WARC"], *COLLECTIONS["JSON lines"]):
        return None
    if reader_of(extension) or any(extension in extensions for extensions in COLLECTIONS.values()):
        return None
    return f"{unread_format(extension) or f'the extension {extension!r}'} is not read yet"


def is_feed(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is a feed, in any encoding that keeps ASCII apart by zero bytes."""
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    root = min((place for mark in _FEED if (place := start.find(mark)) >= 0), default=-1)
    return root >= 0 and start.startswith(b"<") and b"<html" not in start[:root]


def _sure(data: bytes) -> tuple[str, Reader] | None:
    """The media type and reader of bytes that can only be one format."""
    if data.startswith(SIGNATURE):
        return "application/pdf", READERS["application/pdf"]
    if data.startswith(b"PK\x03\x04") and PART.encode() in data:
        return MEDIA_TYPE, READERS[MEDIA_TYPE]
    return None


def is_page(data: bytes) -> bool:
    """Whether bytes begin like an HTML page, in any encoding that keeps ASCII apart by zero bytes at most."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").lstrip().lower()
    return start.startswith(_PAGE[:2]) or (start.startswith(_PAGE[2]) and b"<html" in start)
