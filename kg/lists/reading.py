"""A file of a reference list, opened: what it is, its entries as a stream, and what of it was passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Final

from kg import reference
from kg.errors import ListError
from kg.lists.entry import ListedEntry, ListHeader
from kg.lists.formats import FORMATS, recognise
from kg.lists.lines import unreadable
from kg.lists.shelf import Seen
from kg.lists.skipped import Skipped

_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list that can be read. ``skipped`` counts what the last pass over the entries could not use."""

    path: Path
    form: str
    header: ListHeader
    skipped: Skipped = field(default_factory=Skipped, compare=False)

    def entries(self) -> Iterator[ListedEntry]:
        """The entries in the order of the file, each id once; memory does not grow with their number.

        Raises ``ListError`` where the file cannot be read to its end. An entry that cannot be used is counted.
        """
        self.skipped.clear()
        with Seen() as seen:
            for entry in FORMATS[self.form].read(self.path, self.header.name, self.skipped):
                if seen.add(entry.id):
                    yield entry
                else:
                    self.skipped.add(f"{self.path.name}, {entry.id}", "another entry has its id")


def open_list(path: Path, *, name: str | None = None, form: str | None = None) -> ListFile:
    """Looks at a file of a reference list. ``form`` is one of ``FORMATS``, recognised by content where it is not given.

    ``name`` is by default the one that the format has (``ofac-sdn``), or else the file's. Raises ``ListError`` where
    the file cannot be read, its format is not recognised, or the name is no slug.
    """
    if form is not None and form not in FORMATS:
        raise ListError(path.name, f"there is no format '{form}'.", remedy=f"There are {', '.join(FORMATS)}.")
    kind = form or recognise(path)
    known = FORMATS[kind]
    called = name or known.name or reference.slug(path.name.partition(".")[0])[:_LONGEST].strip("-")
    if not _NAME.fullmatch(called) or len(called) > _LONGEST:
        raise ListError(
            path.name,
            f"'{called}' cannot name a list.",
            remedy="Give a name of lower-case letters, digits and hyphens with --name.",
        )
    checksum = _checksum((path, *known.beside(path)))
    title = known.title if known.name else path.name
    return ListFile(path, kind, ListHeader(called, title, known.publisher, known.date(path), checksum, path.name))


def _checksum(paths: tuple[Path, ...]) -> str:
    """The SHA-256 of the file's bytes; of several files', that of their checksums in a row."""
    digests = []
    for path in paths:
        try:
            with path.open("rb") as file:
                digests.append(file_digest(file, "sha256"))
        except OSError as error:
            raise unreadable(path, error) from error
    return digests[0].hexdigest() if len(digests) == 1 else sha256(b"".join(d.digest() for d in digests)).hexdigest()
