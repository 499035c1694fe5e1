"""The entry: one thing that can be found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What can be found."""

    ENTITY = "entity"
    EVENT = "event"
    CLAIM = "claim"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found.

    ``id`` names the entry in the index; ``subject`` is what it leads to, as a path below the base IRI
    (``id/place/kirkuk``), by default the same: several entries may lead to one event of several documents. ``classes``
    are local names of the ontology, the most specific first, its superclasses after it. ``names`` are what it is
    called by, the label among them or not; ``text`` is what else is searched, and shown in excerpts. ``prominence``
    counts how often it is told of. ``begin`` is where ``text`` begins in the text of ``document``.
    """

    id: str
    kind: Kind
    label: str
    classes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    text: str = ""
    prominence: int = 0
    document: str | None = None
    begin: int | None = None
    subject: str | None = None
