"""Documents are read by processes that may die or hang; the graph is the same, and one document is lost at most."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import ResourceError
from kg.pipeline import IngestReport, Options, SourceReport, Stages
from kg.pipeline.ingestion import Batches
from kg.pipeline.workers import Hatchery, Limits, Pool
from kg.pipeline.workers import pool as pools
from kg.workspace import Outcome, State, Workspace
from tests.workspace.toy import DERIVATION, ToyExtractor, ToySource, export, ingest, open_toy, sources

PATIENT = Limits(seconds=60.0)
NAMES = ("Alpha", "alpha", "ALPHA", "Beta", "Gamma", "gamma", "Delta")


def texts(number: int, seed: int = 0) -> dict[str, str]:
    choice = random.Random(seed)
    return {
        f"/in/{n:03}.txt": "".join(
            f"{choice.choice(NAMES)} attacks {choice.choice(NAMES)}{n % 9}\n" for _ in range(1 + n % 4)
        )
        for n in range(number)
    }


def spread(
    workspace: Workspace,
    given: dict[str, str],
    workers: int,
    limits: Limits = PATIENT,
    progress: Callable[[SourceReport, Pool], None] = lambda _, __: None,
) -> IngestReport:
    stages = Stages(ToyExtractor(), DERIVATION, Options(), workspace.settings.base_iri)
    with Pool(workers, stages, limits) as pool:
        return pipeline.ingest(
            workspace,
            sources(given),
            pool.extractor,
            spread=pool,
            progress=lambda report: progress(report, pool),
            batches=Batches(documents=5),
        )


@pytest.mark.slow
def test_the_graph_is_the_same_for_any_number_of_workers(tmp_path: Path) -> None:
    given = texts(60) | {
        "/in/bad.txt": "UNREADABLE",
        "/in/no.txt": "Alpha attacks FORBIDDEN",
        "/in/gone.txt": "MISSING",
    }
    with open_toy(tmp_path / "here") as here:
        expected = ingest(here, given)
        for workers in (1, 2, 3):
            with open_toy(tmp_path / str(workers)) as workspace:
                report = spread(workspace, given, workers)
                assert export(workspace) == export(here)
                assert workspace.documents() == here.documents()
                assert [(s.location, s.outcome, s.reason) for s in report.sources] == [
                    (s.location, s.outcome, s.reason) for s in expected.sources
                ]
                assert workspace.doctor() == here.doctor()


def test_what_was_prepared_elsewhere_is_what_would_be_made_here(tmp_path: Path) -> None:
    """Contents, readings and reports in the truth are those of a workspace that read for itself."""
    given = texts(6) | {"/in/no.txt": "Alpha attacks FORBIDDEN"}
    with open_toy(tmp_path / "one") as one, open_toy(tmp_path / "two") as two:
        ingest(one, given)
        spread(two, given, 1)
        for record in one.documents():
            assert record.id
            assert one.reading(record.id) == two.reading(record.id)
            assert one.content(record.id) == two.content(record.id)
            assert (one.report(record.id) is None) == (two.report(record.id) is None)


def test_the_same_bytes_under_two_names_and_two_versions_of_one_place(tmp_path: Path) -> None:
    text = "Alpha attacks Beta\n"
    doubled = [
        ToySource("a.txt", "/in/a.txt", data=text.encode()),
        ToySource("b.txt", "/in/b.txt", data=text.encode()),
        ToySource("c.txt", "/in/c.txt", data=b"Gamma attacks Beta\n"),
        ToySource("c.txt", "/in/c.txt", data=b"Delta attacks Beta\n"),
    ]
    stages = Stages(ToyExtractor(), DERIVATION, Options(), "http://127.0.0.1:8000/")
    with open_toy(tmp_path / "one") as one, open_toy(tmp_path / "two") as two:
        pipeline.ingest(one, doubled, ToyExtractor())
        with Pool(2, stages) as pool:
            pipeline.ingest(two, doubled, pool.extractor, spread=pool)
        assert two.content("c.txt") == b"Delta attacks Beta\n"
        assert export(one) == export(two)


@pytest.mark.parametrize(
    ("poison", "why"),
    [
        ("EXIT", "ended the process that read it (status 3)"),
        ("KILL", "ended the process that read it (SIGKILL)"),
        ("SWELL", "needs more than 256 MiB"),
        ("HANG", "takes longer than 5 seconds"),
    ],
)
def test_a_poisonous_document_is_set_aside_with_the_reason_and_the_others_go_on(
    tmp_path: Path, poison: str, why: str
) -> None:
    healthy = texts(20)
    given = dict(sorted({**healthy, "/in/007-poison.txt": f"Alpha attacks {poison}\n"}.items()))
    with open_toy(tmp_path / "w") as workspace, open_toy(tmp_path / "healthy") as other:
        report = spread(workspace, given, 2, Limits(seconds=5.0 if poison == "HANG" else 60.0, memory_mb=256))
        (failed,) = [source for source in report.sources if source.outcome is Outcome.FAILED]
        assert failed.location == "/in/007-poison.txt"
        assert failed.reason is not None
        assert why in failed.reason
        assert "twice" in failed.reason
        assert report.counts == {Outcome.COMMITTED: 20, Outcome.FAILED: 1}
        ingest(other, healthy)
        assert export(workspace) == export(other)
        assert [r.state for r in workspace.documents() if r.id is None] == [State.FAILED]


def test_a_worker_that_is_killed_in_the_middle_loses_and_doubles_nothing(tmp_path: Path) -> None:
    given = texts(80)
    kills = 0

    def kill(source: SourceReport, pool: Pool) -> None:
        nonlocal kills
        station = pool._stations[kills % 2]
        if kills < 2 and source.name.endswith("5.txt") and station._process is not None:
            os.kill(station._process, signal.SIGKILL)
            kills += 1

    with open_toy(tmp_path / "w") as workspace, open_toy(tmp_path / "calm") as calm:
        report = spread(workspace, given, 2, progress=kill)
        ingest(calm, given)
        assert kills
        assert report.counts == {Outcome.COMMITTED: 80}
        assert [source.location for source in report.sources] == list(given)
        assert export(workspace) == export(calm)


def test_the_nursery_may_die_too(tmp_path: Path) -> None:
    given = texts(40)
    killed = False

    def kill(_: SourceReport, pool: Pool) -> None:
        nonlocal killed
        process = pool._hatchery._process
        if not killed and process is not None:
            process.kill()
            killed = True

    with open_toy(tmp_path / "w") as workspace, open_toy(tmp_path / "calm") as calm:
        assert spread(workspace, given, 2, progress=kill).counts == {Outcome.COMMITTED: 40}
        ingest(calm, given)
        assert killed
        assert export(workspace) == export(calm)


def test_a_nursery_ends_no_process_but_its_own_and_has_room_for_several_pools(tmp_path: Path) -> None:
    stages = Stages(ToyExtractor(), DERIVATION, Options(), "http://127.0.0.1:8000/")
    hatchery = Hatchery(stages, PATIENT.memory_mb)
    hatchery.start()
    nursery = hatchery._process
    try:
        assert hatchery.end(os.getpid()) is None
        for name in ("one", "two"):
            with open_toy(tmp_path / name) as workspace, Pool(1, stages, PATIENT, hatchery=hatchery) as pool:
                given = sources(texts(5))
                report = pipeline.ingest(workspace, given, pool.extractor, spread=pool)
                assert report.counts == {Outcome.COMMITTED: 5}
                (worker,) = [station._process for station in pool._stations]
            assert worker is not None
            assert not _runs(worker)
        assert hatchery._process is nursery
    finally:
        hatchery.close()


def test_workers_are_followed_by_fresh_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pipeline.workers.station.RETIREMENT", 3)
    monkeypatch.setattr("kg.pipeline.workers.pool.WAITING", 8)
    processes: set[int | None] = set()

    def note(_: SourceReport, pool: Pool) -> None:
        processes.update(station._process for station in pool._stations)

    with open_toy(tmp_path / "w") as workspace:
        assert spread(workspace, texts(30), 1, progress=note).counts == {Outcome.COMMITTED: 30}
    assert len(processes - {None}) > 1


def test_no_more_than_a_few_documents_are_ever_on_their_way(tmp_path: Path) -> None:
    taken, told = 0, 0
    most = 0

    def stream() -> Iterator[ToySource]:
        nonlocal taken, most
        for source in sources(texts(200)):
            taken += 1
            most = max(most, taken - told)
            yield source

    def tell(_: SourceReport) -> None:
        nonlocal told
        told += 1

    stages = Stages(ToyExtractor(), DERIVATION, Options(), "http://127.0.0.1:8000/")
    with open_toy(tmp_path / "w") as workspace, Pool(2, stages) as pool:
        pipeline.ingest(workspace, stream(), pool.extractor, spread=pool, progress=tell, batches=Batches(documents=5))
    assert told == 200
    assert most <= 2 * pools.WAITING + 5 + 1


@dataclass(frozen=True)
class Unloadable:
    @property
    def name(self) -> str:
        raise ResourceError("there is no model.", remedy="Install one.")

    extract = ToyExtractor.extract


def test_what_cannot_be_loaded_is_said_before_anything_is_read() -> None:
    stages = Stages(Unloadable(), DERIVATION, Options(), "http://127.0.0.1:8000/")
    with Pool(1, stages) as pool, pytest.raises(ResourceError, match=r"there is no model\. Install one\."):
        _ = pool.extractor.name


def test_leaving_the_pool_ends_all_its_processes(tmp_path: Path) -> None:
    seen: set[int] = set()
    with open_toy(tmp_path / "w") as workspace:
        spread(
            workspace,
            texts(10),
            2,
            progress=lambda _, pool: seen.update(s._process for s in pool._stations if s._process is not None),
        )
    assert seen
    for process in seen:
        assert not _runs(process)


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")
