"""The pipeline: sources become documents, extracts and checked graphs, batch by batch."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Protocol

from kg.errors import HerodotusError
from kg.extract import Extractor
from kg.model import Document, Extract, Identity
from kg.workspace import Arrival, Failure, Outcome, Reading, Workspace

Spread = Callable[
    [Callable[[Arrival | Failure], Arrival | Failure], Iterable[Arrival | Failure]], Iterable[Arrival | Failure]
]
"""Applies a function to arrivals and gives the results in their order, as ``map`` does."""

BATCH_DOCUMENTS = 32
BATCH_SECONDS = 5.0


class Source(Protocol):
    """Something that gives bytes: a file, a member of an archive, standard input."""

    @property
    def location(self) -> str:
        """Where the bytes come from: an absolute path, ``-``, an address."""
        ...

    @property
    def name(self) -> str:
        """What the document is called for it."""
        ...

    def read(self) -> bytes:
        """The bytes. Raises ``DocumentError`` or ``OSError``."""
        ...


@dataclass(frozen=True, slots=True)
class Options:
    """Metadata given from outside. A document is read again when they change."""

    date: str | None = None
    """The day a document was published where the document does not say so itself: an EDTF date."""

    def to_json(self) -> str:
        """The options in one form only."""
        return json.dumps({"date": self.date}, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Stages:
    """What turns bytes into a reading. It touches no workspace, so a process of its own could run it."""

    read: Callable[[bytes, str, Options], Document]
    extractor: Extractor
    identify: Callable[[Extract, Document], Identity]

    def __call__(self, arrival: Arrival | Failure, options: Options) -> Arrival | Failure:
        """The arrival with its reading, or the reason why it has none."""
        if isinstance(arrival, Failure) or arrival.is_known:
            return arrival
        begin = time.perf_counter()
        try:
            document = self.read(arrival.content, arrival.name, options)
            extract = self.extractor.extract(document)
            reading = Reading(document, extract, self.identify(extract, document))
        except HerodotusError as error:
            return Failure(arrival.location, arrival.name, str(error))
        except Exception as error:  # noqa: BLE001 — one document must never stop the others, whatever is wrong with it
            return Failure(arrival.location, arrival.name, f"{type(error).__name__}: {error}")
        return replace(arrival, reading=reading, seconds=time.perf_counter() - begin)


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What became of one source. ``words`` and ``seconds`` are those of reading it, 0 where it was not read."""

    location: str
    name: str
    outcome: Outcome
    reason: str | None = None
    document: str | None = None
    words: int = 0
    seconds: float = 0.0


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


def ingest(
    workspace: Workspace,
    sources: Iterable[Source],
    stages: Stages,
    options: Options = Options(),
    *,
    progress: Callable[[SourceReport], None] = lambda _: None,
    spread: Spread = map,
    batch_documents: int = BATCH_DOCUMENTS,
    batch_seconds: float = BATCH_SECONDS,
) -> IngestReport:
    """Reads all sources into the workspace; what is wrong with one never stops the others.

    Documents are committed in batches of ``batch_documents``, or whatever came in ``batch_seconds``; ``progress`` is
    told of each source once its batch is acknowledged. ``spread`` applies the stages to the arrivals and gives the
    results in their order: ``map``, or that of an executor. An interruption loses no more than the current batch, and
    leaves it to the next writer to finish what of that had begun.
    """
    begin = time.perf_counter()
    reports = []
    loaded = (_load(workspace, source, options, stages.extractor.name) for source in sources)
    for batch in _batches(spread(lambda arrival: stages(arrival, options), loaded), batch_documents, batch_seconds):
        for report in _commit(workspace, batch, stages, options):
            reports.append(report)
            progress(report)
    return IngestReport(tuple(reports), time.perf_counter() - begin)


def _load(workspace: Workspace, source: Source, options: Options, extractor: str) -> Arrival | Failure:
    try:
        content = source.read()
    except OSError as error:
        return Failure(source.location, source.name, f"{source.name}: it cannot be read: {error.strerror or error}.")
    except HerodotusError as error:
        return Failure(source.location, source.name, str(error))
    digest, given = sha256(content).hexdigest(), options.to_json()
    is_known = workspace.is_read(Document.id_for(digest), given, extractor)
    return Arrival(source.location, source.name, digest, content, given, extractor, is_known)


def _batches(arrivals: Iterable[Arrival | Failure], most: int, seconds: float) -> Iterator[list[Arrival | Failure]]:
    batch: list[Arrival | Failure] = []
    begin = 0.0
    for arrival in arrivals:
        begin = begin if batch else time.monotonic()
        batch.append(arrival)
        if len(batch) >= most or time.monotonic() - begin >= seconds:
            yield batch
            batch = []
    if batch:
        yield batch


def _commit(
    workspace: Workspace, batch: Sequence[Arrival | Failure], stages: Stages, options: Options
) -> Iterator[SourceReport]:
    results = list(zip(batch, workspace.take(batch), strict=True))
    # Somebody else retracted or changed a document after it was found to be known: now it has to be read after all.
    again = [
        stages(replace(arrival, is_known=False), options)
        for arrival, (outcome, _) in results
        if isinstance(arrival, Arrival) and outcome is Outcome.UNREAD
    ]
    if again:
        results = [result for result in results if result[1][0] is not Outcome.UNREAD]
        results += zip(again, workspace.take(again), strict=True)
    return (_report(arrival, outcome, reason) for arrival, (outcome, reason) in results)


def _report(arrival: Arrival | Failure, outcome: Outcome, reason: str | None) -> SourceReport:
    if isinstance(arrival, Failure):
        return SourceReport(arrival.location, arrival.name, outcome, reason)
    words = arrival.reading.words if arrival.reading else 0
    return SourceReport(arrival.location, arrival.name, outcome, reason, arrival.document, words, arrival.seconds)
