"""The update operation of the SPARQL 1.1 Protocol, over a real socket."""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest

from tests.api.service import Service
from tests.api.writing import AUTHORISED, FORM, UPDATE, Writable, problem

INSERT = "INSERT DATA { <http://example.org/ada> <http://example.org/knows> <http://example.org/grace> }"
TRIPLE = "<http://example.org/ada> <http://example.org/knows> <http://example.org/grace> ."
DIRECT = {"Content-Type": "application/sparql-update"}


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    with Writable(tmp_path_factory.mktemp("updated") / "w") as running:
        yield running


def test_both_ways_of_sending_an_update_do_it(writable: Writable) -> None:
    for headers, body in (
        (UPDATE, INSERT),
        ({**UPDATE, "Content-Type": "application/sparql-update; charset=UTF-8"}, INSERT),
        (FORM, urlencode({"update": INSERT})),
    ):
        writable.clear()
        answer = writable.request("POST", "/update", headers, body)
        assert (answer.status, answer.body) == (204, b"")
        assert writable.lines("default") == [TRIPLE]


def test_whoever_wrote_reads_what_they_wrote(writable: Writable) -> None:
    writable.clear()
    for number in range(3):
        answer = writable.update(f"INSERT DATA {{ <x:a> <x:b> {number} }}")
        asked = writable.query("SELECT ?o { <x:a> <x:b> ?o }", "text/csv")
        assert len(asked.body.split()) == number + 2
        assert asked.headers["etag"].startswith(f'"{answer.headers["herodotus-version"]}-')


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("POST", "/update", {**AUTHORISED, "Content-Type": "text/plain"}, INSERT, 415),
        ("POST", "/update", AUTHORISED, INSERT, 415),
        ("POST", "/update", {**AUTHORISED, "Content-Type": "application/sparql-query"}, "ASK {}", 415),
        ("POST", "/update", {**UPDATE, "Content-Type": "application/sparql-update; charset=utf-16"}, INSERT, 415),
        ("POST", "/update", {**UPDATE, "Content-Encoding": "gzip"}, INSERT, 415),
        ("POST", "/update", FORM, "", 400),
        ("POST", "/update", FORM, "query=ASK%7B%7D", 400),
        ("POST", "/update", FORM, f"update={quote(INSERT)}&update={quote(INSERT)}", 400),
        ("POST", "/update", FORM, f"update={quote(INSERT)}&default-graph-uri=http%3A%2F%2Fexample.org%2F", 400),
        ("POST", f"/update?update={quote(INSERT)}", FORM, "", 400),
        ("POST", f"/update?update={quote(INSERT)}", UPDATE, INSERT, 400),
        ("POST", "/update", UPDATE, b"INSERT DATA { <x:a> <x:b> '\xff' }", 400),
        ("POST", "/update", UPDATE, "", 204),
        ("POST", "/update", UPDATE, "INSERT DATA { <x:a> <x:b> }", 400),
        ("POST", "/update", UPDATE, "ASK {}", 400),
        ("POST", "/update", UPDATE, INSERT + "; INSERT DATA { <x:a> <x:b> }", 400),
        ("POST", "/update", UPDATE, "INSERT DATA { " + "[ <x:p> " * 500 + "1" + " ]" * 500 + " . }", 400),
        ("POST", "/update", UPDATE, "LOAD <http://127.0.0.1:9/>", 400),
        ("POST", "/update", UPDATE, "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400),
        ("POST", "/update?using-graph-uri=none", UPDATE, "DELETE WHERE { ?s ?p ?o }", 400),
        (
            "POST",
            "/update?using-graph-uri=http%3A%2F%2Fexample.org%2F",
            UPDATE,
            "INSERT { <x:a> <x:b> ?o } USING <http://example.org/g> WHERE { ?s ?p ?o }",
            400,
        ),
        ("GET", f"/update?update={quote(INSERT)}", AUTHORISED, None, 405),
        ("HEAD", "/update", AUTHORISED, None, 405),
        ("PUT", "/update", UPDATE, INSERT, 405),
        ("POST", "/update/more", UPDATE, INSERT, 404),
    ],
)
def test_what_is_not_the_protocol_is_refused_and_changes_nothing(
    writable: Writable, *, method: str, path: str, headers: dict[str, str], body: str | bytes | None, status: int
) -> None:
    writable.clear()
    answer = writable.request(method, path, headers, body)
    assert answer.status == status, answer.body
    assert writable.lines("default") == []
    if status == 405:
        assert answer.headers["allow"] == "OPTIONS, POST"
    if status >= 400 and method != "HEAD":
        assert problem(answer)["detail"]


def test_a_mistake_is_answered_with_line_and_column(writable: Writable) -> None:
    told = problem(writable.update("INSERT DATA {\n  <x:a> <x:b>\n}"))
    assert (told["line"], told["column"]) == (3, 1)


def test_an_update_happens_whole_or_not_at_all(writable: Writable) -> None:
    writable.clear()
    answer = writable.update(f"{INSERT} ; CLEAR GRAPH <http://example.org/none>")
    assert answer.status in {400, 404}
    assert writable.lines("default") == []


def test_the_graphs_of_the_protocol_are_what_the_pattern_is_matched_in(writable: Writable) -> None:
    one, two = "http://example.org/one", "http://example.org/two"
    for graph in (one, two):
        assert writable.put(graph, f"<x:in> <x:is> <{graph}> .").status in {201, 204}
    copy = "INSERT { <x:found> <x:is> ?o } WHERE { ?s <x:is> ?o }"
    named = "INSERT { <x:found> <x:is> ?o } WHERE { GRAPH ?g { ?s <x:is> ?o } }"
    for parameters, text, found in (
        ([], copy, []),
        ([("using-graph-uri", one)], copy, [one]),
        ([("using-graph-uri", one), ("using-graph-uri", two)], copy, [one, two]),
        ([("using-named-graph-uri", two)], named, [two]),
        ([("using-graph-uri", one), ("using-named-graph-uri", two)], named, [two]),
        ([("using-named-graph-uri", two)], copy, []),
    ):
        for headers, path, body in (
            (UPDATE, f"/update?{urlencode(parameters)}", text),
            (FORM, "/update", urlencode([*parameters, ("update", text)])),
        ):
            assert writable.update("CLEAR DEFAULT").status == 204
            assert writable.request("POST", path, headers, body).status == 204
            assert writable.lines("default") == [f"<x:found> <x:is> <{graph}> ." for graph in found]


def test_writing_needs_a_token(writable: Writable, service: Service) -> None:
    writable.clear()
    nobody = writable.request("POST", "/update", DIRECT, INSERT)
    wrong = writable.request("POST", "/update", {**DIRECT, "Authorization": "Bearer something-else"}, INSERT)
    for answer in (nobody, wrong, service.request("POST", "/update", DIRECT, INSERT)):
        assert answer.status == 401
        assert answer.headers["www-authenticate"].startswith("Bearer ")
        assert problem(answer)["detail"]
    assert writable.lines("default") == []


def test_graphs_that_are_made_from_documents_cannot_be_written_to(writable: Writable) -> None:
    graph = f"{writable.settings.base_iri}graph/entities"
    answer = writable.update(f"INSERT DATA {{ <x:a> <x:b> 1 . GRAPH <{graph}> {{ <x:a> <x:b> 1 }} }}")
    assert answer.status == 403
    assert graph in str(problem(answer)["detail"])
    assert "<x:a>" not in "".join(writable.lines("default"))


def test_options_names_the_method_and_the_types(writable: Writable) -> None:
    answer = writable.request("OPTIONS", "/update")
    assert (answer.status, answer.headers["allow"]) == (204, "OPTIONS, POST")
    assert "application/sparql-update" in answer.headers["accept-post"]


def test_a_text_that_is_too_long_is_not_read(tmp_path: object, writable: Writable) -> None:
    most = writable.settings.query_bytes
    answer = writable.request("POST", "/update", UPDATE, INSERT + " " * most)
    assert answer.status == 413
    assert problem(answer)["limit"] == "query_bytes"
