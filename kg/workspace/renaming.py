"""Renaming: the graph of a document some of whose events go by other names, while nothing else has changed.

A graph says the same whatever its nodes are called: one that is made anew with other names is the old one with each
old name replaced. That holds as long as no two of its nodes share a name, before or after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import pyoxigraph as ox

from kg.graph import DocumentGraph, Iris
from kg.model import NodeId
from kg.workspace.world import Joint, event_of

Names = Mapping[ox.NamedNode, ox.NamedNode]
"""What nodes were called, and what they are called now."""


class Standing(Protocol):
    """The graphs as they stand, before a change."""

    def naming(self, graph: ox.NamedNode, node: ox.NamedNode) -> Iterator[ox.Quad]:
        """The quads of a graph that have a node as their subject or object."""


def new_names(document: str, was: Joint, now: Joint, iris: Iris) -> Names | None:
    """The names that change where events of a document that were joint as in ``was`` are joint as in ``now``.

    ``None`` where two of its events share a name, or one goes by the name of another: then its graph has to be made.
    """
    nodes = sorted({*was, *now})
    old, new = ([joint.get(node, (document, node)) for node in nodes] for joint in (was, now))
    for names in (old, new):
        borrowed = any(of == document and name != node for node, (of, name) in zip(nodes, names, strict=True))
        if borrowed or len({*names}) < len(nodes):
            return None
    return {iris.node("event", *a): iris.node("event", *b) for a, b in zip(old, new, strict=True) if a != b}


def joint_before(document: str, now: Joint, moved: Mapping[NodeId, str]) -> Joint:
    """How the events of a document were joint, given how they are now, and what those that ``moved`` went by."""
    was = {node: lead for node, lead in now.items() if node not in moved}
    return was | {node: event_of(old) for node, old in moved.items() if event_of(old) != (document, node)}


def named_anew(graph: DocumentGraph, names: Names) -> DocumentGraph:
    """A document's graph with other names. Conflicts are between claims, which keep theirs."""
    return DocumentGraph(tuple(sorted(_renamed(graph.graph, names), key=str)), graph.conflicts)


def exchange(
    renamings: Mapping[str, Names], stands: Standing, iris: Iris
) -> tuple[tuple[ox.Quad, ...], tuple[ox.Quad, ...]]:
    """The quads that come, and those that go, where the graphs of documents get new names."""
    come, go = list[ox.Quad](), list[ox.Quad]()
    for document, names in renamings.items():
        graph = iris.document_graph(document)
        old = {quad for name in names for quad in stands.naming(graph, name)}
        new = set(_renamed(old, names))
        come += sorted(new - old, key=str)
        go += sorted(old - new, key=str)
    return tuple(come), tuple(go)


def _renamed(quads: Iterable[ox.Quad], names: Names) -> Iterator[ox.Quad]:
    known: dict[object, ox.NamedNode] = dict(names.items())
    for quad in quads:
        subject, value = known.get(quad.subject), known.get(quad.object)
        if subject is None and value is None:
            yield quad
        else:
            yield ox.Quad(subject or quad.subject, quad.predicate, value or quad.object, quad.graph_name)
