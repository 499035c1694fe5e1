"""What is written is what is read, whatever the terms are and wherever the stream is cut."""

from __future__ import annotations

import uuid
from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.changes import Head, Patches, PatchWriter
from kg.changes.reading import lines_of
from kg.errors import FollowError

NODE = st.builds(lambda n: ox.NamedNode(f"http://example.org/{n}"), st.integers(0, 9))
BLANK = st.builds(lambda n: ox.BlankNode(f"b{n}"), st.integers(0, 9))
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
LITERAL = st.one_of(
    st.builds(ox.Literal, TEXT), st.builds(lambda text: ox.Literal(text, language="en"), TEXT), st.just(ox.Literal(7))
)
QUAD = st.builds(ox.Quad, NODE | BLANK, NODE, NODE | BLANK | LITERAL, NODE | BLANK | st.just(ox.DefaultGraph()))


@settings(max_examples=100, deadline=None)
@given(st.lists(QUAD, unique=True), st.lists(QUAD, unique=True), st.integers(1, 40))
def test_what_is_written_is_read(removed: list[ox.Quad], added: list[ox.Quad], piece: int) -> None:
    written: list[bytes] = []
    ids = [uuid.uuid4() for _ in range(3)]
    for version, (previous, own) in enumerate(pairwise(ids), 1):
        patch = PatchWriter(Head(version, own, previous), written.append)
        patch.remove(removed)
        patch.add(added)
        patch.end()
    whole = b"".join(written)
    chunks = [whole[begin : begin + piece] for begin in range(0, len(whole), piece)]
    found = list(Patches(chunks))
    assert [patch.head for patch in found] == [Head(1, ids[1], ids[0]), Head(2, ids[2], ids[1])]
    for patch in found:
        assert list(patch.removed.quads()) == removed
        assert list(patch.added.quads()) == added
        patch.close()


@given(st.integers(0, 200))
def test_no_beginning_of_a_patch_is_one(end: int) -> None:
    written: list[bytes] = []
    patch = PatchWriter(Head(7, uuid.UUID(int=1), uuid.UUID(int=2)), written.append)
    patch.add([ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("o\n"))])
    patch.end()
    whole = b"".join(written)
    part = whole[: end % len(whole)]
    if part:
        with pytest.raises(FollowError):
            list(Patches([part]))


def test_lines_that_are_too_long_are_refused_before_they_have_come() -> None:
    def endless():  # type: ignore[no-untyped-def]
        for _ in range(100):
            yield b"x" * 10
        raise AssertionError("nobody reads that far")

    with pytest.raises(FollowError, match="more than 50 bytes"):
        list(lines_of(endless(), 50))
