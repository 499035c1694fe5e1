"""What an entity of one document is, across documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kg.model.classes import EntityClass
from kg.model.ids import NodeId


@dataclass(frozen=True, slots=True, order=True)
class EntityKey:
    """Names one entity in the whole graph: ``/id/{kind}/{name}`` below the base IRI.

    ``kind`` is ``person``, ``organisation``, ``group``, ``place`` or ``actor``; ``name`` is a slug of ASCII letters,
    digits and hyphens.
    """

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Identification:
    """Which entity of the graph a document's entity is, and what the document and the reference data say of it.

    ``latitude`` and ``longitude`` are WGS 84 degrees; ``geonames`` is the numeric GeoNames id; ``within`` names the
    places that contain this one, nearest first; ``territory`` is the place that a state governs; ``wikidata`` is an
    item id (``Q30``); ``country`` is the ISO 3166-1 alpha-2 code of the state that it is, belongs to or lies in.
    Anything not known is ``None`` or empty. ``proper`` says whether the label is a name, or words of a description.
    """

    entity: NodeId
    key: EntityKey
    cls: EntityClass
    label: str
    aliases: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    geonames: int | None = None
    wikidata: str | None = None
    within: tuple[EntityKey, ...] = ()
    territory: EntityKey | None = None
    country: str | None = None
    proper: bool = True


@dataclass(frozen=True, slots=True)
class Identity:
    """The identifications of one extract.

    ``entities`` holds one for each entity of the extract, in its order. ``added`` describes places and actors that
    these refer to (a containing province, the territory of a state) and that the document itself does not mention.
    """

    document: str
    entities: tuple[Identification, ...]
    added: tuple[Identification, ...] = ()


def prevailing_class(told: Counter[Identification]) -> EntityClass:
    """The class that most say, of those the most specific, of those the first by name; ``told`` is not empty."""
    counts: Counter[EntityClass] = Counter()
    for identification, times in told.items():
        counts[identification.cls] += times
    return min(counts, key=lambda cls: (-counts[cls], -len(cls.lineage), cls.value))


def prevailing_label(told: Counter[Identification]) -> str:
    """The commonest label, of those the longest, of those the first by code point; ``told`` is not empty."""
    counts: Counter[str] = Counter()
    for identification, times in told.items():
        counts[identification.label] += times
    return min(counts, key=lambda label: (-counts[label], -len(label), label))
