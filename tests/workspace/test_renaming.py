"""A graph whose events get other names is the one that would be made with those names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import permutations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import DocumentGraph, Iris, build
from kg.identity import identify
from kg.model import NodeId
from kg.workspace.renaming import exchange, joint_before, named_anew, new_names
from kg.workspace.world import event_id
from tests.graph.fiction import Told, karsk, lund

BASE = "http://127.0.0.1:8000/"
IRIS = Iris(BASE)
STORIES = [karsk(), lund()]
Joint = dict[NodeId, tuple[str, NodeId]]


class Stands:
    """A graph as it stands."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._quads = tuple(quads)

    def naming(self, graph: ox.NamedNode, node: ox.NamedNode) -> Iterator[ox.Quad]:
        return (quad for quad in self._quads if quad.graph_name == graph and node in (quad.subject, quad.object))


def _made(told: Told, joint: Joint) -> DocumentGraph:
    identity = identify(told.extract, told.document)
    return build(told.document, told.extract, identity, BASE, told.names, joint)


@st.composite
def _stories(draw: st.DrawFn) -> tuple[Told, Joint, Joint]:
    """A document, and two ways in which its events may be events of others, or of itself."""
    told = draw(st.sampled_from(STORIES))
    events = [event.id for event in told.extract.events]
    names = [
        *((other, NodeId(f"e{n}")) for other in ("0" * 16, "f" * 16) for n in (1, 2)),
        *((told.document.id, e) for e in events),
    ]
    joints = st.dictionaries(st.sampled_from(events), st.sampled_from(names))
    return told, draw(joints), draw(joints)


@given(_stories())
def test_new_names_make_the_graph_that_is_made_with_them(story: tuple[Told, Joint, Joint]) -> None:
    told, was, now = story
    names = new_names(told.document.id, was, now, IRIS)
    if names is None:
        return
    before, after = _made(told, was), _made(told, now)
    assert named_anew(before, names) == after
    come, go = map(set, exchange({told.document.id: names}, Stands(before.graph), IRIS))
    assert (set(before.graph) - go) | come == set(after.graph)
    assert not come & set(before.graph)
    assert go <= set(before.graph)
    moved = {node: event_id(*was.get(node, (told.document.id, node))) for node in {*was, *now}}
    others = {node: lead for node, lead in was.items() if lead != (told.document.id, node)}
    assert joint_before(told.document.id, now, moved) == others


def test_events_that_swap_names_are_told_apart() -> None:
    told = karsk()
    one, two, *_ = [event.id for event in told.extract.events]
    others = [("0" * 16, NodeId("e1")), ("0" * 16, NodeId("e2"))]
    was, now = ({one: a, two: b} for a, b in permutations(others))
    names = new_names(told.document.id, was, now, IRIS)
    assert names is not None
    assert len(names) == 2
    assert named_anew(_made(told, was), names) == _made(told, now)


@pytest.mark.parametrize("own", [True, False])
def test_where_two_events_share_a_name_nobody_can_tell_them_apart(own: bool) -> None:
    told = karsk()
    one, two, *_ = [event.id for event in told.extract.events]
    shared = (told.document.id, two) if own else ("0" * 16, NodeId("e1"))
    joint: Joint = {one: shared} if own else {one: shared, two: shared}
    assert new_names(told.document.id, joint, {}, IRIS) is None
    assert new_names(told.document.id, {}, joint, IRIS) is None


def test_nothing_is_renamed_where_nothing_moved() -> None:
    told = karsk()
    assert new_names(told.document.id, {}, {}, IRIS) == {}
