"""The ontology as a named graph, so that queries find classes' superclasses and labels beside the data."""

from __future__ import annotations

import pyoxigraph as ox

from kg import resources
from kg.errors import ResourceError
from kg.vocabulary import ONTOLOGY_GRAPH


def ontology_quads() -> tuple[ox.Quad, ...]:
    """Every triple of ``ontology/*.ttl``, in one order and with stable names for blank nodes.

    Raises ``ResourceError`` where a file is missing or is no Turtle.
    """
    return vocabulary_quads("ontology", ONTOLOGY_GRAPH)


def vocabulary_quads(folder: str, name: str) -> tuple[ox.Quad, ...]:
    """Every triple of a packaged folder's Turtle files, in the graph ``name``, as ``ontology_quads`` gives them."""
    graph, dataset = ox.NamedNode(name), ox.Dataset()
    for path in resources.files(folder, ".ttl"):
        try:
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
                dataset.add(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
        except (SyntaxError, OSError) as error:
            raise ResourceError(f"{path} cannot be read: {error}", remedy="Install herodotus again.") from error
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return tuple(sorted(dataset, key=str))
