"""The record: an entry as the file holds it, and as the full-text index sees it."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.search.entry import Entry
from kg.search.schema import row_of
from kg.search.words import folded

COLUMNS = "row, id, subject, label, classes, names, folded, prominence, document, begin, text"

Value = str | int | bytes | None

_GAP = " _ "
"""Stands between two names, so that no phrase reaches from one into the other."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row; ``names`` are all names with the label first, ``classes`` separated by blanks."""

    row: int
    id: str
    subject: str
    label: str
    classes: str
    names: tuple[str, ...]
    prominence: int
    document: str | None
    begin: int | None
    text: str

    @classmethod
    def of(cls, entry: Entry) -> Record:
        """The record of an entry. What cannot be encoded (halves of surrogate pairs) is left out."""
        label = _clean(entry.label)
        names = sorted({_clean(name) for name in entry.names} - {label, ""})
        return cls(
            row_of(_clean(entry.id), entry.prominence),
            _clean(entry.id),
            _clean(entry.subject or entry.id),
            label,
            " ".join(entry.classes),
            (label, *names),
            entry.prominence,
            entry.document,
            entry.begin,
            _clean(entry.text),
        )

    @classmethod
    def read(cls, row: tuple[Any, ...]) -> Record:
        """The record in a row of ``COLUMNS``."""
        number, one, subject, label, classes, names, _, prominence, document, begin, text = row
        return cls(
            number, one, subject, label, classes, tuple(json.loads(names)), prominence, document, begin, unpacked(text)
        )

    @property
    def values(self) -> tuple[Value, ...]:
        """What is written, in the order of ``COLUMNS``."""
        names = json.dumps(self.names, ensure_ascii=False)
        text = zlib.compress(self.text.encode("utf-8")) if len(self.text) > 512 else self.text or None
        rest = (
            self.classes,
            names,
            "\n".join(" ".join(name) for name in self.folded_names),
            self.prominence,
            self.document,
            self.begin,
            text,
        )
        return (self.row, self.id, self.subject, self.label, *rest)

    @property
    def indexed(self) -> tuple[str, str, str, str]:
        """The columns of the full-text index: whole names, names, text, classes."""
        names = self.folded_names
        return (
            " ".join("_".join(name) for name in names if name),
            _GAP.join(" ".join(name) for name in names),
            " ".join(folded(self.text)),
            self.classes,
        )

    @property
    def vocabulary(self) -> set[str]:
        """The words of its names that can be misspelt."""
        return {word for name in self.folded_names for word in name if not word.isdigit()}

    @property
    def folded_names(self) -> tuple[tuple[str, ...], ...]:
        """The names' words."""
        return tuple(map(_folded, self.names))


_folded = lru_cache(maxsize=4096)(folded)
"""A name is asked for its words several times while it is written."""


def unpacked(text: object) -> str:
    """A text as it was before it was written."""
    if isinstance(text, bytes):
        return zlib.decompress(text).decode("utf-8")
    return text if isinstance(text, str) else ""


def _clean(text: str) -> str:
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")
