"""Documents in, from the command line, with the real extractor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import program

pytestmark = pytest.mark.slow

NOTE = "Norland bombed the town of Karsk on 3 May 2021. Sudland condemned the attack.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "note.txt").write_text(NOTE)
    (folder / "sub" / "page.md").write_text("# Karsk\n\nSudland said that 12 people had died in Karsk.\n")
    return folder


def kg(folder: Path, *arguments: str | Path, stdin: str | None = None) -> Result:
    workspace = folder.parent / "workspace"
    return CliRunner().invoke(program, [*map(str, arguments), "--workspace", str(workspace)], input=stdin)


def test_a_folder_comes_in_once_and_changed_documents_replace_what_they_said(folder: Path) -> None:
    first = kg(folder, "ingest", folder, "--format", "json")
    assert first.exit_code == 0, first.stderr
    assert json.loads(first.stdout)["counts"] == {"committed": 2}
    assert {s["name"] for s in json.loads(first.stdout)["sources"]} == {"note.txt", "sub/page.md"}
    before = kg(folder, "export").stdout_bytes
    assert json.loads(kg(folder, "ingest", folder, "--format", "json").stdout)["counts"] == {"unchanged": 2}
    assert kg(folder, "export").stdout_bytes == before
    (folder / "note.txt").write_text(NOTE.replace("Karsk", "Lund"))
    assert json.loads(kg(folder, "ingest", folder, "--format", "json").stdout)["counts"] == {
        "replaced": 1,
        "unchanged": 1,
    }
    assert "Norland bombed the town of Karsk" not in kg(folder, "export").stdout


def test_what_cannot_be_read_is_reported_and_the_others_go_on(folder: Path) -> None:
    (folder / "empty.txt").write_text("")
    done = kg(folder, "ingest", folder, folder.parent / "missing.txt")
    assert done.exit_code == 1
    assert "empty.txt: the document is empty." in done.stdout
    assert "missing.txt: there is no such file." in done.stdout
    assert "2 committed, 2 failed" in done.stdout


def test_standard_input_is_a_source_and_a_date_can_be_given(folder: Path) -> None:
    assert kg(folder, "ingest", "-", "--date", "2021-05-04", stdin=NOTE).exit_code == 0
    (record,) = json.loads(kg(folder, "documents", "--format", "json").stdout)
    assert record["date"] == "2021-05-04"


def test_without_a_language_model_nothing_starts(folder: Path) -> None:
    done = kg(folder, "ingest", folder, "--model", "no_such_model")
    assert done.exit_code == 2
    assert "the language model 'no_such_model'" in done.stderr
    assert not (folder.parent / "workspace").exists()


def test_the_gold_of_the_seeds_is_measured(tmp_path: Path) -> None:
    seeds = Path(__file__).parent.parent.parent / "seeds"
    folder = tmp_path / "in"
    folder.mkdir()
    assert kg(folder, "ingest", *(f for f in seeds.iterdir() if f.suffix in (".md", ".txt", ".html"))).exit_code == 0
    assert kg(folder, "validate").exit_code == 0
    files = sorted((seeds / "facts").glob("*.json"))
    report = json.loads(kg(folder, "evaluate", *files, "--format", "json").stdout)
    assert report["expected"] == 119
    assert report["recall"] >= 0.65
    assert report["violations"] == 0
    by_hand = kg(folder, "evaluate", *files, "--min-recall", "1")
    assert by_hand.exit_code == (report["found"] < report["expected"])
    assert f"{report['found']} of 119 facts" in by_hand.stdout
