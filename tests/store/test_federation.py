"""Which other servers a query asks, and that none is overlooked."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryLimitError
from kg.store.federation import redirected, services

_A, _B = "http://a.example/sparql", "https://b.example/q?x=1"


def test_servers_are_found_by_iri_and_by_prefixed_name() -> None:
    text = f"PREFIX a: <http://a.example/> SELECT * {{ SERVICE a:sparql {{}} service silent <{_B}> {{}} }}"
    assert services(text, None) == (_A, _B)
    moved = redirected(text, None, {_A: "http://127.0.0.1:1/a", _B: "http://127.0.0.1:1/b"})
    assert "SERVICE <http://127.0.0.1:1/a> {}" in moved
    assert "SERVICE SILENT <http://127.0.0.1:1/b> {}" in moved
    assert "example" not in moved.partition("SELECT")[2]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE ?s {} }",
        "SELECT * { SERVICE $s {} }",
        "SELECT * { SERVICE <relative> {} }",
        "BASE <http://evil.example/> SELECT * { SERVICE <x> {} }",
        "PREFIX a: <relative/> SELECT * { SERVICE a:x {} }",
        r"SELECT * { SERVICE <http://a\u002Eexample/> {} }",
        "SELECT * { SERVICE <file:///etc/passwd> {} }",
    ],
)
def test_a_server_that_is_not_written_out_is_refused(text: str) -> None:
    with pytest.raises(QueryLimitError, match="not written out"):
        services(text, "http://base.example/")


@pytest.mark.parametrize(
    "text", ["SELECT * { ?s ?p 'SERVICE' } # SERVICE <http://x/>", "ASK { <http://x/SERVICE> ?service ?p }"]
)
def test_the_letters_alone_are_no_server(text: str) -> None:
    assert services(text, None) == ()


_PIECES = st.sampled_from(
    [
        *(
            "SERVICE",
            "SILENT",
            "<http://a.example/>",
            "<http://b.example/>",
            "a:x",
            "?v",
            "{",
            "}",
            "'",
            '"',
            "'''",
            "#",
        ),
        *("\n", "<", ">", "FILTER(1 <2)", "FILTER(?v<?w&&?w>?v)", "?s ?p ?o .", "BIND('SERVICE' AS ?x)", "OPTIONAL"),
    ]
)


@given(st.lists(_PIECES, max_size=12))
def test_whatever_is_redirected_asks_none_but_the_doors(pieces: list[str]) -> None:
    """A text in which the doors' IRIs are replaced by one that the engine refuses at once must run without a call."""
    text = f"PREFIX a: <http://a.example/> SELECT * {{ {' '.join(pieces)} }}"
    try:
        found = services(text, None)
    except QueryLimitError:
        return
    moved = redirected(text, None, {iri: f"urn:door:{number}" for number, iri in enumerate(found)})
    asked = ""
    try:
        list(ox.Store().query(moved))
    except SyntaxError:
        return
    except (OSError, ValueError) as error:
        asked = str(error)
        error.__traceback__ = None
    assert "example" not in asked
