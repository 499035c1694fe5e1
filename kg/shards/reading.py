"""Reading: the bytes of a shard become what was read, once all of it has been found to be as it must be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

import zstandard
from pydantic import ValidationError

from kg.errors import ShardError
from kg.shards import format as form
from kg.shards.checking import faults, faults_of_place
from kg.shards.format import End, Failed, Header, Read
from kg.workspace import Arrival, Extracted, Failure

_SIP: Final = 16 << 10
"""Bytes that are unpacked at once: few, since they may become a hundred million."""

_LONGEST_NAME: Final = 1_000
_LONGEST_OPTIONS: Final = 100_000


class Shard:
    """A shard whose every line has been checked; iterating gives what was read, in the order of the shard.

    Raises ``ShardError``, which names ``place``, where the bytes are no whole shard of a version that is known, or say
    what cannot be. No line is believed before all have been seen, and no more than one is in memory.
    """

    def __init__(self, data: bytes, place: str) -> None:
        self.place = place
        self._frame = form.unsealed(data, place)
        self.header = self._header()
        """How everything in it was read."""
        self.documents = self.failures = 0
        for record in self._checked():
            if isinstance(record, Failed):
                self.failures += 1
            else:
                self.documents += 1

    def __iter__(self) -> Iterator[Arrival | Failure]:
        for _, line in self._lines():
            match self._parsed(line):
                case Read() as read:
                    yield Arrival(
                        read.location,
                        read.name,
                        read.sha256,
                        read.content,
                        self.header.options,
                        self.header.extractor,
                        media_type=read.media_type,
                        url=read.url,
                        extracted=Extracted(read.document, read.extract),
                    )
                case Failed(location, name, reason):
                    yield Failure(location, name, reason)

    def _header(self) -> Header:
        _, line = next(self._lines(), (1, b""))
        header = self._parsed(line)
        if not isinstance(header, Header):
            raise self._error("its first line is no header")
        if not 0 < len(header.extractor) <= _LONGEST_NAME or not header.extractor.isprintable():
            raise self._error("the name of its extractor is none")
        if len(header.options) > _LONGEST_OPTIONS or not _is_canonical(header.options):
            raise self._error("its options are no canonical JSON object")
        return header

    def _checked(self) -> Iterator[Read | Failed]:
        digest, counts, end = sha256(), {"document": 0, "failure": 0}, None
        for number, line in self._lines():
            record = self._parsed(line, number)
            if end is not None or (isinstance(record, Header) and number > 1):
                raise self._error("a line stands where none may", number)
            match record:
                case End():
                    end = record
                    continue
                case Read():
                    self._require(number, faults(record, self.header.extractor))
                    counts["document"] += 1
                    yield record
                case Failed():
                    self._require(number, faults_of_place(record))
                    counts["failure"] += 1
                    yield record
            digest.update(line)
        if end is None:
            raise self._error("its last line is missing")
        if (end.documents, end.failures, end.sha256) != (counts["document"], counts["failure"], digest.hexdigest()):
            raise self._error("it is not what its last line says")

    def _require(self, number: int, found: Iterator[str]) -> None:
        fault = next(found, None)
        if fault is not None:
            raise self._error(fault, number)

    def _parsed(self, line: bytes, number: int = 1) -> Header | Read | Failed | End:
        try:
            return form.lines().validate_json(line, strict=True)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise self._error(f"{first['msg']}{f' ({where})' if where else ''}", number) from error

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        """The lines with their numbers, from 1."""
        number, rest = 0, bytearray()
        for part in self._unpacked():
            rest += part
            if b"\n" not in part:
                if len(rest) > form.LONGEST_LINE:
                    raise self._error(f"it has more than {form.LONGEST_LINE:,} bytes", number + 1)
                continue
            *whole, last = bytes(rest).split(b"\n")
            rest = bytearray(last)
            for line in whole:
                number += 1
                yield number, line + b"\n"
        if rest:
            raise self._error("it has no end", number + 1)

    def _unpacked(self) -> Iterator[bytes]:
        stream = zstandard.ZstdDecompressor(max_window_size=form.WINDOW).decompressobj()
        frame, most = memoryview(self._frame), min(form.UNPACKED, form.ALLOWANCE + form.GROWTH * len(self._frame))
        given = 0
        try:
            for begin in range(0, len(frame), _SIP):
                if stream.eof:
                    break
                part = stream.decompress(frame[begin : begin + _SIP])
                given += len(part)
                if given > most:
                    raise self._error(f"it unpacks to more than {most:,} bytes")
                yield part
        except zstandard.ZstdError as error:
            raise self._error(f"it cannot be unpacked: {error}") from error
        if not stream.eof or stream.unused_data:
            raise self._error("it is not one whole frame of zstd")

    def _error(self, fault: str, line: int | None = None) -> ShardError:
        where = f" (line {line})" if line else ""
        return ShardError(self.place, f"it is refused{where}: {fault}.", remedy=form.REMEDY)


def _is_canonical(options: str) -> bool:
    try:
        value = json.loads(options)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and json.dumps(value, separators=(",", ":")) == options
