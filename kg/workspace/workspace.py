"""The workspace: one folder with the truth, the store made from it, and the snapshots that everybody reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import Self

from kg.errors import HerodotusError, UnknownDocumentError, WorkspaceError
from kg.lists import ImportedList, ListedEntry, ListHeader
from kg.model import Extract
from kg.settings import Settings
from kg.store import HeldSnapshot, Reader, Server, sync_folder
from kg.workspace import exchange, intake
from kg.workspace.acting import Acting
from kg.workspace.acts import Acted, Signed
from kg.workspace.derivation import Derivation, standard
from kg.workspace.doctor import Finding, examine
from kg.workspace.group import carry_out
from kg.workspace.identities import Identities
from kg.workspace.record import Arrival, DocumentRecord, Failure, Outcome, Reading, State
from kg.workspace.residence import Residence
from kg.workspace.reviews import Reviews
from kg.workspace.truth import Truth
from kg.workspace.view import Checkpoint, View
from kg.workspace.world import LIST, id_of
from kg.workspace.writes import Answer, Write, Written


class Workspace:
    """An open workspace, for the use of one thread. Use it as a context manager, or close it.

    Whatever changes it takes the writer's lock for as long as that one call lasts, first finishes what a process that
    died left undone, and acknowledges by returning: what is true then survives the end of the process, and with
    ``durability = sync`` a power cut.
    """

    def __init__(
        self, settings: Settings, derivation: Derivation, checkpoint: Checkpoint, waiting: Callable[[str], None]
    ) -> None:
        self.settings = settings
        self.derivation = derivation
        self._checkpoint = checkpoint
        self._residence = Residence(settings.workspace / "lock", waiting)
        self._truth = Truth(settings.workspace / "truth.sqlite", settings.durability)
        self._view = View(self._truth, settings, derivation, checkpoint, self._residence)
        self.identities = Identities(self._truth, self._view, settings.base_iri, self._writing)
        """Who is who: looked up, judged, undone."""
        self.reviews = Reviews(self._truth, self._view, settings.base_iri, self._writing)
        """Claims that were read wrongly: rejected, restored."""
        self._acting = Acting(self._truth, self._view, self.identities, self.reviews, checkpoint)

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        create: bool = False,
        derivation: Derivation | None = None,
        checkpoint: Checkpoint = lambda _: None,
        waiting: Callable[[str], None] = lambda _: None,
    ) -> Self:
        """Opens the workspace in ``settings.workspace``; with ``create``, makes it where there is none.

        ``waiting`` is given a message when another process holds the writer's lock. ``checkpoint`` is called between
        any two steps of a change. Raises ``WorkspaceError`` where there is no workspace, where it was written by a
        newer version, or where its file is damaged.
        """
        folder = settings.workspace
        if exchange.is_begun(folder):  # whoever restored a backup died
            with Residence(folder / "lock", waiting).locked():
                exchange.finish(folder)
        if not (folder / "truth.sqlite").exists():
            if not create:
                raise WorkspaceError(f"there is no workspace in {folder}.", remedy="Run `kg ingest` to make one.")
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise WorkspaceError(f"{folder} cannot be made: {error.strerror}.") from error
        workspace = cls(settings, derivation or standard(), checkpoint, waiting)
        if workspace._truth.fact("base_iri") is None:
            workspace._create()
        return workspace

    def close(self) -> None:
        """Closes the workspace."""
        self._truth.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Looking

    def documents(self) -> tuple[DocumentRecord, ...]:
        """All documents, then all sources that could not be read; both sorted by name."""
        return (*self._truth.records(), *self._truth.failures())

    def document(self, wanted: str) -> DocumentRecord:
        """The document with this id, name or location.

        Raises ``UnknownDocumentError`` where there is none, ``WorkspaceError`` where several have this name.
        """
        return self._truth.records(self._find(wanted))[0]

    def quarantine(self) -> tuple[DocumentRecord, ...]:
        """The documents that the gate turned away."""
        return tuple(record for record in self.documents() if record.state is State.QUARANTINED)

    def report(self, wanted: str) -> str | None:
        """The validation report, as Turtle, of a document in quarantine; ``None`` where it was not the shapes."""
        return self._truth.report(self._find(wanted))

    def reading(self, wanted: str) -> Reading:
        """The document and what was read out of it."""
        return self._truth.reading(self._find(wanted))

    def extract(self, wanted: str) -> Extract:
        """What the extractor read out of a document."""
        return self.reading(wanted).extract

    def content(self, wanted: str) -> bytes:
        """The bytes of a document as they came in."""
        return self._truth.content(self._find(wanted))

    def is_read(self, document: str, options: str, extractor: str) -> bool:
        """Whether these bytes have been read by this extractor with these options, so that they need not be again."""
        return intake.is_read_as(self._truth.held(document), options, extractor)

    @property
    def version(self) -> int:
        """The version of the data; it changes when, and only when, the store does."""
        return self._truth.version

    def snapshot(self) -> HeldSnapshot:
        """The newest snapshot, held until it is released."""
        return self._view.snapshots.hold()

    def reader(self) -> Reader:
        """The newest snapshot, open in this process."""
        settings = self.settings
        union = settings.default_graph == "union"
        return Reader(self.snapshot(), union=union, base_iri=settings.base_iri, server=Server.of(settings))

    def doctor(self) -> tuple[Finding, ...]:
        """What is wrong with the workspace and what to do about it; nothing where all is well."""
        view = self._view
        return examine(self.settings, self._truth, view.graphs, view.snapshots, view.shared(), view.checked_store)

    # Changing

    def staying(self) -> AbstractContextManager[None]:
        """Inside, where many changes follow each other, the lock is kept between them until somebody else wants it."""
        return self._residence.staying()

    def take(
        self, arrivals: Sequence[Arrival | Failure], *, more: bool = False
    ) -> tuple[tuple[Outcome, str | None], ...]:
        """Takes in a batch: all of it, or none. Gives an outcome and a reason for each arrival, in their order.

        Where ``more`` is to come, the search index may lag behind by half a minute; ``index`` ends that.
        """
        with self._writing():
            with self._truth.transaction():
                outcomes = [self._take(arrival) for arrival in arrivals]
            self._checkpoint("truth written")
            fresh = {a.document: a.reading for a in arrivals if isinstance(a, Arrival) and a.reading}
            self._view.settle(fresh, more=more)
            return tuple(self._result(*pair) for pair in zip(arrivals, outcomes, strict=True))

    def index(self) -> None:
        """Brings the search index up to what the graph says."""
        with self._writing():
            self._view.index()

    def retract(self, wanted: str) -> DocumentRecord:
        """Takes a document out, with everything it said, and forgets its sources. Gives what it was.

        A source that could not be read is forgotten, too. Raises as ``document`` does.
        """
        with self._writing():
            failed = [s for s in self._truth.sources_called(wanted) if s.document is None]
            if failed:
                for source in failed:
                    self._truth.remove_source(source.location)
                names, locations = zip(*((s.name, s.location) for s in failed), strict=True)
                return DocumentRecord(None, State.FAILED, names, locations, failed[0].reason)
            document = self._find(wanted)
            record = self._truth.records(document)[0]
            with self._truth.transaction():
                for location in record.sources:
                    self._truth.remove_source(location)
                intake.leave(self._truth, document)
            self._checkpoint("truth written")
            self._view.settle({})
            return record

    def forget_failures(self, collection: str, kept: Collection[str]) -> None:
        """Forgets that the collection at this location, or what lay in it, could not be read, but for what is ``kept``.

        A location that has ever given a document is left alone.
        """
        within = (f"{collection}/", f"{collection}#")
        stale = [
            source.location
            for record in self._truth.failures()
            for source in map(self._truth.source, record.sources)
            if source and source.document is None and source.location not in kept
            if source.location == collection or source.location.startswith(within)
        ]
        if stale:
            with self._locked(), self._truth.transaction():
                for location in stale:
                    self._truth.remove_source(location)

    def retry(self, wanted: str) -> DocumentRecord:
        """Puts a document to the gate once more and gives what it is then."""
        with self._writing():
            document = self._find(wanted)
            self._truth.set_state(document, State.PENDING)
            self._checkpoint("truth written")
            self._view.settle({})
            return self._truth.records(document)[0]

    def write(self, writes: Sequence[Write], begun: Callable[[int], None] = lambda _: None) -> tuple[Answer, ...]:
        """Does writes that wait together, in their order, and says what each came to.

        One that is refused changes nothing and leaves the others alone. ``begun(i)`` is called right before write
        ``i``; what it raises of ``QueryError`` refuses that write. Where the process dies before the end, those are
        done, whole, whose keys ``settled`` knows.
        """
        with self._writing():
            return carry_out(self._truth, self._view, self.settings.base_iri, writes, begun, self._checkpoint)

    def act(self, signed: Signed, begun: Callable[[], None] = lambda: None) -> Acted | HerodotusError:
        """Does what a reviewer decided, or says why not; then nothing has changed.

        ``begun`` is called right before; what it raises of ``QueryError`` refuses the act.
        """
        with self._writing():
            return self._acting.do(signed, begun)

    def settled(self, key: str) -> Written | Acted | None:
        """What the write or act with this key came to, ``None`` where it was not done.

        First finishes what was left undone.
        """
        with self._writing():
            return self._truth.written(key) or self._acting.done(key)

    def lists(self) -> tuple[ImportedList, ...]:
        """The reference lists that were imported, by name."""
        return self._view.world.shelf.lists()

    def import_list(self, header: ListHeader, entries: Iterable[ListedEntry]) -> ImportedList:
        """Takes a reference list in, in the place of one of its name: all of it, or none.

        What documents say of its entities moves to them. Whatever ``entries`` raises leaves things as they were.
        """
        world = self._view.world
        with self._writing():
            with self._truth.transaction():
                before = world.shelf.keys(header.name)
                made = world.shelf.put(header, entries)
                world.touch(map(id_of, before | world.shelf.keys(header.name)))
                world.touch([LIST + header.name])
            self._checkpoint("truth written")
            self._view.settle({})
        return made

    def remove_list(self, name: str) -> ImportedList:
        """Takes a reference list out, with everything that it states. Raises ``WorkspaceError`` where there is none."""
        world = self._view.world
        with self._writing():
            with self._truth.transaction():
                keys = world.shelf.keys(name)
                removed = world.shelf.remove(name)
                if removed is None:
                    raise WorkspaceError(f"there is no list called '{name}'.", remedy="`kg gazetteer list` shows them.")
                world.touch(map(id_of, keys))
                world.touch([LIST + name])
            self._checkpoint("truth written")
            self._view.settle({})
        return removed

    def rebuild(self, progress: Callable[[int, int], None] = lambda _done, _all: None) -> None:
        """Makes the store again from the truth, with identities and graphs as they would be made today.

        ``progress`` is told how many documents of how many are done. It also adopts a new base IRI.
        """
        with self._locked():
            self._view.mend()
            self._view.rebuild(progress)

    def _create(self) -> None:
        with self._locked():
            if self._truth.fact("base_iri") is None:
                self._view.create()
                self._truth.set_fact("base_iri", self.settings.base_iri)
                self._truth.set_fact("world", "1")
                if self.settings.durability == "sync":
                    for folder in (self.settings.workspace, self.settings.workspace.parent):
                        sync_folder(folder)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._locked():
            if self._truth.fact("base_iri") != self.settings.base_iri:
                raise WorkspaceError(
                    f"the graph was made with the base IRI {self._truth.fact('base_iri')},"
                    f" and the setting is {self.settings.base_iri}.",
                    remedy="Set it back, or run `kg rebuild` to make the graph again.",
                )
            self._view.mend()
            self._view.require_store()
            if self._truth.fact("world") is None:
                self._view.rebuild(lambda _done, _all: None)  # an older Herodotus kept no identities across documents
            self._view.catch_up()
            self._view.settle({}, after_crash=True)
            self._view.publish()
            yield

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._residence.locked():
            self._truth.require_place()
            yield

    def _take(self, arrival: Arrival | Failure) -> Outcome:
        if isinstance(arrival, Arrival):
            return intake.take(self._truth, arrival)
        intake.fail(self._truth, arrival)
        return Outcome.FAILED

    def _result(self, arrival: Arrival | Failure, outcome: Outcome) -> tuple[Outcome, str | None]:
        if isinstance(arrival, Failure):
            return outcome, arrival.reason
        if outcome is Outcome.FAILED:
            source = self._truth.source(arrival.location)
            return outcome, source.reason if source else None
        held = self._truth.held(arrival.document)
        if held and held.state is State.QUARANTINED and outcome is not Outcome.UNREAD:
            return Outcome.QUARANTINED, held.reason
        return outcome, None

    def _find(self, wanted: str) -> str:
        if self._truth.held(wanted):
            return wanted
        found = sorted({source.document for source in self._truth.sources_called(wanted) if source.document})
        if not found:
            raise UnknownDocumentError(
                f"no document has the id or name '{wanted}'.", remedy="Run `kg documents` to see what there is."
            )
        if len(found) > 1:
            raise WorkspaceError(
                f"several documents are called '{wanted}': {', '.join(found)}.", remedy="Give an id or a location."
            )
        return found[0]
