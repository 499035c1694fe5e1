"""The SPARQL 1.1 Graph Store HTTP Protocol, over a real socket."""

import gzip
from collections.abc import Iterator
from urllib.parse import quote, urljoin, urlsplit

import pyoxigraph as ox
import pytest

from kg.api.sparql.formats import GRAPHS
from tests.api.service import Answer
from tests.api.writing import AUTHORISED, TURTLE, Writable, at, problem

GRAPH = "http://example.org/people"
ONE = "<http://example.org/ada> <http://example.org/name> 'Ada' ."
TWO = "<http://example.org/grace> <http://example.org/name> 'Grace' ."
LINES = ['<http://example.org/ada> <http://example.org/name> "Ada" .']
BOTH = [*LINES, '<http://example.org/grace> <http://example.org/name> "Grace" .']
FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    with Writable(tmp_path_factory.mktemp("stored") / "w", body_bytes=200_000) as running:
        yield running


@pytest.fixture(autouse=True)
def _empty(store: Writable) -> Iterator[None]:
    store.clear()
    yield
    incoming = store.settings.workspace / "incoming"
    assert not incoming.exists() or list(incoming.iterdir()) == []


def write(store: Writable, method: str, path: str, body: str | bytes | None = None, **headers: str) -> Answer:
    given = {**TURTLE, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return store.request(method, path, given, body)


@pytest.mark.parametrize("path", [at(GRAPH), "/store/people/of%20science", "/store?default"])
def test_a_graph_is_put_got_added_to_replaced_and_dropped(store: Writable, path: str) -> None:
    def lines() -> list[str]:
        answer = store.request("GET", path, {"Accept": "application/n-triples"})
        assert answer.status == 200
        return sorted(answer.body.decode().splitlines())

    default = path.endswith("default")
    assert store.request("GET", path).status == (200 if default else 404)
    assert write(store, "PUT", path, ONE).status == (204 if default else 201)
    assert lines() == LINES
    assert write(store, "POST", path, TWO).status == 204
    assert lines() == BOTH
    assert write(store, "PUT", path, ONE).status == 204
    assert lines() == LINES
    assert store.request("DELETE", path, AUTHORISED).status == 204
    assert store.request("GET", path).status == (200 if default else 404)
    assert store.request("DELETE", path, AUTHORISED).status == (204 if default else 404)


def test_a_path_below_the_store_names_a_graph_of_its_own(store: Writable) -> None:
    assert write(store, "PUT", "/store/people", "<> a <#list> .").status == 201
    graph = f"{store.settings.base_iri}store/people"
    assert store.lines(graph) == [f"<{graph}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{graph}#list> ."]
    assert store.values("SELECT ?g { GRAPH ?g { ?s ?p ?o } }") == [graph]


def test_relative_iris_are_resolved_against_the_graph(store: Writable) -> None:
    store.put("http://example.org/a/b", "<c> <x:p> <> .")
    assert store.lines("http://example.org/a/b") == ["<http://example.org/a/c> <x:p> <http://example.org/a/b> ."]


def test_an_empty_graph_is_one_that_is_there(store: Writable) -> None:
    assert write(store, "PUT", at(GRAPH), "").status == 201
    assert (store.get(GRAPH).status, store.lines(GRAPH)) == (200, [])
    assert write(store, "POST", at("http://example.org/other"), "").status == 201
    assert store.lines("http://example.org/other") == []


def test_posting_to_the_store_itself_makes_a_graph_and_tells_where(store: Writable) -> None:
    places = set()
    for _ in range(2):
        made = write(store, "POST", "/store", ONE)
        assert made.status == 201
        place = urljoin(store.settings.base_iri, made.headers["location"])
        assert place.startswith(f"{store.settings.base_iri}store/")
        assert store.lines(place) == LINES
        path = urlsplit(place).path
        assert store.request("GET", path, {"Accept": "application/n-triples"}).body.decode().splitlines() == LINES
        places.add(place)
    assert len(places) == 2


@pytest.mark.parametrize("media_type", FORMATS)
def test_a_graph_goes_in_and_comes_out_in_every_format(store: Writable, media_type: str) -> None:
    triples = [
        ox.Triple(ox.NamedNode("http://example.org/ada"), ox.NamedNode("http://example.org/name"), value)
        for value in (ox.Literal('A "b" <c>\n&'), ox.Literal("Ada", language="en"), ox.NamedNode("http://example.org/"))
    ]
    body = ox.serialize(triples, format=FORMATS[media_type])
    assert body is not None
    answer = store.request("PUT", at(GRAPH), {**AUTHORISED, "Content-Type": media_type}, body)
    assert answer.status == 201, answer.body
    got = store.get(GRAPH, media_type)
    assert (got.status, got.media_type, got.headers["vary"].lower()) == (200, media_type, got.headers["vary"].lower())
    assert "accept" in got.headers["vary"].lower()
    assert {quad.triple for quad in ox.parse(got.body, format=FORMATS[media_type])} == set(triples)
    told = store.request("HEAD", at(GRAPH), {"Accept": media_type})
    assert (told.status, told.body) == (200, b"")
    for name in ("content-type", "etag", "vary", "cache-control"):
        assert told.headers[name] == got.headers[name]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/turtle"),
        ("*/*", "text/turtle"),
        ("application/*;q=0.4, text/turtle;q=0.3", "application/n-triples"),
        ("text/turtle;q=0.2, application/rdf+xml;q=0.9", "application/rdf+xml"),
        ("application/json", "application/ld+json"),
        ("text/html, application/n-triples;q=0.1", "application/n-triples"),
    ],
)
def test_the_format_that_is_liked_best_is_given(store: Writable, accept: str | None, media_type: str) -> None:
    store.put(GRAPH, ONE)
    answer = store.request("GET", at(GRAPH), {"Accept": accept} if accept else {})
    assert (answer.status, answer.media_type) == (200, media_type)


def test_a_form_of_several_files_is_one_graph(store: Writable) -> None:
    boundary = "-----between"
    parts = [
        ('name="a"; filename="a.ttl"', "text/turtle; charset=utf-8", "<#x> <x:of> 'a' . _:b <x:is> 'a' ."),
        ('name="b"; filename="b.nt"', "application/n-triples", "_:b <x:is> 'b' .".replace("'", '"')),
        ('name="c"; filename="c.rdf"', "application/rdf+xml", "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/"
         "22-rdf-syntax-ns#' xmlns:x='x:'><rdf:Description rdf:about=''><x:of>c</x:of></rdf:Description></rdf:RDF>"),
        ('name="note"', None, "no file, no graph"),
    ]  # fmt: skip
    form = "".join(
        f"--{boundary}\r\nContent-Disposition: form-data; {name}\r\n"
        + (f"Content-Type: {media_type}\r\n" if media_type else "")
        + f"\r\n{text}\r\n"
        for name, media_type, text in parts
    )
    whole = f"{form}--{boundary}--\r\n"
    kind = f"multipart/form-data; boundary={boundary}"
    assert write(store, "POST", at(GRAPH), whole, Content_Type=kind).status == 201
    lines = store.lines(GRAPH)
    assert f'<{GRAPH}#x> <x:of> "a" .' in lines
    assert f'<{GRAPH}> <x:of> "c" .' in lines
    assert len({line.split()[0] for line in lines if "<x:is>" in line}) == 2, "blank nodes of two files are two"
    for broken in (form, whole[:40], whole.replace("text/turtle", "image/png"), f"--{boundary}--\r\n", "nothing"):
        answer = write(store, "PUT", at(GRAPH), broken, Content_Type=kind)
        assert answer.status in {400, 415}, broken
        assert problem(answer)["detail"]
    assert write(store, "PUT", at(GRAPH), whole, Content_Type="multipart/form-data").status == 400
    assert store.lines(GRAPH) == lines


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("GET", "/store", {}, None, 400),
        ("PUT", "/store", {}, ONE, 400),
        ("DELETE", "/store", {}, None, 400),
        ("GET", "/store?default&graph=http%3A%2F%2Fexample.org%2F", {}, None, 400),
        ("GET", "/store?graph=http%3A%2F%2Fexample.org%2F&graph=http%3A%2F%2Fexample.org%2F", {}, None, 400),
        ("GET", "/store/a?default", {}, None, 400),
        ("GET", "/store?graph=relative", {}, None, 400),
        ("GET", "/store?graph=", {}, None, 400),
        ("GET", "/store?graph=http%3A%2F%2Fexample.org%2F%20%3E", {}, None, 400),
        ("GET", "/store?graph=%FF", {}, None, 400),
        ("PUT", "/store/../update", {}, ONE, 400),
        ("PUT", "/store/%2e%2e/x", {}, ONE, 400),
        ("PUT", at(GRAPH), {"Content-Type": "text/html"}, ONE, 415),
        ("PUT", at(GRAPH), {"Content-Type": ""}, ONE, 415),
        ("PUT", at(GRAPH), {"Content-Type": "text/turtle; charset=utf-16"}, ONE, 415),
        ("PUT", at(GRAPH), {"Content-Encoding": "gzip"}, gzip.compress(ONE.encode(), mtime=0), 415),
        ("PUT", at(GRAPH), {}, "<x:a> <x:b>", 400),
        ("PUT", at(GRAPH), {}, b"<x:a> <x:b> '\xff' .", 400),
        ("PUT", at(GRAPH), {"Content-Type": "application/ld+json"}, '{"@context": "http://127.0.0.1:9/"}', 400),
        ("PUT", at(GRAPH), {"Content-Type": "application/trig"}, "<x:g> { <x:a> <x:b> 1 }", 400),
        (
            "PUT",
            at(GRAPH),
            {"Content-Type": "application/rdf+xml"},
            '<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:x='x:'>"
            "<rdf:Description rdf:about='x:a'><x:b>&e;</x:b></rdf:Description></rdf:RDF>",
            400,
        ),
        ("PUT", at(GRAPH), {}, ONE + "#" * 300_000, 413),
        ("PUT", at("http://127.0.0.1:8000/graph/entities"), {}, ONE, 403),
        ("PATCH", at(GRAPH), {}, ONE, 405),
        ("TRACE", "/store", {}, None, 405),
        ("GET", "/storehouse", {}, None, 404),
    ],
)
def test_what_is_not_the_protocol_is_refused_and_changes_nothing(
    store: Writable, *, method: str, path: str, headers: dict[str, str], body: str | bytes | None, status: int
) -> None:
    given = {**TURTLE, **headers}
    answer = store.request(method, path, {k: v for k, v in given.items() if v}, body)
    assert answer.status == status, answer.body
    assert problem(answer)["detail"]
    assert store.get(GRAPH).status == 404
    if status == 405:
        assert answer.headers["allow"] == "DELETE, GET, HEAD, OPTIONS, POST, PUT"


def test_what_is_not_acceptable_is_said_so(store: Writable) -> None:
    store.put(GRAPH, ONE)
    for accept in ("image/png", "text/turtle;q=0", "application/sparql-results+json"):
        answer = store.get(GRAPH, accept)
        assert answer.status == 406
        assert "text/turtle" in str(problem(answer)["detail"])


def test_an_entity_tag_spares_the_work_until_the_data_change(store: Writable) -> None:
    store.put(GRAPH, ONE)
    first = store.get(GRAPH)
    tag = first.headers["etag"]
    again = store.get(GRAPH, **{"If-None-Match": f'"other", W/{tag}'})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert store.get(GRAPH, "text/turtle", **{"If-None-Match": tag}).status == 200
    store.put(GRAPH, TWO)
    assert store.get(GRAPH, **{"If-None-Match": tag}).status == 200


def test_a_write_for_a_state_of_the_data_that_is_past_is_refused(store: Writable) -> None:
    store.put(GRAPH, ONE)
    tag = store.get(GRAPH, "text/turtle").headers["etag"]
    assert store.put(GRAPH, TWO, **{"If-Match": f"W/{tag}"}).status == 412, "weak tags never match"
    assert store.put(GRAPH, TWO, **{"If-Match": f'"other", {tag}'}).status == 204
    for method in ("PUT", "POST", "DELETE"):
        answer = write(store, method, at(GRAPH), ONE, If_Match=tag)
        assert answer.status == 412
        assert problem(answer)["detail"]
    assert store.lines(GRAPH) == BOTH[1:]


def test_a_graph_is_made_only_where_there_is_none_and_replaced_only_where_there_is_one(store: Writable) -> None:
    assert store.put(GRAPH, ONE, **{"If-Match": "*"}).status == 412
    assert store.put(GRAPH, ONE, **{"If-None-Match": "*"}).status == 201
    assert store.put(GRAPH, TWO, **{"If-None-Match": "*"}).status == 412
    assert store.put(GRAPH, TWO, **{"If-Match": "*"}).status == 204
    assert store.lines(GRAPH) == BOTH[1:]


def test_reading_is_open_and_writing_needs_a_token(store: Writable) -> None:
    store.put(GRAPH, ONE)
    assert store.get(GRAPH).status == 200
    for method in ("PUT", "POST", "DELETE"):
        answer = store.request(method, at(GRAPH), {"Content-Type": "text/turtle"}, TWO)
        assert answer.status == 401
        assert answer.headers["www-authenticate"].startswith("Bearer ")
    assert store.lines(GRAPH) == LINES


def test_options_names_the_methods_and_the_types(store: Writable) -> None:
    for path in ("/store", at(GRAPH), "/store/people"):
        answer = store.request("OPTIONS", path)
        assert (answer.status, answer.headers["allow"]) == (204, "DELETE, GET, HEAD, OPTIONS, POST, PUT")
        assert all(media_type in answer.headers["accept-post"] for media_type in GRAPHS)


def test_a_graph_of_many_triples_streams_and_is_whole(store: Writable) -> None:
    body = "".join(f"<x:s{i}> <x:p> {i} .\n" for i in range(8_000))
    assert store.put(GRAPH, body).status == 201
    assert len(store.lines(GRAPH)) == 8_000


def test_a_body_that_breaks_off_changes_nothing(store: Writable) -> None:
    connection = store.connect()
    connection.putrequest("PUT", at(GRAPH))
    for name, value in {**TURTLE, "Content-Length": "1000"}.items():
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(ONE.encode())
    connection.close()
    assert store.get(GRAPH).status == 404


def test_a_body_without_an_end_is_given_up_at_the_limit(store: Writable) -> None:
    connection = store.connect()
    connection.putrequest("PUT", at(GRAPH))
    for name, value in {**TURTLE, "Transfer-Encoding": "chunked"}.items():
        connection.putheader(name, value)
    connection.endheaders()
    for _ in range(25):
        connection.send(b"2710\r\n" + b"#" * 10_000 + b"\r\n")
    answer = connection.getresponse()
    assert answer.status == 413
    assert answer.headers["connection"] == "close"
    connection.close()
    assert store.get(GRAPH).status == 404


def test_names_of_graphs_are_taken_as_they_are(store: Writable) -> None:
    for graph in ("http://example.org/ü?a=b&c=%2F#d", "urn:x:y", "http://example.org/a%20b"):
        assert write(store, "PUT", f"/store?graph={quote(graph, safe='')}", ONE).status == 201
        assert store.lines(graph) == LINES
        assert graph in store.values("SELECT ?g { GRAPH ?g {} }")
