"""The fast engine and the authority say the same of data that are broken in any way."""

from functools import cache

import pyoxigraph as ox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.validation import Report
from kg.validation.authority import Authority
from kg.validation.engine import Engine
from kg.validation.shapes import read
from kg.vocabulary import EDTF, KG, XSD
from tests.shapes.sample import BASE, triples

SAMPLE = triples()
COUNT = len(SAMPLE)


def typed(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(datatype))


LITERALS = (
    ox.Literal(""), ox.Literal("a word"), ox.Literal("name"), ox.Literal("a word", language="en"),
    ox.Literal("line\nline"), ox.Literal(True), ox.Literal(0), ox.Literal(12), ox.Literal(-1), ox.Literal(89),
    ox.Literal(10**30), ox.Literal(0.5),
    typed("0.5", XSD + "decimal"), typed("1.5", XSD + "decimal"), typed("much", XSD + "decimal"),
    typed("many", XSD + "integer"), typed("007", XSD + "integer"), typed("12", XSD + "nonNegativeInteger"),
    typed("2021-02-30", XSD + "date"), typed("2021-03-04", XSD + "date"),
    typed("2021-03-04", EDTF), typed("2021-02-30", EDTF), typed("", EDTF), typed("XXXX-12-27", EDTF),
    typed("x", "http://example.org/datatype"),
)  # fmt: skip
NODES = (
    *sorted({t.subject for t in SAMPLE if isinstance(t.subject, ox.NamedNode)}, key=str),
    *sorted({t.object for t in SAMPLE if isinstance(t.object, ox.NamedNode)}, key=str),
    ox.NamedNode(BASE + "id/person/nobody"),
    ox.NamedNode(KG + "Riot"),
)

place = st.integers(0, COUNT - 1)
faults = st.one_of(
    st.tuples(st.just("drop"), place),
    st.tuples(st.just("literal"), place, st.sampled_from(LITERALS)),
    st.tuples(st.just("node"), place, st.sampled_from(NODES)),
    st.tuples(st.just("predicate"), place, place),
    st.tuples(st.just("add"), place, place, place),
    st.tuples(st.just("say"), place, place, st.sampled_from(LITERALS)),
)


def break_(fault: tuple, data: list[ox.Triple | None]) -> None:  # type: ignore[type-arg]
    kind, first, *rest = fault
    one = SAMPLE[first]
    match kind:
        case "drop":
            data[first] = None
        case "literal" | "node":
            data[first] = ox.Triple(one.subject, one.predicate, rest[0])
        case "predicate":
            data[first] = ox.Triple(one.subject, SAMPLE[rest[0]].predicate, one.object)
        case "add":
            data.append(ox.Triple(one.subject, SAMPLE[rest[0]].predicate, SAMPLE[rest[1]].object))
        case "say":
            data.append(ox.Triple(one.subject, SAMPLE[rest[0]].predicate, rest[1]))


@cache
def engine() -> Engine:
    return Engine(read())


@cache
def authority() -> Authority:
    return Authority(read())


ORDERS = {"https://w3id.org/herodotus/shapes#" + name for name in ("Span-begin-before-end", "Toll-range")}
"""What compares two values: pySHACL says nothing where one is ill-typed, which other shapes say in any case."""


def told(report: Report) -> set[tuple[str | None, str | None]]:
    """Which shapes say that which nodes do not fit."""
    return {(result.shape, result.focus) for result in report.results if result.shape not in ORDERS}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(faults, min_size=1, max_size=5))
def test_both_engines_agree_on_conformance_shapes_and_focus_nodes(injected: list[tuple]) -> None:  # type: ignore[type-arg]
    data: list[ox.Triple | None] = list(SAMPLE)
    for fault in injected:
        break_(fault, data)
    store = ox.Store()  # which rewrites literals (12 as nonNegativeInteger), for the fast engine as for the authority
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in data if t is not None)
    graph = [quad.triple for quad in store]
    swift, sure = engine().check(graph), authority().check(graph)
    assert told(swift) == told(sure)
    assert swift.conforms is sure.conforms
