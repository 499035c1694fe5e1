"""Lines of a file: decoded one by one, so that one bad byte spoils no more than its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.errors import ListError

LONGEST: Final = 16 << 20
"""Bytes of a line; a longer one is no line of a list."""


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Each line with its number from 1, without its end. UTF-8, and what is not as Windows-1252.

    Raises ``ListError`` where the file cannot be read or a line is longer than ``LONGEST``.
    """
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(LONGEST + 1):
                number += 1
                if len(line) > LONGEST:
                    raise ListError(
                        path.name,
                        f"a line is longer than {LONGEST >> 20} MB.",
                        line=number,
                        remedy="A list has one entry a line; choose its format with --format.",
                    )
                yield number, decoded(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line).rstrip("\r\n")
    except OSError as error:
        raise unreadable(path, error) from error


def decoded(data: bytes) -> str:
    """UTF-8, or else Windows-1252."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def unreadable(path: Path, error: OSError) -> ListError:
    """What to say of a file that the system does not give."""
    return ListError(
        path.name, f"it cannot be read: {error.strerror or error}.", remedy="Check the path and its rights."
    )
