"""The whole way with nothing but the product's own parts: the documents of ``seeds/``, in any order, killed or not."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from itertools import permutations
from pathlib import Path

import pytest

from kg.documents import collect
from kg.extract.rules import RuleExtractor
from kg.pipeline import ingest
from kg.pipeline.ingestion import Batches
from kg.settings import Settings
from kg.workspace import Outcome, Workspace
from tests.workspace.toy import export

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def extractor() -> RuleExtractor:
    return RuleExtractor()


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory, extractor: RuleExtractor) -> str:
    """The export after an ingestion that nobody disturbed."""
    with Workspace.open(Settings(workspace=tmp_path_factory.mktemp("w")), create=True) as workspace:
        report = ingest(workspace, collect([str(SEEDS)]), extractor)
        assert report.is_whole, report
        assert report.counts[Outcome.COMMITTED] == 3
        assert workspace.doctor() == ()
        again = ingest(workspace, collect([str(SEEDS)]), extractor)
        assert again.counts[Outcome.UNCHANGED] == 3
        before = export(workspace)
        workspace.rebuild()
        assert export(workspace) == before
        return before


def test_the_order_of_arrival_leaves_no_trace(tmp_path: Path, extractor: RuleExtractor, uninterrupted: str) -> None:
    found = [source for source in collect([str(SEEDS)]) if source.skipped is None]
    for number, order in enumerate(permutations(found)):
        with Workspace.open(Settings(workspace=tmp_path / str(number)), create=True) as workspace:
            ingest(workspace, order, extractor, batches=Batches(documents=1 + number % 3))
            assert export(workspace) == uninterrupted


@pytest.mark.parametrize("die_at", [4, 11, 18])
def test_an_ingestion_that_was_killed_is_finished_by_the_next_one(
    tmp_path: Path, extractor: RuleExtractor, uninterrupted: str, die_at: int
) -> None:
    program = """
        import os, signal, sys
        from pathlib import Path
        from kg.documents import collect
        from kg.extract.rules import RuleExtractor
        from kg.pipeline import ingest
        from kg.pipeline.ingestion import Batches
        from kg.settings import Settings
        from kg.workspace import Workspace

        passed = 0

        def checkpoint(_):
            global passed
            passed += 1
            if passed == int(sys.argv[3]):
                os.kill(os.getpid(), signal.SIGKILL)

        with Workspace.open(Settings(workspace=Path(sys.argv[2])), create=True, checkpoint=checkpoint) as workspace:
            told = lambda source: print(source.name, source.outcome, flush=True)
            ingest(workspace, collect([sys.argv[1]]), RuleExtractor(), progress=told, batches=Batches(documents=1))
    """
    folder = tmp_path / "w"
    command = [sys.executable, "-c", textwrap.dedent(program), str(SEEDS), str(folder), str(die_at)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    told = {line.split()[0] for line in done.stdout.splitlines() if line.endswith("committed")}
    with Workspace.open(Settings(workspace=folder)) as workspace:
        with workspace.reader() as reader:
            names = "SELECT ?n { ?d <https://w3id.org/herodotus/ns#fileName> ?n }"
            visible = {row[0].value for row in reader.query(names)}  # type: ignore[union-attr,index] # a SELECT has rows
        assert told <= visible
        ingest(workspace, collect([str(SEEDS)]), extractor)
        assert export(workspace) == uninterrupted
        assert workspace.doctor() == ()
