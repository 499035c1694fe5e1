"""What goes into the truth's file comes out as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import WorkspaceError
from kg.model import Claim, Document, Effect, Extract, Identification, Identity, NodeId, Origin, Span, Toll
from kg.workspace import codec

NODES = st.builds(NodeId, st.text(max_size=5))
BOUNDS = st.none() | st.integers(0, 10**9)


def spans() -> st.SearchStrategy[Span]:
    return st.builds(lambda begin, size: Span(begin, begin + size), st.integers(0, 10**6), st.integers(1, 10**4))


@st.composite
def tolls(draw: st.DrawFn) -> Toll:
    low, high = draw(BOUNDS), draw(BOUNDS)
    if low is None and high is None:
        low = 0
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    return Toll(draw(NODES), draw(st.sampled_from(Effect)), low, high, draw(st.none() | NODES))


@pytest.fixture(scope="module", autouse=True)
def _strategies() -> None:
    st.register_type_strategy(Span, spans())
    st.register_type_strategy(Toll, tolls())
    st.register_type_strategy(Claim, st.builds(Claim, confidence=st.floats(0, 1)))
    st.register_type_strategy(Origin, st.builds(Origin, temperature=st.floats(0, 2)))
    degrees = st.none() | st.floats(-180, 180)
    st.register_type_strategy(Identification, st.builds(Identification, latitude=degrees, longitude=degrees))


@settings(max_examples=40, deadline=None)
@given(st.deferred(lambda: st.from_type(Document)))
def test_documents(value: Document) -> None:
    assert codec.DOCUMENT.unpack(codec.DOCUMENT.pack(value)) == value


@settings(max_examples=40, deadline=None)
@given(st.deferred(lambda: st.from_type(Extract)))
def test_extracts(value: Extract) -> None:
    back = codec.EXTRACT.unpack(codec.EXTRACT.pack(value))
    assert back == value
    assert [type(claim.object) for claim in back.claims] == [type(claim.object) for claim in value.claims]


@settings(max_examples=40, deadline=None)
@given(st.deferred(lambda: st.from_type(Identity)))
def test_identities(value: Identity) -> None:
    assert codec.IDENTITY.unpack(codec.IDENTITY.pack(value)) == value


@settings(max_examples=40, deadline=None)
@given(st.deferred(lambda: st.from_type(Identification)), NODES)
def test_what_is_said_of_an_entity_does_not_depend_on_the_document_that_says_it(
    value: Identification, node: NodeId
) -> None:
    assert codec.statement(value) == codec.statement(replace(value, entity=node))
    assert codec.IDENTIFICATION.load(codec.statement(value)) == replace(value, entity=NodeId(""))


@pytest.mark.parametrize("damaged", [b"", b"not compressed", codec.EXTRACT.pack(Extract("d", "e"))[:-5]])
def test_damaged_bytes_are_an_error_of_the_workspace(damaged: bytes) -> None:
    with pytest.raises(WorkspaceError, match="damaged"):
        codec.EXTRACT.unpack(damaged)


def test_json_that_is_no_extract_is_an_error_of_the_workspace() -> None:
    with pytest.raises(WorkspaceError, match="stored extract is damaged"):
        codec.EXTRACT.load(b'{"document": 1}')
