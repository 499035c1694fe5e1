"""The report: results in one order, as Turtle that SHACL defines, and as a table."""

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from kg.validation import Report, Result, Severity
from kg.validation.authority import Authority

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
ex:Shape a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:P, ex:Q .
ex:P sh:path [ sh:alternativePath ( ex:p [ sh:inversePath ex:q ] ) ] ; sh:minCount 1 ; sh:message "No p." .
ex:Q sh:path ( ex:p [ sh:zeroOrMorePath ex:q ] ) ; sh:minCount 1 ; sh:message "No q." ; sh:severity sh:Warning .
"""


@pytest.fixture(scope="module")
def report() -> Report:
    triple = ox.Triple(*(ox.NamedNode(f"http://example.org/{name}") for name in ("a", "b", "c")))
    return Authority(SHAPES).check([triple])


def test_results_say_focus_path_severity_message_and_shape(report: Report) -> None:
    e = "http://example.org/"
    assert report.results == (
        Result(f"{e}a", f"{e}p|^{e}q", None, Severity.VIOLATION, "No p.", f"{e}P"),
        Result(f"{e}a", f"{e}p/{e}q*", None, Severity.WARNING, "No q.", f"{e}Q"),
    )


def test_the_turtle_is_a_shacl_report(report: Report) -> None:
    graph = rdflib.Graph().parse(data=report.to_turtle(), format="turtle")
    node = graph.value(predicate=RDF.type, object=SH.ValidationReport)
    assert graph.value(node, SH.conforms).toPython() is False
    assert {str(graph.value(result, SH.resultMessage)) for result in graph.objects(node, SH.result)} == {
        "No p.",
        "No q.",
    }


def test_the_turtle_reads_back_as_the_same_report(report: Report) -> None:
    quads = ox.parse(report.to_turtle(), format=ox.RdfFormat.TURTLE)
    assert Report.read(quad.triple for quad in quads).results == report.results


def test_the_table_has_a_line_for_each_result(report: Report) -> None:
    lines = report.to_table().splitlines()
    assert lines[0] == "Does not conform: 1 violation, 1 warning."
    assert lines[2].split() == ["severity", "focus", "path", "value", "message"]
    assert [line.split()[0] for line in lines[3:]] == ["Violation", "Warning"]
    assert lines[3].endswith("No p.")


def test_a_failure_does_not_conform_and_says_why() -> None:
    report = Report.failure("The validator fell over.")
    assert not report.conforms
    assert [result.message for result in report.results] == ["The validator fell over."]
    assert "The validator fell over." in report.to_table()


def test_no_report_is_no_conformance() -> None:
    with pytest.raises(ValueError, match="no report"):
        Report.read([])
