"""What the dataset says of itself: VoID with its classes and properties, and DCAT with its dumps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

import pyoxigraph as ox

from kg.api.linked.census import Census
from kg.api.linked.leaf import VOID, dataset_iri
from kg.vocabulary import DCTERMS, FOAF, KG, ONTOLOGY_GRAPH, PREFIXES, RDF, XSD

DCAT: Final = "http://www.w3.org/ns/dcat#"

DUMPS: Final[dict[str, str]] = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".trig": "application/trig",
    ".nq": "application/n-quads",
}
"""The formats that all data can be had in at once, by suffix."""

_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_FEATURES: Final = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG")
_EXAMPLES: Final = frozenset(KG + name for name in ("Document", "Claim", "Event", "Person", "Organisation", "Place"))
_NANOSECONDS: Final = 1_000_000_000

_Value = ox.NamedNode | ox.Literal


def dataset_quads(census: Census, base: str) -> set[ox.Quad]:
    """The description of the dataset whose IRIs start with ``base``."""
    return {ox.Quad(subject, ox.NamedNode(predicate), value) for subject, predicate, value in _all(census, base)}


def _all(census: Census, base: str) -> Iterator[tuple[ox.NamedNode, str, _Value]]:
    node, dataset, catalogue = ox.NamedNode, dataset_iri(base), ox.NamedNode(f"{base}data")
    description = node(f"{base}.well-known/void")
    a = RDF + "type"
    yield description, a, node(VOID + "DatasetDescription")
    yield description, FOAF + "primaryTopic", dataset
    yield catalogue, a, node(DCAT + "Catalog")
    yield catalogue, DCTERMS + "title", ox.Literal("Herodotus", language="en")
    yield catalogue, DCAT + "dataset", dataset
    yield dataset, a, node(VOID + "Dataset")
    yield dataset, a, node(DCAT + "Dataset")
    yield dataset, DCTERMS + "title", ox.Literal("Who did what to whom, according to whom", language="en")
    words = "What documents claim of actors, places and events, each claim with its claimant and its words."
    yield dataset, DCTERMS + "description", ox.Literal(words, language="en")
    nanoseconds = census.version.stamp.partition(":")[2]
    if nanoseconds.isdigit():
        moment = datetime.fromtimestamp(int(nanoseconds) // _NANOSECONDS, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        yield dataset, DCTERMS + "modified", ox.Literal(moment, datatype=node(XSD + "dateTime"))
    yield dataset, FOAF + "homepage", node(base)
    yield dataset, VOID + "uriSpace", ox.Literal(base)
    yield dataset, VOID + "sparqlEndpoint", node(f"{base}sparql")
    yield dataset, VOID + "vocabulary", node(ONTOLOGY_GRAPH)
    yield dataset, DCTERMS + "conformsTo", node(f"{base}ontology")
    yield dataset, DCTERMS + "conformsTo", node(f"{base}shapes")
    yield dataset, DCAT + "landingPage", node(f"{base}data")
    for feature in _FEATURES:
        yield dataset, VOID + "feature", node(_FORMATS + feature)
    yield dataset, VOID + "triples", _count(census.triples)
    yield dataset, VOID + "classes", _count(len(census.classes))
    yield dataset, VOID + "properties", _count(len(census.properties))
    yield from _partitions(census, base, dataset)
    yield from _distributions(base, dataset)


def _partitions(census: Census, base: str, dataset: ox.NamedNode) -> Iterator[tuple[ox.NamedNode, str, _Value]]:
    node = ox.NamedNode
    for count in census.classes:
        part = node(f"{base}.well-known/void#class-{_slug(count.iri)}")
        yield dataset, VOID + "classPartition", part
        yield part, VOID + "class", node(count.iri)
        yield part, VOID + "entities", _count(count.number)
        if count.iri in _EXAMPLES and count.example.startswith(base):
            yield dataset, VOID + "exampleResource", node(count.example)
    for count in census.properties:
        part = node(f"{base}.well-known/void#property-{_slug(count.iri)}")
        yield dataset, VOID + "propertyPartition", part
        yield part, VOID + "property", node(count.iri)
        yield part, VOID + "triples", _count(count.number)


def _distributions(base: str, dataset: ox.NamedNode) -> Iterator[tuple[ox.NamedNode, str, _Value]]:
    node = ox.NamedNode
    for suffix, media_type in DUMPS.items():
        dump, distribution = node(f"{base}data/dump{suffix}"), node(f"{base}data#dump-{suffix[1:]}")
        yield dataset, VOID + "dataDump", dump
        yield dataset, DCAT + "distribution", distribution
        yield distribution, RDF + "type", node(DCAT + "Distribution")
        yield distribution, DCAT + "downloadURL", dump
        yield distribution, DCAT + "accessURL", dump
        yield distribution, DCAT + "mediaType", node(_MEDIA_TYPES + media_type)


def _slug(iri: str) -> str:
    """A name for a part, from the prefixed name of its term; with a checksum where that has none."""
    for prefix, namespace in PREFIXES.items():
        name = iri.removeprefix(namespace)
        if name != iri and name.isidentifier() and name.isascii():
            return f"{prefix}-{name}"
    return "x" + sha256(iri.encode("utf-8")).hexdigest()[:16]


def _count(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))
