"""The change: what one transaction takes out of the store and puts into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

Look = Callable[[ox.NamedNode], Iterable[ox.Quad]]
LookAt = Callable[[ox.NamedNode, ox.NamedNode], Iterable[ox.Quad]]


@dataclass(frozen=True, slots=True)
class Change:
    """Graphs to drop, then subjects to clear in a graph, then quads to remove, then quads to insert.

    ``subjects`` holds pairs of a graph and a subject: every triple of that subject leaves that graph. All quads stand
    in named graphs and have no blank nodes (a blank node would be a new one each time the change is applied).
    """

    graphs: tuple[ox.NamedNode, ...] = ()
    subjects: tuple[tuple[ox.NamedNode, ox.NamedNode], ...] = ()
    quads: tuple[ox.Quad, ...] = ()
    removed: tuple[ox.Quad, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.graphs or self.subjects or self.quads or self.removed)

    def split(self) -> tuple[tuple[ox.Quad, ...], Change]:
        """The quads that take nothing's place, and the change without them.

        Only what replaces something has to arrive in the moment in which the old leaves.
        """
        dropped = frozenset(self.graphs)
        cleared = frozenset(self.subjects)
        if not dropped and not cleared:
            return self.quads, Change(removed=self.removed)
        fresh: list[ox.Quad] = []
        rest: list[ox.Quad] = []
        for quad in self.quads:
            replaces = quad.graph_name in dropped or (quad.graph_name, quad.subject) in cleared
            (rest if replaces else fresh).append(quad)
        return tuple(fresh), Change(self.graphs, self.subjects, tuple(rest), self.removed)

    def against(self, graph: Look, subject: LookAt) -> Change:
        """The change as exact quads: ``graph`` and ``subject`` give those of a graph, or of a subject in it, as it is.

        What is replaced mostly stays as it was, and telling the difference costs far less than writing it again.
        """
        dropped, cleared = frozenset(self.graphs), frozenset(self.subjects)
        coming: dict[ox.NamedNode, set[ox.Quad]] = {}
        described: defaultdict[tuple[ox.NamedNode, ox.NamedNode], set[ox.Quad]] = defaultdict(set)
        others: list[ox.Quad] = []
        for quad in self.quads:
            name, node = quad.graph_name, quad.subject
            if not isinstance(name, ox.NamedNode) or not isinstance(node, ox.NamedNode):
                others.append(quad)
            elif name in dropped:
                coming.setdefault(name, set()).add(quad)
            elif (name, node) in cleared:
                described[name, node].add(quad)
            else:
                others.append(quad)
        removed, quads = list(self.removed), others
        for name, new in coming.items():
            old = set(graph(name))
            removed += old - new
            quads += new - old
        for name, node in self.subjects:
            if name not in dropped:
                old, new = set(subject(name, node)), described[name, node]
                removed += old - new
                quads += new - old
        return Change(tuple(name for name in self.graphs if name not in coming), (), tuple(quads), tuple(removed))

    def to_update(self) -> str:
        """The change as one SPARQL 1.1 Update request, which a store applies whole or not at all.

        >>> graph = ox.NamedNode("http://example.com/g")
        >>> Change(graphs=(graph,)).to_update()
        'DROP SILENT GRAPH <http://example.com/g>'
        """
        return " ;\n".join(self._operations())

    def _operations(self) -> Iterator[str]:
        for graph in self.graphs:
            yield f"DROP SILENT GRAPH {graph}"
        for graph, subject in self.subjects:
            yield f"DELETE WHERE {{ GRAPH {graph} {{ {subject} ?p ?o }} }}"
        if self.removed:
            yield f"DELETE DATA {{\n{''.join(_blocks(self.removed))}}}"
        if self.quads:
            yield f"INSERT DATA {{\n{''.join(_blocks(self.quads))}}}"


def _blocks(quads: Iterable[ox.Quad]) -> Iterator[str]:
    by_graph: defaultdict[str, list[ox.Triple]] = defaultdict(list)
    for quad in quads:
        by_graph[str(quad.graph_name)].append(quad.triple)
    for graph, triples in by_graph.items():
        # N-Triples escape strings and IRIs in a way that SPARQL reads back unchanged.
        lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        yield f"GRAPH {graph} {{\n{(lines or b'').decode()}}}\n"
