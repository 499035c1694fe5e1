"""Profiles: what all documents and lists together say of one key, and what one document says of one event."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.classes import EntityClass, EventClass
from kg.model.identity import EntityKey
from kg.model.ids import NodeId
from kg.model.toll import Effect


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one key. Equal knowledge gives equal profiles: everything is sorted, nothing stands twice.

    ``names`` are the names it is called by, as they are written; ``proper`` says whether they are names at all, or
    words of a description ("25 fighters"). ``identifiers`` are strings such as ``wikidata:Q30``, ``geonames:99072`` and
    ``list:ofac-sdn/12345``. ``countries`` are ISO 3166-1 alpha-2 codes. ``within`` are the places that contain a place.
    ``listed`` says that an imported or packaged list holds it; ``weak`` are names that such a list warns of.
    """

    key: EntityKey
    names: tuple[str, ...]
    classes: tuple[EntityClass, ...]
    proper: bool = True
    identifiers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    within: tuple[EntityKey, ...] = ()
    listed: bool = False
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventActor:
    """An actor of an event: the role is a local name of the ontology (``agent``, ``target``, ``victim``, …)."""

    role: str
    key: EntityKey
    cls: EntityClass
    country: str | None = None


@dataclass(frozen=True, slots=True)
class EventPlace:
    """A place of an event with all that contain it, nearest first."""

    key: EntityKey
    cls: EntityClass
    within: tuple[EntityKey, ...] = ()


@dataclass(frozen=True, slots=True)
class EventToll:
    """A figure that is told of an event; ``None`` where it is open on that side."""

    effect: Effect
    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, slots=True)
class EventProfile:
    """What one document says of one event, from claims that are affirmed, whoever makes them. All tuples are sorted.

    ``dates`` are EDTF strings; ``published`` is the document's own date, where it has one; ``triggers`` are the words
    that name the event, in lower case. ``actual`` says that it is told as having happened.
    """

    document: str
    node: NodeId
    classes: tuple[EventClass, ...]
    dates: tuple[str, ...]
    places: tuple[EventPlace, ...]
    actors: tuple[EventActor, ...]
    tolls: tuple[EventToll, ...]
    triggers: tuple[str, ...]
    actual: bool
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much speaks for two profiles denoting one thing: from 0 to 1, with the reasons for people to read."""

    score: float
    reasons: tuple[str, ...]
