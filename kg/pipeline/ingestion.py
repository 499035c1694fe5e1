"""The ingestion: what a spread reads is committed by one writer, batch by batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Final

from kg.documents import Source, unpack
from kg.errors import ShardError
from kg.extract import Extractor
from kg.pipeline.options import Options
from kg.pipeline.report import IngestReport, SourceReport, Tally
from kg.pipeline.spreading import Placed, Spread, ahead
from kg.pipeline.stages import Loaded, Stages, load
from kg.shards import Place, Shard, is_shard
from kg.workspace import Arrival, Failure, Outcome, Workspace


@dataclass(frozen=True, slots=True)
class Batches:
    """How much is committed at once: what comes first ends a batch."""

    documents: int = 64
    seconds: float = 5.0
    """Seconds since the batch began to gather."""

    growth: float = 4.0
    """How many times as much the batches of a run of some minutes may gather, in every respect but bytes."""

    words: int = 30_000
    """Words that were read; they, and the bytes, bound the memory that a batch needs."""

    bytes: int = 64_000_000
    """Bytes of the documents as they came in."""


BATCHES: Final = Batches()
_NOTHING: Final = Options()
_WARM: Final = 30.0
"""Seconds of a run from which on its batches gather longer."""
_HEAD: Final = 64
"""Bytes that tell a shard."""


def ingest(
    workspace: Workspace,
    sources: Iterable[Source],
    extractor: Extractor,
    options: Options = _NOTHING,
    *,
    progress: Callable[[SourceReport], None] = lambda _: None,
    spread: Spread = ahead,
    batches: Batches = BATCHES,
    keep: Callable[[SourceReport], bool] = lambda _: True,
    stopping: Callable[[], bool] = lambda: False,
) -> IngestReport:
    """Reads all sources into the workspace; what is wrong with one never stops the others.

    A source that is a collection gives a report for each of its documents. One that a collection no longer holds stays
    in the graph, as one whose file is gone does: that something was taken from a list retracts nothing it said.
    Documents are committed in ``batches``; ``progress`` is told of each source once its batch is acknowledged.
    ``spread`` applies the stages. The report has those of the sources that it is to ``keep``.

    A shard of extracts gives its documents as they were read where it was made, by the extractor that it names; one
    that is not whole gives nothing but the reason.

    Where ``stopping`` turns true, what has been read is committed, and the report says that it stopped. An
    interruption loses no more than the current batch; what of that had begun, the next writer finishes.
    """
    begin = time.perf_counter()
    tally = Tally(keep)
    stages = Stages(extractor, workspace.derivation, options, workspace.settings.base_iri)
    collections = _Collections(workspace, options, extractor)
    placed = enumerate(_until(collections.loaded(sources), stopping))
    with closing(_generator(spread(stages, placed))) as read, workspace.staying():
        for batch in _batches(read, batches, stopping):
            for place, report in _commit(workspace, batch, stages):
                tally.add(place, report)
                collections.note(report)
                progress(report)
        workspace.index()
    if not stopping():
        for collection in collections.whole:
            workspace.forget_failures(collection, collections.failed)
    return tally.report(time.perf_counter() - begin, stopped=stopping())


class _Collections:
    """What sources give, which of them were collections, and what failed of those."""

    def __init__(self, workspace: Workspace, options: Options, extractor: Extractor) -> None:
        self._workspace = workspace
        self._options = options
        self._extractor = extractor
        self.whole: list[str] = []
        """Locations of collections that were read to their end."""
        self.failed: set[str] = set()
        """Locations of documents that could not be read."""

    def loaded(self, sources: Iterable[Source]) -> Iterator[Loaded]:
        """What all sources give."""
        for source in sources:
            try:
                shard = shard_of(source)
            except ShardError as error:
                yield Failure(source.location, source.name, str(error))
                continue
            if shard is not None:
                yield from self._taken(shard)
                self.whole.append(source.location)
                continue
            is_collection = False
            for document in unpack(source, self._options.fields):
                is_collection = is_collection or document.location != source.location
                yield load(self._workspace, document, self._options, self._extractor.name)
            if is_collection:
                self.whole.append(source.location)

    def _taken(self, shard: Shard) -> Iterator[Loaded]:
        for one in shard:
            if isinstance(one, Failure):
                yield one
            else:
                yield replace(one, is_known=self._workspace.is_read(one.document, one.options, one.extractor))

    def note(self, report: SourceReport) -> None:
        """Notes what became of a document."""
        if report.outcome is Outcome.FAILED:
            self.failed.add(report.location)


def shard_of(source: Source) -> Shard | None:
    """The shard that a source is, told by its first bytes. Raises ``ShardError`` where it is not whole."""
    if source.content is not None:
        return Shard(source.content, source.location) if is_shard(source.content) else None
    if source.path is None or source.broken is not None:
        return None
    try:
        if not source.path.is_file():
            return None
        with source.path.open("rb") as file:
            if not is_shard(file.read(_HEAD)):
                return None
    except (OSError, ValueError):
        return None  # loading it says what is wrong
    return Shard(Place(str(source.path.parent)).read(source.path.name), source.location)


def _generator(placed: Iterable[Placed]) -> Generator[Placed, None, None]:
    yield from placed


def _until(loaded: Iterator[Loaded], stopping: Callable[[], bool]) -> Iterator[Loaded]:
    while not stopping():
        try:
            one = next(loaded)
        except StopIteration:
            return
        yield one


def _batches(read: Iterable[Placed], most: Batches, stopping: Callable[[], bool]) -> Iterator[list[Placed]]:
    batch: list[Placed] = []
    first = time.monotonic()
    begin, words, size = 0.0, 0, 0
    for placed in read:
        begin = begin if batch else time.monotonic()
        # A long run commits more at once, since what its documents have in common is then worked out once for them all.
        more = min(max(1.0, (begin - first) / _WARM), most.growth)
        batch.append(placed)
        words += _words(placed[1])
        size += len(placed[1].content) if isinstance(placed[1], Arrival) else 0
        full = len(batch) >= most.documents * more or words >= most.words * more or size >= most.bytes
        if full or time.monotonic() - begin >= most.seconds * more or stopping():
            yield batch
            batch, words, size = [], 0, 0
            if stopping():
                return
    if batch:
        yield batch


def _words(loaded: Loaded) -> int:
    return loaded.reading.words if isinstance(loaded, Arrival) and loaded.reading else 0


def _commit(workspace: Workspace, batch: Sequence[Placed], stages: Stages) -> list[tuple[int, SourceReport]]:
    reports = {place: one for place, one in batch if isinstance(one, SourceReport)}
    waiting = {place: one for place, one in batch if not isinstance(one, SourceReport)}
    while waiting:
        results = workspace.take(tuple(waiting.values()), more=True)
        again: dict[int, Arrival | Failure] = {}
        for (place, arrival), (outcome, reason) in zip(waiting.items(), results, strict=True):
            if isinstance(arrival, Arrival) and outcome is Outcome.UNREAD:
                # Somebody retracted or changed the document after it was found to be known.
                again[place] = stages.read(replace(arrival, is_known=False))
            else:
                reports[place] = _report(arrival, outcome, reason)
        waiting = again
    return [(place, reports[place]) for place in sorted(reports)]


def _report(arrival: Arrival | Failure, outcome: Outcome, reason: str | None) -> SourceReport:
    if isinstance(arrival, Failure):
        return SourceReport(arrival.location, arrival.name, outcome, reason)
    words = arrival.reading.words if arrival.reading else 0
    notes = arrival.reading.document.notes if arrival.reading else ()
    return SourceReport(
        arrival.location, arrival.name, outcome, reason, arrival.document, words, arrival.seconds, notes
    )
