"""The territory: which graphs are ours, made from documents, and which belong to those who write."""

from __future__ import annotations

from typing import Final

from kg.errors import ProtectedGraphError
from kg.vocabulary import ONTOLOGY_GRAPH

_STORE: Final = "store/"
"""Below the base IRI: the graphs that the graph store protocol names by the path of a request."""


def is_protected(graph: str, base_iri: str) -> bool:
    """Whether the graph with this IRI is made from documents, so that nobody may write to it.

    >>> is_protected("http://example.org/graph/entities", "http://example.org/")
    True
    >>> is_protected("http://example.org/store/mine", "http://example.org/")
    False
    """
    return graph == ONTOLOGY_GRAPH or (graph.startswith(base_iri) and not graph.startswith(base_iri + _STORE))


def refuse_protected(graph: str, base_iri: str) -> None:
    """Raises ``ProtectedGraphError`` where nobody may write to the graph with this IRI."""
    if is_protected(graph, base_iri):
        raise ProtectedGraphError(
            f"The graph <{graph}> is made from documents and cannot be written to; nothing was changed.",
            graph=graph,
            remedy="Write to a graph of your own.",
        )
