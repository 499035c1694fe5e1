"""Unpacking: one source that is a collection becomes the sources of its documents, one after another."""

from __future__ import annotations

import gzip
import io
import sys
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO, Final, cast

from kg.documents.archive import archive, is_archive
from kg.documents.content import STANDARD, Fields
from kg.documents.feed import feed
from kg.documents.formats import COLLECTIONS, NO_FEED, is_feed
from kg.documents.json_lines import json_lines
from kg.documents.origin import DEEPEST, Allowance, AllowanceError, Metered, Origin, Sources, Stream, until_limit
from kg.documents.reading import LARGEST
from kg.documents.sources import STANDARD_INPUT, Source
from kg.documents.warc import web_archive

_HEAD: Final = 4096
_IN_MEMORY: Final = 16_000_000
"""Bytes of a stream that are kept in memory where it has to be read twice; more go to a temporary file."""

_PIPED: Final = 1_000_000_000
"""Bytes of a collection that may come through a pipe."""

_RECORDS: Final[dict[str, Callable[[Stream, Origin], Sources]]] = {
    "JSON lines": json_lines,
    "feed": feed,
    "WARC": web_archive,
}
"""How the documents of each kind of collection but archives are found."""


def unpack(source: Source, fields: Fields = STANDARD) -> Sources:
    """The documents that ``source`` gives: those of a collection, in their order, or itself.

    A collection is read as a stream, and each source holds its bytes: take one after another and keep none. What is
    wrong with one document, or with the rest of a collection, comes as a source whose ``load`` says so. ``fields``
    are those of JSON records.
    """
    is_found = source.content is not None or source.broken is not None  # one that was unpacked before
    if is_found or source.skipped is not None or not (source.path or source.location == STANDARD_INPUT):
        yield source
        return
    try:
        file = source.path.open("rb") if source.path else sys.stdin.buffer
        seekable = source.path is not None and file.seekable()
        if not seekable:
            file = _piped(file, source.name)
    except (OSError, ValueError, AttributeError):
        yield source  # loading it says what is wrong
        return
    with file:
        size = file.seek(0, 2)
        if not seekable and size > _PIPED:
            yield replace(source, broken=f"it has more than {_PIPED:,} bytes and no end yet. Save it as a file first.")
            return
        file.seek(0)
        origin = Origin(source.name, source.location, fields, Allowance.for_size(size))
        kind = kind_of(file, source.name)
        file.seek(0)
        if kind is None:
            yield source if seekable else replace(source, content=until_limit(file, LARGEST))
            return
        try:
            yield from _collection(kind, file, origin)
        except AllowanceError:
            yield origin.failure("it unpacks to more than 100 times its size; the rest was not read. Unpack it first.")
        except OSError as error:
            yield origin.failure(f"it cannot be read: {error.strerror or error}.")


def kind_of(file: IO[bytes], name: str) -> str | None:
    """The kind of collection (a key of ``COLLECTIONS``) that a file is, told by its first bytes and its extension."""
    head = file.read(_HEAD)
    file.seek(0)
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    if head.startswith(b"\x1f\x8b"):
        head = _unzipped(head)
        suffixes = [suffix for suffix in suffixes if suffix != ".gz"]
        if not head.startswith(b"WARC/") and not (suffixes and suffixes[-1] in COLLECTIONS["JSON lines"]):
            return None
    extension = suffixes[-1] if suffixes else ""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "ZIP" if is_archive(file) else None
    if head.startswith(b"WARC/"):
        return "WARC"
    if extension in COLLECTIONS["JSON lines"] or (not extension and head.startswith(b'{"')):
        return "JSON lines"
    return "feed" if extension in ("", *COLLECTIONS["feed"]) and is_feed(head) else None


def _unzipped(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(head, _HEAD)
    except zlib.error:
        return b""


def _collection(kind: str, file: IO[bytes], origin: Origin) -> Sources:
    if kind == "ZIP":
        if origin.depth >= DEEPEST:
            yield origin.failure(f"it lies in more than {DEEPEST} archives inside each other.")
        else:
            yield from archive(file, origin, _enter)
        return
    zipped = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    if not zipped or kind == "WARC":  # whose records are compressed one by one
        is_metered = origin.depth == 0 or kind == "WARC"
        yield from _RECORDS[kind](file if is_metered else Metered(file, origin.allowance), origin)
        return
    with gzip.open(file) as stream:
        try:
            yield from _RECORDS[kind](Metered(stream, origin.allowance), origin)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            yield origin.failure(f"it is damaged: {error}.")


def _enter(stream: IO[bytes], origin: Origin) -> Sources:
    """The documents of a member of an archive. Only archives and compressed files, which are read twice, are kept."""
    origin = origin.deeper()
    begun = io.BufferedReader(cast(io.RawIOBase, stream), 1 << 16)
    metered = Metered(begun, origin.allowance)
    head = begun.peek(_HEAD)[:_HEAD]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b")):
        with _kept(metered) as file:
            kind = kind_of(file, origin.name)
            file.seek(0)
            if kind is not None:
                yield from _collection(kind, file, origin)
            else:
                yield Source(origin.name, origin.location, content=until_limit(file, LARGEST))
        return
    kind = kind_of(io.BytesIO(head), origin.name)
    if kind is not None:
        yield from _RECORDS[kind](metered, origin)
    elif origin.name.lower().endswith(".xml"):
        yield Source(origin.name, origin.location, NO_FEED)
    else:
        yield Source(origin.name, origin.location, content=until_limit(metered, LARGEST))


def _piped(stream: IO[bytes], name: str) -> IO[bytes]:
    """What comes through a pipe, which may never end, as a file: a document's bytes or those of a collection."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    file.write(until_limit(stream, LARGEST))
    file.seek(0)
    if kind_of(file, name) is not None:
        file.seek(0, 2)
        while file.tell() <= _PIPED and (part := stream.read(1 << 20)):
            file.write(part)
    if stream is not sys.stdin.buffer:
        stream.close()
    return file


def _kept(stream: Stream) -> IO[bytes]:
    """What a stream gives, as a file that can be read twice."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    while part := stream.read(1 << 20):
        file.write(part)
    file.seek(0)
    return file
