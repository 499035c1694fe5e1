"""The shape of a query is counted before the engine sees it, and comments, strings and IRIs do not count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryLimitError
from kg.store.shape import BRANCHES, NESTING, check_shape

DEEP = {
    "groups": "ASK " + "{" * 10_000 + "}" * 10_000,
    "unclosed": "ASK " + "{" * 10_000,
    "parentheses": "ASK { FILTER (" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
    "blank nodes": "ASK { " + "[ ?p " * 10_000 + "1" + "]" * 10_000 + "}",
    "calls": "ASK { FILTER (" + "STR(" * 10_000 + "1" + ")" * 10_000 + ") }",
    "behind a comparison": "ASK { FILTER (1<" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
    "inside what may be an IRI": "ASK { FILTER (1<" + "(" * 10_000 + "1>0" + ")" * 10_000 + ") }",
}
WIDE = {
    "unions": "ASK {" + "UNION".join(["{}"] * 20_000) + "}",
    "disjunctions": "ASK { FILTER (" + "||".join(["?x"] * 50_000) + ") }",
    "negations": "ASK { FILTER (" + "!" * 20_000 + "true) }",
    "sums": "ASK { FILTER (" + "+".join(["?x"] * 20_000) + ") }",
    "paths": "ASK { ?s " + "/".join(["<a:p>"] * 20_000) + " ?o }",
    "assignments": "ASK {" + "".join(f"BIND (1 AS ?v{i})" for i in range(20_000)) + "}",
    "optionals": "ASK {" + "OPTIONAL { ?s ?p ?o }" * 20_000 + "}",
}


@pytest.mark.parametrize("query", DEEP.values(), ids=DEEP.keys())
def test_a_query_that_would_overflow_the_stack_by_nesting_is_refused(query: str) -> None:
    with pytest.raises(QueryLimitError) as raised:
        check_shape(query)
    assert raised.value.limit == "query_nesting"
    assert str(NESTING) in str(raised.value)


@pytest.mark.parametrize("query", WIDE.values(), ids=WIDE.keys())
def test_a_query_that_would_overflow_the_stack_by_branching_is_refused(query: str) -> None:
    with pytest.raises(QueryLimitError) as raised:
        check_shape(query)
    assert raised.value.limit == "query_branches"
    assert str(BRANCHES) in str(raised.value)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p '" + "{" * 10_000 + "' }",
        'ASK { ?s ?p """' + "(\n" * 10_000 + '""" }',
        "ASK {} #" + "[" * 10_000,
        "ASK { VALUES ?x {" + "'a'^^<http://example.org/t> " * 10_000 + "} }",
        "ASK { VALUES (?x ?y) {" + "(-1.5 +2) " * 10_000 + "} }",
        "ASK { FILTER (?x IN (" + ",".join(map(str, range(10_000))) + ")) }",
        "ASK { <http://example.org/#it's> ?p ?o . ?s ?p '" + "((" * 1_000 + "' }",
        "ASK { VALUES ?x {" + "<http://en.example.org/Foo_(bar)> " * 1_000 + "} }",
    ],
)
def test_long_queries_of_ordinary_shape_pass(query: str) -> None:
    check_shape(query)


@given(st.text(alphabet="{}()[]'\"<>#\\ \nab:?|&^/!*+-1", max_size=400))
def test_counting_never_refuses_what_is_short_and_shallow(text: str) -> None:
    """Whatever the text is, fewer brackets than the limit are never too many, and it always ends."""
    if sum(map(text.count, "{([")) <= NESTING:
        check_shape(text)
        check_shape(text + " " * BRANCHES)
