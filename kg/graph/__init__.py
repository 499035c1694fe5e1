"""What documents say, as RDF: IRIs, the graph of a document, what is derived from many, and all formats.

Quads are sorted and contain no blank nodes, so equal extracts give equal bytes.
"""

from kg.graph.accounts import accounts
from kg.graph.derived import conflict_quads, relationship_quads, toll_quads
from kg.graph.disagreement import Conflict, joint_conflicts
from kg.graph.document_graph import DocumentGraph, build
from kg.graph.entities import describe
from kg.graph.iris import Iris
from kg.graph.lists import authorities, authority, describe_list, describe_listing
from kg.graph.ontology import ontology_quads, vocabulary_quads
from kg.graph.relationships import pairs_of, relationships, ties
from kg.graph.reviews import rejection_quads
from kg.graph.serialisation import Format, serialise
from kg.graph.supersession import Supersession, supersessions
from kg.graph.toll_summaries import summarise_tolls
from kg.graph.turtle import to_trig, to_turtle, trig_chunks, turtle_chunks

__all__ = [
    "Conflict",
    "DocumentGraph",
    "Format",
    "Iris",
    "Supersession",
    "accounts",
    "authorities",
    "authority",
    "build",
    "conflict_quads",
    "describe",
    "describe_list",
    "describe_listing",
    "joint_conflicts",
    "ontology_quads",
    "pairs_of",
    "rejection_quads",
    "relationship_quads",
    "relationships",
    "serialise",
    "summarise_tolls",
    "supersessions",
    "ties",
    "to_trig",
    "to_turtle",
    "toll_quads",
    "trig_chunks",
    "turtle_chunks",
    "vocabulary_quads",
]
