"""A Dask cluster reads, and its workers may die; the graph is the same, and one document is lost at most."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from distributed import Client

from kg import pipeline
from kg.cli import program
from kg.errors import ClusterError
from kg.model import Document, Extract
from kg.pipeline import IngestReport, Options, Placed, SourceReport, Spread, Stages, ahead
from kg.pipeline.cluster import Cluster, Depot, nurseries
from kg.pipeline.cluster import group as groups
from kg.pipeline.ingestion import Batches
from kg.pipeline.workers import Limits, Pool
from kg.shards import SUFFIX, Shard
from kg.workspace import Outcome, Workspace
from tests.pipeline.cluster.conftest import Dask
from tests.pipeline.workers.test_pool import texts
from tests.workspace.toy import DERIVATION, ToyExtractor, ToySource, export, ingest, open_toy, sources

pytestmark = pytest.mark.slow

PATIENT = Limits(seconds=60.0)
TOY = ToyExtractor()
NOTHING = Options()


@dataclass(frozen=True)
class Murderer(ToyExtractor):
    """Ends the Dask worker, in whose nursery's child it is, where a document says so."""

    def extract(self, document: Document) -> Extract:
        if "MURDER" in document.text:
            nursery = os.getppid()
            worker = int(Path(f"/proc/{nursery}/stat").read_text().rpartition(")")[2].split()[1])
            if "nursery" in Path(f"/proc/{nursery}/cmdline").read_text() and worker > 1:
                os.kill(worker, signal.SIGKILL)
            time.sleep(60)
        return ToyExtractor.extract(self, document)


class NotThere:
    """A function of a package that the workers do not have."""

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return import_module, ("herodotus_is_not_there",)


def on_cluster(
    workspace: Workspace,
    given: Iterable[ToySource],
    dask: Dask,
    depot: str | None = None,
    *,
    limits: Limits = PATIENT,
    extractor: ToyExtractor = TOY,
    options: Options = NOTHING,
    progress: Callable[[SourceReport], None] = lambda _: None,
    stopping: Callable[[], bool] = lambda: False,
    expected: str | None = None,
    behind: Spread = ahead,
) -> IngestReport:
    stages = Stages(extractor, DERIVATION, options, workspace.settings.base_iri)
    folder = depot or str(workspace.settings.workspace / "shards")
    with Depot(folder, keep=depot is not None) as lying:

        def done(report: SourceReport) -> None:
            lying.settle(report.location)
            progress(report)

        with Cluster(
            dask.address, stages, limits, lying, extractor=expected or extractor.name, stopping=stopping
        ) as cluster:

            def spread(stages: Stages, items: Iterable[Placed]) -> Iterator[Placed]:
                return behind(stages, cluster(items))

            report = pipeline.ingest(
                workspace,
                given,
                extractor,
                options,
                spread=spread,
                progress=done,
                stopping=stopping,
                batches=Batches(documents=20),
            )
        if not report.stopped:
            lying.clear()
        return report


def kg(workspace: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(program, [*map(str, arguments), "--workspace", str(workspace)])


def test_the_graph_is_that_of_reading_here_and_no_shard_is_left(tmp_path: Path, dask: Dask) -> None:
    given = texts(30) | {
        "/in/bad.txt": "UNREADABLE",
        "/in/no.txt": "Alpha attacks FORBIDDEN",
        "/in/gone.txt": "MISSING",
    }
    with open_toy(tmp_path / "here") as here, open_toy(tmp_path / "there") as there:
        expected = ingest(here, given)
        with Pool(1, Stages(TOY, DERIVATION, NOTHING, there.settings.base_iri)) as pool:
            report = on_cluster(there, sources(given), dask, behind=pool)
        assert export(there) == export(here)
        assert there.documents() == here.documents()
        assert [(s.location, s.outcome, s.reason) for s in report.sources] == [
            (s.location, s.outcome, s.reason) for s in expected.sources
        ]
        assert not (tmp_path / "there" / "shards").exists()
        sent = []
        assert on_cluster(there, sources(given), dask, progress=lambda one: sent.append(one.words)).counts == {
            Outcome.UNCHANGED: 30,
            Outcome.FAILED: 2,
            Outcome.QUARANTINED: 1,
        }
        assert not any(sent)


def test_a_worker_that_is_killed_in_the_middle_loses_and_doubles_nothing(tmp_path: Path, dask: Dask) -> None:
    given = texts(80, seed=1)
    victims = list(dask.workers().values())
    reported: list[str] = []

    def kill(source: SourceReport) -> None:
        reported.append(source.location)
        if len(reported) == 20:
            os.kill(victims[0], signal.SIGKILL)

    with open_toy(tmp_path / "w") as workspace, open_toy(tmp_path / "calm") as calm:
        report = on_cluster(workspace, sources(given), dask, progress=kill)
        assert report.counts == {Outcome.COMMITTED: 80}
        assert sorted(reported) == sorted(given)
        ingest(calm, given)
        assert export(workspace) == export(calm)
        assert workspace.documents() == calm.documents()
    with pytest.raises(ProcessLookupError):
        os.kill(victims[0], 0)


def test_poisonous_documents_are_set_aside_with_the_reason_and_the_others_go_on(tmp_path: Path, dask: Dask) -> None:
    healthy = texts(20, seed=2)
    reasons = {
        "KILL": "ended the process that read it (SIGKILL), twice",
        "HANG": "takes longer than 4 seconds (document_seconds), twice",
        "SWELL": "needs more than 2,048 MiB of memory (worker_memory_mb), twice",
    }
    poison = {f"/in/00{number}-{what}.txt": f"Alpha attacks {what}\n" for number, what in enumerate(reasons)}
    given = dict(sorted({**healthy, **poison}.items()))
    with open_toy(tmp_path / "w") as workspace, open_toy(tmp_path / "healthy") as other:
        report = on_cluster(workspace, sources(given), dask, limits=Limits(seconds=4.0))
        failed = {one.location: one.reason or "" for one in report.sources if one.outcome is Outcome.FAILED}
        assert set(failed) == set(poison), failed
        for location, why in zip(poison, reasons.values(), strict=True):
            assert why in failed[location]
        ingest(other, healthy)
        assert export(workspace) == export(other)


def test_a_document_that_ends_whole_workers_of_the_cluster_is_found_and_set_aside(tmp_path: Path, dask: Dask) -> None:
    healthy = texts(1, seed=3)
    given = {**healthy, "/in/murder.txt": "Alpha attacks MURDER\n"}
    options = Options("2021-05-04")  # which reach the workers as well
    dask.allow(0)
    try:
        with open_toy(tmp_path / "w") as workspace, open_toy(tmp_path / "healthy") as other:
            report = on_cluster(workspace, sources(given), dask, extractor=Murderer(), options=options)
            (failed,) = [source for source in report.sources if source.outcome is Outcome.FAILED]
            assert failed.location == "/in/murder.txt"
            assert failed.reason is not None
            assert "ended one worker of the cluster after another" in failed.reason
            assert report.counts == {Outcome.COMMITTED: 1, Outcome.FAILED: 1}
            assert {record.date for record in workspace.documents() if record.id} == {"2021-05-04"}
            ingest(other, healthy, options.date)
            assert export(workspace) == export(other)
    finally:
        dask.allow(3)


def test_a_run_that_was_stopped_goes_on_with_the_shards_that_are_there(
    tmp_path: Path, dask: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = texts(60, seed=4)
    seen = 0

    def count(_: SourceReport) -> None:
        nonlocal seen
        seen += 1

    folder = tmp_path / "w" / "shards"
    with open_toy(tmp_path / "w") as workspace, open_toy(tmp_path / "calm") as calm:
        first = on_cluster(workspace, sources(given), dask, progress=count, stopping=lambda: seen >= 20)
        assert first.stopped
        assert first.counts[Outcome.COMMITTED] < 60
        lying = {path.name: path.stat().st_mtime_ns for path in folder.glob(f"*{SUFFIX}")}
        assert lying
        whole = {path: Shard((folder / path).read_bytes(), path) for path in lying}
        untouched = [
            name
            for name, shard in whole.items()
            if not any(workspace.is_read(one.document, one.options, one.extractor) for one in shard)  # type: ignore[union-attr]
        ]
        submitted: list[str] = []
        submit = Cluster._submit

        def note(self: Cluster, group: groups.Group) -> None:
            submitted.append(group.name)
            submit(self, group)

        monkeypatch.setattr(Cluster, "_submit", note)
        second = on_cluster(workspace, sources(given), dask)
        assert second.counts[Outcome.COMMITTED] + first.counts[Outcome.COMMITTED] == 60
        assert not set(untouched) & set(submitted)
        ingest(calm, given)
        assert export(workspace) == export(calm)
        assert not folder.exists()


def test_shards_that_are_kept_are_taken_by_another_workspace_and_read_by_nobody_again(
    tmp_path: Path, dask: Dask
) -> None:
    given = texts(20, seed=5)
    kept = f"local://{tmp_path}/kept"
    with open_toy(tmp_path / "one") as one, open_toy(tmp_path / "two") as two:
        on_cluster(one, sources(given), dask, kept)
        made = {path.name: path.read_bytes() for path in (tmp_path / "kept").iterdir()}
        assert made
        assert all(name.endswith(SUFFIX) for name in made)
        pipeline.ingest(two, pipeline.gather([kept]), ToyExtractor())
        assert export(one) == export(two)
    with open_toy(tmp_path / "three") as three:
        on_cluster(three, sources(given), dask, kept)
        assert {path.name: path.read_bytes() for path in (tmp_path / "kept").iterdir()} == made
        assert len(three.documents()) == len(set(given.values()))


def test_no_more_than_a_few_groups_are_ever_on_their_way(tmp_path: Path, dask: Dask) -> None:
    taken = told = most = 0

    def stream() -> Iterator[ToySource]:
        nonlocal taken, most
        for source in sources({f"/in/{n:04}.txt": f"Alpha attacks Beta{n}\n" for n in range(100)}):
            taken += 1
            most = max(most, taken - told)
            yield source

    def tell(_: SourceReport) -> None:
        nonlocal told
        told += 1

    with open_toy(tmp_path / "w") as workspace:
        assert on_cluster(workspace, stream(), dask, progress=tell).counts == {Outcome.COMMITTED: 100}
    assert most <= (2 * 2 + 2) * groups.MOST + 16 + 20 + 1


def test_of_two_versions_of_one_place_the_later_is_committed_later(tmp_path: Path, dask: Dask) -> None:
    doubled = [
        ToySource("c.txt", "/in/c.txt", data=b"Gamma attacks Beta\n"),
        *sources(texts(20, seed=6)),
        ToySource("c.txt", "/in/c.txt", data=b"Delta attacks Beta\n"),
    ]
    with open_toy(tmp_path / "w") as workspace:
        on_cluster(workspace, doubled, dask)
        assert workspace.content("c.txt") == b"Delta attacks Beta\n"


def test_workers_that_read_otherwise_or_see_another_place_are_told_of_before_anything_is_read(
    tmp_path: Path, dask: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = sources({"/in/a.txt": "Alpha attacks Beta\n"})
    with open_toy(tmp_path / "w") as workspace:
        with pytest.raises(ClusterError, match=r"its extractor is 'toy 1', and 'toy 9' is wanted"):
            on_cluster(workspace, given, dask, expected="toy 9")
        with pytest.raises(ClusterError, match=r"cannot see memory://.* --shards with a shared folder, or s3://"):
            on_cluster(workspace, given, dask, "memory://only-here")
        with monkeypatch.context() as patched:
            patched.setattr("kg.pipeline.cluster.connection.look", NotThere())
            with pytest.raises(ClusterError, match=r"cannot run Herodotus: .*Install herodotus\[dask\]"):
                on_cluster(workspace, given, dask)
        monkeypatch.setattr("kg.pipeline.cluster.connection.__version__", "99.0")
        with pytest.raises(ClusterError, match=r"has Herodotus .*, and this is 99\.0\. Install the same version"):
            on_cluster(workspace, given, dask)
        assert workspace.documents() == ()


def test_workers_let_go_of_what_they_loaded_at_the_end(tmp_path: Path, cluster: Dask) -> None:
    with open_toy(tmp_path / "w") as workspace:
        on_cluster(workspace, sources({"/in/a.txt": "Alpha attacks Beta\n"}), cluster)
    with Client(cluster.address, set_as_default=False) as client:
        for _ in range(100):
            kept = client.run(kept_nurseries)
            if not any(kept.values()):
                break
            time.sleep(0.1)
        assert set(kept.values()) == {0}


def kept_nurseries() -> int:
    return len(nurseries._KEPT)


def test_a_scheduler_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pipeline.cluster.connection._CONNECT_SECONDS", 0.5)
    with (
        open_toy(tmp_path / "w") as workspace,
        pytest.raises(ClusterError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9.*Check --scheduler"),
    ):
        on_cluster(workspace, sources({"/in/a.txt": "x"}), Dask("tcp://127.0.0.1:9"))


def test_a_cluster_reads_with_the_true_rules_and_its_shards_can_be_taken_in_elsewhere(
    tmp_path: Path, dask: Dask
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "note.txt").write_text("Norland bombed the town of Karsk on 3 May 2021. Sudland condemned the attack.\n")
    (folder / "page.md").write_text("# Karsk\n\nSudland said that 12 people had died in Karsk, near Aleppo.\n")
    (folder / "empty.txt").write_text("")
    here, there, later = (tmp_path / name for name in ("here", "there", "later"))
    assert kg(here, "ingest", folder).exit_code == 1
    expected = kg(here, "export").stdout_bytes
    assert b"Karsk" in expected
    engine = ("--engine", "dask", "--scheduler", dask.address, "--shards", tmp_path / "shards")
    read = kg(there, "ingest", folder, *engine, "--format", "json")
    assert read.exit_code == 1, read.output
    assert json.loads(read.stdout)["counts"] == {"committed": 2, "failed": 1}
    assert kg(there, "export").stdout_bytes == expected
    taken = kg(later, "ingest", tmp_path / "shards", "--format", "json")
    assert json.loads(taken.stdout)["counts"] == {"committed": 2, "failed": 1}
    assert kg(later, "export").stdout_bytes == expected
    shard = next((tmp_path / "shards").iterdir())
    refused = kg(later, "ingest", "--explain", shard)
    assert refused.exit_code == 2
    assert "this is a shard" in refused.stderr
