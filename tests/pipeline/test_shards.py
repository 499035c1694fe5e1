"""Shards come in as if their documents had been read here; damaged ones leave nothing behind but the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from kg import pipeline
from kg.documents import collect
from kg.pipeline import IngestReport, Options, Stages, gather
from kg.pipeline.workers import Pool
from kg.shards import Header, Place, dump
from kg.workspace import Arrival, Outcome, State, Workspace
from tests.shards.made import HEADER, altered, arrival, records, shard
from tests.workspace.toy import DERIVATION, ToyExtractor, export, ingest, open_toy

TEXTS: dict[str, str] = {
    "/in/a.txt": "Alpha attacks Beta\nBeta attacks Gamma\n",
    "/in/b.txt": "beta attacks DELTA\n",
    "/in/bad.txt": "UNREADABLE\n",
    "/in/no.txt": "Alpha attacks FORBIDDEN\n",
}
ALL = {Outcome.COMMITTED: 2, Outcome.FAILED: 1, Outcome.QUARANTINED: 1}


def take(workspace: Workspace, *paths: str | Path) -> IngestReport:
    return pipeline.ingest(workspace, gather([str(path) for path in paths]), ToyExtractor())


def written(folder: Path, texts: Mapping[str, str] = TEXTS, name: str = "one.shard.zst") -> Path:
    (folder / name).write_bytes(shard(texts))
    return folder / name


def test_the_graph_and_the_truth_are_those_of_reading_here(tmp_path: Path) -> None:
    with open_toy(tmp_path / "here") as here, open_toy(tmp_path / "there") as there:
        ingest(here, TEXTS)
        assert take(there, written(tmp_path)).counts == ALL
        assert export(there) == export(here)
        assert there.documents() == here.documents()
        for record in here.documents():
            if record.id:
                assert there.reading(record.id) == here.reading(record.id)
                assert there.content(record.id) == here.content(record.id)


def test_what_is_known_is_passed_over_from_a_shard_and_from_its_sources_alike(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        take(workspace, written(tmp_path))
        version = workspace.version
        assert take(workspace, tmp_path / "one.shard.zst").counts[Outcome.UNCHANGED] == 2
        assert ingest(workspace, TEXTS).counts[Outcome.UNCHANGED] == 2
        assert workspace.version == version


def test_a_shard_is_told_by_its_content_whatever_it_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    written(folder, name="news")
    written(folder, {"/in/c.txt": "Gamma attacks Delta"}, name="more.zst")
    (folder / "other.zst").write_bytes(b"(\xb5/\xfd nothing of ours")
    with open_toy(tmp_path / "w") as workspace:
        assert take(workspace, folder).counts == ALL | {Outcome.COMMITTED: 3, Outcome.SKIPPED: 1}


def test_the_workers_of_a_pool_take_shards_too(tmp_path: Path) -> None:
    stages = Stages(ToyExtractor(), DERIVATION, Options(), "http://127.0.0.1:8000/")
    with open_toy(tmp_path / "one") as one, open_toy(tmp_path / "two") as two, Pool(1, stages) as pool:
        ingest(one, TEXTS)
        pipeline.ingest(two, collect([str(written(tmp_path))]), pool.extractor, spread=pool)
        assert export(one) == export(two)


def test_a_shard_of_another_extractor_comes_in_as_what_it_says(tmp_path: Path) -> None:
    older = ToyExtractor("toy 0")
    stages = Stages(older, DERIVATION, Options(), "")
    given = arrival("/in/a.txt", TEXTS["/in/a.txt"].encode())
    read = stages.extract(replace(given, extractor=older.name))
    (tmp_path / "x").write_bytes(dump(Header(older.name, HEADER.options, "0.0.0"), [read]))
    with open_toy(tmp_path / "w") as workspace:
        take(workspace, tmp_path / "x")
        (record,) = workspace.documents()
        assert record.extractor == "toy 0"
        assert take(workspace, tmp_path / "x").counts == {Outcome.UNCHANGED: 1}
        assert ingest(workspace, {"/in/a.txt": TEXTS["/in/a.txt"]}).counts == {Outcome.REPLACED: 1}
        assert workspace.documents()[0].extractor == "toy 1"


def test_a_damaged_shard_is_named_nothing_of_it_is_taken_and_the_others_go_on(tmp_path: Path) -> None:
    damaged = written(tmp_path, name="a.shard.zst")
    sound = damaged.read_bytes()
    damaged.write_bytes(sound[:-10])
    other = written(tmp_path, {"/in/c.txt": "Gamma attacks Delta"}, name="b.shard.zst")
    with open_toy(tmp_path / "w") as workspace:
        report = take(workspace, damaged, other)
        assert report.counts == {Outcome.FAILED: 1, Outcome.COMMITTED: 1}
        reason = report.sources[0].reason
        assert reason
        assert reason.startswith(str(damaged))
        assert "cut off" in reason
        assert "Fetch it again" in reason
        damaged.write_bytes(sound)
        take(workspace, damaged)
        failures = [record.names for record in workspace.documents() if record.state is State.FAILED]
        assert failures == [("bad.txt",)], "that it was damaged is forgotten"


def test_a_hostile_last_document_keeps_the_first_ones_out(tmp_path: Path) -> None:
    hostile = altered(shard(TEXTS), lambda lines: lines[2]["extract"]["mentions"][0]["span"].update(end=999))
    (tmp_path / "x").write_bytes(hostile)
    with open_toy(tmp_path / "w") as workspace:
        assert take(workspace, tmp_path / "x").counts == {Outcome.FAILED: 1}
        assert export(workspace) == ""


def test_the_gate_judges_what_a_shard_says(tmp_path: Path) -> None:
    with open_toy(tmp_path / "w") as workspace:
        take(workspace, written(tmp_path))
        assert [record.names for record in workspace.quarantine()] == [("no.txt",)]


def test_documents_that_somebody_retracts_meanwhile_are_taken_from_the_shard_again(tmp_path: Path) -> None:
    """What was known when the shard was opened, and is not when it is committed."""
    path = written(tmp_path, {"/in/a.txt": "Alpha attacks Beta"})
    with open_toy(tmp_path / "w") as workspace:
        take(workspace, path)
        (known,) = [
            replace(one, is_known=True)
            for one in records({"/in/a.txt": "Alpha attacks Beta"})
            if isinstance(one, Arrival)
        ]
        workspace.retract("a.txt")
        placed = [(0, known)]
        report = pipeline.ingest(workspace, (), ToyExtractor(), spread=lambda _, __: iter(placed))
        assert report.counts == {Outcome.COMMITTED: 1}


def test_files_and_shards_come_from_wherever_fsspec_reaches(tmp_path: Path) -> None:
    place = Place(f"memory://{uuid4()}")
    place.make()
    for name in ("a.txt", "b.txt"):
        place.write(name, TEXTS[f"/in/{name}"].encode())
    place.write("c.shard.zst", shard({"/in/bad.txt": "UNREADABLE\n"}))
    place.write("d.jsonl", b'{"text": "x"}')
    place.write("e.doc", b"x")
    place.write(".hidden.txt", b"x")
    with open_toy(tmp_path / "w") as workspace:
        report = take(workspace, place.location)
        told = {source.name: source.outcome for source in report.sources}
        assert told == {
            "a.txt": Outcome.COMMITTED,
            "b.txt": Outcome.COMMITTED,
            "bad.txt": Outcome.FAILED,
            "d.jsonl": Outcome.FAILED,
            "e.doc": Outcome.SKIPPED,
        }
        assert workspace.document("a.txt").sources == (place.at("a.txt").replace("memory://", "memory:///"),)
        some = take(workspace, f"{place.location}/*.txt", f"{place.location}/a.txt", f"{place.location}/missing.txt")
        assert [source.outcome for source in some.sources] == [Outcome.UNCHANGED] * 3 + [Outcome.FAILED]
        assert [s.name for s in gather([place.location], fetch=False)] == sorted({*told, "c.shard.zst"} - {"bad.txt"})


def test_a_file_elsewhere_that_is_too_large_is_not_fetched_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(f"memory://{uuid4()}")
    place.make()
    place.write("a.txt", b"x" * 1000)
    monkeypatch.setattr("kg.pipeline.gathering.LARGEST", 99)
    (source,) = gather([f"{place.location}/a.txt"])
    assert source.content == b"x" * 100
