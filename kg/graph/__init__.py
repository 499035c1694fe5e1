"""What a document says, as RDF: IRIs, the graph of a document, descriptions of entities, conflicts, and all formats.

Quads are sorted and contain no blank nodes, so equal extracts give equal bytes.
"""

from kg.graph.document_graph import DocumentGraph, build
from kg.graph.entities import describe
from kg.graph.iris import Iris
from kg.graph.lists import authorities, authority, describe_list, describe_listing
from kg.graph.ontology import ontology_quads
from kg.graph.serialisation import Format, serialise
from kg.graph.turtle import to_trig, to_turtle, trig_chunks, turtle_chunks

__all__ = [
    "DocumentGraph",
    "Format",
    "Iris",
    "authorities",
    "authority",
    "build",
    "describe",
    "describe_list",
    "describe_listing",
    "ontology_quads",
    "serialise",
    "to_trig",
    "to_turtle",
    "trig_chunks",
    "turtle_chunks",
]
