"""Terms and results for the tests."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import strategies as st

from kg.vocabulary import PREFIXES, XSD
from kg.web.place import Place
from kg.web.sparql import Solutions, Term
from kg.web.sparql.cells import Writer

BASE = "http://example.org/kg/"
PLACE = Place("/sparql", BASE)


def node(path: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + path)


def decimal(value: float | str) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "decimal"))


def solutions(names: str, *rows: tuple[Term | None, ...]) -> Solutions:
    return Solutions(tuple(names.split()), rows)


def graph(*triples: tuple[Term, Term, Term]) -> Solutions:
    return Solutions(("subject", "predicate", "object"), triples, graph=True)


def writer(**labels: str) -> Writer:
    return Writer(PLACE, {BASE + name: label for name, label in labels.items()}, {})


local = st.text("abcXYZ019_-.~()é", max_size=12)
iris = st.builds(
    lambda namespace, name: ox.NamedNode(namespace + name),
    st.sampled_from([BASE, BASE + "id/event/", "http://other.example/", *PREFIXES.values()]),
    local,
)
literals = st.one_of(
    st.text().map(ox.Literal),
    st.text().map(lambda text: ox.Literal(text, language="en")),
    st.floats().map(ox.Literal),
    st.integers(-200, 200).map(decimal),
)
terms = st.one_of(st.none(), iris, literals, st.builds(ox.BlankNode))
results = st.lists(st.sampled_from(["lat", "long", "s", "p", "o", "label", "x"]), max_size=5, unique=True).flatmap(
    lambda names: st.lists(st.tuples(*([terms] * len(names))), max_size=12).map(
        lambda rows: Solutions(tuple(names), tuple(rows))
    )
)
