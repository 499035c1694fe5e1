"""The names: how what only we have a name for is called in a server of another maker.

Blank nodes would be new ones with every request, and no maker agrees with another on the unnamed graph. So both have
IRIs there: blank nodes the ones that RDF 1.1 Concepts (section 3.5) has for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import pyoxigraph as ox

Term = TypeVar("Term")
Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


class Names:
    """Translates under a base IRI."""

    def __init__(self, base_iri: str) -> None:
        self._genid = base_iri + ".well-known/genid/"
        self._default = ox.NamedNode(base_iri + "graph/default")
        self.mark = ox.NamedNode(base_iri + "graph/version")
        """The graph, and the node in it, that says which version the server has."""

    def graph(self, graph: Graph) -> ox.NamedNode:
        """What a graph is called in the server."""
        if isinstance(graph, ox.NamedNode):
            return graph
        return self._default if isinstance(graph, ox.DefaultGraph) else ox.NamedNode(self._genid + graph.value)

    def graph_here(self, graph: ox.NamedNode) -> Graph:
        """What a graph of the server is called here."""
        if graph == self._default:
            return ox.DefaultGraph()
        return self._here(graph)

    def out(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Quads as the server has them."""
        for quad in quads:
            subject, thing, graph = self.node(quad.subject), self.node(quad.object), self.graph(quad.graph_name)
            if subject is quad.subject and thing is quad.object and graph is quad.graph_name:
                yield quad
            else:
                yield ox.Quad(subject, quad.predicate, thing, graph)

    def here(self, quad: ox.Quad | ox.Triple, graph: Graph) -> ox.Quad:
        """A quad of the server as we have it, in a graph of ours."""
        thing = quad.object
        return ox.Quad(
            self._here(quad.subject) if isinstance(quad.subject, ox.NamedNode) else quad.subject,
            quad.predicate,
            self._here(thing) if isinstance(thing, ox.NamedNode) else thing,
            graph,
        )

    def node(self, term: Term) -> Term | ox.NamedNode:
        """A term as the server has it."""
        return ox.NamedNode(self._genid + term.value) if isinstance(term, ox.BlankNode) else term

    def _here(self, node: ox.NamedNode) -> ox.NamedNode | ox.BlankNode:
        if node.value.startswith(self._genid):
            return ox.BlankNode(node.value.removeprefix(self._genid))
        return node
