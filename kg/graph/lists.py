"""Imported reference lists as RDF: each list in a graph of its own, its entries as listings of their entities.

What a list states stays with the list: a listed designation is no ``kg:Designation``, has no claim, and names nobody
who claims it. The entities' own labels and types are described elsewhere, from all that is known of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from kg import reference
from kg.graph.iris import Iris
from kg.graph.terms import ALT_LABEL, PREF_LABEL, A, Statement, decimal, edtf, integer, iri, kg, quads, text
from kg.lists import ListedDesignation, ListedEntry, ListHeader
from kg.model import EntityKey
from kg.vocabulary import DCTERMS, PROV, SCHEMA, SKOS, WGS84

_UNSAFE: Final = frozenset('<>"{}|^`\\ ')


def describe_list(header: ListHeader, entries: int, base_iri: str) -> tuple[ox.Quad, ...]:
    """Where a list comes from, in the list's graph: title, publisher, date, file, checksum, number of entries."""
    iris = Iris(base_iri)
    return quads(_header(header, entries, iris), iris.list_graph(header.name))


def describe_listing(entry: ListedEntry, key: EntityKey, base_iri: str) -> tuple[ox.Quad, ...]:
    """What the list says of one entity, in the list's graph. ``key`` is that of the entity's IRI.

    Equal arguments give equal quads; entries do not depend on each other.
    """
    iris = Iris(base_iri)
    return quads(_listing(entry, key, iris), iris.list_graph(entry.list))


def authorities(entry: ListedEntry) -> tuple[tuple[EntityKey, str], ...]:
    """The authorities of an entry's designations and those in whose name they act: each once, with key and name."""
    named = [name for d in entry.designations for name in (d.authority, *d.on_behalf_of)]
    return tuple(dict.fromkeys(map(authority, named)))


def authority(name: str) -> tuple[EntityKey, str]:
    """The key and the name of a body or state that designates, by its name or, for a state, its code.

    One of the packaged lists has the key that it has in every document.
    """
    state = reference.state(name) or reference.state_by_name(name)
    if state is not None:
        return EntityKey("organisation", state.slug), state.name
    known = reference.organisation_by_name(name)
    if known is not None:
        return EntityKey("organisation", known.slug), known.name
    return EntityKey("organisation", reference.slug(name) or "unnamed"), name


def _header(header: ListHeader, entries: int, iris: Iris) -> Iterator[Statement]:
    node = iris.reference_list(header.name)
    yield node, A, kg("ReferenceList")
    yield node, iri(DCTERMS + "title"), text(header.title)
    yield node, iri(DCTERMS + "identifier"), text(header.name)
    yield node, iri(DCTERMS + "source"), text(header.file)
    yield node, kg("sha256"), text(header.sha256)
    yield node, kg("entries"), integer(entries)
    if header.publisher is not None:
        yield node, iri(DCTERMS + "publisher"), text(header.publisher)
    if header.date is not None:
        yield node, iri(DCTERMS + "date"), edtf(header.date)


def _listing(entry: ListedEntry, key: EntityKey, iris: Iris) -> Iterator[Statement]:
    node = iris.listing(entry.list, quote(entry.id, safe=""))
    yield node, A, kg("Listing")
    yield node, kg("listedIn"), iris.reference_list(entry.list)
    yield node, kg("listedEntity"), iris.entity(key)
    yield node, iri(DCTERMS + "identifier"), text(entry.id)
    yield node, PREF_LABEL, text(entry.name)
    for name in entry.names[1:]:
        yield node, kg("weakAlias") if name.weak else ALT_LABEL, text(name.text)
    for identifier in entry.identifiers:
        yield node, kg("listedIdentifier"), text(identifier)
    for code in entry.countries:
        yield node, kg("countryCode"), text(code)
    for date in entry.born:
        yield node, iri(SCHEMA + "birthDate"), edtf(date)
    for place in entry.birthplaces:
        yield node, iri(SCHEMA + "birthPlace"), text(place)
    for post in entry.posts:
        yield node, iri(SCHEMA + "jobTitle"), text(post)
    if entry.latitude is not None and entry.longitude is not None:
        yield node, iri(WGS84 + "lat"), decimal(entry.latitude)
        yield node, iri(WGS84 + "long"), decimal(entry.longitude)
    if entry.source is not None and _UNSAFE.isdisjoint(entry.source):
        yield node, iri(PROV + "wasDerivedFrom"), ox.NamedNode(entry.source)
    for number, designation in enumerate(entry.designations, 1):
        yield from _designation(designation, node, number, iris)


def _designation(designation: ListedDesignation, listing: ox.NamedNode, number: int, iris: Iris) -> Iterator[Statement]:
    node = ox.NamedNode(f"{listing.value}/designation/{number}")
    yield listing, kg("listedDesignation"), node
    yield node, A, kg("ListedDesignation")
    yield node, PREF_LABEL, text(designation.label)
    yield node, kg("listedAuthority"), iris.entity(authority(designation.authority)[0])
    for name in designation.on_behalf_of:
        yield node, kg("listedFor"), iris.entity(authority(name)[0])
    if designation.programme is not None:
        programme = iris.programme(designation.programme)
        yield node, kg("listedProgramme"), programme
        yield programme, A, iri(SKOS + "Concept")
        yield programme, PREF_LABEL, text(designation.programme)
    if designation.date is not None:
        yield node, kg("listedOn"), edtf(designation.date)
