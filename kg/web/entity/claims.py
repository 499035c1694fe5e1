"""Claims listed one by one: what an entity says itself, and how many of its people came to harm."""

from __future__ import annotations

from collections.abc import Iterable

from kg.web.claims import claims_table, count_of, show_claims
from kg.web.entity.part import Asked, Part
from kg.web.select import iris, question
from kg.web.table import Table
from kg.web.told import Known


async def says(asked: Asked) -> Part | None:
    """Claims that the thing is the claimant of."""
    rows = await asked.select(
        question("entity-says", thing=iris([asked.thing]), limit=asked.limit + 1, offset=asked.offset)
    )
    return await _listed(asked, "says", [row["claim"] for row in rows])


async def tolls(asked: Asked) -> Part | None:
    """Claims of how many of a group were killed, injured, …."""
    things = iris([asked.thing])
    rows = await asked.select(question("entity-tolls", thing=things, limit=asked.limit + 1, offset=asked.offset))
    return await _listed(asked, "tolls", [row["claim"] for row in rows])


async def _listed(asked: Asked, name: str, claims: Iterable[str]) -> Part | None:
    found = list(claims)
    if not found:
        return None
    shown = await show_claims(asked.select, asked.base, found[: asked.limit])
    rows = sorted(shown.values(), key=lambda claim: (claim.document_iri, claim.begin, claim.iri))

    def draw(known: Known) -> Table:
        words = count_of(len(rows), "claim")
        return claims_table(rows, known.place, name=name, caption=words, more=len(found) > asked.limit)

    return Part(frozenset(), frozenset(), draw)
