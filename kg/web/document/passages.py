"""The passages: words of a document with the claims that rest on them, in the order of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.web.claims import ShownClaim
from kg.web.document.marks import Mark

_WORDS: Final = 90
"""Code points of a passage that are repeated beside the text."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that claims rest on: those that rest on nothing before it on the page, and those that do ``again``."""

    mark: Mark
    words: str
    claims: tuple[ShownClaim, ...]
    again: tuple[ShownClaim, ...]


def passages(marks: Sequence[Mark], claims: Mapping[str, ShownClaim], text: str, begin: int) -> tuple[Passage, ...]:
    """The passages of a text that stands at ``begin`` of the document. Each claim is told once."""
    told: set[str] = set()
    found = []
    for mark in marks:
        here = sorted((claims[iri] for iri in mark.claims if iri in claims), key=_order)
        new = tuple(claim for claim in here if claim.iri not in told)
        old = tuple(claim for claim in here if claim.iri in told)
        told.update(claim.iri for claim in new)
        if here:
            words = " ".join(text[max(0, mark.begin - begin) : max(0, mark.end - begin)].split())
            found.append(Passage(mark, words if len(words) <= _WORDS else words[:_WORDS].rstrip() + "…", new, old))
    return tuple(found)


def _order(claim: ShownClaim) -> tuple[str, int, str]:
    return claim.subject_iri, len(claim.iri), claim.iri
