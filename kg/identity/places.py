"""Which place of the gazetteer a name means in a document: by its state or province, by context, by size, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg import reference
from kg.identity import lexicon
from kg.identity.context import Context
from kg.identity.gazetteer import GazetteerPlace, PlaceKind, by_name, place_key
from kg.model import Entity, EntityClass

_AREA_WORDS: Final = (
    "province|governorate|state|region|county|prefecture|oblast|krai|canton|department|voivodeship|emirate|territory"
)
_AREA: Final = re.compile(rf"^(?:(?:{_AREA_WORDS}) of )?(?P<name>.+?)(?: (?:{_AREA_WORDS}))?$", re.IGNORECASE)
_TOWN: Final = re.compile(
    r"^(?:(?:city|town|village|municipality) of )?(?P<name>.+?)(?: (?:city|town|village|area|district))?$",
    re.IGNORECASE,
)
_FAMOUS: Final = 300_000
"""Inhabitants from which a settlement may be meant without a word about where it lies."""
_KNOWN: Final = 100_000
"""Inhabitants from which the only place of a name may be meant outside the states that the document speaks of, and from
which one inside them may be meant although a larger one lies elsewhere."""
_DOMINANCE: Final = 5
"""How many times larger than the next a place must be to be meant by its size alone."""
_METROPOLIS: Final = 3_000_000
"""Inhabitants from which a town is meant by a byname that is a province's own name: New York, but not Oklahoma."""
_BYNAME: Final = 100
"""How many times larger a place must be than those that bear a name to be meant by it where it is only its byname."""
_OVERWHELMING: Final = 20
"""How many times larger a place elsewhere must be to be meant rather than a known one in the context."""


def resolve(entity: Entity, context: Context) -> GazetteerPlace | None:
    """The settlement, province or continent that ``entity`` is; ``None`` where the document leaves it open.

    A name that says where the place lies ("Paris, Texas") goes before the others. Facilities are never the town they
    are called after, and regions only a province or continent of their name.
    """
    if not entity.proper or entity.reference is not None or entity.cls in (EntityClass.FACILITY, EntityClass.COUNTRY):
        return None
    names = (entity.name, *entity.aliases)
    for name in sorted(names, key=lambda n: "," not in n):
        found = _named(name, entity.cls, entity.country, context)
        if found is not None:
            return found
    return None


def town_of(entity: Entity, context: Context) -> GazetteerPlace | None:
    """The town that a facility's name begins with ("Baghdad International Airport"), where it lies in the context."""
    words = entity.name.split()
    if not words or words[-1].lower() not in lexicon.words("of_a_town"):
        return None
    for length in range(min(3, len(words) - 1), 0, -1):
        town = _named(" ".join(words[:length]), EntityClass.SETTLEMENT, entity.country, context)
        if town is not None and town.kind is PlaceKind.SETTLEMENT and town.country in context.countries:
            return town
    return None


def _named(name: str, cls: EntityClass, country: str | None, context: Context) -> GazetteerPlace | None:
    """The place called ``name``, which may say where it lies ("Mosul, Iraq", "Springfield, Illinois")."""
    name, _, where = (part.strip() for part in name.partition(","))
    where = lexicon.states().get(where, where)
    if name in lexicon.states():
        name, cls, country = lexicon.states()[name], EntityClass.ADMINISTRATIVE_AREA, "US"
    areas = context.areas
    if where:
        state = reference.state_by_name(where)
        area = next((p for p in by_name(where) if p.kind is PlaceKind.AREA and country in (None, p.country)), None)
        if state is not None:
            country = state.code
        elif area is not None:
            country, areas = area.country, frozenset({area.area} if area.area else ())
        else:
            return None
    candidates = [p for p in _candidates(name, cls) if country in (None, p.country) or p.kind is PlaceKind.CONTINENT]
    if where and country is not None and areas != context.areas:
        candidates = [p for p in candidates if p.area in areas]
    located = country is not None
    chosen = _chosen(candidates, Context(context.countries, areas), located=located)
    if chosen is None or located or chosen.country in context.countries or not _is_byname(chosen, name, candidates):
        return chosen
    return None


def _candidates(name: str, cls: EntityClass) -> list[GazetteerPlace]:
    """The places of a name whose kind fits the class and the words around the name ("province", "city")."""
    area, town = _AREA.fullmatch(name), _TOWN.fullmatch(name)
    bare_area, bare_town = area["name"] if area else name, town["name"] if town else name
    areas = _called(bare_area, PlaceKind.AREA)
    continents = [p for p in by_name(name) if p.kind is PlaceKind.CONTINENT]
    if cls is EntityClass.REGION or continents:
        return continents or areas
    if bare_area != name or cls is EntityClass.ADMINISTRATIVE_AREA:
        return areas
    if bare_town != name:
        return _called(name, PlaceKind.SETTLEMENT) or _called(bare_town, PlaceKind.SETTLEMENT)
    towns = _called(name, PlaceKind.SETTLEMENT)
    wanted = place_key(name)
    if any(place_key(a.name) == wanted for a in areas):
        towns = [t for t in towns if place_key(t.name) == wanted or t.population >= _METROPOLIS]
    # a town named like its own province is meant rather than the province
    own = {t.area for t in towns}
    return towns + [a for a in areas if a.area not in own]


def _called(name: str, kind: PlaceKind) -> list[GazetteerPlace]:
    """The places of a name and kind, without smaller ones for which it is a mere byname."""
    found, wanted = [p for p in by_name(name) if p.kind is kind], place_key(name)
    largest = max((p.population for p in found if place_key(p.name) == wanted), default=0)
    return [p for p in found if place_key(p.name) == wanted or p.population > largest]


def _is_byname(place: GazetteerPlace, name: str, candidates: Sequence[GazetteerPlace]) -> bool:
    """Whether ``name`` is another place's own name and only a byname of this one ("Victoria" for Hong Kong)."""
    wanted = place_key(name)
    others = [p.population for p in candidates if p.kind is place.kind and place_key(p.name) == wanted]
    return place_key(place.name) != wanted and place.population < _BYNAME * max(others, default=0)


def _chosen(candidates: Sequence[GazetteerPlace], context: Context, *, located: bool) -> GazetteerPlace | None:
    """The place that is meant; ``located`` says that the text itself names the state it lies in."""
    ordered = sorted(candidates, key=lambda p: (-p.population, p.geonames))
    if ordered and ordered[0].kind is PlaceKind.CONTINENT:
        return ordered[0]
    here = [p for p in ordered if p.country in context.countries]
    near = _dominant([p for p in ordered if p.area in context.areas])
    if located:
        return near or _dominant(ordered)
    near = near or _dominant(here)
    famous = _dominant(ordered)
    if famous is None or famous.population < _FAMOUS:
        alone = not here and len(ordered) == 1 and ordered[0].population >= _KNOWN
        return near or (ordered[0] if alone else None)
    return famous if _outshines(famous, near, here, context) else near


def _outshines(
    famous: GazetteerPlace, near: GazetteerPlace | None, here: Sequence[GazetteerPlace], context: Context
) -> bool:
    """Whether the place that is famous all over the world is meant rather than one in the document's context."""
    at_home = famous.country in context.countries
    if near is None:
        return at_home or not here or famous.population >= _OVERWHELMING * here[0].population
    if famous.country == near.country:
        return famous.population >= _OVERWHELMING * near.population
    return at_home or near.population < _KNOWN or famous.population >= _OVERWHELMING * near.population


def _towns_first(ordered: Sequence[GazetteerPlace]) -> Sequence[GazetteerPlace]:
    """The settlements alone where one of them is large: "Washington" is the city before it is the state."""
    towns = [p for p in ordered if p.kind is PlaceKind.SETTLEMENT]
    return towns if towns and towns[0].population >= _FAMOUS else ordered


def _dominant(ordered: Sequence[GazetteerPlace]) -> GazetteerPlace | None:
    """The first where it is the only one or far larger than the next."""
    towns = _towns_first(ordered)
    if not towns:
        return None
    if len(towns) == 1 or towns[0].population > _DOMINANCE * max(towns[1].population, 1):
        return towns[0]
    return None
