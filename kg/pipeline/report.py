"""What an ingestion tells about its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from kg.workspace import Outcome


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
    """What became of all sources of one ingestion, and the seconds that all of it took.

    ``sources`` are in their order, those that were to be kept. ``stopped`` says that it was told to stop before it had
    seen all sources.
    """

    sources: tuple[SourceReport, ...]
    seconds: float
    counts: dict[Outcome, int]
    """How many sources had each outcome; outcomes that none had are left out."""

    words: int
    """The words of all documents that were read."""

    stopped: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether every source ended up in the graph."""
        return not self.stopped and not {Outcome.FAILED, Outcome.QUARANTINED} & self.counts.keys()


@dataclass(slots=True)
class Tally:
    """A report on its way: counts, and the reports of sources by their places where they are kept."""

    keep: Callable[[SourceReport], bool]
    counts: Counter[Outcome] = field(default_factory=Counter)
    words: int = 0
    sources: list[tuple[int, SourceReport]] = field(default_factory=list)

    def add(self, place: int, source: SourceReport) -> None:
        """Counts one source."""
        self.counts[source.outcome] += 1
        self.words += source.words
        if self.keep(source):
            self.sources.append((place, source))

    def report(self, seconds: float, *, stopped: bool) -> IngestReport:
        """The whole report."""
        self.sources.sort(key=lambda placed: placed[0])
        return IngestReport(tuple(s for _, s in self.sources), seconds, dict(self.counts), self.words, stopped)
