"""The graphs that people write, triple by triple, and what the last writes changed of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.workspace.truth import Truth

DEFAULT: Final = ""
"""The name of the default graph; those of all others are as in N-Quads."""

_CHUNK: Final = 5_000
_ANEW: Final = 20_000
"""Triples that a change may have before it is cheaper to write the whole graph."""

_WITHOUT_KNOWN: Final = (
    "DELETE FROM fresh WHERE EXISTS (SELECT 1 FROM triples WHERE graph = ? AND triples.line = fresh.line)"
)
_WITHOUT_UNKNOWN: Final = (
    "DELETE FROM fresh WHERE NOT EXISTS (SELECT 1 FROM triples WHERE graph = ? AND triples.line = fresh.line)"
)
_KNOWN: Final = (
    "SELECT count(*) FROM kept WHERE EXISTS (SELECT 1 FROM triples WHERE graph = ? AND triples.line = kept.line)"
)
_GONE: Final = (
    "INSERT INTO fresh SELECT line FROM triples WHERE graph = ? AND NOT EXISTS"
    " (SELECT 1 FROM kept WHERE kept.line = triples.line)"
)


def name_of_iri(iri: str | None) -> str:
    """The name of the graph with this IRI; that of the default graph for ``None``."""
    return DEFAULT if iri is None else f"<{iri}>"


def name_of(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> str:
    """The name of a graph of the engine."""
    return DEFAULT if isinstance(graph, ox.DefaultGraph) else str(graph)


def node_of(name: str) -> ox.NamedNode | ox.BlankNode | ox.DefaultGraph:
    """The graph of the engine that has this name."""
    if name == DEFAULT:
        return ox.DefaultGraph()
    return ox.NamedNode(name[1:-1]) if name.startswith("<") else ox.BlankNode(name[2:])


def quads_of(name: str, lines: Iterable[str]) -> Iterator[ox.Quad]:
    """The quads that these lines say in a graph. Blank nodes keep their names."""
    graph = node_of(name)
    for chunk in _chunks(lines):
        text = " .\n".join(chunk) + " .\n"
        for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


class UserGraphs:
    """The tables, to be written inside of a transaction of the truth. What is written here is noted as a change."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth
        self.serial = 0
        """How many changes have been noted; what has the same number knows them all."""
        for table in ("fresh", "kept"):
            truth.run(f"CREATE TEMP TABLE IF NOT EXISTS {table} (line TEXT PRIMARY KEY) WITHOUT ROWID")

    # Looking

    def names(self) -> tuple[str, ...]:
        """The names of all graphs, sorted. The default graph is among them where it has triples."""
        rows = self._truth.run("SELECT name FROM graphs ORDER BY name")
        return tuple(name for (name,) in rows if name != DEFAULT or self.size(DEFAULT))

    def holds(self, name: str) -> bool:
        """Whether there is such a graph. There always is a default graph."""
        return name == DEFAULT or self._id(name) is not None

    def has(self, name: str, line: str) -> bool:
        """Whether a graph has this triple, as in N-Triples without the full stop."""
        query = "SELECT 1 FROM triples WHERE graph = (SELECT id FROM graphs WHERE name = ?) AND line = ?"
        return bool(self._truth.run(query, name, line))

    def size(self, name: str) -> int:
        """How many triples a graph has."""
        return self._count("SELECT count(*) FROM triples WHERE graph = (SELECT id FROM graphs WHERE name = ?)", name)

    def sizes(self) -> dict[str, int]:
        """How many triples each graph has, by its name; 0 for those that are empty."""
        rows = self._truth.run(
            "SELECT name, (SELECT count(*) FROM triples WHERE graph = id) FROM graphs WHERE name <> '' OR"
            " EXISTS (SELECT 1 FROM triples WHERE graph = id)"
        )
        return dict(rows)

    def lines(self, name: str) -> Iterator[str]:
        """The triples of a graph, as in N-Triples without the full stop."""
        rows = self._truth.stream("SELECT line FROM triples WHERE graph = (SELECT id FROM graphs WHERE name = ?)", name)
        return (line for (line,) in rows)

    # Changing

    def create(self, name: str) -> bool:
        """Makes a graph where there is none; says whether it did."""
        if self.holds(name):
            return False
        self._make(name)
        self._note(name)
        return True

    def add(self, name: str, lines: Iterable[str]) -> int:
        """Adds triples, and the graph if need be; gives how many were new. A graph for no triples is not made."""
        added = 0
        for chunk in _chunks(lines):
            graph = self._make(name)
            if self._is_empty(graph):
                self._note(name, anew=True)
            self._refresh(chunk)
            self._truth.run(_WITHOUT_KNOWN, graph)
            added += self._record(name, 1)
            self._truth.run("INSERT INTO triples SELECT ?, line FROM fresh", graph)
        return added

    def remove(self, name: str, lines: Iterable[str]) -> int:
        """Removes triples; gives how many there were. The graph stays, even empty."""
        removed, graph = 0, self._id(name)
        if graph is None:
            return 0
        for chunk in _chunks(lines):
            self._refresh(chunk)
            self._truth.run(_WITHOUT_UNKNOWN, graph)
            removed += self._record(name, -1)
            self._truth.run("DELETE FROM triples WHERE graph = ? AND line IN (SELECT line FROM fresh)", graph)
        return removed

    def replace(self, name: str, lines: Iterable[str]) -> tuple[int, int]:
        """Lets a graph, which is made if need be, have these triples and no others; gives how many came and went."""
        self.create(name)
        graph, truth = self._make(name), self._truth
        if self._is_empty(graph):
            return self.add(name, lines), 0
        truth.run("DELETE FROM kept")
        truth.run_many("INSERT OR IGNORE INTO kept VALUES (?)", ((line,) for line in lines))
        before, now = self.size(name), self._count("SELECT count(*) FROM kept")
        both = self._count(_KNOWN, graph)
        if before - both + now - both > _ANEW:
            self._note(name, anew=True)
        truth.run("DELETE FROM fresh")
        truth.run(_GONE, graph)
        self._record(name, -1)
        truth.run("DELETE FROM triples WHERE graph = ? AND line IN (SELECT line FROM fresh)", graph)
        truth.run("DELETE FROM fresh")
        truth.run("INSERT INTO fresh SELECT line FROM kept")
        truth.run(_WITHOUT_KNOWN, graph)
        self._record(name, 1)
        truth.run("INSERT INTO triples SELECT ?, line FROM fresh", graph)
        truth.run("DELETE FROM kept")
        return now - both, before - both

    def copy(self, source: str, target: str) -> int:
        """Adds the triples of one graph to another; gives how many were new."""
        origin = self._id(source)
        if origin is None or self._is_empty(origin):
            return 0
        graph = self._make(target)
        if self._is_empty(graph):
            self._note(target, anew=True)
        self._truth.run("DELETE FROM fresh")
        self._truth.run("INSERT INTO fresh SELECT line FROM triples WHERE graph = ?", origin)
        self._truth.run(_WITHOUT_KNOWN, graph)
        added = self._record(target, 1)
        self._truth.run("INSERT INTO triples SELECT ?, line FROM fresh", graph)
        return added

    def clear(self, name: str) -> int:
        """Removes all triples of a graph, which stays; gives how many there were."""
        graph = self._id(name)
        removed = self.size(name)
        if graph is not None and removed:
            self._note(name, anew=True)
            self._truth.run("DELETE FROM triples WHERE graph = ?", graph)
        return removed

    def drop(self, name: str) -> int:
        """Removes a graph; gives how many triples it had."""
        graph, removed = self._id(name), self.clear(name)
        if graph is not None and name != DEFAULT:
            self._note(name, anew=True)
            self._truth.run("DELETE FROM graphs WHERE id = ?", graph)
        return removed

    # What changed

    def changes(self) -> dict[str, bool]:
        """The graphs that the last writes changed, and whether the store is to have them made anew."""
        return {name: bool(anew) for name, anew in self._truth.run("SELECT name, anew FROM changed_graphs")}

    def changed(self, name: str, sign: int) -> Iterator[str]:
        """The triples that the last writes added (1) to or removed (-1) from a graph that is not made anew."""
        rows = self._truth.stream("SELECT line FROM changed_triples WHERE name = ? AND sign = ?", name, sign)
        return (line for (line,) in rows)

    def forget_changes(self) -> None:
        """Notes that the store has it all."""
        self._truth.run("DELETE FROM changed_triples")
        self._truth.run("DELETE FROM changed_graphs")

    def _id(self, name: str) -> int | None:
        rows = self._truth.run("SELECT id FROM graphs WHERE name = ?", name)
        return rows[0][0] if rows else None

    def _make(self, name: str) -> int:
        self._truth.run("INSERT OR IGNORE INTO graphs (name) VALUES (?)", name)
        return self._count("SELECT id FROM graphs WHERE name = ?", name)

    def _is_empty(self, graph: int) -> bool:
        return not self._truth.run("SELECT 1 FROM triples WHERE graph = ? LIMIT 1", graph)

    def _count(self, query: str, *values: str | int) -> int:
        count: int = self._truth.run(query, *values)[0][0]
        return count

    def _refresh(self, lines: Iterable[str]) -> None:
        self._truth.run("DELETE FROM fresh")
        self._truth.run_many("INSERT OR IGNORE INTO fresh VALUES (?)", ((line,) for line in lines))

    def _record(self, name: str, sign: int) -> int:
        """Notes that the triples in ``fresh`` change, and gives how many they are."""
        count = self._count("SELECT count(*) FROM fresh")
        if count:
            self._note(name)
        if count and not self.changes_anew(name):
            self._truth.run(
                "INSERT INTO changed_triples SELECT ?, line, ? FROM fresh WHERE true"
                " ON CONFLICT (name, line) DO UPDATE SET sign = sign + excluded.sign",
                *(name, sign),
            )
        return count

    def changes_anew(self, name: str) -> bool:
        """Whether the store is to have this graph made anew."""
        return bool(self._truth.run("SELECT 1 FROM changed_graphs WHERE name = ? AND anew", name))

    def _note(self, name: str, *, anew: bool = False) -> None:
        self.serial += 1
        self._truth.run(
            "INSERT INTO changed_graphs VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET anew = max(anew, excluded.anew)",
            *(name, int(anew)),
        )
        if anew:
            self._truth.run("DELETE FROM changed_triples WHERE name = ?", name)


def _chunks(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines in lists of a few thousand, each sorted, as tables like it."""
    rest = iter(lines)
    while chunk := list(islice(rest, _CHUNK)):
        yield sorted(chunk)
