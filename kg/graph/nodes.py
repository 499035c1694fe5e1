"""The nodes of an extract: which IRI each has, and what defines it whoever claims what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NewType

import pyoxigraph as ox

from kg.errors import ExtractionError
from kg.graph.iris import Iris
from kg.graph.spans import Spans
from kg.graph.terms import PREF_LABEL, A, Statement, integer, iri, kg, text
from kg.model import Attribution, Extract, Identity, NodeId, Toll
from kg.vocabulary import ITSRDF, ORG

Nodes = NewType("Nodes", dict[NodeId, ox.NamedNode])
"""The IRI of each node of one extract."""


def name_nodes(
    extract: Extract, identity: Identity, iris: Iris, joint: Mapping[NodeId, tuple[str, NodeId]] = MappingProxyType({})
) -> Nodes:
    """The IRI of every node of the extract.

    An entity goes by the name that identity gave it, an event of ``joint`` by that of an event of another document.
    """
    nodes = {i.entity: iris.entity(i.key) for i in identity.entities}
    for event in extract.events:
        nodes[event.id] = iris.node("event", *joint.get(event.id, (extract.document, event.id)))
    for toll in extract.tolls:
        nodes[toll.id] = iris.node("toll", extract.document, toll.id)
    for designation in extract.designations:
        nodes[designation.id] = iris.node("designation", extract.document, designation.id)
    for post in extract.posts:
        nodes[post.id] = iris.node("post", extract.document, post.id)
    for tenure in extract.tenures:
        nodes[tenure.id] = iris.node("tenure", extract.document, tenure.id)
    for attribution in extract.attributions:
        nodes[attribution.id] = iris.node("attribution", extract.document, attribution.id)
    return Nodes(nodes)


def look_up(nodes: Mapping[NodeId, ox.NamedNode], node: NodeId, name: str) -> ox.NamedNode:
    """The IRI of a node; ``ExtractionError`` about the document ``name`` where the extract has no such node."""
    found = nodes.get(node)
    if found is None:
        raise ExtractionError(name, f"the extract refers to '{node}', which it does not hold.")
    return found


def describe_nodes(extract: Extract, nodes: Nodes, spans: Spans, name: str) -> Iterator[Statement]:
    """Events, tolls, designations, posts, tenures, mentions and attributions."""
    for event in extract.events:
        yield nodes[event.id], A, kg("Event")
        yield nodes[event.id], kg("eventClass"), kg(event.cls.value)
    for toll in extract.tolls:
        yield from _toll(toll, nodes, name)
    for designation in extract.designations:
        yield nodes[designation.id], A, kg("Designation")
        yield nodes[designation.id], PREF_LABEL, text(designation.label)
    for post in extract.posts:
        yield nodes[post.id], A, kg("Post")
        yield nodes[post.id], A, iri(ORG + "Post")
        yield nodes[post.id], PREF_LABEL, text(post.label)
    for tenure in extract.tenures:
        yield nodes[tenure.id], A, kg("Tenure")
        yield nodes[tenure.id], A, iri(ORG + "Membership")
    for mention in extract.mentions:
        span = spans.node(mention.span)
        yield span, A, kg("Mention")
        yield span, kg("mentionKind"), text(mention.kind.value)
        yield span, iri(ITSRDF + "taIdentRef"), look_up(nodes, mention.node, name)
    for attribution in extract.attributions:
        yield from _attribution(attribution, nodes, spans, name)


def _toll(toll: Toll, nodes: Nodes, name: str) -> Iterator[Statement]:
    node = nodes[toll.id]
    yield node, A, kg("Toll")
    yield node, kg("effect"), kg(toll.effect.value)
    if toll.group is not None:
        yield node, kg("group"), look_up(nodes, toll.group, name)
    if toll.minimum is not None:
        yield node, kg("min"), integer(toll.minimum)
    if toll.maximum is not None:
        yield node, kg("max"), integer(toll.maximum)


def _attribution(attribution: Attribution, nodes: Nodes, spans: Spans, name: str) -> Iterator[Statement]:
    node = nodes[attribution.id]
    yield node, A, kg("Attribution")
    yield node, kg("cue"), spans.node(attribution.cue)
    if attribution.source is not None:
        yield node, kg("source"), spans.node(attribution.source)
    for content in attribution.content:
        yield node, kg("content"), spans.node(content)
    if attribution.claimant is not None:
        yield node, kg("claimant"), look_up(nodes, attribution.claimant, name)
