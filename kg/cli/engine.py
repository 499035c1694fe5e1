"""Who reads for ``kg ingest``: this process, workers on this machine, or a Dask cluster in front of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import click

from kg.cli.console import say

if TYPE_CHECKING:
    from kg.documents import Source
    from kg.extract import Extractor
    from kg.pipeline import IngestReport, Placed, SourceReport, Spread, Stages
    from kg.pipeline.cluster import Cluster, Depot
    from kg.settings import Settings

FEW: Final = 8
"""Sources from which on workers pay, however small they are."""
_SMALL: Final = 100_000
"""Bytes up to which a few files are read without workers: those would take as long to start."""
_SHARDS: Final = "shards"
"""The folder of a workspace in which the shards of a cluster lie until they are committed."""


def engine_options(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command ``--engine``, ``--scheduler``, ``--shards`` and ``--workers``."""
    for option in (
        click.option(
            "--shards",
            metavar="LOCATION",
            help="Where the cluster writes what it read: a folder that all its machines see, or s3://…; kept there."
            "  [default: a folder in the workspace, until it is committed]",
        ),
        click.option("--scheduler", metavar="ADDRESS", help="The scheduler of the Dask cluster (tcp://HOST:8786)."),
        click.option(
            "--engine",
            type=click.Choice(["local", "dask"]),
            default="local",
            show_default=True,
            help="Where documents are read: on this machine, or on a Dask cluster.",
        ),
        click.option(
            "--workers",
            type=click.IntRange(1, 256),
            metavar="NUMBER",
            help="Processes at work here; 1: this one alone."
            "  [default: one for each core, 2 at least; 1 for a few small files]",
        ),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen. Raises ``UsageError`` where the options do not go together."""

    engine: str = "local"
    scheduler: str | None = None
    shards: str | None = None
    workers: int | None = None

    def __post_init__(self) -> None:
        if self.engine == "dask" and not self.scheduler:
            raise click.UsageError("--engine dask needs the address of a scheduler: --scheduler tcp://HOST:8786.")
        if self.engine != "dask" and (self.scheduler or self.shards):
            raise click.UsageError("--scheduler and --shards go with --engine dask.")

    @property
    def is_plain(self) -> bool:
        """Whether nothing was chosen."""
        return self == Choice()

    def number(self, sources: Sequence[Source]) -> int:
        """How many workers there are to be here, ``sources`` being the first ones."""
        return self.workers or usual_workers(sources)


class Engine:
    """Applies the stages to what is to be read. Use it as a context manager; it is a spread, for one ingestion."""

    def __init__(
        self,
        choice: Choice,
        number: int,
        stages: Stages,
        settings: Settings,
        stopping: Callable[[], bool],
        spread: Spread | None = None,
    ) -> None:
        """``spread`` applies the stages where there are no workers; ``None`` leaves it to ``ahead``."""
        from kg.pipeline.workers import Limits, Pool

        self._choice = choice
        self._stages = stages
        self._settings = settings
        self._stopping = stopping
        self._spread = spread
        self._limits = Limits(settings.document_seconds, settings.worker_memory_mb)
        self._pool = Pool(number, stages, self._limits, stopping) if number > 1 else None
        self._opened = ExitStack()
        self._cluster: Cluster | None = None
        self._depot: Depot | None = None
        self.extractor: Extractor = self._pool.extractor if self._pool else stages.extractor
        """Goes by the name of the extractor, which may be loaded elsewhere."""

    def __enter__(self) -> Self:
        if self._pool:
            self._opened.enter_context(self._pool)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()

    def connect(self) -> None:
        """Connects to the cluster, where one is to read. The workspace must be there. Raises ``ClusterError``."""
        if self._choice.scheduler is None:
            return
        from kg.pipeline.cluster import Cluster, Depot

        shards = self._choice.shards
        depot = Depot(shards or str(self._settings.workspace / _SHARDS), keep=shards is not None)
        self._depot = self._opened.enter_context(depot)
        self._cluster = self._opened.enter_context(
            Cluster(
                self._choice.scheduler,
                self._stages,
                self._limits,
                self._depot,
                extractor=self.extractor.name,
                stopping=self._stopping,
                tell=say,
            )
        )

    def __call__(self, stages: Stages, items: Iterable[Placed]) -> Iterator[Placed]:
        """What was read, each with its place, in any order."""
        from kg.pipeline import ahead

        coming = self._cluster(items) if self._cluster else items
        yield from (self._pool or self._spread or ahead)(stages, coming)

    def settle(self, report: SourceReport) -> None:
        """Takes note of what became of a source."""
        if self._depot:
            self._depot.settle(report.location)

    def finish(self, report: IngestReport) -> None:
        """Takes note that an ingestion came to its end."""
        if self._depot and not report.stopped:
            self._depot.clear()


def usual_workers(sources: Sequence[Source]) -> int:
    """How many workers pay; this process alone where the first sources are all there are, and small files."""
    from kg.pipeline.workers import usual_number

    if len(sources) >= FEW:
        return usual_number()
    sizes = [_size(source) for source in sources if source.skipped is None]
    return 1 if all(sizes) and sum(size or 0 for size in sizes) < _SMALL else usual_number()


def _size(source: Source) -> int | None:
    """Bytes of a file; ``None`` where that cannot be told, or tells nothing."""
    if source.content is not None:
        return len(source.content)
    try:
        return source.path.stat().st_size if source.path and source.path.is_file() else None
    except (OSError, ValueError):
        return None
