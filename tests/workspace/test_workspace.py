"""What a workspace holds after documents came, came again, changed, and went."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kg.documents import read
from kg.errors import StoreError, UnknownDocumentError, WorkspaceError
from kg.settings import Settings
from kg.validation import Report
from kg.workspace import Outcome, State, Workspace
from tests.workspace import toy
from tests.workspace.toy import ToyExtractor, export, ingest, open_toy

A = "Alpha attacks Beta\nBeta attacks Gamma\n"
B = "beta attacks DELTA\n"
C = "GAMMA attacks alpha\n"


def fresh(folder: Path, texts: dict[str, str], date: str | None = None) -> str:
    """The export of a new workspace that only ever saw these texts."""
    with open_toy(folder) as workspace:
        ingest(workspace, texts, date)
        return export(workspace)


def outcomes(workspace: Workspace, texts: dict[str, str], date: str | None = None) -> list[Outcome]:
    return [source.outcome for source in ingest(workspace, texts, date).sources]


def test_a_new_workspace_is_empty_and_can_be_read(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        assert export(workspace) == ""
        assert workspace.documents() == ()
        assert workspace.doctor() == ()


def test_the_graph_of_a_document_stands_with_descriptions_and_ontology(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        assert outcomes(workspace, {"/in/a.txt": A}) == [Outcome.COMMITTED]
        (record,) = workspace.documents()
        assert (record.state, record.names, record.sources) == (State.COMMITTED, ("a.txt",), ("/in/a.txt",))
        assert (record.words, record.claims) == (6, 6)
        assert workspace.content("a.txt") == A.encode()
        assert workspace.extract("/in/a.txt") == ToyExtractor().extract(read(A.encode(), "a.txt"))
        quads = export(workspace)
        assert f"graph/document/{record.id}>" in quads
        assert '"Alpha" <http://127.0.0.1:8000/graph/entities>' in quads
        assert '"0" <https://w3id.org/herodotus/ns>' in quads
        assert workspace.doctor() == ()


def test_the_order_of_arrival_leaves_no_trace(tmp_path: Path) -> None:
    texts = {"/in/a.txt": A, "/in/b.txt": B, "/in/c.txt": C, "/in/again.txt": A}
    expected = fresh(tmp_path / "0", texts)
    for number, order in enumerate(
        ["/in/c.txt /in/again.txt /in/b.txt /in/a.txt", "/in/b.txt /in/a.txt /in/c.txt /in/again.txt"]
    ):
        with open_toy(tmp_path / f"w{number}") as workspace:
            for location in order.split():
                ingest(workspace, {location: texts[location]})
            assert export(workspace) == expected


def test_the_same_bytes_again_change_nothing_at_all(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": A, "/in/b.txt": B})
        version, before = workspace.version, export(workspace)
        snapshots = sorted(path.name for path in (tmp_path / "w/snapshots").iterdir())
        assert outcomes(workspace, {"/in/a.txt": A, "/in/b.txt": B}) == [Outcome.UNCHANGED] * 2
        assert (workspace.version, export(workspace)) == (version, before)
        assert sorted(path.name for path in (tmp_path / "w/snapshots").iterdir()) == snapshots


def test_unchanged_documents_are_not_extracted_again(tmp_path: Path) -> None:
    class Once(ToyExtractor):
        def extract(self, document):  # type: ignore[no-untyped-def]
            assert document.id not in seen
            seen.add(document.id)
            return super().extract(document)

    seen: set[str] = set()
    with open_toy(tmp_path / "w") as workspace:
        for texts in ({"/in/a.txt": A}, {"/in/a.txt": A}, {"/in/other.txt": A}):
            assert ingest(workspace, texts, extractor=Once()).is_whole


def test_a_source_with_other_bytes_replaces_its_document(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": A, "/in/c.txt": C})
        version = workspace.version
        assert outcomes(workspace, {"/in/a.txt": B}) == [Outcome.REPLACED]
        assert workspace.version == version + 1, "in one step"
        assert export(workspace) == fresh(tmp_path / "f", {"/in/a.txt": B, "/in/c.txt": C})
        assert [record.names for record in workspace.documents()] == [("a.txt",), ("c.txt",)]


def test_a_document_stays_while_another_source_gives_it(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": A, "/in/copy.txt": A})
        assert workspace.document("copy.txt").names == ("a.txt", "copy.txt")
        ingest(workspace, {"/in/a.txt": B})
        assert export(workspace) == fresh(tmp_path / "f", {"/in/copy.txt": A, "/in/a.txt": B})


def test_a_document_that_lost_and_regained_a_source_in_one_batch_stays(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": A})
        assert outcomes(workspace, {"/in/a.txt": B, "/in/new.txt": A}) == [Outcome.REPLACED, Outcome.COMMITTED]
        assert export(workspace) == fresh(tmp_path / "f", {"/in/a.txt": B, "/in/new.txt": A})


def test_another_name_for_the_same_bytes_is_one_more_name(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": A})
        assert outcomes(workspace, {"/in/z.txt": A}) == [Outcome.COMMITTED]
        assert len(workspace.documents()) == 1
        assert export(workspace) == fresh(tmp_path / "f", {"/in/z.txt": A, "/in/a.txt": A})


@pytest.mark.parametrize("change", ["date", "extractor"])
def test_other_metadata_or_another_extractor_read_it_again(tmp_path: Path, change: str) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": A}, "2019-12-29")
        before = export(workspace)
        if change == "date":
            report = ingest(workspace, {"/in/a.txt": A}, "2020-01-01")
        else:
            report = ingest(workspace, {"/in/a.txt": A}, "2019-12-29", extractor=ToyExtractor("toy 2"))
        assert report.counts == {Outcome.REPLACED: 1}
        assert len(workspace.documents()) == 1
        assert export(workspace) != before
        assert ("2020-01-01" if change == "date" else "toy 2") in export(workspace)
        assert ("2019-12-29" if change == "date" else "toy 1") not in export(workspace)


def test_retraction_takes_out_everything_that_rested_on_the_document_alone(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": A, "/in/b.txt": B, "/in/copy.txt": A})
        workspace.retract("copy.txt")
        assert export(workspace) == fresh(tmp_path / "f", {"/in/b.txt": B})
        workspace.retract(workspace.document("b.txt").id or "")
        assert export(workspace) == ""
        assert workspace.documents() == ()
        assert workspace.doctor() == ()


def test_what_the_gate_turns_away_waits_in_quarantine_with_its_report(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        texts = {"/in/a.txt": A, "/in/bad.txt": "Alpha attacks FORBIDDEN\n", "/in/b.txt": B}
        report = ingest(workspace, texts)
        assert [source.outcome for source in report.sources] == [
            Outcome.COMMITTED,
            Outcome.QUARANTINED,
            Outcome.COMMITTED,
        ]
        assert not report.is_whole
        (record,) = workspace.quarantine()
        assert record.names == ("bad.txt",)
        assert record.reason == "its graph does not conform to the shapes: FORBIDDEN is forbidden."
        assert "ValidationReport" in (workspace.report("bad.txt") or "")
        assert export(workspace) == fresh(tmp_path / "f", {"/in/a.txt": A, "/in/b.txt": B})
        assert [finding.severity for finding in workspace.doctor()] == ["warning"]
        version = workspace.version
        assert outcomes(workspace, {"/in/bad.txt": texts["/in/bad.txt"]}) == [Outcome.QUARANTINED]
        assert workspace.retry("bad.txt").state is State.QUARANTINED
        assert workspace.version == version
        workspace.retract("bad.txt")
        assert workspace.quarantine() == ()


def test_a_document_in_quarantine_comes_in_once_the_gate_lets_it(tmp_path: Path) -> None:
    text = {"/in/bad.txt": "Alpha attacks FORBIDDEN\n"}
    lenient = replace(toy.DERIVATION, check=lambda _: Report(conforms=True, results=(), graph=()))
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {**text, "/in/a.txt": A})
    with Workspace.open(toy.settings(tmp_path / "w"), derivation=lenient) as workspace:
        assert workspace.retry("bad.txt").state is State.COMMITTED
        assert workspace.report("bad.txt") is None
        assert workspace.doctor() == ()
        with Workspace.open(toy.settings(tmp_path / "f"), create=True, derivation=lenient) as other:
            ingest(other, {"/in/a.txt": A, **text})
            assert export(workspace) == export(other)


def test_a_new_version_in_quarantine_still_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """The source no longer says what it said."""
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": A, "/in/b.txt": B})
        assert outcomes(workspace, {"/in/a.txt": "Alpha attacks FORBIDDEN\n"}) == [Outcome.QUARANTINED]
        assert export(workspace) == fresh(tmp_path / "f", {"/in/b.txt": B})


def test_a_gate_that_breaks_lets_nothing_in(tmp_path: Path) -> None:
    def broken(_: object) -> Report:
        raise TypeError("ill-typed literal")

    with Workspace.open(
        toy.settings(tmp_path / "w"), create=True, derivation=replace(toy.DERIVATION, check=broken)
    ) as workspace:
        assert outcomes(workspace, {"/in/a.txt": A}) == [Outcome.QUARANTINED]
        assert "TypeError: ill-typed literal" in (workspace.document("a.txt").reason or "")
        assert export(workspace) == ""


def test_what_cannot_be_read_is_listed_with_its_reason_and_the_others_go_on(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        report = ingest(
            workspace,
            {"/in/1.txt": "UNREADABLE\n", "/in/2.txt": "CRASH\n", "/in/3.txt": "MISSING", "/in/a.txt": A},
        )
        assert [source.outcome for source in report.sources] == [*[Outcome.FAILED] * 3, Outcome.COMMITTED]
        reasons = {record.names[0]: record.reason for record in workspace.documents() if record.state is State.FAILED}
        assert reasons == {
            "1.txt": "1.txt: it says that it cannot be read.",
            "2.txt": "ZeroDivisionError: a fault of the extractor",
            "3.txt": "3.txt: there is no such file.",
        }
        assert export(workspace) == fresh(tmp_path / "f", {"/in/a.txt": A})
        workspace.retract("2.txt")
        assert outcomes(workspace, {"/in/1.txt": B}) == [Outcome.COMMITTED]
        assert [record.names for record in workspace.documents()] == [("1.txt",), ("a.txt",), ("3.txt",)]


def test_a_source_that_cannot_be_read_any_more_keeps_what_it_said(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": A})
        before = export(workspace)
        assert outcomes(workspace, {"/in/a.txt": "MISSING"}) == [Outcome.FAILED]
        assert [record.state for record in workspace.documents()] == [State.COMMITTED, State.FAILED]
        assert export(workspace) == before
        assert outcomes(workspace, {"/in/a.txt": A}) == [Outcome.UNCHANGED]
        assert [record.state for record in workspace.documents()] == [State.COMMITTED]


def test_documents_are_found_by_id_name_and_location(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/one/a.txt": A, "/two/a.txt": B, "/one/c.txt": C})
        assert workspace.document("/two/a.txt").sources == ("/two/a.txt",)
        assert workspace.document(workspace.document("c.txt").id or "").names == ("c.txt",)
        with pytest.raises(WorkspaceError, match="several documents"):
            workspace.document("a.txt")
        with pytest.raises(UnknownDocumentError, match="kg documents"):
            workspace.retract("d.txt")


def test_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": A, "/in/b.txt": B, "/in/bad.txt": "Alpha attacks FORBIDDEN\n"})
        before, version = export(workspace), workspace.version
        done = []
        workspace.rebuild(lambda *progress: done.append(progress))
        assert export(workspace) == before
        assert workspace.version > version
        assert done == [(1, 3), (2, 3), (3, 3)]
        folders = sorted(path.name for path in (tmp_path / "w").iterdir() if path.is_dir())
        assert folders == ["changes", "snapshots", "store"]
        assert outcomes(workspace, {"/in/a.txt": C}) == [Outcome.REPLACED]
        assert export(workspace) == fresh(tmp_path / "f", {"/in/a.txt": C, "/in/b.txt": B})


@pytest.mark.parametrize("lost", ["store", "snapshots", "both"])
def test_lost_folders_are_noticed_and_rebuilt_identically(tmp_path: Path, lost: str) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": A, "/in/b.txt": B})
        before = export(workspace)
        for name in ("store", "snapshots") if lost == "both" else (lost,):
            shutil.rmtree(tmp_path / "w" / name)
        findings = workspace.doctor()
        assert any(finding.severity == "error" and "kg rebuild" in finding.remedy for finding in findings)
        if lost != "snapshots":
            with pytest.raises(StoreError, match="kg rebuild"):
                ingest(workspace, {"/in/c.txt": C})
        workspace.rebuild()
        assert workspace.doctor() == ()
        assert export(workspace) == before


@pytest.mark.parametrize("damage", ["CURRENT", "*.sst", "MANIFEST*"])
@pytest.mark.parametrize("where", ["store", "snapshots/1"])
def test_a_damaged_store_or_snapshot_is_found_and_rebuilt(tmp_path: Path, where: str, damage: str) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": A, "/in/b.txt": B})
        before = export(workspace)
        for path in (tmp_path / "w" / where).glob(damage):
            path.unlink()
        assert any(finding.severity == "error" for finding in workspace.doctor())
        workspace.rebuild()
        assert workspace.doctor() == ()
        assert export(workspace) == before


def test_triples_that_no_document_gives_are_found(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": A, "/in/b.txt": B})
        document = workspace.document("a.txt").id
        connection = sqlite3.connect(tmp_path / "w/truth.sqlite")
        connection.execute("DELETE FROM standing WHERE document = ?", (document,))
        connection.commit()
        assert any(f"graph/document/{document}" in finding.message for finding in workspace.doctor())


def test_a_newer_workspace_is_refused(tmp_path: Path) -> None:
    open_toy(tmp_path / "w").close()
    connection = sqlite3.connect(tmp_path / "w/truth.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    with pytest.raises(WorkspaceError, match=r"newer Herodotus.*Upgrade"):
        open_toy(tmp_path / "w")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "truth.sqlite").write_text("not a database, but long enough to be taken for one" * 50)
    with pytest.raises(WorkspaceError, match="not a database"):
        open_toy(tmp_path)


def test_a_missing_workspace_is_made_only_where_asked(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="kg ingest"):
        Workspace.open(Settings(workspace=tmp_path / "w"), derivation=toy.DERIVATION)
    assert not (tmp_path / "w").exists()


def test_a_store_whose_truth_is_lost_is_not_taken_for_a_new_workspace(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": A})
    for path in (tmp_path / "w").glob("truth.sqlite*"):
        path.unlink()
    with pytest.raises(WorkspaceError, match="backup"):
        open_toy(tmp_path / "w")


def test_another_base_iri_needs_a_rebuild(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": A})
    moved = replace(toy.settings(tmp_path / "w"), base_iri="https://example.org/")
    with Workspace.open(moved, derivation=toy.DERIVATION) as workspace:
        with pytest.raises(WorkspaceError, match="kg rebuild"):
            ingest(workspace, {"/in/b.txt": B})
        assert any("base IRI" in finding.message for finding in workspace.doctor())
        workspace.rebuild()
        ingest(workspace, {"/in/b.txt": B})
        assert "127.0.0.1" not in export(workspace)
        assert workspace.doctor() == ()


def test_an_entity_is_called_what_most_documents_call_it(tmp_path: Path) -> None:
    label = "skos/core#prefLabel> "
    texts = {f"/in/{n}.txt": f"alpha attacks Beta{n}\n" for n in range(3)} | {"/in/x.txt": "ALPHA attacks Beta\n"}
    with open_toy(tmp_path / "w") as workspace:
        ingest(workspace, texts)
        assert f'{label}"alpha"' in export(workspace)
        ingest(workspace, {"/in/y.txt": "ALPHA attacks Gamma\n", "/in/z.txt": "ALPHA attacks Delta\n"})
        assert f'{label}"ALPHA"' in export(workspace), "a tie goes to the first by code point"
        workspace.retract("z.txt")
        assert f'{label}"alpha"' in export(workspace)


def test_the_doctor_says_what_a_dead_process_left_and_the_next_writer_finishes_it(tmp_path: Path) -> None:
    def die(checkpoint: str) -> None:
        if checkpoint == moment and not died:
            died.append(moment)
            raise KeyboardInterrupt

    for moment, message in (("store written", "died"), ("truth settled", "newest snapshot is 0")):
        died: list[str] = []
        with open_toy(tmp_path / moment, checkpoint=die) as workspace:
            with pytest.raises(KeyboardInterrupt):
                ingest(workspace, {"/in/a.txt": A})
            (finding,) = workspace.doctor()
            assert message in finding.message
            workspace.take(())
            assert workspace.doctor() == ()
            assert export(workspace) == fresh(tmp_path / f"{moment} expected", {"/in/a.txt": A})


@pytest.mark.parametrize("others", [{}, {"/in/b.txt": B}])
def test_no_trace_stays_of_what_a_stricter_gate_turns_away_after_a_crash(
    tmp_path: Path, others: dict[str, str]
) -> None:
    """The store had it when the process died; the truth had not been told."""

    def die(checkpoint: str) -> None:
        if checkpoint == "store flushed":
            raise KeyboardInterrupt

    lenient = replace(toy.DERIVATION, check=lambda _: Report(conforms=True, results=(), graph=()))
    settings = replace(toy.settings(tmp_path / "w"), durability="sync")
    with Workspace.open(settings, create=True, derivation=lenient) as workspace:
        ingest(workspace, others)
    with (
        Workspace.open(settings, derivation=lenient, checkpoint=die) as workspace,
        pytest.raises(KeyboardInterrupt),
    ):
        ingest(workspace, {"/in/bad.txt": "Zeta attacks FORBIDDEN\n"})
    with open_toy(tmp_path / "w") as workspace:
        workspace.take(())
        assert [record.names for record in workspace.quarantine()] == [("bad.txt",)]
        assert export(workspace) == fresh(tmp_path / "f", others)
        ingest(workspace, {"/in/c.txt": C})  # the next snapshot shows what the store really holds
        assert export(workspace) == fresh(tmp_path / "g", others | {"/in/c.txt": C})
