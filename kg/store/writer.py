"""The writer: the live store on disk. Only the holder of the workspace's lock may open it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.change import Change

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

_MANY = 20_000
_REMEDY = "Run `kg doctor` to see what is wrong; `kg rebuild` makes the store again."
_FULL = "Make room on the disk and run the command again; nothing that was acknowledged is lost."


class Writer:
    """The live store, open for writing. Use it as a context manager: leaving it lets go of the folder.

    Opening raises ``StoreError`` where the folder is damaged or another process writes to it. Where ``create`` is
    false, a missing store is an error too: an empty one made in its place would silently lose what was in it.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        if not create and not (folder / "CURRENT").exists():
            raise StoreError(f"the store {folder} is missing.", remedy=_REMEDY)
        self.folder = folder
        _remove_old_logs(folder)
        with _translated(f"the store {folder} cannot be opened"):
            self._store: ox.Store | None = ox.Store(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the folder. Closing twice does no harm."""
        self._store = None

    def apply(self, change: Change) -> None:
        """Applies ``change``: first what takes nothing's place, then, in one transaction, what replaces and removes.

        Raises ``StoreError``; nothing has then been replaced or removed, though new quads may have arrived. Applying
        the change again mends that. (Adding quads as they are costs a fifth of what an update that adds them costs.)
        """
        fresh, rest = change.split()
        with _translated(f"the store {self.folder} could not be written"):
            if len(fresh) > _MANY:
                self._open.bulk_extend(fresh)
            elif fresh:
                self._open.extend(fresh)
            exact = rest.against(self.quads, self.about)
            if exact:
                self._open.update(exact.to_update())

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Adds quads in one transaction. Unlike ``apply`` it keeps the names of blank nodes."""
        with _translated(f"the store {self.folder} could not be written"):
            self._open.extend(quads)

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Adds many quads fast, past the transaction log: only for a store that nobody knows of yet."""
        with _translated(f"the store {self.folder} could not be written"):
            self._open.bulk_extend(quads)

    def pour(self, quads: Iterable[ox.Quad], expected: int) -> None:
        """Adds quads, in one transaction where few are expected, else past the transaction log."""
        with _translated(f"the store {self.folder} could not be written"):
            if expected > _MANY:
                self._open.bulk_extend(quads)
            else:
                self._open.extend(quads)

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Removes quads, one by one."""
        with _translated(f"the store {self.folder} could not be written"):
            for quad in quads:
                self._open.remove(quad)

    def create(self, graph: Graph) -> None:
        """Makes a graph, empty where there was none."""
        with _translated(f"the store {self.folder} could not be written"):
            self._open.add_graph(graph)

    def drop(self, graph: Graph) -> None:
        """Removes a graph with all its triples; the default graph stays, empty.

        Not in one transaction, which would need as much memory as the graph has triples.
        """
        self.remove(self.quads(graph))
        with _translated(f"the store {self.folder} could not be written"):
            self._open.remove_graph(graph)

    def is_empty(self) -> bool:
        """Whether nothing is in the store."""
        with _translated(f"the store {self.folder} could not be read"):
            return next(iter(self._open), None) is None

    def quads(self, graph: Graph) -> Iterator[ox.Quad]:
        """The quads of a graph, always in the same order while they are the same."""
        with _translated(f"the store {self.folder} could not be read"):
            yield from self._open.quads_for_pattern(None, None, None, graph)

    def about(self, graph: Graph, subject: ox.NamedNode) -> Iterator[ox.Quad]:
        """The quads of a graph with this subject."""
        with _translated(f"the store {self.folder} could not be read"):
            yield from self._open.quads_for_pattern(subject, None, None, graph)

    def naming(self, graph: Graph, node: ox.NamedNode) -> Iterator[ox.Quad]:
        """The quads of a graph that have a node as their subject or object."""
        with _translated(f"the store {self.folder} could not be read"):
            yield from self._open.quads_for_pattern(node, None, None, graph)
            yield from self._open.quads_for_pattern(None, None, node, graph)

    def holds(self, quad: ox.Quad) -> bool:
        """Whether the store has this quad."""
        with _translated(f"the store {self.folder} could not be read"):
            return quad in self._open

    def has_graph(self, graph: Graph) -> bool:
        """Whether there is such a graph, be it empty; there always is a default graph."""
        with _translated(f"the store {self.folder} could not be read"):
            return isinstance(graph, ox.DefaultGraph) or self._open.contains_named_graph(graph)

    def graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        """The named graphs, empty ones too."""
        with _translated(f"the store {self.folder} could not be read"):
            yield from self._open.named_graphs()

    def flush(self) -> None:
        """Brings everything written so far onto the disk, so that it survives a power cut."""
        with _translated(f"the store {self.folder} could not be brought onto the disk"):
            self._open.flush()

    def checkpoint(self, folder: Path) -> None:
        """Makes ``folder``, which must not exist, a copy of the store by hard links, on the same file system."""
        with _translated(f"a snapshot of the store {self.folder} could not be made"):
            self._open.backup(folder)

    def show(self, version: int, folder: Path) -> None:  # noqa: ARG002 - a checkpoint is what it is
        """Makes ``folder`` the snapshot of the present state, which is ``version``."""
        self.checkpoint(folder)

    def copy(self, folder: Path) -> None:
        """Makes ``folder`` a store with the same quads, to try something on."""
        self.checkpoint(folder)

    @property
    def _open(self) -> ox.Store:
        if self._store is None:
            raise StoreError(f"the store {self.folder} has been closed.")
        return self._store


@contextmanager
def _translated(what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:  # damage found by RocksDB arrives as either
        full = "No space left" in str(error)
        raise StoreError(f"{what}: {error}.", remedy=_FULL if full else _REMEDY) from error


def _remove_old_logs(folder: Path) -> None:
    # RocksDB moves its message log aside at every opening and keeps a thousand of them.
    for log in folder.glob("LOG.old.*"):
        log.unlink(missing_ok=True)
