"""The recording: what came and went with a version, written down before the live store changes."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.changes import Base, Chain, Difference, StoredBase, difference
from kg.settings import Settings
from kg.store import Change, LiveStore, Snapshots, Writer, open_snapshot
from kg.workspace.graphs import UserGraphs, node_of, quads_of
from kg.workspace.payload import canonical_line


class Recording:
    """The patches of one workspace. Everything here runs under the writer's lock.

    ``on`` says whether there are any: not over a store of another maker.
    """

    def __init__(self, settings: Settings, snapshots: Snapshots) -> None:
        self.on = settings.changes == "on" and settings.store is None
        self._chain = Chain(settings.workspace / "changes", sync=settings.durability == "sync")
        self._snapshots = snapshots
        self._kept, self._bytes = settings.changes_kept, settings.changes_mb << 20

    def settled(
        self, version: int, change: Change, ontology: tuple[ox.Quad, ...], live: LiveStore, *, after_crash: bool
    ) -> Change:
        """Records what ``change`` and the ontology make of the version before, as that of ``version``.

        Gives what is to be done to the live store, which after a crash may hold a part of it already.
        """
        if not self.on or not isinstance(live, Writer):
            return change
        if not after_crash:
            found = difference(change, live, ontology)
            self._write(version, found)
            return found.to_change()
        newest = self._snapshots.newest()
        if newest is None or newest.number != version - 1:
            self._chain.discard(version)
            return change
        with self._snapshots.hold(newest.number) as held:
            store = open_snapshot(held.path)
            if isinstance(store, ox.Store):
                self._write(version, difference(change, StoredBase(store), ontology))
            del store
        return change

    def written(self, version: int, graphs: UserGraphs, live: LiveStore) -> None:
        """Records what people wrote last, as that of ``version``, unless that has been done."""
        if not self.on or not isinstance(live, Writer) or self._chain.is_named(version):
            return
        with self._chain.writing(version) as patch:
            for name, anew in graphs.changes().items():
                patch.remove(_gone(graphs, name, live) if anew else quads_of(name, graphs.changed(name, -1)))
                patch.add(_come(graphs, name, live) if anew else quads_of(name, graphs.changed(name, 1)))
        self._chain.name(version)

    def show(self, version: int) -> None:
        """Lets the patch of a version be found; the snapshot follows."""
        if self.on:
            self._chain.name(version)
            self._chain.prune(self._kept, self._bytes)
        else:
            self._chain.remove()

    def begin_anew(self, version: int) -> None:
        """Sees to it that nothing leads to a version, which is made from nothing."""
        self._chain.discard(version)

    def _write(self, version: int, found: Difference) -> None:
        with self._chain.writing(version) as patch:
            patch.remove(found.removed)
            patch.add(found.added)


def _gone(graphs: UserGraphs, name: str, live: Base) -> Iterator[ox.Quad]:
    for quad in live.quads(node_of(name)):
        if not graphs.has(name, canonical_line(quad)):
            yield quad


def _come(graphs: UserGraphs, name: str, live: Base) -> Iterator[ox.Quad]:
    return (quad for quad in quads_of(name, graphs.lines(name)) if not live.holds(quad))
