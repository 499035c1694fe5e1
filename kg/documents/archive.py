"""ZIP archives: their members, and what those hold."""

from __future__ import annotations

import contextlib
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from typing import IO, Final

from kg.documents.formats import reason_to_skip
from kg.documents.origin import AllowanceError, Origin, Sources
from kg.documents.sources import Source

_MOST_BYTES_OF_NAMES: Final = 64_000_000
"""Bytes of the directory of an archive, which is held in memory."""
_END: Final = struct.Struct("<4s4H2LH")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_OUTSIDE: Final = re.compile(r"(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[A-Za-z]:|[\x00-\x1f\x7f]")
_NO_ARCHIVES: Final = {"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"}
"""Members by which files of other formats that are ZIP archives inside can be told."""

FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    LookupError,
    struct.error,
)
"""What reading from a broken archive raises."""

Enter = Callable[[IO[bytes], Origin], Sources]
"""Gives the documents of a stream that an origin names."""


def is_archive(file: IO[bytes]) -> bool:
    """Whether a file that begins like a ZIP archive is one, and not a document of another format inside one."""
    try:
        _check_directory(file)
        with zipfile.ZipFile(file) as archive:
            return not _NO_ARCHIVES & set(archive.namelist())
    except FAULTS:
        return True  # a broken one: reading it will say so


def archive(file: IO[bytes], origin: Origin, enter: Enter) -> Sources:
    """The documents of an archive, in the order of their names; what is wrong with a member stays with it.

    Of several members called ``report.txt`` the second is called ``report~2.txt``.

    Raises ``AllowanceError`` where it unpacks to more than the origin's allowance. Nothing is ever written under a
    name from an archive, and members whose names lead out of it are refused.
    """
    try:
        _check_directory(file)
        opened = zipfile.ZipFile(file)
    except FAULTS as error:
        yield origin.failure(f"it is a damaged ZIP archive: {_said(error)}. Pack it again.")
        return
    with opened:
        members = sorted((m for m in opened.infolist() if not m.is_dir()), key=lambda member: member.filename)
        if not members:
            yield origin.failure("the archive is empty.")
        met: Counter[str] = Counter()
        for member in members:
            label = _name(member)
            if not any(part.startswith(".") and part != ".." for part in label.split("/")) and "__MACOSX/" not in label:
                within = origin.within(_counted(label, met))
                yield from _member(opened, member, label, within, enter)


def _member(opened: zipfile.ZipFile, member: zipfile.ZipInfo, label: str, origin: Origin, enter: Enter) -> Sources:
    reason = None
    if _OUTSIDE.search(label):
        safe = origin.name.encode("unicode_escape").decode()
        yield Source(
            safe, origin.location.encode("unicode_escape").decode(), broken="its name leads out of the archive."
        )
        return
    if stat.S_ISLNK(member.external_attr >> 16):
        reason = "it is a link"
    reason = reason or reason_to_skip(label)
    if reason:
        yield Source(origin.name, origin.location, reason)
    elif member.flag_bits & 1:
        yield origin.failure("it is encrypted. Unpack it with its password first.")
    else:
        try:
            with opened.open(member) as stream:
                yield from enter(stream, origin)
        except AllowanceError:
            raise
        except FAULTS as error:
            yield origin.failure(f"it cannot be unpacked: {_said(error)}. Pack it again.")


def _said(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__


def _counted(label: str, met: Counter[str]) -> str:
    """The label, with a number before its extension where it comes again."""
    met[label] += 1
    if met[label] == 1:
        return label
    stem, dot, extension = label.rpartition(".")
    return _counted(f"{stem}~{met[label]}.{extension}" if dot else f"{label}~{met[label]}", met)


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a member with ``/``; UTF-8 that was not declared as such is understood."""
    name = member.filename
    if not member.flag_bits & 0x800:
        with contextlib.suppress(ValueError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _check_directory(file: IO[bytes]) -> None:
    """Refuses an archive whose directory would fill the memory. Raises ``ValueError``."""
    file.seek(0, 2)
    size = file.tell()
    tail = min(size, _END.size + 65_535)
    file.seek(size - tail)
    data = file.read(tail)
    place = data.rfind(b"PK\x05\x06")
    if place >= 0 and len(data) - place >= _END.size:
        length = _END.unpack_from(data, place)[5]
        wide = data.rfind(b"PK\x06\x06", 0, place)
        if length == 0xFFFFFFFF and wide >= 0 and place - wide >= _END_64.size:
            length = _END_64.unpack_from(data, wide)[8]
        if _MOST_BYTES_OF_NAMES < length <= size:
            raise ValueError(f"its directory has {length:,} bytes")
    file.seek(0)
