"""JSONL and NDJSON: one record, and so one document, in each line."""

from __future__ import annotations

from typing import Final

from kg.documents.composition import cleaned
from kg.documents.fields import one_line
from kg.documents.origin import Origin, Sources, Stream
from kg.documents.reading import LARGEST
from kg.documents.records import first, mapping
from kg.documents.sources import Source
from kg.errors import DocumentError

RECORD: Final = "application/json"
_SAME_FAULT: Final = 10
"""Lines that cannot be read before any that can, after which the file is taken for something else."""


def json_lines(stream: Stream, origin: Origin) -> Sources:
    """The documents of a file of JSON records, each named by its id, its address, or the number of its line.

    A line that is no record fails alone; a file that begins with ten of them is no such file.
    """
    failed: list[Source] = []
    number = 0
    sound = False
    while line := stream.readline(LARGEST + 1):
        number += 1
        if len(line) > LARGEST:
            failed.append(_failed(origin, number, f"its line has more than {LARGEST:,} bytes."))
            while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
        elif b"\0" in line:
            yield origin.failure("it holds binary data or UTF-16; JSON lines are UTF-8.")
            return
        elif line.strip():
            record = _record(line.removeprefix(b"\xef\xbb\xbf").strip(), number, origin)
            if record.broken:
                failed.append(record)
            else:
                sound = True
                yield from failed
                failed = []
                yield record
        if sound:
            yield from failed
            failed = []
        elif len(failed) >= _SAME_FAULT:
            yield origin.failure("its lines are no JSON objects.", label=None)
            return
    yield from failed
    if not number:
        yield origin.failure("the document is empty.")


def _record(line: bytes, number: int, origin: Origin) -> Source:
    try:
        record = mapping(line, "")
    except DocumentError as error:
        return _failed(origin, number, str(error).removeprefix(": "))
    given = first(record, origin.fields.id)
    if not isinstance(given, str | int) or isinstance(given, bool):
        given = first(record, origin.fields.url)
    label = one_line(cleaned(str(given))) if isinstance(given, str | int) else ""
    return origin.document(line, label=label or str(number), number=number, media_type=RECORD)


def _failed(origin: Origin, number: int, reason: str) -> Source:
    return origin.failure(reason, label=str(number), number=number)
