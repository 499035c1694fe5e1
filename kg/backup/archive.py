"""The archive: plain files one after the other as tar, compressed with zstd, so that ordinary tools open it.

What is read may come from anybody: a header is 512 bytes, a member is a plain file with the expected name and length,
and nothing else – a link, a path, a device, an extended header – is so much as looked at. Nothing is unpacked whose
length was not announced, nor what grows beyond any measure.
"""

from __future__ import annotations

import tarfile
from hashlib import sha256
from typing import IO, Final, Protocol, cast

import zstandard

from kg.errors import BackupError

_LEVEL: Final = 6
_BLOCK: Final = tarfile.BLOCKSIZE
_CHUNK: Final = 1 << 20
_SIP: Final = 4 << 10
"""Bytes that are unpacked at once: few, since they may become a hundred million."""

_WINDOW: Final = 1 << 27
"""Bytes of memory that unpacking may ask for."""

_GROWTH: Final = 1_000
"""Times that the content may be longer than its compressed form, and ..."""

_ALLOWANCE: Final = 64 << 20
"""... bytes that it may have in any case."""

_END: Final = 2 * _BLOCK
_PADDING: Final = 64 << 10
"""Zeros that other tools may add at the end."""


class Sink(Protocol):
    """What takes bytes."""

    def write(self, data: bytes, /) -> object:
        """Takes them."""


class Packer:
    """Writes an archive to an open file, which stays open."""

    def __init__(self, file: Sink, time: int) -> None:
        """``time`` is when the members were made, in seconds since 1970."""
        compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        self._stream = compressor.stream_writer(cast(IO[bytes], file), closefd=False)
        self._time = time

    def add(self, name: str, size: int, source: IO[bytes]) -> None:
        """Adds a file of ``size`` bytes. Raises ``BackupError`` where the source has fewer."""
        header = tarfile.TarInfo(name)
        header.size, header.mode, header.mtime = size, 0o600, self._time
        self._stream.write(header.tobuf(tarfile.GNU_FORMAT))
        left = size
        while left:
            data = source.read(min(left, _CHUNK))
            if not data:
                raise BackupError(f"{name} became shorter while it was read.", remedy="Try again.")
            self._stream.write(data)
            left -= len(data)
        self._stream.write(bytes(-size % _BLOCK))

    def end(self) -> None:
        """Ends the archive."""
        self._stream.write(bytes(_END))
        self._stream.flush(zstandard.FLUSH_FRAME)


class Unpacker:
    """Reads an archive from a file. Every method raises ``BackupError`` where it is not as it must be."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._stream = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        self._ready = memoryview(b"")
        self._taken = self._given = 0

    def next(self, name: str, most: int) -> int:
        """Goes to the next member, which must be called ``name``, and gives its length, ``most`` at the most."""
        block = self._read(_BLOCK)
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError) as error:
            raise BackupError("it is damaged, or no backup: a member has no header.") from error
        if header.name != name or header.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
            what = "link or a folder" if header.name == name else "file"
            raise BackupError(f"it is no backup: where '{name}' should be, there is a {what} '{header.name[:80]}'.")
        if not 0 <= header.size <= most:
            raise BackupError(f"it is no backup: '{name}' has {header.size} bytes, and {most} would be the most.")
        return header.size

    def copy(self, size: int, to: Sink) -> str:
        """Writes the member's content, and gives its SHA-256."""
        digest, left = sha256(), size
        while left:
            data = self._read(min(left, _CHUNK))
            digest.update(data)
            to.write(data)
            left -= len(data)
        if any(self._read(-size % _BLOCK)):
            raise BackupError("it is damaged: there is something between two members.")
        return digest.hexdigest()

    def end(self) -> None:
        """Reads to the end, at which nothing may follow."""
        if any(self._read(_END)):
            raise BackupError("it is no backup: it has more files than its manifest names.")
        padding = 0
        while data := self._some(_CHUNK):
            padding += len(data)
            if any(data) or padding > _PADDING:
                raise BackupError("it is no backup: something follows its end.")
        if not self._stream.eof:
            raise BackupError("it is incomplete: its end is missing.")
        if self._stream.unused_data or self._file.read(1):
            raise BackupError("it is damaged, or no backup: something follows its end.")

    def _read(self, size: int) -> bytes:
        parts: list[memoryview] = []
        left = size
        while left:
            data = self._some(left)
            if not data:
                raise BackupError("it is incomplete: it ends in the middle.")
            parts.append(data)
            left -= len(data)
        return b"".join(parts)

    def _some(self, size: int) -> memoryview:
        while not self._ready and not self._stream.eof and (data := self._file.read(_SIP)):
            self._taken += len(data)
            try:
                self._ready = memoryview(self._stream.decompress(data))
            except zstandard.ZstdError as error:
                raise BackupError(f"it is damaged, or no backup: {error}.") from error
            self._given += len(self._ready)
            if self._given > _ALLOWANCE + _GROWTH * self._taken:
                raise BackupError(f"it is refused: what it holds is more than {_GROWTH} times as long as the file.")
        some, self._ready = self._ready[:size], self._ready[size:]
        return some
