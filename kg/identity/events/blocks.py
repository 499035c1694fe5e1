"""Blocks: short strings that two events share where they are worth comparing."""

from __future__ import annotations

from typing import Final

from kg.identity.events.dates import days
from kg.identity.events.evidence import COUNTED
from kg.model import EntityClass, EventClass, EventProfile

_COARSE: Final = frozenset({EntityClass.COUNTRY, EntityClass.REGION, EntityClass.PLACE})


def event_blocks(profile: EventProfile) -> frozenset[str]:
    """The blocks of an event: family of classes with a day or month and a place or actor.

    Events without any date go by the month in which their document appeared. An event that has neither a place that is
    more than a country nor an actor nor an exact figure has no block: it can be told from no other.
    """
    families = {_family(cls) for cls in profile.classes}
    when = set(days(profile.dates))
    if not when:
        months = {date[:7] for date in (*profile.dates, profile.published or "") if len(date) >= 7}
        when = {f"~{month}" for month in months}
    anchors = {f"@{part.name}" for p in profile.places if p.cls not in _COARSE for part in (p.key, *p.within[:1])}
    anchors |= {f"{actor.key.kind}/{actor.key.name}" for actor in profile.actors}
    anchors |= {
        f"#{toll.effect.value}{toll.minimum}"
        for toll in profile.tolls
        if toll.minimum is not None and toll.minimum == toll.maximum and toll.minimum >= COUNTED
    }
    return frozenset(f"{family}|{day}|{anchor}" for family in families for day in when for anchor in anchors)


def _family(cls: EventClass) -> str:
    """The class right below the root that a class belongs to."""
    lineage = cls.lineage
    return lineage[-2].value if len(lineage) > 1 else cls.value
