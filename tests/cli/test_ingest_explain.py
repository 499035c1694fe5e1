"""``kg ingest --explain``: one document comes in, and its account is printed, with the real extractor."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kg.cli import program

pytestmark = pytest.mark.slow

NOTE = (
    "Raid on the harbour\n\nNorland soldiers bombed the town of Karsk on 3 May 2021, the Sudland Defence Ministry said."
    " Sudland condemned the attack. The quarantine hit industry hard.\n"
)


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(NOTE)
    return path


def kg(folder: Path, *arguments: str | Path, stdin: str | bytes | None = None, width: int = 100) -> Result:
    environment = {"COLUMNS": str(width)}
    given = [*map(str, arguments), "--workspace", str(folder / "workspace")]
    return CliRunner(env=environment).invoke(program, given, input=stdin, prog_name="kg")


def explained(folder: Path, path: Path | str, **others: Any) -> dict[str, Any]:
    done = kg(folder, "ingest", "--explain", "--format", "json", path, **others)
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


def test_the_account_goes_sentence_by_sentence_and_the_document_comes_in(note: Path) -> None:
    done = kg(note.parent, "ingest", "--explain", note)
    assert done.exit_code == 0, done.output
    words = " ".join(done.stdout.split())
    assert re.search(r"\{bombed e\d\}", words)
    assert "‹said a1›" in words
    assert "Bombing “bombed” · date · 2021-05-03 event-date 0.75 · affirmed, certain, actual" in words
    assert "according to Sudland Defence Ministry (a1)" in words
    assert "“hit” as Attack: its subject “quarantine” is no" in words
    assert "The gate let it in: its graph conforms to the shapes." in words
    assert "1 committed" in words
    (record,) = json.loads(kg(note.parent, "documents", "--format", "json").stdout)
    assert record["state"] == "committed"


def test_the_same_is_there_for_programs_and_names_every_claim_with_its_words(note: Path) -> None:
    report = explained(note.parent, note)
    account = report["explanation"]
    assert report["counts"] == {"committed": 1}
    claims = [claim for sentence in account["sentences"] for claim in sentence["claims"]]
    assert claims
    for claim in claims:
        assert claim["rule"]
        assert 0 < claim["confidence"] <= 1
        for words in claim["evidence"]:
            assert NOTE[words["begin"] : words["end"]] == words["text"]
    assert {rule["rule"] for rule in account["rules"]} == {claim["rule"] for claim in claims}
    assert sum(rule["claims"] for rule in account["rules"]) == len(claims)
    assert {e["id"] for e in account["entities"]} >= {c["claimant"] for c in claims if c["claimant"]}
    assert account["gate"] == {"state": "committed", "conforms": True, "reason": None, "messages": []}


def test_an_unchanged_document_is_explained_from_what_is_stored(note: Path) -> None:
    first, second = explained(note.parent, note), explained(note.parent, note)
    assert second["counts"] == {"unchanged": 1}
    assert second["explanation"] == first["explanation"]


def test_options_hold_for_the_document_that_is_explained(note: Path) -> None:
    dated = explained(note.parent, "-", stdin="Norland bombed Karsk on Tuesday.\n")
    assert dated["explanation"]["date"] is None
    record = json.dumps({"body2": "Norland bombed the town of Karsk.", "id": "x"}) + "\n"
    path = note.parent / "one.jsonl"
    path.write_text(record)
    done = kg(note.parent, "ingest", "--explain", "--format", "json", "--date", "2021", "--text-field", "body2", path)
    account = json.loads(done.stdout)["explanation"]
    assert (account["names"], account["date"]) == (["one.jsonl#x"], "2021")


@pytest.mark.parametrize("several", ["folder", "archive", "files"])
def test_several_documents_are_refused_before_anything_comes_in(note: Path, several: str) -> None:
    folder = note.parent
    (folder / "other.txt").write_text("Sudland denied it.")
    with zipfile.ZipFile(folder / "both.zip", "w") as archive:
        archive.write(note, "note.txt")
        archive.write(folder / "other.txt", "other.txt")
    paths = {"folder": [folder], "archive": [folder / "both.zip"], "files": [note, folder / "other.txt"]}[several]
    done = kg(folder, "ingest", "--explain", *paths)
    assert done.exit_code == 2
    assert "--explain explains one document, and there are several here" in done.stderr
    assert not (folder / "workspace").exists()


def test_an_empty_folder_has_nothing_to_explain(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = kg(tmp_path, "ingest", "--explain", tmp_path / "empty")
    assert done.exit_code == 2
    assert "there is none here" in done.stderr


def test_what_cannot_be_read_has_a_reason_in_place_of_an_account(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    done = kg(tmp_path, "ingest", "--explain", tmp_path / "empty.txt")
    assert done.exit_code == 1
    assert "empty.txt: the document is empty." in done.stdout
    report = json.loads(kg(tmp_path, "ingest", "--explain", "--format", "json", tmp_path / "empty.txt").stdout)
    assert report["explanation"] is None


def test_a_language_that_is_not_read_says_so(tmp_path: Path) -> None:
    text = "Der Präsident sagte am Dienstag, dass die Armee die Stadt angegriffen habe und viele Menschen starben."
    account = explained(tmp_path, "-", stdin=text)["explanation"]
    assert (account["language"], account["sentences"], account["rules"]) == ("de", [], [])
    assert "not read" in account["notes"][0]


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_asked_and_none_has_colours_where_it_is_piped(note: Path, width: int) -> None:
    long = "https://example.org/" + "x" * 300
    note.write_text(NOTE + f"Norland bombed {long} in {'Karsk' * 40}.\n")
    done = kg(note.parent, "ingest", "--explain", note, width=width)
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= width
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("form", ["table", "json"])
def test_no_control_character_of_a_document_reaches_the_terminal(note: Path, form: str) -> None:
    evil = "\x1b[2J\x1b]0;title\x07 \x9b31m \u202egnuoW\u202c \u2066x\u2069"
    filler = "The town lies on a broad river below the hills.\n\n" * 50  # a text that is mostly controls is no text
    note.write_text(
        f"# Raid {evil}\n\nNorland{evil} bombed Karsk{evil}, the {evil}Defence Ministry said {evil}.\n\n{filler}"
    )
    evil_name = note.with_name("n\x1b[31m\u202e.md")
    note.rename(evil_name)
    done = kg(note.parent, "ingest", "--explain", "--format", form, evil_name)
    assert done.exit_code == 0, done.output
    assert not [c for c in done.output if c in "\x1b\x07\x9b\x7f\u202e\u202c\u2066\u2069"]
