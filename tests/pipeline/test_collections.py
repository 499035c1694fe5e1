"""Collections in the pipeline: their documents come, change and stay like files."""

from __future__ import annotations

import json
from pathlib import Path

from kg import pipeline
from kg.documents import Fields, collect
from kg.pipeline import Options
from kg.workspace import Outcome, State
from tests.documents.making import archive
from tests.workspace.toy import ToyExtractor, open_toy


def lines(texts: dict[str, str]) -> bytes:
    return b"".join(json.dumps({"id": key, "text": text}).encode() + b"\n" for key, text in texts.items())


def test_documents_of_a_collection_are_unchanged_replaced_failed_or_skipped_on_their_own(tmp_path: Path) -> None:
    path = tmp_path / "z.zip"

    def ingest(members: dict[str, bytes | str]) -> dict[str, Outcome]:
        path.write_bytes(archive(members))
        report = pipeline.ingest(workspace, collect([str(path)]), ToyExtractor())
        return {source.name: source.outcome for source in report.sources}

    with open_toy(tmp_path / "w") as workspace:
        first = ingest({
            "a.txt": "Alpha attacks Beta\n",
            "b.txt": "Beta attacks Alpha\n",
            "c.txt": "",
            "d.xyz": "x",
            "n.jsonl": lines({"1": "Gamma attacks Beta", "2": "Beta attacks Gamma"}),
        })  # fmt: skip
        assert first == {
            "z.zip/a.txt": Outcome.COMMITTED,
            "z.zip/b.txt": Outcome.COMMITTED,
            "z.zip/c.txt": Outcome.FAILED,
            "z.zip/d.xyz": Outcome.SKIPPED,
            "z.zip/n.jsonl#1": Outcome.COMMITTED,
            "z.zip/n.jsonl#2": Outcome.COMMITTED,
        }
        second = ingest({
            "a.txt": "Alpha attacks Beta\n",
            "b.txt": "Beta attacks Delta\n",
            "c.txt": "Delta attacks Alpha\n",
            "n.jsonl": lines({"2": "Beta attacks Gamma"}),
        })  # fmt: skip
        assert second == {
            "z.zip/a.txt": Outcome.UNCHANGED,
            "z.zip/b.txt": Outcome.REPLACED,
            "z.zip/c.txt": Outcome.COMMITTED,
            "z.zip/n.jsonl#2": Outcome.UNCHANGED,
        }
        assert workspace.document("z.zip/b.txt").sources == (f"{path}/b.txt",)
        assert workspace.document("z.zip/n.jsonl#1").sources == (f"{path}/n.jsonl#1",), "what vanished stays"
        assert workspace.doctor() == ()


def test_a_fault_that_was_mended_is_forgotten_with_its_line(tmp_path: Path) -> None:
    path, other = tmp_path / "n.jsonl", tmp_path / "n.jsonl.jsonl"
    other.write_text('{"id": 1}\n')
    with open_toy(tmp_path / "w") as workspace:
        for broken in ("{", "{}", '{"id": 2, "text": "Beta attacks Alpha"}'):
            path.write_text(f'{{"id": 1, "text": "Alpha attacks Beta"}}\n{broken}\n')
            pipeline.ingest(workspace, collect([str(path), str(other)]), ToyExtractor())
            failed = [record.names[0] for record in workspace.documents() if record.state is State.FAILED]
            assert failed == (["n.jsonl#2"] if len(broken) < 3 else []) + ["n.jsonl.jsonl#1"]
        path.write_text("{\n")
        pipeline.ingest(workspace, collect([str(path)]), ToyExtractor())
        assert workspace.document("n.jsonl#1").state is State.COMMITTED


def test_other_fields_make_other_documents_of_the_same_records(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    path.write_text('{"text": "Alpha attacks Beta", "body_en": "Beta attacks Alpha"}\n')
    with open_toy(tmp_path / "w") as workspace:
        for options, outcome in (
            (Options(), Outcome.COMMITTED),
            (Options(), Outcome.UNCHANGED),
            (Options(fields=Fields(text=("body_en",))), Outcome.REPLACED),
        ):
            report = pipeline.ingest(workspace, collect([str(path)]), ToyExtractor(), options)
            assert report.counts == {outcome: 1}
        assert workspace.reading("n.jsonl#1").document.text == "Beta attacks Alpha"


def test_the_readers_remarks_are_in_the_report(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Bei einem Angriff auf die Stadt sind am Freitag elf Menschen getötet worden, teilte er mit.\n")
    with open_toy(tmp_path / "w") as workspace:
        report = pipeline.ingest(workspace, collect([str(path)]), ToyExtractor())
        assert report.sources[0].notes == ("It is in a language that is not read (de); it was stored without claims.",)
