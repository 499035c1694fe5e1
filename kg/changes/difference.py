"""The difference: a change of the store as exactly those quads that come and go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import pyoxigraph as ox

from kg.store import Change

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_STRING: Final = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")


class Base(Protocol):
    """The quads before a change."""

    def quads(self, graph: Graph) -> Iterator[ox.Quad]:
        """The quads of a graph."""

    def about(self, graph: Graph, subject: ox.NamedNode) -> Iterator[ox.Quad]:
        """The quads of a graph with this subject."""

    def holds(self, quad: ox.Quad) -> bool:
        """Whether this quad is there."""

    def has_graph(self, graph: Graph) -> bool:
        """Whether there is such a graph."""


class StoredBase:
    """A store that nobody changes, as the base of a difference."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def quads(self, graph: Graph) -> Iterator[ox.Quad]:
        """The quads of a graph."""
        return iter(self._store.quads_for_pattern(None, None, None, graph))

    def about(self, graph: Graph, subject: ox.NamedNode) -> Iterator[ox.Quad]:
        """The quads of a graph with this subject."""
        return iter(self._store.quads_for_pattern(subject, None, None, graph))

    def holds(self, quad: ox.Quad) -> bool:
        """Whether this quad is there."""
        return quad in self._store

    def has_graph(self, graph: Graph) -> bool:
        """Whether there is such a graph."""
        return isinstance(graph, ox.DefaultGraph) or self._store.contains_named_graph(graph)


@dataclass(frozen=True, slots=True)
class Difference:
    """What goes, all of which was there, and what comes, none of which was; ``emptied`` are graphs that go whole."""

    removed: tuple[ox.Quad, ...]
    added: tuple[ox.Quad, ...]
    emptied: tuple[ox.NamedNode, ...] = ()

    def to_change(self) -> Change:
        """The change that does it."""
        gone = frozenset(self.emptied)
        return Change(self.emptied, (), self.added, tuple(quad for quad in self.removed if quad.graph_name not in gone))


def difference(change: Change, base: Base, more: Iterable[ox.Quad] = ()) -> Difference:
    """What ``change`` makes of ``base``, and what of ``more`` comes with it."""
    new = dict.fromkeys(as_stored((*change.quads, *more)))
    dropped, cleared = dict.fromkeys(change.graphs), dict.fromkeys(change.subjects)
    known: set[ox.Quad] = set()
    removed: dict[ox.Quad, None] = {}

    def leave(quads: Iterable[ox.Quad]) -> None:
        for quad in quads:
            if quad in new:
                known.add(quad)
            else:
                removed[quad] = None

    for graph in dropped:
        leave(base.quads(graph))
    for graph, subject in cleared:
        if graph not in dropped:
            leave(base.about(graph, subject))
    for quad in as_stored(change.removed):
        if quad not in new and quad not in removed and base.holds(quad):
            removed[quad] = None
    # Only where a graph was there, and was not read above, must one look for each quad.
    filled = {quad.graph_name for quad in new}
    looked = {graph for graph in filled if graph not in dropped and base.has_graph(graph)}

    def is_there(quad: ox.Quad) -> bool:
        if quad.graph_name not in looked:
            return quad in known
        return quad in known or ((quad.graph_name, quad.subject) not in cleared and base.holds(quad))

    added = tuple(quad for quad in new if not is_there(quad)) if looked or known else tuple(new)
    return Difference(tuple(removed), added, tuple(graph for graph in dropped if graph not in filled))


def as_stored(quads: Sequence[ox.Quad]) -> Sequence[ox.Quad]:
    """The quads as the store gives them back: it keeps the value of many literals, not their spelling.

    >>> number = ox.Literal("05", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#nonNegativeInteger"))
    >>> print(as_stored([ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), number)])[0].object)
    "5"^^<http://www.w3.org/2001/XMLSchema#integer>
    """
    objects = {quad.object for quad in quads}
    found = [thing for thing in objects if isinstance(thing, ox.Literal) and thing.datatype != _STRING]
    store = ox.Store()
    store.extend(ox.Quad(ox.NamedNode(f"x:{place}"), _STRING, literal) for place, literal in enumerate(found))
    kept = ((found[int(str(quad.subject)[3:-1])], quad.object) for quad in store)
    other: dict[Term, Term] = {literal: stored for literal, stored in kept if literal != stored}
    if not other:
        return quads
    get = other.get
    return [
        ox.Quad(quad.subject, quad.predicate, stored, quad.graph_name) if (stored := get(quad.object)) else quad
        for quad in quads
    ]
