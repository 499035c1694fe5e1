"""Writing: what was read becomes the bytes of a shard, the same ones for the same content."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import zstandard
from pydantic_core import PydanticSerializationError

from kg.errors import ShardError
from kg.shards.checking import faults
from kg.shards.format import End, Failed, Header, Line, Read, lines, sealed, written
from kg.workspace import Arrival, Failure

_LEVEL = 6


def dump(header: Header, records: Iterable[Arrival | Failure]) -> bytes:
    """The bytes of a shard with these records, in their order.

    Every arrival has what was ``extracted`` from it; one that no reader of shards would believe becomes a failure, so
    that the others of its shard are none the worse.
    """
    digest, parts, counts = sha256(), [], {"document": 0, "failure": 0}
    packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compressobj()
    for line in (header, *map(_line, records)):
        data = _json(line)
        if line.kind in counts:
            counts[line.kind] += 1
        digest.update(data)
        parts.append(packer.compress(data))
    parts.append(packer.compress(_json(End(counts["document"], counts["failure"], digest.hexdigest()))))
    parts.append(packer.flush())
    return sealed(b"".join(parts))


def _line(record: Arrival | Failure) -> Read | Failed:
    if isinstance(record, Failure):
        return Failed(record.location, record.name, record.reason)
    if record.extracted is None:
        raise ValueError(f"nothing was read from {record.location}")
    utf8, base64 = written(record.content)
    line = Read(
        record.location,
        record.name,
        record.sha256,
        record.extracted.document,
        record.extracted.extract,
        utf8,
        base64,
        record.media_type,
        record.url,
    )
    try:
        _json(line)
        fault = next(faults(line, record.extractor), None)
    except ShardError as error:
        fault = str(error)
    return line if fault is None else Failed(record.location, record.name, f"{record.name}: {fault}.")


def _json(line: Line) -> bytes:
    try:
        return lines().dump_json(line) + b"\n"
    except PydanticSerializationError as error:
        raise ShardError("a shard", f"it cannot be written: {error}") from error
