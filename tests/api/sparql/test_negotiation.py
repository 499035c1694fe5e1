"""The format that the sender likes best is the one it gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.api.sparql.formats import GRAPHS, SOLUTIONS
from kg.api.sparql.negotiation import choose, parse_accept, quality


@pytest.mark.parametrize(
    ("accept", "solutions", "graph"),
    [
        (None, "application/sparql-results+json", "text/turtle"),
        ("", "application/sparql-results+json", "text/turtle"),
        ("*/*", "application/sparql-results+json", "text/turtle"),
        ("text/csv", "text/csv", None),
        ("TEXT/CSV", "text/csv", None),
        ("text/*", "text/csv", "text/turtle"),
        ("text/tab-separated-values, text/csv;q=0.9", "text/tab-separated-values", None),
        ("text/tab-separated-values;q=0.3, text/csv;q=0.9", "text/csv", None),
        ("application/json", "application/sparql-results+json", "application/ld+json"),
        ("application/xml;q=0.5, */*;q=0.1", "application/sparql-results+xml", "application/rdf+xml"),
        ("application/rdf+xml, text/turtle;q=0.9", None, "application/rdf+xml"),
        ("application/n-triples, */*", "application/sparql-results+json", "application/n-triples"),
        ("*/*, application/sparql-results+json;q=0", "application/sparql-results+xml", "text/turtle"),
        ("text/csv;q=0", None, None),
        ("image/png", None, None),
        ("text/turtle;charset=utf-8;q=0.4, application/trig; q=0.5", None, "application/trig"),
        ('text/csv;a="x,y;q=1";q=0.2, text/tab-separated-values;q=0.3', "text/tab-separated-values", None),
        ("nonsense, text/csv", "text/csv", None),
    ],
)
def test_the_best_liked_format_wins(accept: str | None, solutions: str | None, graph: str | None) -> None:
    assert choose(parse_accept(accept), SOLUTIONS) == solutions
    assert choose(parse_accept(accept), GRAPHS) == graph


def test_the_most_specific_wish_decides() -> None:
    accept = parse_accept("text/*;q=0.3, text/csv;q=0.7, */*;q=0.5")
    assert [quality(accept, name) for name in ("text/csv", "text/html", "image/png")] == [0.7, 0.3, 0.5]


weights = st.one_of(st.just(""), st.integers(0, 1000).map(lambda n: f";q={n / 1000:.3f}"))
names = st.sampled_from([*SOLUTIONS, *GRAPHS, "*/*", "text/*", "application/*", "text/html", "image/png"])


@given(st.lists(st.tuples(names, weights), min_size=1, max_size=6, unique_by=lambda pair: pair[0]))
def test_nothing_refused_is_ever_chosen_and_nothing_better_is_passed_over(wishes: list[tuple[str, str]]) -> None:
    accept = parse_accept(", ".join(name + weight for name, weight in wishes))
    for offers in (SOLUTIONS, GRAPHS):
        chosen = choose(accept, dict.fromkeys(offers, ()))
        liked = {name: quality(accept, name) for name in offers}
        if chosen is None:
            assert not any(liked.values())
        else:
            assert liked[chosen] == max(liked.values()) > 0


@given(st.text(max_size=100))
def test_no_header_breaks_the_service(header: str) -> None:
    choose(parse_accept(header), SOLUTIONS)
