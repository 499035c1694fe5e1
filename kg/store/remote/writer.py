"""The writer: our graphs in a server, changed by requests each of which may be sent twice."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeVar

import pyoxigraph as ox

from kg.errors import QueryLimitError
from kg.store.change import Change
from kg.store.remote.client import Client
from kg.store.remote.graph import RemoteGraph
from kg.store.remote.marking import Marking
from kg.store.remote.names import Graph, Names
from kg.store.remote.pointer import Pointer
from kg.store.remote.server import Server
from kg.store.writer import Writer

_AT_ONCE: Final = 10_000
"""Quads that one update may bring, so that it is applied whole; Virtuoso compiles every one of them."""
_AT_ONCE_VIRTUOSO: Final = 400
_AT_ONCE_BYTES: Final = 1 << 20

_LOADED: Final = 20_000
"""Triples that one request of the graph store protocol brings."""
_HELD: Final = 50_000
"""Quads that are held until they are loaded graph by graph."""
_DELETED: Final = 200
"""Things that one update takes away."""
_COPIED: Final = 200_000
"""Quads up to which the graph is copied to try an update with a pattern on."""


class RemoteWriter:
    """The graphs of one workspace in a server. Use it as a context manager: leaving it ends the connections.

    ``workspace`` is what the workspace is known by there, ``versions`` those that the server may be at, ``user_graphs``
    gives the names of the graphs that people wrote. Opening raises ``StoreError`` where the server cannot be reached,
    or holds something else than it should; with ``anew`` it may hold anything but the graph of another workspace.
    """

    def __init__(
        self,
        server: Server,
        workspace: str,
        *,
        versions: Collection[int] = (),
        anew: bool = False,
        user_graphs: Callable[[], Iterable[str]] = tuple,
        client: Client | None = None,
    ) -> None:
        self.server = server
        self._client = client or Client(server)
        self._names = Names(server.base_iri)
        self._user_graphs = user_graphs
        try:
            self._marking = Marking(self._client, self._names.mark, workspace)
            self._marking.check(None if anew else versions)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connections. Closing twice does no harm."""
        self._client.close()

    # Changing

    def apply(self, change: Change) -> None:
        """Applies ``change``: in one update where it is small, else step by step. Applying it again does no harm.

        Raises ``StoreError``; any part of the change may then have been done.
        """
        change = self._outward(change)
        most = _AT_ONCE_VIRTUOSO if self._client.is_virtuoso else _AT_ONCE
        if len(change.quads) + len(change.removed) + len(change.subjects) <= most:
            text = change.to_update()
            if len(text) <= _AT_ONCE_BYTES:
                self._run([text])
                return
        self._step_by_step(change)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Adds quads."""
        rest = self._names.out(quads)
        while some := list(islice(rest, _HELD)):
            self._marking.begin()
            for graph, triples in _by_graph(some).items():
                self._load(graph, triples)

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Adds quads."""
        self.add(quads)

    def pour(self, quads: Iterable[ox.Quad], expected: int) -> None:  # noqa: ARG002 - the same for few and many here
        """Adds quads."""
        self.add(quads)

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Removes quads."""
        rest = self._names.out(quads)
        for some in _pieces(rest, _DELETED):
            self._run([Change(removed=tuple(some)).to_update()])

    def create(self, graph: Graph) -> None:
        """Makes a graph where the server knows empty ones."""
        self._run([f"CREATE SILENT GRAPH {self._names.graph(graph)}"])

    def drop(self, graph: Graph) -> None:
        """Removes a graph with all its triples."""
        self._run([f"DROP SILENT GRAPH {self._names.graph(graph)}"])

    def clear(self, bases: Iterable[str]) -> None:
        """Removes all our graphs, those under these earlier base IRIs too, and says that they are being made again.

        Graphs of others stay as they are.
        """
        self._marking.rebuild()
        for base in {self.server.base_iri, *bases}:
            names = Names(base)
            graph = RemoteGraph(self.server, self._user_graphs(), self._client, base_iri=base)
            drops = [f"DROP SILENT GRAPH {names.graph(one)}" for one in graph.all_graphs()]
            if base != self.server.base_iri:
                drops.append(f"DROP SILENT GRAPH {names.mark}")
            for some in _pieces(drops, _DELETED):
                self._client.update(" ;\n".join(some))

    def settle(self, version: int) -> None:
        """Lets the server say that it is at ``version``."""
        self._marking.settle(version)

    def pointer(self, version: int) -> Pointer:
        """What a snapshot says of where the graph is."""
        return Pointer(self.server.name, version, tuple(self._user_graphs()))

    @property
    def is_virtuoso(self) -> bool:
        """Whether the server says that it is Virtuoso."""
        return self._client.is_virtuoso

    def flush(self) -> None:
        """Does nothing: what a server has acknowledged is its own to keep."""

    def show(self, version: int, folder: Path) -> None:
        """Says that the server is at ``version``, to itself and in the snapshot that ``folder`` becomes."""
        self._marking.settle(version)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        self.pointer(version).write(folder)

    # Looking

    def is_empty(self) -> bool:
        """Whether nothing was ever shown here."""
        return self._marking.mark is None or not self._marking.mark.version

    def quads(self, graph: Graph) -> Iterator[ox.Quad]:
        """The quads of a graph, in no particular order."""
        yield from self._reading().quads_for_pattern(None, None, None, graph)

    def has_graph(self, graph: Graph) -> bool:
        """Whether there is such a graph; there always is a default graph."""
        return isinstance(graph, ox.DefaultGraph) or self._reading().contains_named_graph(graph)

    def graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        """Our named graphs."""
        return self._reading().named_graphs()

    def copy(self, folder: Path) -> None:
        """Makes ``folder`` a store on disk with what the server has, to try an update on.

        Raises ``QueryLimitError`` where that is too much.
        """
        graph = self._reading()
        size = sum(graph.sizes().values())
        if size > _COPIED:
            raise QueryLimitError(
                f"An update with a pattern is tried on a copy of the graph, and this one has {size:,} triples.",
                limit="remote_copy",
                value=_COPIED,
                remedy="Ask for what is to change with a query, and send it as INSERT DATA and DELETE DATA.",
            )
        with Writer(folder, create=True) as local:
            local.load(graph.quads_for_pattern(None, None, None))
            local.flush()

    # Within

    def _step_by_step(self, change: Change) -> None:
        coming = _by_graph(change.quads)
        for graph in change.graphs:
            triples = coming.pop(graph, [])
            if triples:
                self._marking.begin()
                self._load(graph, triples, replace=True)
            else:
                self.drop(graph)
        for subjects in _pieces(change.subjects, _DELETED):
            self._run([Change(subjects=tuple(subjects)).to_update()])
        for removed in _pieces(change.removed, _DELETED):
            self._run([Change(removed=tuple(removed)).to_update()])
        for graph, triples in coming.items():
            self._marking.begin()
            self._load(graph, triples)

    def _load(self, graph: ox.NamedNode, triples: list[ox.Triple], *, replace: bool = False) -> None:
        for number, some in enumerate(_pieces(triples, _LOADED)):
            body = ox.serialize(some, format=ox.RdfFormat.N_TRIPLES) or b""
            self._client.load(graph.value, body, replace=replace and not number)

    def _run(self, operations: Iterable[str]) -> None:
        self._marking.begin()
        self._client.update(" ;\n".join(operations))

    def _outward(self, change: Change) -> Change:
        out = self._names.out
        return Change(change.graphs, change.subjects, tuple(out(change.quads)), tuple(out(change.removed)))

    def _reading(self) -> RemoteGraph:
        return RemoteGraph(self.server, self._user_graphs(), self._client)


def _by_graph(quads: Iterable[ox.Quad]) -> dict[ox.NamedNode, list[ox.Triple]]:
    found: defaultdict[ox.NamedNode, list[ox.Triple]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, ox.NamedNode):
            found[quad.graph_name].append(quad.triple)
    return dict(found)


T = TypeVar("T")


def _pieces(things: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some
