"""The view: the store and its snapshots, made and kept as the truth says."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

import pyoxigraph as ox

from kg.errors import WorkspaceError
from kg.settings import Settings
from kg.store import Change, LiveStore, Scratch, Snapshots, Writer, sync_folder
from kg.workspace.derivation import Derivation, Verdict, identify_again, judge
from kg.workspace.graphs import UserGraphs
from kg.workspace.index import Index
from kg.workspace.place import Place
from kg.workspace.record import Reading, State
from kg.workspace.recording import Recording
from kg.workspace.replay import everything, make_empty, replay
from kg.workspace.residence import Residence
from kg.workspace.settling import Settling
from kg.workspace.truth import Truth
from kg.workspace.world import World

Checkpoint = Callable[[str], None]
"""Called with a name between any two steps that a process may die between."""

_BATCH: Final = 200
"""Things that a rebuild takes up at once."""


class View:
    """Everything here runs under the writer's lock."""

    def __init__(
        self, truth: Truth, settings: Settings, derivation: Derivation, checkpoint: Checkpoint, residence: Residence
    ) -> None:
        self._truth = truth
        self._residence = residence
        self._derivation = derivation
        self._checkpoint = checkpoint
        self._base = settings.base_iri
        self._sync = settings.durability == "sync"
        self.world = World(truth, derivation.profile, derivation.event_profiles)
        self._settling = Settling(truth, self.world, derivation, settings.base_iri)
        self._index = Index(truth, self._settling, settings.workspace)
        self._folder = settings.workspace / "store"
        self.snapshots = Snapshots(settings.workspace / "snapshots")
        self.graphs = UserGraphs(truth)
        self._recording = Recording(settings, self.snapshots)
        self._place = Place(truth, settings, self.snapshots, self.graphs)

    def create(self) -> None:
        """Makes the empty store of a new workspace, and the snapshot of it.

        Raises ``WorkspaceError`` where there is a store already, whose truth must have been lost.
        """
        with self._place.create() as writer:
            if not writer.is_empty():
                raise WorkspaceError(
                    f"{self._truth.path} is missing or empty, but there is a store beside it.",
                    remedy="Restore the workspace from a backup, or remove the folder to start anew.",
                )
            self.show(writer)
        self._truth.set_fact("store", self._place.name)

    def require_store(self) -> None:
        """Raises ``StoreError`` where the store is missing, before anything is written that would need it."""
        self._place.require()

    def publish(self) -> None:
        """Publishes the snapshot of the present version where a crash prevented it."""
        newest = self.snapshots.newest()
        if newest is None or newest.number < self._truth.version:
            with self.writer() as writer:
                self.show(writer)

    def show(self, writer: LiveStore) -> None:
        """Publishes the present state as the snapshot of the present version."""
        version = self._truth.version
        self._recording.show(version)
        if version:  # nobody is told of a workspace that is being made
            self._checkpoint("changes shown")
        self.snapshots.publish(version, partial(writer.show, version))

    def writer(self) -> AbstractContextManager[LiveStore]:
        """The live store, open."""
        return self._residence.store(self._place.open)

    def checked_store(self) -> LiveStore:
        """The live store, open. Raises ``StoreError`` where it is not what the truth says it is."""
        self._place.require()
        return self._place.open()

    def scratch(self, writer: LiveStore) -> Scratch:
        """A copy of the live store to try updates on."""
        return Scratch(writer, self._folder.with_name("scratch"))

    def catch_up(self) -> None:
        """Gives the store what people wrote where a crash prevented it."""
        newest, written = self.snapshots.newest(), int(self._truth.fact("written") or 0)
        if (newest is None or newest.number < written) and self.graphs.changes():
            with self.writer() as writer:
                self.replay(writer)

    def replay(self, writer: LiveStore) -> None:
        """Gives the store what people wrote last. Doing it again changes nothing."""
        self._recording.written(self._truth.version, self.graphs, writer)
        self._checkpoint("changes recorded")
        replay(self.graphs, writer)
        self._checkpoint("store written")
        if self._sync:
            writer.flush()
        self._checkpoint("store flushed")

    def settle(self, fresh: Mapping[str, Reading], *, after_crash: bool = False, more: bool = False) -> None:
        """Brings all documents that are pending or retracting to rest, in one transaction of the store.

        ``fresh`` holds readings that need not be fetched from the truth. After a crash the store may hold more than
        the truth knows of, so nothing is taken as already done. The search index follows, unless ``more`` is coming.
        """
        pending, retracting = self._truth.ids(State.PENDING), self._truth.ids(State.RETRACTING)
        if not pending and not retracting and not self.world.touched():
            return
        with ExitStack() as opened:
            # Only one on disk can say quickly what stands; what a server is told must not depend on what it holds.
            writer: LiveStore | None = None if self._place.server else opened.enter_context(self.writer())
            stands = writer if isinstance(writer, Writer) else None
            with self._truth.transaction():
                change, ontology = self._settling.settle(pending, retracting, fresh, stands, after_crash=after_crash)
                if change:
                    self._truth.set_fact("version", str(self._truth.version + 1))
                    writer = writer or opened.enter_context(self.writer())
                    to_do = self._recording.settled(
                        self._truth.version, change, ontology, writer, after_crash=after_crash
                    )
                    self._checkpoint("changes recorded")
                    self._write(writer, to_do, ontology)
            self._checkpoint("truth settled")
            if writer and change:
                self.show(writer)
                self._checkpoint("snapshot published")
        self.index(may_wait=more)

    def index(self, *, may_wait: bool = False) -> None:
        """Lets the search index take up what has changed; where it ``may_wait``, not each time."""
        self._index.catch_up(may_wait=may_wait)

    def _write(self, writer: LiveStore, change: Change, ontology: tuple[ox.Quad, ...]) -> None:
        writer.add(ontology)
        self._checkpoint("ontology written")
        writer.apply(change)
        self._checkpoint("store written")
        if self._sync:
            writer.flush()
        self._checkpoint("store flushed")

    def shared(self) -> Iterator[ox.Quad]:
        """What rests on no single document: what is derived from many, reference lists, and what reviewers decided."""
        yield from self._settling.derived.everything()
        for one in self.world.shelf.lists():
            yield from self._settling.describe_list(one.header.name)
        yield from self._settling.reviewing.everything()

    def rebuild(self, progress: Callable[[int, int], None]) -> None:
        """Makes the store again from the truth, beside the old one, and takes its place in one step.

        Every document is identified and put to the gate anew. ``progress`` is told how many of how many are done.
        """
        fresh, truth = self._folder.with_name("store.new"), self._truth
        before = truth.version
        self._residence.close_store()
        self._place.identity()  # which a server may know even if all else is taken back
        with truth.transaction():
            for document in truth.ids(State.RETRACTING):
                truth.remove(document)
            truth.clear_standing()
            with self._place.again(fresh, before + 1) as writer:
                writer.load(self._everything(progress))
                make_empty(self.graphs, writer)
                writer.flush()
            self.graphs.forget_changes()
            self._recording.begin_anew(before + 1)
            truth.set_fact("version", str(before + 1))
            truth.set_fact("base_iri", self._base)
            truth.set_fact("store", self._place.name)
            truth.set_fact("world", "1")
            self._checkpoint("store rebuilt")
            # The old store keeps the old version in its name until the truth has moved on: see ``mend``.
            old = self._folder.with_name(f"store.{before}")
            self._folder.mkdir(exist_ok=True)
            self._folder.rename(old)
            self._checkpoint("old store moved away")
            if self._place.on_disk:
                fresh.rename(self._folder)
            sync_folder(self._folder.parent)
            self._checkpoint("new store moved in")
        self._checkpoint("truth settled")
        self.mend()
        self.publish()
        self._index.anew()

    def mend(self) -> None:
        """Finishes, or takes back, a rebuild that died: whichever the truth says."""
        for name in ("store.new", "scratch"):
            shutil.rmtree(self._folder.with_name(name), ignore_errors=True)
        for old in self._folder.parent.glob("store.[0-9]*"):
            if int(old.suffix[1:]) == self._truth.version:
                shutil.rmtree(self._folder, ignore_errors=True)
                old.rename(self._folder)
            else:
                shutil.rmtree(old)

    def _everything(self, progress: Callable[[int, int], None]) -> Iterator[ox.Quad]:
        truth, world, settling = self._truth, self.world, self._settling
        documents = truth.ids(State.PENDING, State.COMMITTED, State.QUARANTINED)
        for document in documents:
            settling.record(document, *self._judged(document), None)
        world.forget()
        settling.derived.forget()
        entities = settling.keys()
        for keys in batched(entities, _BATCH):
            world.settle_keys(keys)
        for some in batched(truth.standing_documents(), _BATCH):
            world.settle_events({document: settling.told(document) for document in some})
        world.untouch()
        for number, document in enumerate(documents, 1):
            graph = settling.final(document, settling.reading(document), None) if truth.standing(document) else None
            if graph:
                yield from graph.graph
                yield from graph.conflicts
                settling.derived.fill({document: settling.telling(settling.reading(document))})
            progress(number, len(documents))
        for key in entities:
            yield from settling.describe(key)
        yield from self.shared()
        yield from settling.everything_moved()
        if truth.anything_stands():
            yield from self._derivation.ontology()
        yield from everything(self.graphs)

    def _judged(self, document: str) -> tuple[Reading, Verdict]:
        """A document with its entities identified as one would today, and what the gate says of it by itself."""
        known = self._settling.reviewing.reading(document)
        reading = identify_again(self._derivation, known)
        if isinstance(reading, Verdict):
            return known, reading
        self._truth.put_identity(document, reading.identity)
        reading = replace(reading, identity=self.world.split(reading.identity))
        return reading, judge(self._derivation, reading, self._base, self._truth.names(document))


T = TypeVar("T")


def batched(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The things in their order, ``size`` at a time."""
    for begin in range(0, len(things), size):
        yield things[begin : begin + size]
