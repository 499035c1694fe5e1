"""Sources go through the pipeline in batches; what is wrong with one of them stays with it."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import cast

import pytest

from kg import pipeline
from kg.documents import LARGEST, Source, collect
from kg.model import Document
from kg.pipeline import Options, Placed, SourceReport, Stages
from kg.pipeline.ingestion import Batches
from kg.pipeline.stages import load
from kg.search import SearchReader
from kg.workspace import Arrival, Outcome, State, Workspace
from tests.workspace.toy import ToyExtractor, ToySource, export, ingest, open_toy, sources

MANY = {f"/in/{number}.txt": f"Alpha attacks Beta{number}\n" for number in range(7)}


def test_batches_are_committed_as_they_fill_and_told_once_they_are_safe(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace, open_toy(tmp_path / "w") as other:
        versions: dict[str, int] = {}

        def told(source: SourceReport) -> None:
            assert other.document(source.location).state is State.COMMITTED
            versions[source.name] = other.version

        ingest(workspace, MANY, progress=told, batches=Batches(documents=3))
        assert list(versions) == [f"{number}.txt" for number in range(7)]
        assert list(versions.values()) == [1, 1, 1, 2, 2, 2, 3]


def test_a_batch_does_not_wait_longer_than_it_should(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, MANY, batches=Batches(seconds=0))
        assert workspace.version == len(MANY)


def test_a_report_counts_outcomes_words_and_seconds(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/old.txt": "Alpha attacks Beta\n"})
        report = ingest(
            workspace,
            {
                "/in/old.txt": "Alpha attacks Beta\n",
                "/in/new.txt": "Beta attacks Alpha at dawn\n",
                "/in/gone.txt": "MISSING",
            },
        )
        assert report.counts == {Outcome.UNCHANGED: 1, Outcome.COMMITTED: 1, Outcome.FAILED: 1}
        assert report.words == 5
        assert [source.seconds > 0 for source in report.sources] == [False, True, False]
        assert [source.document is not None for source in report.sources] == [True, True, False]
        assert report.seconds > 0
        assert not report.is_whole


def test_files_of_a_folder_that_are_skipped_are_reported_and_not_recorded(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("Alpha attacks Beta\n")
    (folder / "sub/b.txt").write_text("Beta attacks Alpha\n")
    (folder / "data.csv").write_text("a,b\n")
    (folder / "empty.txt").write_text("")
    with open_toy(tmp_path / "w") as workspace:
        report = pipeline.ingest(workspace, collect([str(folder)]), ToyExtractor())
        assert {source.name: source.outcome for source in report.sources} == {
            "a.txt": Outcome.COMMITTED,
            "sub/b.txt": Outcome.COMMITTED,
            "data.csv": Outcome.SKIPPED,
            "empty.txt": Outcome.FAILED,
        }
        assert [record.names for record in workspace.documents()] == [("a.txt",), ("sub/b.txt",), ("empty.txt",)]
        assert workspace.document("a.txt").sources == (str(folder / "a.txt"),)


def test_what_comes_through_standard_input_next_is_another_document(tmp_path: Path) -> None:
    texts = [b"Alpha attacks Beta\n", b"Beta attacks Alpha\n", b"Alpha attacks Beta\n"]
    with open_toy(tmp_path / "w") as workspace:
        for text in texts:
            pipeline.ingest(workspace, [ToySource("-", "-", data=text)], ToyExtractor())
        assert [workspace.content(record.id or "") for record in workspace.documents()] == sorted(
            set(texts), key=lambda text: workspace.document(_id(text)).sources
        )


def _id(text: bytes) -> str:
    return Document.id_for(sha256(text).hexdigest())


def test_readings_may_come_back_in_any_order(tmp_path: Path) -> None:
    def spread(stages: Stages, items: Iterable[Placed]) -> Iterable[Placed]:
        with ThreadPoolExecutor(2) as executor:
            done = list(executor.map(lambda item: (item[0], stages(item[1])), items))
        return reversed(done)

    with open_toy(tmp_path / "one") as one, open_toy(tmp_path / "two") as two:
        ingest(one, MANY)
        told: list[str] = []
        report = ingest(
            two, MANY, spread=spread, batches=Batches(documents=2), progress=lambda s: told.append(s.location)
        )
        assert told != list(MANY)
        assert [source.location for source in report.sources] == list(MANY)
        assert export(one) == export(two)


def test_where_it_is_told_to_stop_what_was_read_is_committed_and_the_next_run_goes_on(tmp_path: Path) -> None:
    told: list[str] = []
    with open_toy(tmp_path / "w") as workspace, open_toy(tmp_path / "whole") as whole:
        report = ingest(
            workspace,
            MANY,
            batches=Batches(documents=2),
            progress=lambda s: told.append(s.location),
            stopping=lambda: len(told) >= 2,
        )
        assert report.stopped
        assert not report.is_whole
        assert 2 <= len(told) < len(MANY)
        assert [s.location for s in report.sources] == sorted(told)
        again = ingest(workspace, MANY)
        assert again.counts == {Outcome.UNCHANGED: len(told), Outcome.COMMITTED: len(MANY) - len(told)}
        ingest(whole, MANY)
        assert export(workspace) == export(whole)


def test_a_report_keeps_what_it_is_told_to_and_counts_everything(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        texts = {**MANY, "/in/bad.txt": "UNREADABLE"}
        report = ingest(workspace, texts, keep=lambda source: source.reason is not None)
        assert [source.name for source in report.sources] == ["bad.txt"]
        assert report.counts == {Outcome.COMMITTED: len(MANY), Outcome.FAILED: 1}


def test_a_document_that_vanishes_after_it_was_found_to_be_known_is_read_again(tmp_path: Path) -> None:
    @dataclass(frozen=True, slots=True)
    class Retracting(Source):
        def load(self, limit: int = LARGEST) -> bytes:
            with open_toy(tmp_path / "w") as other:
                other.retract("/in/a.txt")
            return b"Gamma attacks Beta\n"

    with open_toy(tmp_path / "w") as workspace:
        known = sources({"/in/a.txt": "Alpha attacks Beta\n"})
        pipeline.ingest(workspace, known, ToyExtractor())
        report = pipeline.ingest(workspace, [*known, Retracting("b.txt", "/in/b.txt")], ToyExtractor())
        assert report.counts == {Outcome.COMMITTED: 2}
        assert [source.name for source in report.sources] == ["a.txt", "b.txt"]
        assert [record.names for record in workspace.documents()] == [("a.txt",), ("b.txt",)]


@pytest.mark.parametrize("moment", range(1, 8))
def test_an_interruption_loses_no_more_than_the_batch(tmp_path: Path, moment: int) -> None:
    passed = 0

    def interrupt(_: str) -> None:
        nonlocal passed
        passed += 1
        if passed == moment:
            raise KeyboardInterrupt

    told: list[str] = []

    def until_interrupted(workspace: Workspace) -> None:
        while True:
            texts = {f"/in/{passed}.txt": f"Alpha attacks Beta{passed}\n"}
            ingest(workspace, texts, progress=lambda source: told.append(source.name))

    with open_toy(tmp_path / "w", checkpoint=interrupt) as workspace, pytest.raises(KeyboardInterrupt):
        until_interrupted(workspace)
    with open_toy(tmp_path / "w") as workspace:
        workspace.take(())
        assert {record.state for record in workspace.documents()} <= {State.COMMITTED}
        assert set(told) <= {record.names[0] for record in workspace.documents()}
        assert workspace.doctor() == ()
        ingest(workspace, MANY)
        workspace_export = export(workspace)
        texts = {
            location: workspace.content(location).decode() for r in workspace.documents() for location in r.sources
        }
    with open_toy(tmp_path / "fresh") as fresh:
        ingest(fresh, texts)
        assert export(fresh) == workspace_export


def test_a_full_disk_ends_with_a_message_and_everything_acknowledged(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk: every writer meets it at its own moment."""
    program = """
        import resource, signal, sys
        from pathlib import Path
        from kg.errors import HerodotusError
        from tests.workspace.toy import ingest, open_toy

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
        try:
            with open_toy(Path(sys.argv[1])) as workspace:
                for number in range(60):
                    text = "".join(f"Alpha{number} attacks Beta{line}\\n" for line in range(40))
                    ingest(workspace, {f"/in/{number}.txt": text}, progress=lambda s: print(s.name, flush=True))
        except HerodotusError as error:
            print(error, file=sys.stderr)
            sys.exit(3)
    """
    for limit in (100_000, 300_000):
        folder = tmp_path / str(limit)
        command = [sys.executable, "-c", textwrap.dedent(program), str(folder), str(limit)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 3, done.stderr
        assert done.stderr.strip().count("\n") == 0, "one message, no traceback"
        with open_toy(folder) as workspace:
            ingest(workspace, MANY)
            acknowledged = {*done.stdout.split(), *(source.name for source in sources(MANY))}
            assert acknowledged <= {record.names[0] for record in workspace.documents()}
            assert {record.state for record in workspace.documents()} == {State.COMMITTED}
            assert workspace.doctor() == ()


def test_options_have_one_form() -> None:
    assert Options().to_json() == '{"date":null}'
    assert Options("2019").to_json() == '{"date":"2019"}'


def test_the_search_index_may_lag_behind_while_documents_come_in_and_is_whole_at_the_end(tmp_path: Path) -> None:
    found: list[int] = []
    names = [f"Beta{number}" for number in range(len(MANY))]

    def told(_: SourceReport) -> None:
        with SearchReader(tmp_path / "w" / "search.sqlite") as index:
            found.append(sum(bool(index.search(name).hits) for name in names))

    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, MANY, batches=Batches(documents=1), progress=told)
        assert found == [1] * len(MANY), "the first batch is taken up at once, the next ones half a minute later"
        told(SourceReport("", "", Outcome.COMMITTED))
        assert found[-1] == len(MANY)


def test_a_process_that_died_before_the_end_leaves_the_index_to_the_next(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        stages = Stages(ToyExtractor(), workspace.derivation, Options(), workspace.settings.base_iri)
        for source in sources(MANY):
            read = stages.read(cast(Arrival, load(workspace, source, Options(), stages.extractor.name)))
            workspace.take([read], more=True)
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/last.txt": "Gamma attacks Alpha\n"})
    with SearchReader(tmp_path / "w" / "search.sqlite") as index:
        assert all(index.search(f"Beta{number}").hits for number in range(len(MANY)))
