"""The trial: what a pattern or a block of data would change, found out without changing the graphs that it names.

The triples of a template, written into a graph of their own for each graph that they are meant for, are what the
template would remove or add. They cost what they are, however large the graphs.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.store.scratch import Scratch
from kg.store.shape import tokens
from kg.store.update.operation import Data, Modify, Part

_FICKLE: Final = frozenset({"RAND", "UUID", "STRUUID", "BNODE", "NOW", "SERVICE"})
"""Words after which a pattern may give something else the second time."""


def stated(blocks: Sequence[Data], base_iri: str) -> ox.Store:
    """The quads that blocks of data state, in the store's canonical forms; their blank nodes are new ones."""
    store = ox.Store()
    for prologue, text in _runs(blocks):
        store.update(prologue + text, base_iri=base_iri)
    return store


def _runs(blocks: Sequence[Data]) -> Iterator[tuple[str, str]]:
    prologue, texts = None, list[str]()
    for block in blocks:
        if block.prologue != prologue:
            if texts:
                yield prologue or "", " ;\n".join(texts)
            prologue, texts = block.prologue, []
        texts.append(f"INSERT DATA {block.block}")
    if texts:
        yield prologue or "", " ;\n".join(texts)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a pattern would change: pairs of a graph (``None``: the default graph) and where its triples stand.

    ``named`` are the graphs that variables of the templates named.
    """

    scratch: Scratch
    removed: tuple[tuple[str | None, ox.NamedNode], ...]
    added: tuple[tuple[str | None, ox.NamedNode], ...]
    named: frozenset[ox.NamedNode | ox.BlankNode]

    def removals(self, number: int) -> Iterator[ox.Quad]:
        """The triples that would leave the graph with this number among ``removed``, and not come back at once."""
        graph, place = self.removed[number]
        back = next((place for added, place in self.added if added == graph), None)
        for quad in self.scratch.quads(place):
            if back is None or not self.scratch.holds(ox.Quad(quad.subject, quad.predicate, quad.object, back)):
                yield quad

    def forget(self) -> None:
        """Leaves the scratch as it was."""
        for _, place in (*self.removed, *self.added):
            self.scratch.drop(place)

    def keep(self) -> None:
        """Changes the scratch as the pattern would have done, but for graphs that variables name."""
        steps = [
            f"DELETE {{ {_inside(graph)} }} WHERE {{ GRAPH {place} {{ ?s ?p ?o }} }}" for graph, place in self.removed
        ]
        steps += [
            f"INSERT {{ {_inside(graph)} }} WHERE {{ GRAPH {place} {{ ?s ?p ?o }} }}" for graph, place in self.added
        ]
        if steps:
            self.scratch.update(" ;\n".join(steps), None)
        self.forget()


def _inside(graph: str | None) -> str:
    return "?s ?p ?o" if graph is None else f"GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }}"


def attempt(modify: Modify, scratch: Scratch, base_iri: str) -> Trial:
    """Tries a pattern on a scratch. Parts whose graph is a variable are left out but for the variable's values."""
    marker = f"urn:x-{secrets.token_hex(16)}:"  # not to be guessed, so that no pattern can name it
    removed, added = _places(modify.deletes, f"{marker}d"), _places(modify.inserts, f"{marker}i")
    blocks = [f"GRAPH {place} {{ {part.body} }}" for part, place in (*removed, *added) if not part.variable]
    variables = {part.variable for part in (*modify.deletes, *modify.inserts) if part.variable}
    names = ox.NamedNode(f"{marker}n")
    blocks += [f"GRAPH {names} {{ {names} {names} {variable} }}" for variable in sorted(variables)]
    if not blocks:
        return Trial(scratch, (), (), frozenset())
    text = "\n".join(blocks)
    scratch.update(f"{modify.prologue}{modify.scope}INSERT {{ {text}\n}}\n{modify.tail}", base_iri)
    values = [quad.object for quad in scratch.quads(names)]
    scratch.drop(names)
    named = frozenset(value for value in values if isinstance(value, ox.NamedNode | ox.BlankNode))
    return Trial(scratch, _by_graph(removed), _by_graph(added), named)


def is_fickle(modify: Modify) -> bool:
    """Whether a pattern may give something else the second time."""
    return any(token.lastgroup == "word" and token[0].upper() in _FICKLE for token in tokens(modify.tail))


def _places(parts: Sequence[Part], marker: str) -> list[tuple[Part, ox.NamedNode]]:
    graphs = list(dict.fromkeys(part.graph for part in parts if not part.variable))
    nowhere = ox.NamedNode(marker)
    return [(part, nowhere if part.variable else ox.NamedNode(f"{marker}{graphs.index(part.graph)}")) for part in parts]


def _by_graph(places: Sequence[tuple[Part, ox.NamedNode]]) -> tuple[tuple[str | None, ox.NamedNode], ...]:
    return tuple(dict.fromkeys((part.graph, place) for part, place in places if not part.variable))
