"""Files that anyone brings: their own shapes after the letter of SHACL, or ours."""

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import ValidationError
from kg.validation import validate_files
from tests.shapes.faults import swap
from tests.shapes.sample import FILE, broken

HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:datatype xsd:boolean ] ."


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_our_own_shapes_judge_where_none_are_given(tmp_path: Path) -> None:
    assert validate_files(FILE).conforms
    data = "".join(f"{triple} .\n" for triple in broken(swap("t:t2", "kg:max", "3")))
    report = validate_files(write(tmp_path / "data.nt", data))
    assert not report.conforms
    assert any("minimum does not exceed" in result.message for result in report.results)


@pytest.mark.parametrize(("value", "conforms"), [("true", True), ('"none"^^xsd:boolean', False), ('"1"', False)])
def test_literals_are_judged_as_written(tmp_path: Path, value: str, conforms: bool) -> None:
    data = write(tmp_path / "data.ttl", HEAD + f"ex:a a ex:T ; ex:p {value} .")
    before = rdflib.NORMALIZE_LITERALS
    report = validate_files(data, write(tmp_path / "shapes.ttl", SHAPES))
    assert report.conforms is conforms
    assert rdflib.NORMALIZE_LITERALS is before
    if value.startswith('"none"'):
        assert '"none"^^xsd:boolean' in report.to_turtle()


def test_a_folder_of_shapes_counts_as_one(tmp_path: Path) -> None:
    folder = tmp_path / "shapes"
    folder.mkdir()
    write(folder / "a.ttl", SHAPES)
    write(
        folder / "b.ttl",
        HEAD + "ex:U a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:q ; sh:minCount 1 ] .",
    )
    data = write(tmp_path / "data.ttl", HEAD + "ex:a a ex:T ; ex:p 7 .")
    assert len(validate_files(data, folder).results) == 2


def test_a_warning_counts_against_data_with_shapes_of_ones_own(tmp_path: Path) -> None:
    shapes = SHAPES.replace("sh:datatype xsd:boolean", "sh:minCount 1 ; sh:severity sh:Warning")
    data = write(tmp_path / "data.ttl", HEAD + "ex:a a ex:T .")
    assert not validate_files(data, write(tmp_path / "shapes.ttl", shapes)).conforms


def test_the_union_of_named_graphs_is_checked(tmp_path: Path) -> None:
    data = write(tmp_path / "data.trig", HEAD + "ex:g { ex:a a ex:T . } ex:h { ex:a ex:p 7 . }")
    assert len(validate_files(data, write(tmp_path / "shapes.ttl", SHAPES)).results) == 1


@pytest.mark.parametrize(
    "broken_shapes",
    [
        "this is no Turtle",
        HEAD + 'ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:minCount "one" ] .',
        HEAD
        + 'ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:sparql [ sh:select "SELECT $this WHERE { x:y ?p $this }" ] .',
    ],
    ids=["no Turtle", "minimum that is no number", "unknown prefix"],
)
def test_shapes_that_cannot_be_processed_are_a_failure(tmp_path: Path, broken_shapes: str) -> None:
    data = write(tmp_path / "data.ttl", HEAD + "ex:a a ex:T .")
    with pytest.raises(ValidationError, match="shapes"):
        validate_files(data, write(tmp_path / "shapes.ttl", broken_shapes))


def test_data_that_cannot_be_read_are_a_failure(tmp_path: Path) -> None:
    shapes = write(tmp_path / "shapes.ttl", SHAPES)
    for given in (None, shapes):
        with pytest.raises(ValidationError, match="cannot be read"):
            validate_files(write(tmp_path / "data.ttl", "no Turtle"), given)
        with pytest.raises(ValidationError, match="cannot be read"):
            validate_files(tmp_path / "missing.ttl", given)
    with pytest.raises(ValidationError, match="no known format"):
        validate_files(write(tmp_path / "data.docx", ""), shapes)


def test_reports_are_turtle_whatever_the_data_hold(tmp_path: Path) -> None:
    data = write(tmp_path / "data.ttl", HEAD + 'ex:a a ex:T ; ex:p "line\\nline 😀"@en-GB, _:b, <urn:x> .')
    report = validate_files(data, write(tmp_path / "shapes.ttl", SHAPES))
    assert len(report.results) == 3
    assert len(list(ox.parse(report.to_turtle(), format=ox.RdfFormat.TURTLE))) == len(report.graph)
