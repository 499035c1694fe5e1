"""Short names of answers lead back to what they are short for, and what is no IRI is refused."""

from __future__ import annotations

import contextlib

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mcp.names import full, kind_of, place_of, short
from kg.mcp.problem import ToolError
from kg.vocabulary import PREFIXES
from kg.web.select import iri

BASE = "https://graph.example.org/kg/"

IRIS = st.one_of(
    st.builds("{}id/{}/{}".format, st.just(BASE), st.sampled_from(["place", "event"]), st.text(max_size=20)),
    st.builds("{}{}".format, st.sampled_from(sorted(PREFIXES.values())), st.text(max_size=20)),
    st.builds("{}{}".format, st.just(BASE), st.text(max_size=20)),
    st.builds("http://{}.example/{}".format, st.sampled_from(["a", "b"]), st.text(max_size=20)),
).filter(lambda name: iri(name) is not None and name != BASE and not name.endswith(">"))


@given(IRIS)
def test_what_is_short_is_found_again(name: str) -> None:
    told = short(BASE, name)
    assert full(BASE, told, "of") == name
    assert len(told) <= len(name)


@given(st.text(max_size=60))
def test_whatever_is_given_is_an_iri_or_refused(given_name: str) -> None:
    with contextlib.suppress(ToolError):
        name = full(BASE, given_name, "of")
        assert ox.NamedNode(name).value == name


@pytest.mark.parametrize("name", ["", " ", "<>", "id/place/x> { }", "id/place/a b", 'x"', "x" * 3_000])
def test_what_could_end_its_place_in_a_query_is_refused(name: str) -> None:
    with pytest.raises(ToolError):
        full(BASE, name, "entity")


def test_spans_and_kinds_are_read_from_iris() -> None:
    assert place_of(f"{BASE}document/7c#char=2,x") is None
    assert place_of(f"{BASE}document/7c") is None
    kinds = {"id/person/ada": "person", "document/7c#char=1,2": "document", "graph/entities": "", "id/person": ""}
    assert {name: kind_of(BASE, BASE + name) for name in kinds} == kinds
    assert kind_of(BASE, "http://elsewhere.example/id/person/ada") == ""
