"""What a document says, as RDF: IRIs, the graph of a document, descriptions of entities, conflicts, and Turtle.

Quads are sorted and contain no blank nodes, so equal extracts give equal bytes.
"""

from kg.graph.document_graph import DocumentGraph, build
from kg.graph.entities import describe
from kg.graph.iris import Iris
from kg.graph.ontology import ontology_quads

__all__ = ["DocumentGraph", "Iris", "build", "describe", "ontology_quads"]
