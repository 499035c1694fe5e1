"""``kg search`` on an index."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli.search import search
from kg.errors import StoreError
from tests.search.content import WORLD, claim, made


def _run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(search, [*arguments, "--workspace", str(folder)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made(tmp_path / "search.sqlite", (*WORLD, claim("z", 1, "hostile", "zzz \x1b[2J\u202e zzz", 0)), version=3)
    return tmp_path


def test_hits_are_shown_with_their_class_label_and_iri(folder: Path) -> None:
    said = _run(folder, "hizballah").output
    assert "ArmedGroup" in said
    assert "Hezbollah" in said
    assert "http://127.0.0.1:8000/id/entity/hezbollah" in said


def test_json_says_everything_about_a_hit(folder: Path) -> None:
    said = json.loads(_run(folder, "contractor wounded", "--kind", "claim", "--format", "json").output)
    (hit,) = said["hits"]
    assert (said["version"], said["total"], said["more"]) == (3, 1, False)
    assert hit["iri"] == "http://127.0.0.1:8000/id/claim/a-c2"
    assert [hit["excerpt"][begin:end] for begin, end in hit["matches"]] == ["contractor", "wounded"]


def test_kind_class_and_limit_narrow_the_hits_down(folder: Path) -> None:
    said = json.loads(
        _run(folder, "kirkuk", "--kind", "entity", "--class", "Place", "--limit", "1", "--format", "json").output
    )
    assert [hit["label"] for hit in said["hits"]] == ["Kirkuk"]
    assert said["total"] == 2


def test_a_question_is_offered_with_the_command_that_asks_it(folder: Path) -> None:
    said = " ".join(_run(folder, "Who attacked Hizballah since 2019?").output.split())
    assert "This is a question that Herodotus can look up: Who attacked whom?" in said
    assert "on = Hezbollah (armed group)" in said
    command = "kg query attacks --param on=http://127.0.0.1:8000/id/entity/hezbollah --param since=2019"
    assert command in said


def test_what_a_name_may_mean_is_listed_where_it_is_not_sure(folder: Path) -> None:
    said = _run(folder, "whom did Nasrallah meet?").output
    assert "“Nasrallah” may be one of several" in said
    assert "or Hassan Nasrallah (person)  http://127.0.0.1:8000/id/entity/hassan-nasrallah" in said
    assert "kg query relationship-summary --param kind=meets --param actor=IRI" in said
    unknown = _run(folder, "who attacked $(rm -rf x)?").output
    assert "kg query attacks --param on=NAME" in unknown


def test_the_command_is_quoted_for_a_shell(folder: Path) -> None:
    said = _run(folder, "how many o'neil's people were killed in Kirkuk Governorate?").output
    (line,) = (line for line in said.splitlines() if line.startswith("  kg query "))
    words = shlex.split(line)
    assert words[:3] == ["kg", "query", "casualties"]
    assert "whom=o'neil's people" in words
    assert "in=http://127.0.0.1:8000/id/entity/kirkuk-governorate" in words


def test_json_has_the_questions(folder: Path) -> None:
    said = json.loads(_run(folder, "who leads Hezbollah", "--format", "json").output)
    assert [one["query"] for one in said["questions"]] == ["relationship-summary"]
    assert json.loads(_run(folder, "hezbollah", "--format", "json").output)["questions"] == []


def test_what_is_not_there_is_said(folder: Path) -> None:
    assert _run(folder, "xylophone").output.strip() == "Nothing was found."


def test_texts_cannot_command_the_terminal(folder: Path) -> None:
    for form in ("table", "json"):
        said = _run(folder, "zzz", "--format", form).output
        assert "zzz" in said
        assert not {"\x1b", "\u202e"} & set(said)


def test_without_an_index_the_error_says_how_to_make_one(tmp_path: Path) -> None:
    result = _run(tmp_path, "anything")
    assert isinstance(result.exception, StoreError)
    assert "kg rebuild" in str(result.exception)
