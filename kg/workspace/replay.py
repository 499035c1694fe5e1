"""The replay: what the last writes changed in the truth, done in a store. Doing it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.store import LiveStore
from kg.workspace.graphs import DEFAULT, UserGraphs, node_of, quads_of


def replay(graphs: UserGraphs, writer: LiveStore) -> None:
    """Gives the store what the truth notes as changed."""
    for name, anew in graphs.changes().items():
        graph = node_of(name)
        if anew:
            writer.drop(graph)
            writer.pour(quads_of(name, graphs.lines(name)), graphs.size(name))
        else:
            writer.remove(quads_of(name, graphs.changed(name, -1)))
            writer.pour(quads_of(name, graphs.changed(name, 1)), 0)
        if name != DEFAULT and graphs.holds(name):
            writer.create(graph)


def everything(graphs: UserGraphs) -> Iterator[ox.Quad]:
    """All that people wrote."""
    for name in graphs.names():
        yield from quads_of(name, graphs.lines(name))


def make_empty(graphs: UserGraphs, writer: LiveStore) -> None:
    """Makes the graphs that people left empty."""
    for name, size in graphs.sizes().items():
        if not size and name != DEFAULT:
            writer.create(node_of(name))
