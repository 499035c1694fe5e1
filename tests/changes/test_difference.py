"""A difference is exact: what goes was there, what comes was not, and doing it gives what the change gives."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.changes import StoredBase, difference
from kg.changes.difference import as_stored
from kg.store import Change

XSD = "http://www.w3.org/2001/XMLSchema#"
NODES = [ox.NamedNode(f"http://example.org/{name}") for name in "abc"]
GRAPHS = [ox.NamedNode(f"http://example.org/g{n}") for n in range(3)]
LITERALS = [
    ox.Literal("x"),
    ox.Literal("x", language="en-GB"),
    ox.Literal("05", datatype=ox.NamedNode(XSD + "nonNegativeInteger")),
    ox.Literal("5", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("0.50", datatype=ox.NamedNode(XSD + "decimal")),
    ox.Literal("0.5", datatype=ox.NamedNode(XSD + "decimal")),
    ox.Literal("not a date", datatype=ox.NamedNode(XSD + "date")),
]
QUADS = st.builds(
    ox.Quad,
    st.sampled_from(NODES),
    st.sampled_from(NODES),
    st.sampled_from([*NODES, *LITERALS]),
    st.sampled_from(GRAPHS),
)
MANY = st.lists(QUADS, max_size=12)
CHANGES = st.builds(
    lambda graphs, subjects, quads, removed: Change(tuple(graphs), tuple(subjects), tuple(quads), tuple(removed)),
    st.lists(st.sampled_from(GRAPHS), max_size=2),
    st.lists(st.tuples(st.sampled_from(GRAPHS), st.sampled_from(NODES)), max_size=3),
    MANY,
    MANY,
)


def store_of(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


@settings(max_examples=200, deadline=None)
@given(MANY, CHANGES, MANY)
def test_a_difference_does_what_its_change_does(before: list[ox.Quad], change: Change, more: list[ox.Quad]) -> None:
    store, wanted = store_of(before), store_of(before)
    if change:
        wanted.update(change.to_update())
    wanted.extend(more)
    found = difference(change, StoredBase(store), more)
    old = set(store)
    assert {*found.removed} <= old
    assert not {*found.added} & old
    assert len({*found.removed}) == len(found.removed)
    assert len({*found.added}) == len(found.added)
    assert old - {*found.removed} | {*found.added} == set(wanted)
    exact = found.to_change()
    store.extend(exact.quads)  # the order in which the writer does it
    if rest := Change(exact.graphs, (), (), exact.removed):
        store.update(rest.to_update())
    assert set(store) == set(wanted)


@given(MANY)
def test_quads_are_as_the_store_gives_them_back(quads: list[ox.Quad]) -> None:
    assert set(as_stored(quads)) == set(store_of(quads))
