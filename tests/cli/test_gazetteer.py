"""``kg gazetteer``: what it can be asked for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import program
from kg.cli.gazetteer import FORMATS
from kg.lists import FORMATS as KNOWN
from tests.cli.conftest import Kg

_FILES = Path(__file__).parents[1] / "lists/files"
_BASE = "http://127.0.0.1:8000/"


def test_every_format_can_be_chosen() -> None:
    assert set(FORMATS) == set(KNOWN)
    refused = CliRunner().invoke(program, ["gazetteer", "import", "--format", "xlsx", "x"])
    assert refused.exit_code == 2
    assert all(name in refused.output for name in KNOWN)


@pytest.mark.parametrize("file", ["ofac/sdn.csv", "un.xml", "entities.ftm.json", "wikidata.tsv", "vocabulary.ttl"])
def test_a_list_comes_in_is_listed_and_leaves_without_a_trace(kg: Kg, file: str) -> None:
    kg("rebuild")  # with the product's own stages, as all that follows
    before = kg("export", "--format", "nquads").stdout
    came = kg("gazetteer", "import", _FILES / file, "--name", "mine")
    assert came.exit_code == 0, came.output
    (listed,) = json.loads(kg("gazetteer", "list", "--format", "json").stdout)
    assert listed["header"]["name"] == "mine"
    assert listed["entries"] > 0
    graph = kg("export", "--format", "nquads").stdout
    assert f"<{_BASE}graph/list/mine>" in graph
    entities = {line.partition(" ")[0] for line in graph.splitlines() if f"<{_BASE}graph/entities>" in line}
    named = set(re.findall(rf"listed(?:Entity|Authority)> (<{_BASE}[^>]+>)", graph))
    assert named
    assert named <= entities, "whoever a list names is described"
    assert kg("doctor").exit_code == 0
    kg("rebuild")
    assert kg("export", "--format", "nquads").stdout == graph
    assert kg("gazetteer", "remove", "mine").exit_code == 0
    assert kg("export", "--format", "nquads").stdout == before


def test_a_list_says_who_a_name_of_a_document_is(kg: Kg, tmp_path: Path) -> None:
    table = tmp_path / "groups.tsv"
    table.write_text("id\tlabel\taliases\ttype\nQ77\tAlpha Front\tAlpha\tarmed group\n")
    came = kg("gazetteer", "import", table, "--format", "wikidata", "--name", "groups")
    assert came.exit_code == 0, came.output
    assert "Alpha Front" in kg("identity", "why", "Alpha").output


def test_an_unknown_list_cannot_be_removed(kg: Kg) -> None:
    refused = kg("gazetteer", "remove", "nothing")
    assert refused.exit_code == 2
    assert "no list called 'nothing'" in refused.output
