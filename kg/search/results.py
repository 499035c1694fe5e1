"""What a search gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.search.entry import Kind


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """The code points ``[begin, end)`` of an excerpt that match a word of the search."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found.

    ``id`` is its path below the base IRI (``id/place/kirkuk``); ``cls`` its most specific class. ``excerpt`` are words
    of it on one line that show why it was found, ``matches`` where in them; it is empty where the label shows it.
    ``name`` is the name that was matched, where it is not the label. ``score`` is between 0 and 1 and means nothing
    beyond this search. ``document`` is the document it stands in, ``begin`` and ``end`` say where the excerpt stands in
    its text.
    """

    id: str
    kind: Kind
    cls: str | None
    label: str
    score: float
    name: str | None = None
    excerpt: str = ""
    matches: tuple[Match, ...] = ()
    document: str | None = None
    begin: int | None = None
    end: int | None = None

    def to_json(self, base_iri: str) -> dict[str, Any]:
        """The hit as programs get it."""
        return {
            "iri": base_iri + self.id,
            "kind": self.kind.value,
            "class": self.cls,
            "label": self.label,
            "name": self.name,
            "score": self.score,
            "excerpt": self.excerpt,
            "matches": [[match.begin, match.end] for match in self.matches],
            "document": self.document,
            "begin": self.begin,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of each kind, whatever kinds were asked for, and of each class, whatever classes were asked for."""

    kinds: Mapping[Kind, int]
    classes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits. ``more`` says that ``total`` and the facets are lower bounds: counting stopped at a limit.

    ``version`` is the version of the data that was searched.
    """

    hits: tuple[Hit, ...]
    facets: Facets
    total: int
    more: bool
    version: int

    def to_json(self, base_iri: str) -> dict[str, Any]:
        """The page as programs get it."""
        return {
            "version": self.version,
            "total": self.total,
            "more": self.more,
            "kinds": {kind.value: number for kind, number in self.facets.kinds.items()},
            "classes": dict(self.facets.classes),
            "hits": [hit.to_json(base_iri) for hit in self.hits],
        }
