"""The command as a whole: its help, its errors, its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import program
from tests.cli.commands_page import PAGE, commands, documented, help_of, rendered

HEAVY = ("spacy", "pyoxigraph", "rdflib", "pyshacl", "fastapi", "rich", "pydantic", "numpy")


def test_the_page_of_the_commands_says_what_help_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert rendered(page) == page, "run `make docs`"
    assert documented(page) == commands()


@pytest.mark.parametrize("command", commands())
def test_every_command_shows_an_example_and_takes_a_workspace(command: str) -> None:
    text = help_of(command)
    assert "Example:" in text
    assert f"kg {command}" in text.split("Example:")[1]
    assert "--workspace DIR" in text


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    code = (
        "import sys, contextlib, io\n"
        "from kg.cli import program\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    program(['--help'], standalone_mode=False)\n"
        f"print(sorted(m for m in {HEAVY!r} if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_querying_loads_no_language_model_and_no_web_framework(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from kg.cli import program\n"
        f"program(['query', 'mentions', '--format', 'csv', '--workspace', {str(tmp_path)!r}], standalone_mode=False)\n"
        "print(sorted(m for m in ('spacy', 'pyshacl', 'fastapi', 'rdflib') if m in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_an_error_of_ours_is_one_message_without_a_traceback(tmp_path: Path) -> None:
    done = CliRunner().invoke(program, ["documents", "--workspace", str(tmp_path / "missing")])
    assert done.exit_code == 2
    assert done.stderr.startswith("kg: there is no workspace in ")
    assert "Run `kg ingest`" in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_an_unknown_command_is_refused_with_the_known_one_in_reach() -> None:
    done = CliRunner().invoke(program, ["ingst"])
    assert done.exit_code == 2
    assert "ingest" in done.stderr


def test_an_unknown_variable_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KG_QUERY_SECOND", "3")
    done = CliRunner().invoke(program, ["documents", "--workspace", str(tmp_path)])
    assert done.exit_code == 2
    assert "Did you mean 'KG_QUERY_SECONDS'" in done.stderr


def test_the_doctor_names_every_setting_with_its_origin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KG_WRITE_TOKEN", "hush")
    monkeypatch.setenv("KG_PORT", "9000")
    done = CliRunner().invoke(program, ["doctor", "--workspace", str(tmp_path), "--format", "json"])
    report = json.loads(done.stdout)
    assert report["settings"]["port"] == {"value": 9000, "origin": "KG_PORT"}
    assert report["settings"]["workspace"] == {"value": str(tmp_path), "origin": "--workspace"}
    assert "hush" not in done.stdout
    assert report["model"].startswith("en_core_web_md ")
    assert [t["severity"] for t in report["troubles"]] == ["warning"]
    assert done.exit_code == 0


def test_the_doctor_says_what_to_do_without_a_language_model(tmp_path: Path) -> None:
    done = CliRunner().invoke(program, ["doctor", "--workspace", str(tmp_path), "--model", "nothing_of_this_name"])
    assert done.exit_code == 1
    assert "nothing_of_this_name" in done.stdout


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    """``kg doctor | true``"""
    kg = [sys.executable, "-c", "from kg.cli import main; main()"]
    with subprocess.Popen(
        [*kg, "query", "mentions", "--workspace", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read().decode()
    assert "Traceback" not in errors
    assert "Exception" not in errors
