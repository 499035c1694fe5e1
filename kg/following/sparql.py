"""Quads that come and go as SPARQL 1.1 Update."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox


def update_of(removed: Iterable[ox.Quad], added: Iterable[ox.Quad]) -> str:
    r"""One request that removes and adds; nothing in it may be a blank node.

    >>> node = ox.NamedNode("x:n")
    >>> update_of([], [ox.Quad(node, node, node)])
    'INSERT DATA {\n<x:n> <x:n> <x:n> .\n}'
    """
    gone, come = "".join(_blocks(removed)), "".join(_blocks(added))
    parts = [f"DELETE DATA {{\n{gone}}}"] if gone else []
    return " ;\n".join([*parts, *([f"INSERT DATA {{\n{come}}}"] if come else [])])


def has_blank(quad: ox.Quad) -> bool:
    """Whether a quad has a blank node, or a triple in which there may be one."""
    doubtful = (ox.BlankNode, ox.Triple)
    return isinstance(quad.subject, doubtful) or isinstance(quad.object, doubtful) or _is_blank(quad.graph_name)


def _is_blank(term: object) -> bool:
    return isinstance(term, ox.BlankNode)


def _blocks(quads: Iterable[ox.Quad]) -> Iterator[str]:
    by_graph: defaultdict[ox.NamedNode | ox.BlankNode | ox.DefaultGraph, list[ox.Triple]] = defaultdict(list)
    for quad in quads:
        by_graph[quad.graph_name].append(quad.triple)
    for graph, triples in by_graph.items():
        # N-Triples escape strings and IRIs in a way that SPARQL reads back unchanged.
        lines = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
        yield lines if isinstance(graph, ox.DefaultGraph) else f"GRAPH {graph} {{\n{lines}}}\n"
