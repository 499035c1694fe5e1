"""Renaming: the graph of a document some of whose events go by other names, while nothing else has changed.

A graph says the same whatever its nodes are called: one that is made anew with other names is the old one with each
old name replaced. That holds as long as no two of its nodes share a name, before or after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg.graph import DocumentGraph, Iris
from kg.workspace.world import Joint

Names = Mapping[ox.NamedNode, ox.NamedNode]
"""What nodes were called, and what they are called now."""


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


def renamed(graph: DocumentGraph, names: Names) -> DocumentGraph:
    """A document's graph with other names. Conflicts are between claims, which keep theirs."""
    return DocumentGraph(tuple(sorted(_renamed(graph.graph, names), key=str)), graph.conflicts)


def exchanged(quads: Iterable[ox.Quad], names: Names) -> tuple[frozenset[ox.Quad], frozenset[ox.Quad]]:
    """What comes and what goes where these quads of a graph, all that have the old names, get the new ones."""
    old = frozenset(quads)
    new = frozenset(_renamed(old, names))
    return new - old, old - new


def _renamed(quads: Iterable[ox.Quad], names: Names) -> Iterator[ox.Quad]:
    known: dict[object, ox.NamedNode] = dict(names.items())
    for quad in quads:
        subject, value = known.get(quad.subject), known.get(quad.object)
        if subject is None and value is None:
            yield quad
        else:
            yield ox.Quad(subject or quad.subject, quad.predicate, value or quad.object, quad.graph_name)
