"""The cache: what may be remembered, under which name, for how long, and how much of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.api.cache import Result, ResultCache, gives_the_same, normalised
from tests.api.service import Service, publish, quad

PIECES = st.sampled_from(
    [
        "ASK",
        "{",
        "}",
        "?s",
        "?p",
        '"a  b"',
        "'#'",
        '"""x\n  "y" # z"""',
        "<http://a/b#c>",
        "<b>",
        "ex:a",
        "<=",
        "1.5",
        ".",
    ]
)
GAPS = st.sampled_from([" ", "\n", "\t \r\n", " # a 'comment\n", "#\n", "  #<\r\n  "])


@given(st.lists(st.tuples(PIECES, GAPS), min_size=1), st.data())
def test_texts_that_differ_only_between_tokens_have_one_name(
    pieces: list[tuple[str, str]], data: st.DataObject
) -> None:
    one = "".join(piece + gap for piece, gap in pieces)
    other = "".join(piece + data.draw(GAPS) for piece, _ in pieces)
    assert normalised(one) == normalised(other) == " ".join(piece for piece, _ in pieces)


@given(st.text(alphabet="?ab<>'\"#\\ \n:/&|(){}.="))
def test_what_is_left_out_is_never_inside_a_string(text: str) -> None:
    """Taking the gaps out of both gives the same: nothing but gaps has changed; and doing it again changes nothing."""
    name = normalised(text)
    assert normalised(name) == name
    if '"' not in text and "'" not in text and "#" not in text:
        assert name.split() == text.split() or name == text


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER (?a<'&&?b>'  ') }",  # a string, or an IRI with quotes in it
        "ASK { FILTER (?a<?b#c>\n  ?d) }",  # a comment, or an IRI with a fragment
        "ASK { ?s ex:a\\#b  ?o }",  # no comment, but an escape
        "ASK { ?s ?p 'unfinished  }",
        "ASK  { ?s ?p '" + "x" * 10_000 + "' }",
    ],
)
def test_a_text_that_can_be_read_in_two_ways_is_left_alone(text: str) -> None:
    assert normalised(text) == text


def test_strings_and_iris_keep_what_they_hold() -> None:
    names = {
        normalised(f"ASK {{ ?s ?p {term} }}") for term in ("'a b'", "'a  b'", "'a\\'  b'", '"""a \n b"""', "'a#b'")
    }
    assert len(names) == 5
    assert normalised("SELECT * { ?a <http://x/#y> ?b }  # z") == "SELECT * { ?a <http://x/#y> ?b }"
    assert normalised("ASK{?a ?b ?c}") != normalised("ASK{?a ?b?c}")


@pytest.mark.parametrize("call", ["RAND()", "now ( )", "UUID # why\n ()", "StrUUID()", "1 } SERVICE <http://x> { "])
def test_what_changes_from_time_to_time_is_told(call: str) -> None:
    assert not gives_the_same(f"SELECT ({call} AS ?x) {{}}")
    assert gives_the_same("SELECT ?known ?random { ?known ex:nowhere ?random }")


def test_results_of_another_version_are_forgotten_and_never_taken_in() -> None:
    cache = ResultCache(1)
    assert cache.get("1", "q") is None
    cache.put("q", Result("text/csv", "1", b"one"), 1)
    assert cache.get("1", "q").body == b"one"
    assert cache.get("2", "q") is None
    cache.put("q", Result("text/csv", "1", b"one"), 1)  # from a reader that was behind
    assert cache.get("2", "q") is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 80_000)), max_size=120))
def test_the_cache_stays_within_its_bound_and_gives_back_what_it_was_given(puts: list[tuple[int, int]]) -> None:
    cache = ResultCache(1)
    cache.get("1", None)
    given_last: dict[int, bytes] = {}
    for key, size in puts:
        body = bytes([key]) * size
        cache.put(key, Result("text/csv", "1", body), 10)
        if size < cache.largest - 1_100:
            given_last[key] = body
            assert cache.get("1", key).body == body
        cache.compressed(key, cache.get("1", key) or Result("text/csv", "1", body), "gzip")
        held = [result for k in range(31) if (result := cache.get("1", k)) is not None]
        assert sum(result.size for result in held) <= 1 << 20
    for key, body in given_last.items():
        found = cache.get("1", key)
        assert found is None or found.body == body


def test_nothing_is_remembered_where_there_is_no_room() -> None:
    cache = ResultCache(0)
    cache.get("1", "q")
    cache.put("q", Result("text/csv", "1", b""), 1)
    assert len(cache) == 0


def test_an_answer_from_the_cache_is_the_one_from_a_reader(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The same bytes and headers, by ``GET`` and ``POST``, however it is spaced, and only until the data change."""
    folder = tmp_path_factory.mktemp("cached")
    publish(folder, 1, [quad(f"item/{i}", "number", f'"{i}"') for i in range(50)])
    text = "SELECT ?o { ?s <http://example.org/number> ?o } ORDER BY ?o"
    with Service(folder, readers=1) as service, Service(folder, cache_mb=0) as plain:
        first = service.query(text)
        for answer in (service.query(text), service.query(text.replace(" ", "\n  # and\n")), plain.query(text)):
            assert (answer.status, answer.body) == (200, first.body)
            for name in ("content-type", "etag", "vary", "cache-control", "content-length"):
                assert answer.headers[name] == first.headers[name]
        posted = service.post(text)
        assert (posted.body, posted.headers["etag"]) == (first.body, None)
        assert service.query(text, "text/csv").body != first.body
        assert service.query(text, default_graph_uri="http://example.org/none").body != first.body
        random = "SELECT (RAND() AS ?r) {}"
        assert service.query(random).body != service.query(random).body
        publish(folder, 2, [quad("item/50", "number", '"50"')])
        assert len(service.values(text)) == 51
        assert service.query(text).headers["etag"] != first.headers["etag"]
