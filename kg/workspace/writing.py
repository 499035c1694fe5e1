"""The writing: what one write changes in the truth's user graphs, found out before the live store is touched."""

from __future__ import annotations

from itertools import chain

import pyoxigraph as ox

from kg.errors import QueryError, UnknownGraphError
from kg.store.federation import redirected
from kg.store.update import plan
from kg.workspace.graphs import DEFAULT, UserGraphs, name_of_iri
from kg.workspace.operations import Effect, Operations
from kg.workspace.payload import read_payload
from kg.workspace.stage import Stage
from kg.workspace.territory import refuse_protected
from kg.workspace.writes import GraphWrite, Update, Write


class Writing:
    """Does writes one after the other, each inside of a savepoint of the truth."""

    def __init__(self, graphs: UserGraphs, base_iri: str, stage: Stage) -> None:
        self.graphs = graphs
        self._base = base_iri
        self.stage = stage

    def do(self, write: Write) -> Effect:
        """Changes the truth as the write says. Raises what it is refused for."""
        return self._update(write) if isinstance(write, Update) else self._graph_write(write)

    def _update(self, write: Update) -> Effect:
        text = redirected(write.text, self._base, dict(write.doors), "update") if write.doors else write.text
        planned = plan(
            text,
            self._base,
            using=write.using or (),
            using_named=write.using_named or (),
            may_ask_others=bool(write.doors),
        )
        return Operations(self.graphs, self._base, self.stage, write.loaded).do(planned)

    def _graph_write(self, write: GraphWrite) -> Effect:
        if write.graph is not None:
            _check_iri(write.graph)
            refuse_protected(write.graph, self._base)
        name, graphs = name_of_iri(write.graph), self.graphs
        existed = graphs.holds(name)
        if write.method == "delete":
            if not existed:
                raise UnknownGraphError(f"There is no graph <{write.graph}>.")
            return Effect(removed=graphs.drop(name))
        lines = chain.from_iterable(read_payload(p.path, p.media_type, write.base) for p in write.payloads)
        if write.method == "put":
            added, removed = graphs.replace(name, lines)
        else:
            added, removed = graphs.add(name, lines), 0
        if name != DEFAULT:
            graphs.create(name)
        return Effect(not existed, added, removed)


def _check_iri(iri: str) -> None:
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"'{iri[:100]}' is not an absolute IRI.") from error
