"""Profiles of keys: everything that documents and packaged lists say of one, put together."""

from __future__ import annotations

from collections import Counter

from kg import reference
from kg.model import EntityKey, Identification, Profile, prevailing_class


def profile(key: EntityKey, told: Counter[Identification]) -> Profile | None:
    """The profile of a key from all that is told of it; ``None`` where nothing is. The order does not matter.

    How often something is told decides nothing but the class, so that a profile seldom changes with one document more.
    """
    if not told:
        return None
    entry = reference.organisation(key.name) if key.kind != "place" else None
    proper = any(i.proper for i in told)
    names = {name for i in told if i.proper or not proper for name in (i.label, *i.aliases)}
    names |= set(entry.names) if entry else set()
    identifiers = {f"wikidata:{i.wikidata}" for i in told if i.wikidata}
    identifiers |= {f"geonames:{i.geonames}" for i in told if i.geonames}
    if entry is not None or any(i.territory for i in told):
        identifiers.add(f"list:reference/{key.name}")  # two entries of the packaged list are never one
    return Profile(
        key,
        tuple(sorted(names)),
        (prevailing_class(told),),
        proper,
        tuple(sorted(identifiers)),
        tuple(sorted({i.country for i in told if i.country})),
        tuple(sorted({place for i in told for place in i.within})),
        listed=entry is not None or bool(identifiers),
    )
