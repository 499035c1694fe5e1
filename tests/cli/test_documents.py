"""Looking at documents, taking them out, and the quarantine."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
from click.testing import CliRunner

from kg.cli import program
from kg.vocabulary import SH
from tests.cli.conftest import Kg


def states(kg: Kg) -> dict[str, str]:
    return {r["names"][0]: r["state"] for r in json.loads(kg("documents", "--format", "json").stdout)}


def test_documents_are_listed_with_state_and_reason(kg: Kg) -> None:
    assert states(kg) == {
        "a.txt": "committed", "b.txt": "committed", "bad.txt": "quarantined", "worse.txt": "failed"
    }  # fmt: skip
    table = " ".join(kg("documents").stdout.split())
    assert "FORBIDDEN is forbidden." in table
    assert "it says that it cannot be read" in table
    assert "\x1b" not in table, "colours are for terminals"


def test_names_of_files_give_no_orders_to_the_terminal(kg: Kg, workspace: Path) -> None:
    with closing(sqlite3.connect(workspace / "truth.sqlite")) as truth, truth:
        truth.execute("UPDATE sources SET name = 'a\x1b[2J\x9b5m\r.txt' WHERE name = 'a.txt'")
    shown = kg("documents").stdout + kg("retract", "/in/a.txt").stdout + kg("retract", "\x1b[2J").stderr
    assert "[2J" in shown
    assert not [c for c in shown if c != "\n" and not c.isprintable()]


def test_a_retracted_document_is_gone_with_what_it_said(kg: Kg) -> None:
    done = kg("retract", "b.txt", "worse.txt")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "b.txt: retracted, with 3 claims."
    assert set(states(kg)) == {"a.txt", "bad.txt"}
    assert "DELTA" not in kg("export").stdout


def test_an_unknown_document_is_refused(kg: Kg) -> None:
    done = kg("retract", "c.txt")
    assert done.exit_code == 2
    assert "no document has the id or name 'c.txt'" in done.stderr


def test_the_quarantine_lists_shows_and_retries(kg: Kg, workspace: Path) -> None:
    assert "bad.txt" in kg("quarantine").stdout
    assert [r["names"] for r in json.loads(kg("quarantine", "list", "--format", "json").stdout)] == [["bad.txt"]]
    shown = kg("quarantine", "show", "bad.txt")
    report = list(ox.parse(shown.stdout, format=ox.RdfFormat.TURTLE))
    assert [t for t in report if t.predicate.value == SH + "resultMessage"]
    assert shown.stderr.startswith("bad.txt: quarantined.")
    before = CliRunner().invoke(program, ["quarantine", "--workspace", str(workspace), "show", "bad.txt"])
    assert before.stdout == shown.stdout, "the group's option holds for its commands"


def test_retrying_takes_documents_or_all(kg: Kg) -> None:
    assert kg("quarantine", "retry").exit_code == 2
    assert kg("quarantine", "retry", "--all", "bad.txt").exit_code == 2


def test_an_empty_quarantine_says_so(kg: Kg) -> None:
    kg("retract", "bad.txt")
    done = kg("quarantine")
    assert (done.stdout, done.stderr) == ("", "Nothing is in quarantine.\n")
