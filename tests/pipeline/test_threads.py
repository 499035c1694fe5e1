"""Threads read several documents at once; what becomes of each is the same as with one after another."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ExtractionError
from kg.model import Document, Extract
from kg.pipeline.threads import Threads
from kg.workspace import Outcome
from tests.workspace.toy import ToyExtractor, export, ingest, open_toy

MANY = {f"/in/{number}.txt": f"Alpha attacks Beta{number}\n" for number in range(9)}
KINDS = ["Alpha attacks Beta", "UNREADABLE", "CRASH", "MISSING"]


class Together(ToyExtractor):
    """Reads no document before three are being read."""

    def __init__(self) -> None:
        object.__setattr__(self, "name", "toy together")
        object.__setattr__(self, "meeting", threading.Barrier(3, timeout=20))

    def extract(self, document: Document) -> Extract:
        self.meeting.wait()  # type: ignore[attr-defined]
        return super().extract(document)


def test_as_many_as_allowed_are_read_at_once(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        report = ingest(workspace, MANY, extractor=Together(), spread=Threads(3))
        assert report.counts == {Outcome.COMMITTED: 9}
        assert [source.name for source in report.sources] == [f"{number}.txt" for number in range(9)]


@settings(max_examples=5, deadline=None)
@given(st.lists(st.sampled_from(KINDS), max_size=8), st.integers(1, 4))
def test_the_graph_is_that_of_one_reader(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[str], number: int
) -> None:
    texts = {f"/in/{n}.txt": kind if kind == "MISSING" else f"{kind} {n}\n" for n, kind in enumerate(kinds)}
    folder = tmp_path_factory.mktemp("w")
    with open_toy(folder / "one") as one, open_toy(folder / "several") as several:
        plain, spread = ingest(one, texts), ingest(several, texts, spread=Threads(number))
        assert plain.counts == spread.counts
        assert [(s.name, s.outcome, s.reason) for s in plain.sources] == [
            (s.name, s.outcome, s.reason) for s in spread.sources
        ]
        if one.version and several.version:
            assert export(one) == export(several)
        again = ingest(several, texts, spread=Threads(number))
        assert Outcome.COMMITTED not in again.counts


def test_who_stops_waits_for_nobody_and_keeps_what_was_read(tmp_path: Path) -> None:
    left = threading.Event()
    begun = threading.Event()

    class Waiting(ToyExtractor):
        def extract(self, document: Document) -> Extract:
            if "Beta0" not in document.text:
                begun.set()
                left.wait(20)
                raise ExtractionError(document.name, "nobody waits for it")
            return super().extract(document)

    with open_toy(tmp_path / "w") as workspace:
        report = ingest(
            workspace, MANY, extractor=Waiting(), spread=Threads(2, begun.is_set, left.set), stopping=begun.is_set
        )
        assert report.stopped
        assert left.is_set()
        assert Outcome.FAILED not in report.counts
        assert report.counts.get(Outcome.COMMITTED, 0) <= 1


def test_memory_that_ran_out_ends_the_work_and_not_in_silence(tmp_path: Path) -> None:
    class Swelling(ToyExtractor):
        def extract(self, document: Document) -> Extract:
            raise MemoryError

    with open_toy(tmp_path / "w") as workspace, pytest.raises(MemoryError):
        ingest(workspace, MANY, extractor=Swelling(), spread=Threads(2))
