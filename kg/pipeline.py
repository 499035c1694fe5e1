"""The pipeline: sources become documents, extracts and checked graphs, batch by batch."""

from __future__ import annotations

import json
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

from kg.documents import STANDARD, STANDARD_INPUT, Fields, Source, read, unpack
from kg.errors import DocumentError, HerodotusError
from kg.extract import Extractor
from kg.model import Document, Extract, Identity
from kg.workspace import Arrival, Failure, Outcome, Reading, Workspace

BATCH_DOCUMENTS = 8
BATCH_SECONDS = 5.0
AHEAD = 16
"""Documents read ahead of those that are being committed."""


@dataclass(frozen=True, slots=True)
class Options:
    """Metadata given from outside. A document is read again when they change."""

    date: str | None = None
    """When the documents were published, as an EDTF date; it goes before what they say themselves."""

    fields: Fields = STANDARD
    """Which fields of JSON records hold what."""

    def to_json(self) -> str:
        """The options in one form only."""
        given: dict[str, object] = {"date": self.date}
        if self.fields != STANDARD:
            given["fields"] = asdict(self.fields)
        return json.dumps(given, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Stages:
    """What turns bytes into a reading. It touches no workspace, so a process of its own could run it."""

    extractor: Extractor
    identify: Callable[[Extract, Document], Identity]
    options: Options

    def __call__(self, loaded: Loaded) -> Loaded:
        """Reads what has to be read and passes on the rest."""
        return self.read(loaded) if isinstance(loaded, Arrival) and not loaded.is_known else loaded

    def read(self, arrival: Arrival) -> Arrival | Failure:
        """The arrival with its reading, or the reason why it has none."""
        begin = time.perf_counter()
        try:
            document = read(
                arrival.content,
                arrival.name,
                media_type=arrival.media_type,
                date=self.options.date,
                url=arrival.url,
                fields=self.options.fields,
            )
            extract = self.extractor.extract(document)
            reading = Reading(document, extract, self.identify(extract, document))
        except HerodotusError as error:
            return Failure(arrival.location, arrival.name, str(error))
        except Exception as error:  # noqa: BLE001 — one document must never stop the others, whatever is wrong with it
            return Failure(arrival.location, arrival.name, f"{type(error).__name__}: {error}")
        return replace(arrival, reading=reading, seconds=time.perf_counter() - begin)


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What became of one source.

    ``words`` and ``seconds`` are those of reading it, 0 where it was not read; ``notes`` are the reader's remarks.
    """

    location: str
    name: str
    outcome: Outcome
    reason: str | None = None
    document: str | None = None
    words: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of all sources of one ingestion, in their order, and the seconds that all of it took."""

    sources: tuple[SourceReport, ...]
    seconds: float

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many sources had each outcome; outcomes that none had are left out."""
        return dict(Counter(source.outcome for source in self.sources))

    @property
    def words(self) -> int:
        """The words of all documents that were read."""
        return sum(source.words for source in self.sources)

    @property
    def is_whole(self) -> bool:
        """Whether every source ended up in the graph."""
        return not {Outcome.FAILED, Outcome.QUARANTINED} & self.counts.keys()


Loaded = Arrival | Failure | SourceReport
"""What a source gave: bytes, a reason why there are none, or the report that it was skipped."""

Spread = Callable[[Callable[[Loaded], Loaded], Iterable[Loaded]], Iterable[Loaded]]
"""Applies a function to each of many and gives the results in their order, as ``map`` does."""


def ahead(work: Callable[[Loaded], Loaded], items: Iterable[Loaded]) -> Iterator[Loaded]:
    """As ``map``, but a second thread works some items ahead of what is taken.

    The next documents are read while a batch is committed: checking and writing a graph, and waiting for the disk,
    leave the interpreter free.
    """
    waiting: deque[Future[Loaded]] = deque()
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading")
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def ingest(
    workspace: Workspace,
    sources: Iterable[Source],
    extractor: Extractor,
    options: Options = Options(),
    *,
    progress: Callable[[SourceReport], None] = lambda _: None,
    spread: Spread = ahead,
    batch_documents: int = BATCH_DOCUMENTS,
    batch_seconds: float = BATCH_SECONDS,
) -> IngestReport:
    """Reads all sources into the workspace; what is wrong with one never stops the others.

    A source that is a collection gives a report for each of its documents. One that a collection no longer holds stays
    in the graph, as one whose file is gone does: that something was taken from a list retracts nothing it said.
    Documents are committed in batches of ``batch_documents``, or of what came in ``batch_seconds``; ``progress`` is
    told of each source once its batch is acknowledged. ``spread`` applies the stages: ``ahead``, ``map``, or what an
    executor offers. An interruption loses no more than the current batch; what of that had begun, the next writer
    finishes.
    """
    begin = time.perf_counter()
    reports = []
    stages = Stages(extractor, workspace.derivation.identify, options)
    collections: list[str] = []
    documents = _documents(sources, options, collections)
    loaded = (_load(workspace, document, stages) for document in documents)
    for batch in _batches(spread(stages, loaded), batch_documents, batch_seconds):
        for report in _commit(workspace, batch, stages):
            reports.append(report)
            progress(report)
    failed = {report.location for report in reports if report.outcome is Outcome.FAILED}
    for collection in collections:
        workspace.forget_failures(collection, failed)
    return IngestReport(tuple(reports), time.perf_counter() - begin)


def _documents(sources: Iterable[Source], options: Options, collections: list[str]) -> Iterator[Source]:
    """The documents of all sources; the locations of those that were collections, once read, join ``collections``."""
    for source in sources:
        is_collection = False
        for document in unpack(source, options.fields):
            is_collection = is_collection or document.location != source.location
            yield document
        if is_collection:
            collections.append(source.location)


def _load(workspace: Workspace, source: Source, stages: Stages) -> Loaded:
    if source.skipped is not None:
        return SourceReport(source.location, source.name, Outcome.SKIPPED, source.skipped)
    try:
        content = source.load()
    except DocumentError as error:
        return Failure(source.location, source.name, str(error))
    digest, options = sha256(content).hexdigest(), stages.options.to_json()
    document = Document.id_for(digest)
    # Standard input is not a place: what comes through it next is another document, not a new version of this one.
    location = f"{source.location}#{document}" if source.location == STANDARD_INPUT else source.location
    is_known = workspace.is_read(document, options, stages.extractor.name)
    return Arrival(
        location,
        source.name,
        digest,
        content,
        options,
        stages.extractor.name,
        is_known,
        media_type=source.media_type,
        url=source.url,
    )


def _batches(loaded: Iterable[Loaded], most: int, seconds: float) -> Iterator[list[Loaded]]:
    batch: list[Loaded] = []
    begin = 0.0
    for one in loaded:
        begin = begin if batch else time.monotonic()
        batch.append(one)
        if len(batch) >= most or time.monotonic() - begin >= seconds:
            yield batch
            batch = []
    if batch:
        yield batch


def _commit(workspace: Workspace, batch: Sequence[Loaded], stages: Stages) -> list[SourceReport]:
    reports = {place: one for place, one in enumerate(batch) if isinstance(one, SourceReport)}
    waiting = {place: one for place, one in enumerate(batch) if not isinstance(one, SourceReport)}
    while waiting:
        results = workspace.take(tuple(waiting.values()))
        again: dict[int, Arrival | Failure] = {}
        for (place, arrival), (outcome, reason) in zip(waiting.items(), results, strict=True):
            if isinstance(arrival, Arrival) and outcome is Outcome.UNREAD:
                # Somebody retracted or changed the document after it was found to be known.
                again[place] = stages.read(replace(arrival, is_known=False))
            else:
                reports[place] = _report(arrival, outcome, reason)
        waiting = again
    return [reports[place] for place in sorted(reports)]


def _report(arrival: Arrival | Failure, outcome: Outcome, reason: str | None) -> SourceReport:
    if isinstance(arrival, Failure):
        return SourceReport(arrival.location, arrival.name, outcome, reason)
    words = arrival.reading.words if arrival.reading else 0
    notes = arrival.reading.document.notes if arrival.reading else ()
    return SourceReport(
        arrival.location, arrival.name, outcome, reason, arrival.document, words, arrival.seconds, notes
    )
