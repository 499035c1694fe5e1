"""The trail: the end of the audit log, read back for those who may see it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from kg.api.desk.audit import FILE_NAME

_MOST_BYTES: Final = 8 << 20
"""Bytes from the end of the log that are looked at."""

_CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One write or act as the log has it; ``number`` is the line of the journal that an act added.

    ``token`` is the name of who did it, ``text`` the write's first characters or the act in words.
    """

    time: str
    client: str
    token: str | None
    request: str | None
    kind: str
    outcome: str
    version: int | None
    number: int | None
    text: str


def trail(folder: Path, limit: int = 50, offset: int = 0, kind: str | None = None) -> tuple[TrailLine, ...]:
    """The last lines of a workspace's audit log, the newest first, of one kind where it is named.

    What lies further back than some megabytes, or in a file that was rotated away, is for the operator to look up.
    Raises ``OSError`` where the log cannot be read; there is none as long as nobody has written anything.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return ()
    found = (line for line in map(_line, _backwards(path)) if line is not None and kind in (None, line.kind))
    return tuple(islice(found, offset, offset + limit))


def _backwards(path: Path) -> Iterator[bytes]:
    """The whole lines at the end of a file, the last first."""
    with path.open("rb") as file:
        place = file.seek(0, 2)
        first = max(0, place - _MOST_BYTES)
        rest = b""
        while place > first:
            begin = max(first, place - _CHUNK)
            file.seek(begin)
            lines = (file.read(place - begin) + rest).split(b"\n")
            rest = lines.pop(0)
            yield from reversed(lines)
            place = begin
        if first == 0:
            yield rest


def _line(data: bytes) -> TrailLine | None:
    """What a line says; ``None`` where a crash or a full disk cut it off."""
    try:
        given = json.loads(data)
        return TrailLine(
            given["time"],
            given["client"],
            given.get("token"),
            given.get("request"),
            given["kind"],
            given["outcome"],
            given.get("version"),
            given.get("line"),
            given.get("text", ""),
        )
    except (ValueError, KeyError, TypeError):
        return None
