"""RDF that strangers send is read as it goes, fetches nothing, and is told from what is no RDF with a place."""

from __future__ import annotations

import socket
import tracemalloc
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError, QuerySyntaxError
from kg.workspace.graphs import quads_of
from kg.workspace.payload import canonical_line, payload_format, read_payload

BASE = "http://example.com/"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.com/"'


def read(path: Path, text: str | bytes, media_type: str) -> list[str]:
    file = path / "payload"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return sorted(read_payload(file, media_type, BASE))


@pytest.mark.parametrize(
    ("media_type", "text"),
    [
        ("text/turtle;charset=utf-8", "<a> <b> 01, 'x'@en ."),
        ("application/trig", "{ <a> <b> 01, 'x'@en . }"),
        (
            "application/n-triples",
            '<http://example.com/a> <http://example.com/b> "1"^^<http://www.w3.org/2001/XMLSchema#integer>, "x"@en .',
        ),
        ("application/ld+json", '{"@id": "a", "http://example.com/b": [1, {"@value": "x", "@language": "en"}]}'),
        (
            "application/rdf+xml",
            f'<rdf:RDF {RDF}><rdf:Description rdf:about="a"><e:b xml:lang="en">x</e:b>'
            '<e:b rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">01</e:b></rdf:Description></rdf:RDF>',
        ),
    ],
)
def test_every_format_gives_the_same_lines_in_the_stores_forms(tmp_path: Path, media_type: str, text: str) -> None:
    if media_type.endswith("n-triples"):
        text = "\n".join(
            f"<http://example.com/a> <http://example.com/b> {o} ." for o in text.split("/b> ")[1][:-2].split(", ")
        )
    assert read(tmp_path, text, media_type) == [
        '<http://example.com/a> <http://example.com/b> "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '<http://example.com/a> <http://example.com/b> "x"@en',
    ]


def test_what_is_no_rdf_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(QuerySyntaxError, match="Turtle") as caught:
        read(tmp_path, "<a> <b> <c> .\n<a> <b c> <d> .", "text/turtle")
    assert (caught.value.line, caught.value.column) == (2, 5)
    with pytest.raises(QueryError, match="not supported"):
        read(tmp_path, "", "text/csv")
    with pytest.raises(QueryError, match="named graphs"):
        read(tmp_path, "<g> { <a> <b> <c> }", "application/trig")
    assert payload_format("text/n3") is None


def test_blank_nodes_never_meet_those_of_others(tmp_path: Path) -> None:
    first, second = (read(tmp_path, "_:x <b> _:y, _:x .", "text/turtle") for _ in range(2))
    assert len(first) == len(second) == 2
    assert not set(first) & set(second)
    assert "_:x" not in first[0].split()


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    for entities in ('<!ENTITY a0 "lol">' + bomb, '<!ENTITY a0 SYSTEM "file:///etc/passwd">', "<!entity a0 'x'>"):
        text = f"<!DOCTYPE r [{entities}]><rdf:RDF {RDF}><e:C><e:b>&a0;</e:b></e:C></rdf:RDF>"
        with pytest.raises(QueryError, match=r"entities|is not XML"):
            read(tmp_path, text, "application/rdf+xml")


def test_remote_contexts_are_never_fetched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/context"
        for text in (f'{{"@context": "{address}", "@id": "a"}}', f'{{"@context": [{{"@import": "{address}"}}]}}'):
            with pytest.raises(QueryError):
                read(tmp_path, text, "application/ld+json")
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_long_file_is_not_kept_in_memory(tmp_path: Path) -> None:
    file = tmp_path / "long"
    file.write_text("".join(f"<a{n}> <b> 'some words that take room {n}' .\n" for n in range(60_000)))
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_payload(file, "text/turtle", BASE)) == 60_000
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
LITERALS = st.one_of(
    TEXT.map(ox.Literal),
    TEXT.map(lambda text: ox.Literal(text, language="en-GB")),
    TEXT.map(lambda text: ox.Literal(text, datatype=ox.NamedNode("http://example.com/type"))),
    st.integers().map(ox.Literal),
    st.floats().map(ox.Literal),
)
NODES = st.sampled_from([ox.NamedNode("http://example.com/ä#'x"), ox.BlankNode("abc")])
TRIPLES = st.builds(ox.Triple, NODES, st.just(ox.NamedNode("urn:p")), LITERALS | NODES)
NESTED = TRIPLES | st.builds(ox.Triple, NODES, st.just(ox.NamedNode("urn:q")), TRIPLES)


@given(st.lists(NESTED, max_size=5), st.sampled_from(["", "<http://example.com/g>", "_:g"]))
def test_lines_give_back_what_the_store_held(triples: list[ox.Triple], graph: str) -> None:
    store = ox.Store()
    for triple in triples:
        store.add(ox.Quad(triple.subject, triple.predicate, triple.object))
    lines = [canonical_line(quad) for quad in store]
    assert len(set(lines)) == len(store)
    assert {quad.triple for quad in quads_of(graph, lines)} == {quad.triple for quad in store}
    assert {str(quad.graph_name) for quad in quads_of(graph, lines)} <= {graph or "DEFAULT"}
