"""The gate: lets a document in or says why not, whatever the data and whatever a validator does."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import resources
from kg.errors import ValidationError
from kg.validation import Gate, Severity, validate_documents
from kg.validation.authority import Authority
from kg.validation.engine import Engine
from kg.validation.gate import _Validator
from tests.shapes.faults import FAULTS, add, swap
from tests.shapes.sample import DOCUMENT, broken, quads, triples

SHAPES = "https://w3id.org/herodotus/shapes#"
CLAIM_SHAPES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in resources.files("shapes", ".ttl")
    if path.stem in {"claim", "date", "prefixes"}
)
SPAN = f"{DOCUMENT}#char=89,106"


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate()


@pytest.fixture(scope="module")
def wary() -> Gate:
    """A gate to which every text is a very long one."""
    return Gate(long_text=0)


def test_a_valid_document_passes_without_results(gate: Gate) -> None:
    report = gate.check(quads(triples()))
    assert report.conforms
    assert report.results == ()


def test_a_violation_keeps_a_document_out_with_the_report_of_the_authority(gate: Gate) -> None:
    report = gate.check(quads(broken(swap("c:c2", "kg:polarity", "kg:Certain"))))
    assert not report.conforms
    assert {r.severity for r in report.results} == {Severity.VIOLATION}
    assert SHAPES + "Claim-polarity" in {r.shape for r in report.results}


def test_a_warning_is_reported_and_keeps_nothing_out(gate: Gate) -> None:
    report = gate.check(quads(broken("DELETE WHERE { ?m itsrdf:taIdentRef e:e2 . ?m a kg:Mention }")))
    assert report.conforms
    assert [(r.severity, r.shape) for r in report.results] == [(Severity.WARNING, SHAPES + "Event-trigger")]


def test_the_same_data_in_another_order_get_the_same_results(gate: Gate) -> None:
    data = quads(broken(swap("e:e1", "kg:date", '"soon"')))
    assert gate.check(data).results == gate.check(data[::-1]).results


@pytest.mark.parametrize("engine", [Engine, Authority])
@pytest.mark.parametrize(
    "error", [TypeError("strange"), RecursionError(), KeyError("x"), type("Panic", (BaseException,), {})()]
)
def test_a_validator_that_fails_is_a_rejection_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, engine: type, error: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise error

    data = tuple(broken(swap("c:c2", "kg:polarity", "kg:Certain"))) if engine is Authority else tuple(triples())
    validator = _Validator(CLAIM_SHAPES)
    monkeypatch.setattr(engine, "check", fail)
    report = validator.check(data)
    assert not report.conforms
    assert "could not be checked" in report.results[0].message
    assert type(error).__name__ in report.results[0].message
    assert "sh:conforms false" in report.to_turtle()


def test_being_interrupted_is_no_rejection(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Engine, "check", interrupt)
    with pytest.raises(KeyboardInterrupt):
        gate.check(quads(triples()))


def test_an_instance_of_a_literal_is_rejected_with_a_report(gate: Gate) -> None:
    report = gate.check(quads(broken(add('c:c2 a "claim"'))))
    assert "could not be checked" not in report.to_table()
    assert gate.check(quads(broken(add('c:c2 a "claim" . t:t1 kg:min "x"^^xsd:integer')))).conforms is False


def test_very_long_texts_are_judged_alike(gate: Gate, wary: Gate) -> None:
    assert wary.check(quads(triples())).conforms
    for fault in (fault for fault in FAULTS if fault.file == "quote"):
        data = quads(broken(fault.update))
        short, long = gate.check(data), wary.check(data)
        assert short.conforms is long.conforms, fault.id
        assert {(r.shape, r.focus, r.value) for r in short.results} == {
            (r.shape, r.focus, r.value) for r in long.results
        }
        assert set(long.results) == set(type(long).read(long.graph).results), "the RDF says what the results say"


def test_offsets_count_code_points_and_not_utf16_units(gate: Gate, wary: Gate) -> None:
    """The text has characters outside the BMP before the span; one unit more or less and its words are others."""
    text = next(t.object.value for t in triples() if t.predicate.value.endswith("isString"))
    assert text[89:106] == "Saltmarsh Brigade"
    assert any(ord(character) > 0xFFFF for character in text[:89])
    for checks in (gate, wary):
        assert checks.check(quads(triples())).conforms
        shifted = broken(
            swap("span:89\\,106", "nif:beginIndex", "90") + ";" + swap("span:89\\,106", "nif:endIndex", "107")
        )
        assert SPAN in {r.value for r in checks.check(quads(shifted)).results if r.shape == SHAPES + "Span-quote"}


def test_the_documents_of_a_store_are_checked_one_at_a_time(gate: Gate) -> None:
    alive = []

    def graphs():
        for name, data in (("good", triples()), ("bad", broken(swap("t:t1", "kg:min", "-3")))):
            alive.append(name)
            yield name, quads(data)

    reports = validate_documents(graphs(), gate)
    assert next(reports)[1].conforms
    assert alive == ["good"]
    assert [(name, report.conforms) for name, report in reports] == [("bad", False)]


def test_shapes_that_cannot_be_used_are_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="holds no shapes"):
        Gate(tmp_path)
    (tmp_path / "broken.ttl").write_text("this is no Turtle", encoding="utf-8")
    with pytest.raises(ValidationError, match="shapes"):
        Gate(tmp_path)


def test_the_empty_graph_conforms(gate: Gate) -> None:
    assert gate.check([]).conforms


def test_names_of_graphs_do_not_matter(gate: Gate) -> None:
    elsewhere = [
        ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(f"http://example.org/{n}"))
        for n, t in enumerate(triples())
    ]
    assert gate.check(elsewhere).conforms
