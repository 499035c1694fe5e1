"""Every shape lets the sample pass and stops a sample that is broken, with a message a person understands."""

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from kg import resources
from kg.model import EventClass, Predicate
from kg.validation import Result, Severity
from kg.validation.authority import Authority
from kg.validation.engine import Engine
from kg.validation.shapes import read
from kg.vocabulary import KG, predicate
from tests.shapes.faults import FAULTS, Fault
from tests.shapes.sample import broken, iri, triples

SHAPES = "https://w3id.org/herodotus/shapes#"
FILES = resources.files("shapes", ".ttl")


@cache
def engine() -> Engine:
    return Engine(read())


@cache
def authority(file: str) -> Authority:
    """pySHACL with the shapes of one file, and what these refer to."""
    needed = [path for path in FILES if path.stem in {file, "prefixes", "date"}]
    return Authority("\n".join(path.read_text(encoding="utf-8") for path in needed))


@cache
def shapes() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in FILES:
        graph.parse(path)
    return graph


def speaking() -> set[str]:
    """Local names of the shapes that results can come from: all with a message of their own or a SPARQL constraint."""
    graph = shapes()
    told = {*graph.subjects(SH.message), *graph.subjects(SH.sparql)} - {*graph.subjects(RDF.type, SH.SPARQLConstraint)}
    return {str(shape).removeprefix(SHAPES) for shape in told}


def test_the_sample_conforms_to_every_shape_in_both_engines() -> None:
    for report in (engine().check(triples()), Authority(read()).check(triples())):
        assert report.conforms
        assert report.results == ()


def test_every_shape_has_a_fault_that_it_stops() -> None:
    assert speaking() == {fault.shape for fault in FAULTS}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_a_broken_sample_gets_a_result_that_says_what_is_wrong(fault: Fault) -> None:
    data = broken(fault.update)
    for report in (engine().check(data), authority(fault.file).check(data)):
        found = [
            r
            for r in report.results
            if r.shape == SHAPES + fault.shape and r.focus == iri(fault.focus.replace("\\", ""))
        ]
        assert found, report.to_table()
        assert any(fault.says in result.message for result in found), found
        assert all(told_as_declared(result) for result in found), found
        assert report.conforms is all(result.severity is not Severity.VIOLATION for result in report.results)


def told_as_declared(result: Result) -> bool:
    """Whether a result has the severity of its shape and leaves no placeholder in its message."""
    severity = shapes().value(rdflib.URIRef(result.shape or ""), SH.severity)
    return str(severity) == str(SH) + result.severity.value and "{" not in result.message


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_shape_has_a_name_a_message_and_a_severity(path: Path) -> None:
    graph = rdflib.Graph().parse(path)
    for shape in graph.objects(predicate=SH.property):
        assert isinstance(shape, rdflib.URIRef), "a shape without a name cannot be reported"
    for shape in {*graph.subjects(RDF.type, SH.PropertyShape), *graph.subjects(SH.sparql)}:
        assert graph.value(shape, SH.severity) in (SH.Violation, SH.Warning), shape
        message = graph.value(graph.value(shape, SH.sparql) or shape, SH.message)
        assert isinstance(message, rdflib.Literal), shape
        assert message.language == "en"
        assert message.endswith("."), "a message is a sentence"


def lists(shape: str, prop: rdflib.URIRef) -> set[str]:
    graph = shapes()
    return {str(m) for head in graph.objects(rdflib.URIRef(SHAPES + shape), prop) for m in graph.items(head)}


def test_the_shapes_know_all_predicates_of_claims_and_no_others() -> None:
    every = {predicate(p) for p in Predicate}
    assert lists("Claim-predicate", SH["in"]) == every
    plain = {str(o) for o in shapes().objects(rdflib.URIRef(SHAPES + "Statement"), SH.targetSubjectsOf)}
    assert plain == every - {predicate(Predicate.TYPE)}
    query = str(shapes().value(rdflib.URIRef(SHAPES + "Statement-query"), SH.select))
    listed = re.search(r"\?path IN \(([^)]*)\)", query)
    assert listed
    assert {KG + name.strip().removeprefix("kg:") for name in listed[1].split(",")} == plain


def test_the_shapes_know_the_tree_of_event_classes() -> None:
    assert lists("Event-class", SH["in"]) == {KG + cls.value for cls in EventClass}
    parents = {cls.parent for cls in EventClass if cls.parent}
    for parent in parents:
        shape = rdflib.URIRef(f"{SHAPES}{parent.value}-lineage")
        children = {KG + cls.value for cls in EventClass if cls.parent is parent}
        assert {str(o) for o in shapes().objects(shape, SH.targetClass)} == children
        assert shapes().value(shape, SH["class"]) == rdflib.URIRef(KG + parent.value)
    query = str(shapes().value(rdflib.URIRef(SHAPES + "Event-happened-query"), SH.select))
    branches = dict(re.findall(r"\?value = kg:(\w+) && \?class IN \(([^)]*)\)", query))
    assert {parent: {name.strip() for name in names.split(",")} for parent, names in branches.items()} == {
        parent.value: {"kg:" + cls.value for cls in EventClass if cls.parent is parent}
        for parent in parents - {EventClass.EVENT}
    }


def test_the_event_of_a_denied_claim_keeps_its_class_and_stays_untyped() -> None:
    """What the sample shows: what is denied or planned is a ``kg:Event`` that names its class, and nothing more."""
    for event, cls in (("e:e2", "Attack"), ("e:e3", "Deployment")):
        said = [t for t in triples() if t.subject == ox.NamedNode(iri(event))]
        assert {str(t.object) for t in said} == {f"<{KG}Event>", f"<{KG}{cls}>"}
        assert {t.predicate.value.rpartition("#")[2] for t in said} == {"type", "eventClass"}
