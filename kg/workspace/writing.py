"""The writing: what one write changes in the truth's user graphs, found out before the store is touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from kg.errors import QueryError, UnknownGraphError
from kg.store import Scratch
from kg.workspace.graphs import DEFAULT, UserGraphs, name_of, named, node_of
from kg.workspace.payload import canonical_line, read_payload
from kg.workspace.territory import is_protected, refuse_protected
from kg.workspace.writes import GraphWrite, Update, Write


@dataclass(frozen=True, slots=True)
class Effect:
    """What one write did: whether it made the graph that it names, and how many triples came and went."""

    created: bool
    added: int
    removed: int


class Writing:
    """Does writes one after the other, each inside of a savepoint of the truth."""

    def __init__(self, graphs: UserGraphs, base_iri: str, scratch: Callable[[], Scratch]) -> None:
        self._graphs = graphs
        self._base = base_iri
        self._scratch = scratch

    def do(self, write: Write) -> Effect:
        """Changes the truth as the write says. Raises what it is refused for."""
        return self._update(write) if isinstance(write, Update) else self._graph_write(write)

    def _graph_write(self, write: GraphWrite) -> Effect:
        name = DEFAULT
        if write.graph is not None:
            refuse_protected(write.graph, self._base)
            name = named(write.graph)
        graphs, existed = self._graphs, self._graphs.holds(name)
        if write.method == "delete":
            if not existed:
                raise UnknownGraphError(f"There is no graph <{write.graph}>.")
            return Effect(created=False, added=0, removed=graphs.drop(name))
        lines = chain.from_iterable(read_payload(p.path, p.media_type, write.base) for p in write.payloads)
        if write.method == "put":
            added, removed = graphs.replace(name, lines)
        else:
            added, removed = graphs.add(name, lines), 0
        graphs.create(name)
        return Effect(not existed, added, removed)

    def _update(self, write: Update) -> Effect:
        if write.using or write.using_named:
            raise QueryError("using-graph-uri is not supported yet.")
        scratch, graphs = self._scratch(), self._graphs
        scratch.update(write.text, self._base)
        added = removed = 0
        found = {DEFAULT: scratch.quads(node_of(DEFAULT))}
        for graph in scratch.graphs():
            if not is_protected(graph.value, self._base):
                found[name_of(graph)] = scratch.quads(graph)
        for name in graphs.names():
            if name not in found:
                removed += graphs.drop(name)
        for name, quads in found.items():
            came, went = graphs.replace(name, map(canonical_line, quads))
            added, removed = added + came, removed + went
        return Effect(created=False, added=added, removed=removed)
