"""The operations of an update, done in the truth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

import pyoxigraph as ox

from kg.errors import ProtectedGraphError, QueryError, UnknownGraphError
from kg.store import Scratch
from kg.store.update import (
    Data,
    Load,
    Manage,
    Modify,
    Opaque,
    Operation,
    Transfer,
    attempt,
    is_fickle,
    refuse_load,
    stated,
)
from kg.workspace.graphs import DEFAULT, UserGraphs, name_of, name_of_iri, node_of
from kg.workspace.payload import canonical_line, read_payload
from kg.workspace.stage import Stage
from kg.workspace.territory import is_protected, refuse_protected
from kg.workspace.writes import Loaded


@dataclass(frozen=True, slots=True)
class Effect:
    """What a write did: whether it made the graph that it names, and how many triples came and went."""

    created: bool = False
    added: int = 0
    removed: int = 0

    def __add__(self, other: Effect) -> Effect:
        return Effect(self.created or other.created, self.added + other.added, self.removed + other.removed)


class Operations:
    """Does operations one after the other. What it raises leaves the truth to be rolled back."""

    def __init__(self, graphs: UserGraphs, base_iri: str, stage: Stage, loaded: Sequence[Loaded]) -> None:
        self._graphs = graphs
        self._base = base_iri
        self._stage = stage
        self._loaded = {load.source: load.payload for load in loaded}

    def do(self, operations: Iterable[Operation]) -> Effect:
        """What the operations did together."""
        effect = Effect()
        for inserts, same in groupby(operations, lambda o: o.inserts if isinstance(o, Data) else None):
            if inserts is None:
                for operation in same:
                    effect += self._do(operation)
            else:
                effect += self._data([data for data in same if isinstance(data, Data)], inserts)
        return effect

    def _do(self, operation: Operation) -> Effect:
        match operation:
            case Modify():
                return self._modify(operation)
            case Manage():
                return self._manage(operation)
            case Transfer():
                return self._transfer(operation)
            case Load():
                return self._load(operation)
            case Opaque():
                return self._run(operation.text, None)
            case Data():
                return self._data([operation], operation.inserts)

    def _data(self, blocks: Sequence[Data], inserts: bool) -> Effect:
        store, effect = stated(blocks, self._base), Effect()
        for graph in (ox.DefaultGraph(), *store.named_graphs()):
            name = self._mine(graph)
            lines = map(canonical_line, store.quads_for_pattern(None, None, None, graph))
            if inserts:
                effect += Effect(added=self._graphs.add(name, lines))
            else:
                effect += Effect(removed=self._graphs.remove(name, lines))
        return effect

    def _modify(self, modify: Modify) -> Effect:
        for part in (*modify.deletes, *modify.inserts):
            if part.graph is not None:
                refuse_protected(part.graph, self._base)
        scratch, effect = self._stage.scratch(), Effect()
        trial = attempt(modify, scratch, self._base)
        if modify.graphs is None:
            trial.forget()
            names = [self._mine(graph) for graph in trial.named]
            names += [name_of_iri(part.graph) for part in (*modify.deletes, *modify.inserts) if not part.variable]
            return self._run(modify.text, None if is_fickle(modify) else names)
        for number, (graph, _) in enumerate(trial.removed):
            gone = map(canonical_line, trial.removals(number))
            effect += Effect(removed=self._graphs.remove(name_of_iri(graph), gone))
        for graph, place in trial.added:
            come = map(canonical_line, scratch.quads(place))
            effect += Effect(added=self._graphs.add(name_of_iri(graph), come))
        trial.keep()
        self._stage.in_step()
        return effect

    def _manage(self, manage: Manage) -> Effect:
        if manage.which in ("named", "all"):
            return self._manage_many(manage)
        if manage.graph is not None:
            refuse_protected(manage.graph, self._base)
        name, graphs = name_of_iri(manage.graph), self._graphs
        exists = graphs.holds(name)
        if manage.verb == "create":
            if exists and not manage.silent:
                raise QueryError(f"There is a graph <{manage.graph}> already.", remedy="Write CREATE SILENT.")
            return Effect(created=graphs.create(name))
        if not exists and not manage.silent:
            raise _missing(manage.graph)
        return Effect(removed=graphs.drop(name) if manage.verb == "drop" else graphs.clear(name))

    def _manage_many(self, manage: Manage) -> Effect:
        for graph in self._stage.original.graphs():
            if is_protected(graph.value, self._base):
                raise ProtectedGraphError(
                    f"{manage.verb.upper()} {manage.which.upper()} would change graphs that are made from documents;"
                    " nothing was changed.",
                    graph=graph.value,
                    remedy="Name your own graphs one by one; take documents out with `kg retract`.",
                )
        effect = Effect()
        for name in self._graphs.names():
            if name != DEFAULT or manage.which == "all":
                gone = self._graphs.drop(name) if manage.verb == "drop" else self._graphs.clear(name)
                effect += Effect(removed=gone)
        return effect

    def _transfer(self, transfer: Transfer) -> Effect:
        for graph in (transfer.target, transfer.source if transfer.verb == "move" else None):
            if graph is not None:
                refuse_protected(graph, self._base)
        source, target, graphs = name_of_iri(transfer.source), name_of_iri(transfer.target), self._graphs
        foreign = transfer.source is not None and is_protected(transfer.source, self._base)
        if not (self._stage.original.has_graph(node_of(source)) if foreign else graphs.holds(source)):
            if transfer.silent:
                return Effect()
            raise _missing(transfer.source)
        if source == target:
            return Effect()
        effect = Effect() if transfer.verb == "add" else Effect(removed=graphs.drop(target))
        if foreign:
            lines = map(canonical_line, self._stage.original.quads(node_of(source)))
            effect += Effect(added=graphs.add(target, lines))
        else:
            effect += Effect(added=graphs.copy(source, target))
        if transfer.verb == "move":
            effect += Effect(removed=graphs.drop(source))
        return effect

    def _load(self, load: Load) -> Effect:
        if load.target is not None:
            refuse_protected(load.target, self._base)
        if load.source not in self._loaded and not load.silent:
            raise refuse_load(load.source)
        payload = self._loaded.get(load.source)
        try:
            if payload is None:
                raise QueryError(f"<{load.source}> could not be loaded.")
            lines = read_payload(payload.path, payload.media_type, load.source)
            # Where a failure is to be silent, it must not have added half.
            return Effect(added=self._graphs.add(name_of_iri(load.target), list(lines) if load.silent else lines))
        except QueryError:
            if load.silent:
                return Effect()
            raise

    def _run(self, text: str, names: Sequence[str] | None) -> Effect:
        """Runs an update whose triples cannot be told beforehand, and takes what it made of graphs (``None``: all)."""
        scratch, graphs = self._stage.scratch(), self._graphs
        scratch.update(text, self._base)
        if names is None:
            self._refuse_trespass(scratch)
            found = (name_of(graph) for graph in scratch.graphs() if not is_protected(graph.value, self._base))
            names = [DEFAULT, *graphs.names(), *found]
        effect = Effect()
        for name in dict.fromkeys(names):
            if scratch.has_graph(node_of(name)):
                added, removed = graphs.replace(name, map(canonical_line, scratch.quads(node_of(name))))
                effect += Effect(added=added, removed=removed)
            else:
                effect += Effect(removed=graphs.drop(name))
        return effect

    def _refuse_trespass(self, scratch: Scratch) -> None:
        """Raises ``ProtectedGraphError`` where the scratch differs from the store in what is not its user's."""
        original = self._stage.original
        for graph in {*original.graphs(), *scratch.graphs()}:
            if is_protected(graph.value, self._base) and _differs(original.quads(graph), scratch.quads(graph)):
                refuse_protected(graph.value, self._base)

    def _mine(self, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> str:
        if isinstance(graph, ox.NamedNode):
            refuse_protected(graph.value, self._base)
        return name_of(graph)


def _differs(before: Iterable[ox.Quad], after: Iterable[ox.Quad]) -> bool:
    """Whether these are not the same quads. Of one store they come in one order; a server may have another."""
    left, right = set[ox.Quad](), set[ox.Quad]()
    for one, other in zip_longest(before, after):
        if one != other:
            left.add(one)
            right.add(other)
    return left != right


def _missing(graph: str | None) -> UnknownGraphError:
    return UnknownGraphError(f"There is no graph <{graph}>.")
