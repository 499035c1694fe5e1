"""The ontology as a graph: complete, stable, and without blank nodes of unstable names."""

import pyoxigraph as ox

from kg.graph import ontology_quads
from kg.vocabulary import KG, ONTOLOGY_GRAPH, RDFS


def test_the_ontology_stands_in_its_own_graph_the_same_each_time():
    quads = ontology_quads()
    assert {quad.graph_name for quad in quads} == {ox.NamedNode(ONTOLOGY_GRAPH)}
    assert ontology_quads() == quads
    triple = ox.Triple(ox.NamedNode(KG + "Airstrike"), ox.NamedNode(RDFS + "subClassOf"), ox.NamedNode(KG + "Attack"))
    assert triple in {quad.triple for quad in quads}
