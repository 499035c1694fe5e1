"""Identification: from the entities of an extract to the entities of the graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg import reference
from kg.identity import gazetteer, keys, places
from kg.identity.context import Context
from kg.identity.gazetteer import GazetteerPlace, PlaceKind
from kg.model import Document, Entity, EntityClass, EntityKey, Extract, Identification, Identity, NodeId
from kg.reference import State

_CLASSES = {
    PlaceKind.SETTLEMENT: EntityClass.SETTLEMENT,
    PlaceKind.AREA: EntityClass.ADMINISTRATIVE_AREA,
    PlaceKind.CONTINENT: EntityClass.REGION,
}


def identify(extract: Extract, document: Document) -> Identity:
    """Which entity of the graph each entity of ``extract`` is; depends on nothing but its arguments and packaged data.

    Two entities of one extract get one key only where they are one thing by reference list, gazetteer or full name.
    """
    located = _located(extract.entities)
    work = _Work(document.id)
    entities = tuple(work.entity(e, located.get(e.id), _town(e, located, extract.entities)) for e in extract.entities)
    mentioned = {e.key for e in entities}
    added = tuple(work.added[key] for key in sorted(work.added) if key not in mentioned)
    return Identity(extract.document, entities, added)


def _located(entities: Iterable[Entity]) -> dict[NodeId, GazetteerPlace]:
    """The places that the gazetteer knows. What is certain first becomes context for the rest."""
    named = [e for e in entities if e.cls.is_a(EntityClass.PLACE)]
    context, found = Context.of(entities), {}
    for _ in range(2):
        found = {e.id: p for e in named if (p := places.resolve(e, context)) is not None}
        context = context.knowing(found.values())
    return found


def _town(entity: Entity, located: dict[NodeId, GazetteerPlace], entities: tuple[Entity, ...]) -> GazetteerPlace | None:
    if entity.cls is not EntityClass.FACILITY or not entity.proper:
        return None
    return places.town_of(entity, Context.of(entities).knowing(located.values()))


@dataclass(slots=True)
class _Work:
    """One document's identifications while they are made: keys given so far, and places added along the way."""

    document: str
    given: dict[EntityKey, int] = field(default_factory=dict)
    added: dict[EntityKey, Identification] = field(default_factory=dict)

    def entity(self, entity: Entity, place: GazetteerPlace | None, town: GazetteerPlace | None) -> Identification:
        if place is not None:
            return self._place(entity, place)
        state = _state(entity)
        if state is not None and entity.cls.is_a(EntityClass.PLACE):
            return _country(entity.id, state, aliases=_others(entity, state.name))
        entry = _organisation(entity)
        label = state.name if state else entry.name if entry else entity.name
        return Identification(
            entity.id,
            self._unique(keys.key(entity, self.document)),
            entry.cls if entry else entity.cls,
            label,
            aliases=_others(entity, label),
            wikidata=state.wikidata if state else entry.wikidata if entry else None,
            within=self._around(town) if town else (),
            territory=self._territory(state) if state else None,
            country=entity.country,
            proper=entity.proper,
        )

    def _unique(self, key: EntityKey) -> EntityKey:
        """Descriptions of two different things in the same words get a number."""
        if not key.name.endswith(f"-{self.document}"):
            return key
        self.given[key] = self.given.get(key, 0) + 1
        return key if self.given[key] == 1 else EntityKey(key.kind, f"{key.name}-{self.given[key]}")

    def _place(self, entity: Entity, place: GazetteerPlace) -> Identification:
        return Identification(
            entity.id,
            _place_key(place),
            _CLASSES[place.kind],
            entity.name,
            aliases=_others(entity, entity.name),
            latitude=place.latitude,
            longitude=place.longitude,
            geonames=place.geonames,
            within=self._around(place)[1:],
        )

    def _territory(self, state: State) -> EntityKey:
        country = _country(NodeId(f"place/{_country_key(state).name}"), state)
        self.added[country.key] = country
        return country.key

    def _around(self, place: GazetteerPlace) -> tuple[EntityKey, ...]:
        """The keys of the place itself, its province and its country; the containing ones are added."""
        chain = [place]
        area = gazetteer.area(place.area) if place.area and place.kind is PlaceKind.SETTLEMENT else None
        if area is not None:
            chain.append(area)
        state = reference.state(place.country) if place.country else None
        out = [_place_key(p) for p in chain] + ([self._territory(state)] if state else [])
        for i, part in enumerate(chain):
            self.added[out[i]] = Identification(
                NodeId(f"place/{out[i].name}"),
                out[i],
                _CLASSES[part.kind],
                part.name,
                latitude=part.latitude,
                longitude=part.longitude,
                geonames=part.geonames,
                within=tuple(out[i + 1 :]),
            )
        return tuple(out)


def _place_key(place: GazetteerPlace) -> EntityKey:
    return EntityKey("place", f"{reference.slug(place.name)}-{place.geonames}")


def _country_key(state: State) -> EntityKey:
    return EntityKey("place", f"{state.slug}-{state.geonames}")


def _country(entity: NodeId, state: State, aliases: tuple[str, ...] = ()) -> Identification:
    return Identification(
        entity,
        _country_key(state),
        EntityClass.COUNTRY,
        state.name,
        aliases=aliases,
        latitude=state.latitude,
        longitude=state.longitude,
        geonames=state.geonames,
    )


def _state(entity: Entity) -> State | None:
    """The state that an entity is, by reference or, for a country, by name."""
    list_name, _, code = (entity.reference or "").partition("/")
    if list_name == "state":
        return reference.state(code)
    if entity.cls is EntityClass.COUNTRY and entity.proper and entity.reference is None:
        return reference.state_by_name(entity.name)
    return None


def _organisation(entity: Entity) -> reference.ReferenceOrganisation | None:
    list_name, _, slug = (entity.reference or "").partition("/")
    known = list_name == "organisation" and not entity.cls.is_a(EntityClass.PLACE)
    return reference.organisation(slug) if known else None


def _others(entity: Entity, label: str) -> tuple[str, ...]:
    """The names that the document uses besides ``label``."""
    return tuple(dict.fromkeys(n for n in (entity.name, *entity.aliases) if n != label))
