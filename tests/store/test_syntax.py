"""The engine's parser decides which keywords a query uses and where its mistake is."""

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.store.syntax import syntax_error, uses_keyword

BASE = "http://example.org/"


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <http://example.com/> {} }",
        "ASK { sErViCe SILENT ?where {} }",
        "ASK{SERVICE?x{}}",
        "PREFIX :<http://a/>ASK{SERVICE:x{}}",
        "ASK { SERVICE <relative> {} }",
        "BASE <http://a/> ASK { SERVICE <b> {} }",
        "ASK { ?s ?p ?o SERVICE <http://a/> {} }",
        "ASK { FILTER EXISTS { SERVICE <http://a/> {} } }",
        "SELECT * { { SELECT * { OPTIONAL { SERVICE <http://a/> { ?s ?p ?o } } } } }",
        "ASK { # a comment\rSERVICE <http://a/> {}\n}",
        "ASK { FILTER(?a<'&&?b>') SERVICE <http://a/> {} FILTER(1<'') }",
        "SELECT * { ?a ?b ?c FILTER(?a<?b#>'''\n) SERVICE <a:b> {} #'''\n}",
        "ASK { ?s ?p 'SERVICE' SERVICE <http://a/> {} }",
    ],
)
def test_service_is_found_however_it_is_written(query: str) -> None:
    assert uses_keyword(query, "SERVICE", BASE)


@pytest.mark.parametrize(
    "query",
    [
        "ASK {}",
        "ASK { ?service ?p 'SERVICE <http://a/> {}' } # SERVICE <http://a/> {}",
        'ASK { <http://service/> ?p """ } SERVICE <http://a/> { """ }',
        "PREFIX service: <a:> PREFIX SERVICE: <b:> ASK { service:a SERVICE:b service:SERVICE }",
        "SELECT (1 AS ?service) (2 AS ?SERVICE) {}",
        "ASK { <service> ?p ?o }",
    ],
)
def test_service_in_names_strings_and_comments_is_nothing(query: str) -> None:
    assert not uses_keyword(query, "SERVICE", BASE)


@given(st.text(alphabet="SERVICEservice<>?:'\"#{}() \n\\a", max_size=60))
@example("'''SERVICE")
def test_a_comment_never_hides_a_service_and_a_string_never_makes_one(noise: str) -> None:
    """Whatever stands around it, what the parser takes for SERVICE is found, and nothing else is."""
    line = noise.replace("\n", " ")
    assert uses_keyword(f"ASK {{ # {line}\n SERVICE <http://a/> {{}} # {line}\n}}", "SERVICE", BASE)
    string = str(ox.Literal(noise))
    assert not uses_keyword(f"ASK {{ ?s ?p {string} }} # {line}", "SERVICE", BASE)
    assert uses_keyword(f"ASK {{ ?s ?p {string} . SERVICE ?s {{}} }}", "SERVICE", BASE)


def mistake(query: str) -> tuple[int | None, int | None, str]:
    with pytest.raises(SyntaxError) as raised:
        ox.Store().query(query, base_iri=BASE)
    error = syntax_error(query, raised.value, BASE)
    return error.line, error.column, str(error)


@pytest.mark.parametrize(
    ("query", "line", "column", "why"),
    [
        ("SELECT * WHERE { ?s ?p }", 1, 24, "'}' cannot stand here"),
        ("SELECT * {\n ?s ?p ?o .\n foo:a ?b ?c }", 3, 2, "the prefix 'foo:' is not declared"),
        ("SELEC * {}", 1, 1, "'SELEC' cannot stand here"),
        ("ASK {\n", 1, 6, "the query ends too early"),
        ("", 1, 1, "it is empty"),
        ("# nothing\n", 1, 1, "it is empty"),
        ("ASK { ?s ?p 'abc }", 1, 13, "cannot stand here"),
        ("SELECT * {}\nLIMIT x", 2, 7, "'x' cannot stand here"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", 1, 1, "'INSERT' cannot stand here"),
        ("SELECT ?x { ?x ?y ?z } GROUP BY ?y", 1, 35, "unbound"),
        ("ASK { <relative> ?p ?o } }", 1, 26, "'}' cannot stand here"),
    ],
)
def test_a_mistake_is_placed_where_it_is(query: str, line: int, column: int, why: str) -> None:
    assert mistake(query)[:2] == (line, column)
    assert why in mistake(query)[2]


@given(st.text(max_size=80))
def test_any_text_that_is_no_query_has_a_place_and_a_reason(text: str) -> None:
    try:
        ox.Store().query(text, base_iri=BASE)
    except SyntaxError as raised:
        error = syntax_error(text, raised, BASE)
        assert 1 <= (error.line or 0) <= text.count("\n") + 1
        assert (error.column or 0) >= 1
