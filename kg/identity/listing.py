"""Listings: what an entry of an imported reference list is among the entities of the graph."""

from __future__ import annotations

from typing import Final

from kg import reference
from kg.identity import keys
from kg.identity.comparison.names import tells_apart
from kg.lists import ListedEntry
from kg.model import Edtf, EntityClass, EntityKey, Identification, NodeId, Profile

_YEARS: Final = 6
"""Years that a date of birth may span to tell people apart."""


def listed_key(entry: ListedEntry, *, shared: bool = False) -> EntityKey:
    """The key of what an entry is about: its primary name, with list and id where the name is not its own.

    It is not, where ``shared`` says that another entry of the list bears it, and never is for people and for names
    that are too little to find somebody by. So nobody is taken for a listed person by a key, only by a judgement that
    can be undone. A place of GeoNames has the key that it has in every document.
    """
    kind = keys.kind(entry.cls)
    geonames = _after("geonames:", entry)
    if kind == "place" and geonames is not None:
        state = next((s for s in reference.states() if str(s.geonames) == geonames), None)
        return EntityKey(kind, f"{state.slug if state else reference.slug(entry.name) or 'unnamed'}-{geonames}")
    name = reference.slug(entry.name) or "unnamed"
    own = not shared and kind in {"organisation", "group"} and tells_apart(entry.name, kind) is None
    return EntityKey(kind, name if own else f"{name}-{entry.list}-{reference.slug(entry.id) or 'entry'}")


def listed_profile(entry: ListedEntry, key: EntityKey) -> Profile:
    """The profile that an entry gives its key."""
    return Profile(
        key,
        tuple(sorted(name.text for name in entry.names if not name.weak)),
        (entry.cls,),
        identifiers=tuple(sorted({entry.identifier, *entry.identifiers, *_years_of_birth(entry)})),
        countries=entry.countries,
        within=_within(entry),
        listed=True,
        weak=tuple(sorted(name.text for name in entry.names if name.weak)),
    )


def listed_identification(entry: ListedEntry, key: EntityKey) -> Identification:
    """What an entry says of its entity, as descriptions of entities are put together. Weak names are no part of it."""
    geonames, item = _after("geonames:", entry), _after("wikidata:", entry)
    return Identification(
        NodeId(f"{entry.list}/{entry.id}"),
        key,
        entry.cls,
        entry.name,
        tuple(name.text for name in entry.names[1:] if not name.weak),
        latitude=entry.latitude,
        longitude=entry.longitude,
        geonames=int(geonames) if geonames is not None and geonames.isdigit() else None,
        wikidata=item,
        within=_within(entry),
        country=entry.countries[0] if len(entry.countries) == 1 else None,
    )


def _after(scheme: str, entry: ListedEntry) -> str | None:
    found = [identifier.removeprefix(scheme) for identifier in entry.identifiers if identifier.startswith(scheme)]
    return found[0] if len(found) == 1 else None


def _years_of_birth(entry: ListedEntry) -> set[str]:
    """Each year in which somebody may have been born, as ``born:1957``; none where a date leaves too many."""
    years: set[str] = set()
    for text in entry.born:
        date = Edtf.parse(text)
        if date.earliest is None or date.latest is None:
            return set()
        doubt = 0 if date.exact else 2
        span = range(date.earliest.year - doubt, date.latest.year + doubt + 1)
        if len(span) > _YEARS:
            return set()
        years |= {f"born:{year}" for year in span}
    return years


def _within(entry: ListedEntry) -> tuple[EntityKey, ...]:
    """The country that a place lies in."""
    if not entry.cls.is_a(EntityClass.PLACE) or entry.cls is EntityClass.COUNTRY:
        return ()
    states = [state for code in entry.countries if (state := reference.state(code)) is not None]
    return tuple(EntityKey("place", f"{state.slug}-{state.geonames}") for state in states)
