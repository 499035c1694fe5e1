"""Validation from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from kg.cli import program
from kg.graph import build, describe, to_turtle
from kg.vocabulary import SH
from tests.graph.fiction import BASE, lund

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
ex:Shape a sh:NodeShape ; sh:targetClass ex:Town ;
  sh:property [ sh:path ex:people ; sh:maxInclusive 10 ; sh:message "A town is small." ] .
"""
DATA = "@prefix ex: <http://example.org/> . ex:karsk a ex:Town ; ex:people 11 ."


def kg(*arguments: str | Path) -> Result:
    return CliRunner().invoke(program, ["validate", *map(str, arguments)])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "data.ttl"
    told = lund()
    built = build(told.document, told.extract, told.identity, BASE, told.names)
    described = [q for i in (*told.identity.entities, *told.identity.added) for q in describe([i], BASE)]
    file.write_text(to_turtle([*built.graph, *described], BASE), encoding="utf-8")
    return file


def test_data_that_conform_are_said_to_and_data_that_do_not_end_with_1(data: Path) -> None:
    done = kg("--data", data)
    assert (done.exit_code, done.stdout) == (0, "Conforms.\n")
    data.write_text(data.read_text(encoding="utf-8").replace("kg:Affirmed", "kg:Maybe"), encoding="utf-8")
    broken = kg("--data", data, "--format", "json")
    assert broken.exit_code == 1
    report = json.loads(broken.stdout)
    assert report["conforms"] is False
    assert any("olarity" in result["message"] for result in report["results"])


def test_other_shapes_give_a_report_in_turtle(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text(DATA)
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    done = kg("--data", tmp_path / "data.ttl", "--shapes", tmp_path / "shapes.ttl", "--format", "turtle")
    assert done.exit_code == 1
    triples = list(ox.parse(done.stdout, format=ox.RdfFormat.TURTLE))
    assert [t.object.value for t in triples if t.predicate.value == SH + "resultMessage"] == ["A town is small."]


def test_a_file_that_is_no_rdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text("this is a text")
    done = kg("--data", tmp_path / "data.ttl")
    assert done.exit_code == 2
    assert "data.ttl cannot be read" in done.stderr


def test_shapes_without_data_are_refused(tmp_path: Path) -> None:
    assert kg("--shapes", tmp_path).exit_code == 2


def test_an_empty_workspace_conforms(tmp_path: Path) -> None:
    done = kg("--workspace", tmp_path / "new")
    assert (done.exit_code, done.stdout) == (0, "Conforms.\n")
    assert done.stderr == "0 documents checked.\n"
