"""What reviewers look at, and what a rejection does to conflicts, tolls and relationships of a real document."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kg.audit import audit
from kg.errors import UnknownDocumentError, UnknownEntityError, WorkspaceError
from kg.model import NodeKey, Rejection
from kg.workspace import Reading, Workspace, schema, standard
from kg.workspace.derivation import judge
from kg.workspace.review import ReviewReader
from tests.graph.fiction import karsk, lund
from tests.workspace.told import take
from tests.workspace.toy import export, ingest, open_toy

_BASE = "http://127.0.0.1:8000/"
_SPELLINGS = {
    "/in/a.txt": "Abdulrahman attacks Beta\n",
    "/in/b.txt": "Abdelrahmaan attacks Beta\n",
    "/in/c.txt": "Abdulrahmane attacks Gamma\n",
    "/in/d.txt": "Omega attacks FORBIDDEN\n",
}


@pytest.mark.parametrize("number", range(1, 25))
def test_whatever_claim_is_rejected_the_graph_still_conforms(number: int) -> None:
    told = karsk()
    claim = told.extract.claims[number - 1].id
    rejections = {claim: Rejection(1, NodeKey(told.document.id, claim), "ann", "2026-01-01T00:00:00+00:00")}
    reading = Reading(told.document, told.extract, told.identity, rejections)
    plain = judge(standard(), replace(reading, rejections={}), _BASE, told.names)
    verdict = judge(standard(), reading, _BASE, told.names)
    assert verdict.reason is None
    assert plain.graph is not None
    assert verdict.graph is not None
    assert {*verdict.graph.graph} <= {*plain.graph.graph}
    holds = told.extract.claims[number - 1].holds
    assert (len(verdict.graph.graph) < len(plain.graph.graph)) is holds


def test_the_sample_has_as_many_claims_as_are_tried() -> None:
    assert len(karsk().extract.claims) == 24


def test_a_rejected_figure_conflicts_with_nothing_and_counts_in_no_summary(fast_path: Path) -> None:
    settings = take(fast_path / "w", karsk(), lund())
    toll = f"claim/{karsk().document.id}-c7"
    with Workspace.open(settings) as workspace:
        before = export(workspace)
        assert f"{toll}> <https://w3id.org/herodotus/ns#conflictsWith>" in before
        assert "#derivedFrom> <http://127.0.0.1:8000/id/" + toll in before
        workspace.reviews.reject(toll, "ann", "they counted the wounded, too")
        lines = export(workspace).splitlines()
        naming = [line for line in lines if f"id/{toll}>" in line]
        assert not [line for line in naming if "#conflictsWith>" in line or "#derivedFrom>" in line]
        assert [line for line in naming if "#rejects>" in line]
        (best,) = [line for line in lines if "#best>" in line and "/graph/tolls>" in line]
        assert '"15"' in best
        with workspace.reader() as reader:
            assert all(report.conforms for _, report in audit(reader, _BASE))
        workspace.rebuild()
        assert export(workspace).splitlines() == lines
        assert workspace.doctor() == ()
        workspace.reviews.restore(toll, "ben")
        assert export(workspace) == before


def test_a_rejected_relation_joins_nobody(fast_path: Path) -> None:
    settings = take(fast_path / "w", karsk())
    arms = next(claim.id for claim in karsk().extract.claims if claim.predicate == "arms")
    with Workspace.open(settings) as workspace:
        before = export(workspace)
        node = "id/connection/organisation-estmark"
        assert node in before
        workspace.reviews.reject(f"claim/{karsk().document.id}-{arms}", "ann")
        assert node not in export(workspace)
        assert "--arms--" not in export(workspace)
        workspace.reviews.restore(1, "ann")
        assert export(workspace) == before


@pytest.fixture
def spellings(fast_path: Path) -> Workspace:
    workspace = open_toy(fast_path / "w")
    ingest(workspace, _SPELLINGS)
    return workspace


def reader(workspace: Workspace) -> ReviewReader:
    return ReviewReader(workspace.settings.workspace, workspace.settings.base_iri)


def test_candidates_are_those_of_the_command_line_page_by_page(spellings: Workspace) -> None:
    spellings.identities.judge("different", "Abdulrahman", "Abdelrahmaan", "ann")
    spellings.identities.judge("different", "Abdulrahman", "Abdulrahmane", "ann")
    looking = reader(spellings)
    every = spellings.identities.candidates(None, 100)
    assert looking.candidates(100) == every
    pages = [p for n in range(0, len(every) + 1) for p in looking.candidates(1, n)]
    assert pages == [*every]
    assert all(frozenset((p.candidate.first, p.candidate.second)) for p in every)
    named = looking.candidates(wanted="Abdelrahmaan")
    assert all("organisation/abdelrahmaan" in (p.candidate.first, p.candidate.second) for p in named)
    assert looking.candidates(sort="event") == ()
    with pytest.raises(UnknownEntityError):
        looking.candidates(wanted="Nobody")
    assert looking.lead("BETA") == "organisation/beta"


def test_journals_are_read_newest_first_with_what_became_of_each_line(spellings: Workspace) -> None:
    spellings.identities.judge("same", "Beta", "Gamma", "ann", "one flag")
    spellings.identities.undo("ben", 1)
    one = next(r.id for r in spellings.documents() if r.names == ("a.txt",))
    spellings.reviews.reject(f"claim/{one}-c2", "ann", "no")
    spellings.reviews.reject(f"claim/{one}-c1", "ann")
    spellings.reviews.restore(2, "ben")
    looking = reader(spellings)
    undone, same = looking.judgements()
    assert (undone.judgement.verdict, undone.holds, same.holds, same.undone) == ("undo", False, False, 2)
    assert same.labels == ("Beta", "Gamma")
    restored, second, first = looking.rejections()
    assert (restored.review.restores, second.review.holds, first.review.holds) == (2, False, True)
    assert first.claim == f"{_BASE}id/claim/{one}-c2"
    assert (first.names, first.quotes) == (("a.txt",), ("Abdulrahman attacks Beta",))
    assert looking.rejections(1, 2) == (first,)
    assert one is not None
    assert looking.rejection_of(one, "c2") == first
    assert looking.rejection_of(one, "c1") is None
    spellings.retract("a.txt")
    assert (looking.rejections(1, 2)[0].claim, looking.rejections(1, 2)[0].names) == (None, ())
    assert looking.rejection_of(one, "c2") is None


def test_quarantine_is_read_with_its_report(spellings: Workspace) -> None:
    looking = reader(spellings)
    (record,) = looking.quarantined()
    assert record == spellings.quarantine()[0]
    assert record.id is not None
    assert looking.document(record.id) == record
    report = looking.report(record.id)
    assert report is not None
    assert [result.message for result in report.results] == ["FORBIDDEN is forbidden."]
    assert looking.quarantined(offset=1) == ()
    with pytest.raises(UnknownDocumentError):
        looking.report("none")
    with pytest.raises(UnknownDocumentError):
        looking.document("none")


def test_reading_waits_for_nobody_and_changes_nothing(spellings: Workspace) -> None:
    looking, answers = reader(spellings), list[int]()
    path = spellings.settings.workspace / "truth.sqlite"
    before = path.read_bytes()
    with spellings._writing(), spellings._truth.transaction():  # somebody is in the midst of a long write
        spellings._truth.run("DELETE FROM pairs")
        threads = [
            threading.Thread(target=lambda: answers.append(len(looking.candidates()) + len(looking.quarantined())))
            for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert len(answers) == 3
        assert min(answers) > 0
    assert path.read_bytes() == before
    with pytest.raises(WorkspaceError, match="no workspace"):
        ReviewReader(spellings.settings.workspace / "elsewhere", _BASE).candidates()
    assert not (spellings.settings.workspace / "elsewhere").exists()


def test_a_workspace_of_an_older_version_gets_its_tables_first_and_a_newer_one_is_refused(spellings: Workspace) -> None:
    looking, path = reader(spellings), spellings.settings.workspace / "truth.sqlite"
    candidates = looking.candidates()
    spellings.close()
    with closing(sqlite3.connect(path)) as connection:
        for what in (
            "TABLE rejections",
            "TABLE acted",
            "TABLE retracted",
            "INDEX judgements_by_pair",
            "INDEX judgements_by_undone",
        ):
            connection.execute(f"DROP {what}")
        connection.execute("PRAGMA user_version = 3")
    assert looking.rejections() == ()
    assert looking.candidates() == candidates
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    with pytest.raises(WorkspaceError, match="newer"):
        looking.candidates()
