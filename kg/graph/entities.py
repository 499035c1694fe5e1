"""Descriptions of actors and places, put together from what all documents say of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from kg.graph.iris import Iris
from kg.graph.terms import ALT_LABEL, PREF_LABEL, A, Statement, decimal, integer, iri, kg, quads, text
from kg.model import EntityKey, Identification, prevailing_class, prevailing_label
from kg.vocabulary import SKOS, WGS84

_WIKIDATA: Final = "http://www.wikidata.org/entity/"


def describe(identifications: Iterable[Identification], base_iri: str) -> tuple[ox.Quad, ...]:
    """The description of one entity, in the graph of entities, from all identifications with its key.

    The same identifications in another order give the same quads; none give none. A ``Counter`` says how many times
    each is told, which costs no more than telling it once. Raises ``ValueError`` where they belong to several keys.
    """
    times = Counter(identifications)
    told = sorted(times, key=_order)
    keys = {i.key for i in told}
    if len(keys) > 1:
        raise ValueError(f"identifications of several entities: {sorted(keys)}")
    iris = Iris(base_iri)
    return quads(_statements(keys.pop(), told, times, iris), iris.entities_graph) if told else ()


def _statements(
    key: EntityKey, told: Sequence[Identification], times: Counter[Identification], iris: Iris
) -> Iterator[Statement]:
    node = iris.entity(key)
    for cls in prevailing_class(times).lineage:
        yield node, A, kg(cls.value)
    label = prevailing_label(times)
    yield node, PREF_LABEL, text(label)
    for other in {name for i in told for name in (i.label, *i.aliases)} - {label}:
        yield node, ALT_LABEL, text(other)
    yield from _location(node, told)
    for identification in told:
        for place in identification.within:
            yield node, kg("within"), iris.entity(place)
        if identification.territory is not None:
            yield node, kg("territory"), iris.entity(identification.territory)
        if identification.wikidata is not None:
            yield node, iri(SKOS + "exactMatch"), ox.NamedNode(_WIKIDATA + identification.wikidata)


def _location(node: ox.NamedNode, told: Sequence[Identification]) -> Iterator[Statement]:
    """Coordinates and the GeoNames id: one of each, so that an entity is drawn once."""
    located = next(
        ((i.latitude, i.longitude) for i in told if i.latitude is not None and i.longitude is not None), None
    )
    if located is not None:
        yield node, iri(WGS84 + "lat"), decimal(located[0])
        yield node, iri(WGS84 + "long"), decimal(located[1])
    geonames = next((i.geonames for i in told if i.geonames is not None), None)
    if geonames is not None:
        yield node, kg("geonames"), integer(geonames)


def _order(identification: Identification) -> tuple[str, ...]:
    """A place in one order over identifications; known coordinates and ids come by value, not by document."""
    i = identification
    return (i.key.kind, i.key.name, i.cls.value, i.label, *map(repr, (i.geonames, i.latitude, i.longitude, i.wikidata)))
