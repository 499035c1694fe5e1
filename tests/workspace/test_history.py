"""Whatever happened to a workspace, it holds what a new one would that only ever saw what is still there."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kg.errors import UnknownGraphError
from kg.pipeline.ingestion import Batches
from kg.workspace import Outcome, State, Workspace
from kg.workspace.writes import GraphWrite, Update, Written
from tests.workspace.conftest import memory
from tests.workspace.toy import ToyExtractor, export, ingest, open_toy

NAMES = st.sampled_from(["Alpha", "alpha", "ALPHA", "Beta", "BETA", "Gamma", "Delta"])
LINES = st.builds("{} attacks {}\n".format, NAMES, NAMES)
TEXTS = st.lists(LINES, min_size=1, max_size=3).map("".join) | st.just("Alpha attacks FORBIDDEN\n")
LOCATIONS = st.sampled_from(["/in/a.txt", "/in/b.txt", "/in/c.txt", "/other/a.txt", "/other/d.txt"])
GRAPHS = st.sampled_from(["http://example.com/g", "http://example.com/h"])
DATES = st.sampled_from([None, "2019-12-27", "2020"])


@dataclass
class Known:
    text: str
    date: str | None


class History(RuleBasedStateMachine):
    """Ingests, replaces, fails, retracts, rebuilds and reopens at random; the model is a dictionary of sources."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory(dir=memory())
        self.model: dict[str, Known] = {}
        self.graphs: dict[str, set[int]] = {}
        self.number = 0
        self.workspace: Workspace = open_toy(Path(self.folder.name) / "history")

    @rule(texts=st.dictionaries(LOCATIONS, TEXTS, min_size=1, max_size=4), date=DATES, size=st.integers(1, 4))
    def ingests(self, texts: dict[str, str], date: str | None, size: int) -> None:
        report = ingest(self.workspace, texts, date, batches=Batches(documents=size))
        assert len(report.sources) == len(texts)
        self.model |= {location: Known(text, date) for location, text in texts.items()}
        for known in self.model.values():  # metadata belong to the bytes: what was given last holds for all sources
            if known.text in texts.values():
                known.date = date

    @rule(location=LOCATIONS)
    def fails(self, location: str) -> None:
        before, version = export(self.workspace), self.workspace.version
        assert ingest(self.workspace, {location: "MISSING"}).counts == {Outcome.FAILED: 1}
        assert (export(self.workspace), self.workspace.version) == (before, version)

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def ingests_again(self, data: st.DataObject) -> None:
        location = data.draw(st.sampled_from(sorted(self.model)))
        known, version = self.model[location], self.workspace.version
        report = ingest(self.workspace, {location: known.text}, known.date)
        expected = Outcome.QUARANTINED if "FORBIDDEN" in known.text else Outcome.UNCHANGED
        assert report.counts == {expected: 1}
        assert self.workspace.version == version

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def retracts(self, data: st.DataObject) -> None:
        location = data.draw(st.sampled_from(sorted(self.model)))
        gone = self.model[location].text
        document = self.workspace.document(location).id
        assert document is not None
        self.workspace.retract(document)
        self.model = {location: known for location, known in self.model.items() if known.text != gone}

    @rule(graph=GRAPHS, numbers=st.sets(st.integers(0, 3)), by_pattern=st.booleans())
    def writes(self, graph: str, numbers: set[int], by_pattern: bool) -> None:
        before, version = self.graphs.get(graph, set()), self.workspace.version
        where = f"WHERE {{ VALUES ?n {{ {' '.join(map(str, sorted(numbers)))} }} }}"
        facts = " ".join(f"<urn:s> <urn:p> {n} ." for n in sorted(numbers))
        fill = (
            f"INSERT {{ GRAPH <{graph}> {{ <urn:s> <urn:p> ?n }} }} {where}"
            if by_pattern
            else (f"INSERT DATA {{ GRAPH <{graph}> {{ {facts} }} }}")
        )
        (answer,) = self.workspace.write([Update(fill)])
        assert isinstance(answer, Written)
        assert (answer.added, answer.removed) == (len(numbers - before), 0)
        assert self.workspace.version == answer.version == version + bool(numbers - before)
        if before | numbers:
            self.graphs[graph] = before | numbers

    @rule(graph=GRAPHS)
    def drops(self, graph: str) -> None:
        version = self.workspace.version
        (answer,) = self.workspace.write([GraphWrite("delete", graph)])
        if graph in self.graphs:
            assert answer == Written(version + 1, created=False, added=0, removed=len(self.graphs.pop(graph)))
        else:
            assert isinstance(answer, UnknownGraphError)
            assert self.workspace.version == version

    @rule()
    def rebuilds(self) -> None:
        before = export(self.workspace)
        self.workspace.rebuild()
        assert export(self.workspace) == before

    @rule()
    def reopens(self) -> None:
        self.workspace.close()
        self.workspace = open_toy(Path(self.folder.name) / "history")

    @invariant()
    def equals_a_new_workspace(self) -> None:
        if not hasattr(self, "workspace"):
            return
        self.number += 1
        with open_toy(Path(self.folder.name) / str(self.number)) as new:
            for location, known in sorted(self.model.items(), reverse=True):
                ingest(new, {location: known.text}, known.date)
            for graph, numbers in self.graphs.items():
                facts = " ".join(f"<urn:s> <urn:p> {number} ." for number in numbers)
                new.write([Update(f"INSERT DATA {{ GRAPH <{graph}> {{ {facts} }} }}")])
            assert export(self.workspace) == export(new)
            assert _records(self.workspace) == _records(new)
        assert {finding.severity for finding in self.workspace.doctor()} <= {"warning"}

    def teardown(self) -> None:
        if hasattr(self, "workspace"):
            self.workspace.close()
            self.folder.cleanup()


def _records(workspace: Workspace) -> list[tuple[object, ...]]:
    records = [record for record in workspace.documents() if record.state is not State.FAILED]
    assert all(record.extractor == ToyExtractor().name for record in records)
    return [(record.id, record.state, record.names, record.sources, record.date) for record in records]


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=12, stateful_step_count=8, deadline=None)
