"""Writing: what was read becomes the bytes of a shard, the same ones for the same content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

import zstandard
from pydantic_core import PydanticSerializationError

from kg.errors import ShardError
from kg.shards.checking import faults
from kg.shards.format import LONGEST_LINE, End, Failed, Header, Line, Read, lines, sealed, written
from kg.workspace import Arrival, Failure

_LEVEL = 6


def dump(header: Header, records: Iterable[Arrival | Failure]) -> bytes:
    """The bytes of a shard with these records, in their order.

    Every arrival has what was ``extracted`` from it; one that no reader of shards would believe becomes a failure, so
    that the others of its shard are none the worse.
    """
    digest, counts = sha256(), Counter[str]()
    packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compressobj()
    first = _json(header)
    digest.update(first)
    parts = [packer.compress(first)]
    for record in records:
        kind, line = _line(record)
        counts[kind] += 1
        digest.update(line)
        parts.append(packer.compress(line))
    parts.append(packer.compress(_json(End(counts["document"], counts["failure"], digest.hexdigest()))))
    parts.append(packer.flush())
    return sealed(b"".join(parts))


def _line(record: Arrival | Failure) -> tuple[str, bytes]:
    """The kind of a line, and the line."""
    if isinstance(record, Arrival):
        try:
            return "document", _document(record)
        except ShardError as error:
            record = Failure(record.location, record.name, str(error))
    return "failure", _json(Failed(record.location, record.name, record.reason))


def _document(record: Arrival) -> bytes:
    """The line of a document. Raises ``ShardError`` where nobody would believe it."""
    if record.extracted is None:
        raise ValueError(f"nothing was read from {record.location}")
    utf8, base64 = written(record.content)
    found = record.extracted
    line = Read(
        record.location,
        record.name,
        record.sha256,
        found.document,
        found.extract,
        utf8,
        base64,
        record.media_type,
        record.url,
    )
    try:
        data = _json(line)
    except PydanticSerializationError as error:
        raise ShardError(record.name, f"it cannot be written: {error}.") from error
    fault = next(faults(line, record.extractor), None)
    if len(data) > LONGEST_LINE:
        fault = f"what was read out of it has more than {LONGEST_LINE:,} bytes"
    if fault is not None:
        raise ShardError(record.name, f"{fault}.")
    return data


def _json(line: Line) -> bytes:
    return lines().dump_json(line) + b"\n"
