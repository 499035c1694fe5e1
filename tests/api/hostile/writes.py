"""Updates and bodies that are too much, not allowed, or not what they say."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from tests.api.hostile.probe import LIMITS, Outcome, Probe, message, raw, stored, update
from tests.api.writing import TOKEN

_BAD: frozenset[Outcome] = frozenset({400})
_TOKEN = f"Authorization: Bearer {TOKEN}"
_OURS = "http://127.0.0.1:8000/graph/entities"
_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'


def probes(canary: str) -> Iterator[Probe]:
    """All of them."""
    yield from _updates()
    yield from _protected()
    yield from _tokens()
    yield from _elsewhere(canary)
    yield from _bodies(canary)
    yield from _forms()


def _updates() -> Iterator[Probe]:
    cross = "GRAPH <urn:ground> { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    yield update("updates", "INSERT of a product", f"INSERT {{ ?a ?e ?i }} WHERE {{ {cross} }}", LIMITS)
    yield update("updates", "DELETE of a product", f"DELETE {{ ?a ?e ?i }} WHERE {{ {cross} }}", LIMITS)
    yield update("updates", "INSERT of new nodes", f"INSERT {{ [] ?e ?i }} WHERE {{ {cross} }}", LIMITS)
    yield update(
        "updates",
        "INSERT of a sorted product",
        f"INSERT {{ ?a ?e ?i }} WHERE {{ SELECT * {{ {cross} }} ORDER BY ?i }}",
        LIMITS,
    )
    data = "".join(f"<x:s{i}> <x:p> {i} . " for i in range(30_000))
    yield update("updates", "30,000 triples", f"INSERT DATA {{ GRAPH <urn:probe> {{ {data} }} }}", LIMITS | {204})
    yield update("updates", "too long", f"INSERT DATA {{ <x:a> <x:b> '{'x' * 1_100_000}' }}", frozenset({413}))
    yield update(
        "updates",
        "one long literal",
        f"INSERT DATA {{ GRAPH <urn:probe> {{ <x:a> <x:b> '{'x' * 900_000}' }} }}",
        frozenset({204}),
    )
    for count in (500, 4_000, 20_000):
        text = " ; ".join(f"INSERT DATA {{ GRAPH <urn:probe> {{ <x:a> <x:b> {i} }} }}" for i in range(count))
        yield update("updates", f"{count} operations", text, LIMITS | {204})
    yield update(
        "updates",
        "5,000 graphs",
        "INSERT DATA { " + "".join(f"GRAPH <urn:probe:{i}> {{ <x:a> <x:b> 1 }} " for i in range(4_000)) + "}",
    )
    yield update(
        "updates",
        "10,000 groups",
        "INSERT { <x:a> <x:b> 1 } WHERE " + "{" * 10_000 + "}" * 10_000,
        frozenset({400, 413}),
    )
    yield update("updates", "10,000 open groups", "INSERT DATA " + "{" * 10_000, _BAD)
    yield update(
        "updates",
        "30,000 unions",
        "INSERT { <x:a> <x:b> 1 } WHERE { " + " UNION ".join(["{ ?s ?p 1 }"] * 30_000) + "}",
        LIMITS,
    )
    yield update(
        "updates",
        "30,000 ors",
        "DELETE { <x:a> <x:b> 1 } WHERE { FILTER(" + "||".join(["true"] * 30_000) + ") }",
        LIMITS,
    )
    yield update(
        "updates",
        "paths",
        "INSERT { ?a <x:p> ?d } WHERE { GRAPH <urn:ground> { ?a (<x:p>|!<x:p>)* ?b . ?c (<x:p>|!<x:p>)* ?d } }",
        LIMITS | {204},
    )
    binds = "".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1}) " for i in range(30))
    yield update(
        "updates", "doublings", f"INSERT {{ <x:a> <x:b> ?v30 }} WHERE {{ BIND('xxxxxxxx' AS ?v0) {binds} }}", LIMITS
    )
    for name, text in {
        "cut short": "INSERT DATA { <x:a> <x:b>",
        "a query": "SELECT * { ?s ?p ?o }",
        "a variable in data": "INSERT DATA { ?s <x:p> 1 }",
        "a blank node to be deleted": "DELETE DATA { _:a <x:p> 1 }",
        "a wrong second operation": "INSERT DATA { GRAPH <urn:never> { <x:a> <x:b> 1 } } ; NONSENSE",
        "a NUL": "INSERT DATA { <x:a> <x:b> 1 } \0",
    }.items():
        yield update("updates", name, text, _BAD)
    yield update(
        "updates",
        "a missing graph after an insertion",
        "INSERT DATA { GRAPH <urn:never> { <x:a> <x:b> 1 } } ; DROP GRAPH <urn:no>",
        frozenset({400, 404}),
    )


def _protected() -> Iterator[Probe]:
    right: frozenset[Outcome] = frozenset({403})
    inside = f"GRAPH <{_OURS}> {{ <x:a> <x:b> <x:c> }}"
    for name, text in {
        "INSERT DATA": f"INSERT DATA {{ {inside} }}",
        "DELETE DATA": f"DELETE DATA {{ {inside} }}",
        "INSERT": f"INSERT {{ {inside} }} WHERE {{}}",
        "DELETE WHERE": f"DELETE WHERE {{ GRAPH <{_OURS}> {{ ?s ?p ?o }} }}",
        "WITH": f"WITH <{_OURS}> INSERT {{ <x:a> <x:b> 1 }} WHERE {{}}",
        "a variable": f"INSERT {{ GRAPH ?g {{ <x:a> <x:b> 1 }} }} WHERE {{ VALUES ?g {{ <{_OURS}> }} }}",
        "a computed name": f"INSERT {{ GRAPH ?g {{ <x:a> <x:b> 1 }} }} WHERE {{ BIND(IRI(CONCAT('{_OURS[:30]}', '{_OURS[30:]}')) AS ?g) }}",  # noqa: E501
        "CLEAR": f"CLEAR SILENT GRAPH <{_OURS}>",
        "DROP": f"DROP SILENT GRAPH <{_OURS}>",
        "CREATE": f"CREATE SILENT GRAPH <{_OURS}>",
        "COPY": f"COPY DEFAULT TO <{_OURS}>",
        "MOVE": f"MOVE SILENT <{_OURS}> TO <urn:probe>",
        "ADD": f"ADD DEFAULT TO <{_OURS}>",
        "the second operation": f"INSERT DATA {{ GRAPH <urn:never> {{ <x:a> <x:b> 1 }} }} ; INSERT DATA {{ {inside} }}",
        "a relative name": "INSERT DATA { GRAPH <graph/entities> { <x:a> <x:b> 1 } }",
        "a prefixed name": f"PREFIX g: <{_OURS[:-8]}> INSERT DATA {{ GRAPH g:entities {{ <x:a> <x:b> 1 }} }}",
        "an escaped name": "INSERT DATA { GRAPH <http://127.0.0.1:8000/gr\\u0061ph/entities> { <x:a> <x:b> 1 } }",
    }.items():
        yield update("protected", name, text, right)
    for method in ("PUT", "POST", "DELETE"):
        sent = message(
            method,
            f"/store?graph={_OURS}",
            b"" if method == "DELETE" else b"<x:a> <x:b> 1 .",
            "Content-Type: text/turtle",
            _TOKEN,
        )
        yield raw("protected", method, right, sent, method=method)


def _tokens() -> Iterator[Probe]:
    unknown: frozenset[Outcome] = frozenset({401})
    text = "INSERT DATA { GRAPH <urn:never> { <x:a> <x:b> 1 } }"
    for name, token in {
        "none": None,
        "empty": "",
        "a wrong one": "x" * 40,
        "half of it": TOKEN[:-1],
        "more than it": TOKEN + "x",
        "long": "x" * 20_000,
    }.items():
        yield update("tokens", name, text, unknown, token=token)
    kind = "Content-Type: application/sparql-update"
    for name, shown in {
        "Basic": "Authorization: Basic YTpi",
        "another scheme": f"Authorization: Token {TOKEN}",
        "controls": "Authorization: Bearer \x80\xff",
        "no scheme": f"Authorization: {TOKEN}",
        "a cookie": f"Cookie: token={TOKEN}",
        "a parameter": "X-Token: x",
        "a claim of identity": "X-Forwarded-User: admin",
    }.items():
        yield raw("tokens", name, unknown, message("POST", "/update", text.encode(), kind, shown), method="POST")
    twice = message("POST", "/update", text.encode(), kind, _TOKEN, "Authorization: Bearer wrong")
    yield raw("tokens", "two of them", unknown, twice, method="POST")
    for path in ("/api/running", "/api/running/1-1"):
        method = "GET" if path.endswith("running") else "DELETE"
        yield raw("tokens", f"{method} {path}", unknown, message(method, path), method=method)


def _elsewhere(canary: str) -> Iterator[Probe]:
    for name, text in {
        "LOAD": f"LOAD <{canary}/data>",
        "LOAD INTO": f"LOAD <{canary}/data> INTO GRAPH <urn:never>",
        "LOAD of a file": "LOAD <file:///etc/passwd>",
        "LOAD after others": f"INSERT DATA {{ GRAPH <urn:never> {{ <x:a> <x:b> 1 }} }} ; LOAD <{canary}/data>",
        "LOAD by a prefix": f"PREFIX c: <{canary}/> LOAD c:data",
        "INSERT with SERVICE": f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{canary}/ok> {{ ?s ?p ?o }} }}",
        "INSERT with SERVICE SILENT": f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT <{canary}/ok> {{ ?s ?p ?o }} }}",
        "DELETE with SERVICE": f"DELETE {{ ?s ?p ?o }} WHERE {{ SERVICE <{canary}/ok> {{ ?s ?p ?o }} }}",
    }.items():
        yield update("elsewhere", name, text, _BAD)
    yield update(
        "elsewhere", "LOAD SILENT", f"LOAD SILENT <{canary}/data> INTO GRAPH <urn:never>", frozenset({204, 400})
    )


def _bodies(canary: str) -> Iterator[Probe]:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    for name, body in {
        "a billion laughs": f'<!DOCTYPE r [<!ENTITY l0 "lol">{laughs}]><rdf:RDF {_RDF}><rdf:Description rdf:about="x:a"><x:p xmlns:x="x:">&l9;</x:p></rdf:Description></rdf:RDF>',  # noqa: E501
        "an entity of a file": f'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><rdf:RDF {_RDF}><rdf:Description rdf:about="x:a"><x:p xmlns:x="x:">&e;</x:p></rdf:Description></rdf:RDF>',  # noqa: E501
        "an entity of another server": f'<!DOCTYPE r [<!ENTITY % e SYSTEM "{canary}/data"> %e;]><rdf:RDF {_RDF}/>',
        "not closed": f"<rdf:RDF {_RDF}>",
        "not XML": "hello",
        "open elements": "<a>" * 100_000,
        "many attributes": f"<rdf:RDF {_RDF} " + " ".join(f'a{i}="1"' for i in range(20_000)) + "/>",
    }.items():
        yield stored("bodies", f"XML, {name}", "application/rdf+xml", body.encode(), _BAD)
    doctype = f'<!DOCTYPE r SYSTEM "{canary}/data"><rdf:RDF {_RDF}/>'
    yield stored("bodies", "XML, a foreign DTD", "application/rdf+xml", doctype.encode(), frozenset({204, 201, 400}))
    for name, body in {
        "a remote context": f'{{"@context": "{canary}/data", "@id": "x:a", "name": 1}}',
        "an imported context": f'{{"@context": {{"@version": 1.1, "@import": "{canary}/data"}}, "@id": "x:a", "x:b": 1}}',  # noqa: E501
        "a scoped remote context": f'{{"@context": {{"a": {{"@id": "x:a", "@context": "{canary}/data"}}}}, "a": {{"b": 1}}}}',  # noqa: E501
        "a context of a file": '{"@context": "file:///etc/passwd", "@id": "x:a"}',
        "cut short": '{"@id": "x:a", "x:b": [',
        "not JSON": "hello",
    }.items():
        yield stored("bodies", f"JSON-LD, {name}", "application/ld+json", body.encode(), _BAD)
    for depth in (1_000, 300_000):
        yield stored(
            "bodies",
            f"JSON-LD, {depth} lists",
            "application/ld+json",
            b'{"@id":"x:a","x:b":' + b"[" * depth + b"]" * depth + b"}",
            LIMITS | {201, 204},
        )
        yield stored(
            "bodies",
            f"JSON-LD, {depth} objects",
            "application/ld+json",
            b'{"x:b":' * depth + b"1" + b"}" * depth,
            LIMITS | {201, 204},
        )
        yield stored(
            "bodies",
            f"Turtle, {depth} blank nodes",
            "text/turtle",
            b"<x:a> <x:b> " + b"[ <x:c> " * depth + b"1" + b"]" * depth + b" .",
            LIMITS | {201, 204},
        )
        yield stored(
            "bodies",
            f"Turtle, {depth} lists",
            "text/turtle",
            b"<x:a> <x:b> " + b"(" * depth + b")" * depth + b" .",
            LIMITS | {201, 204},
        )
        yield stored(
            "bodies",
            f"Turtle, {depth} triple terms",
            "text/turtle",
            b"<x:a> <x:b> " + b"<<( <x:c> <x:d> " * depth + b"1" + b" )>>" * depth + b" .",
            LIMITS | {201, 204},
        )
    for name, kind, body, right in (
        ("cut short", "text/turtle", b"<x:a> <x:b>", {400}),
        ("not UTF-8", "text/turtle", b"<x:a> <x:b> '\xff\xfe' .", {400}),
        ("a NUL", "text/turtle", b"<x:a> <x:b> '\0' .\0", {400}),
        ("UTF-16", "text/turtle", "<x:a> <x:b> 1 .".encode("utf-16"), {400}),
        ("named graphs", "application/trig", b"<x:g> { <x:a> <x:b> 1 }", {400}),
        ("another charset", "text/turtle; charset=utf-16", b"", {415}),
        ("no RDF", "text/html", b"<p>", {415}),
        ("no type", "", b"<x:a> <x:b> 1 .", {415, 400}),
        ("an odd type", ";;;=", b"", {415, 400}),
        ("too long", "text/turtle", b"<x:a> <x:b> 1 . # " + b"x" * (5 << 20), {413}),
        ("one long literal", "text/turtle", b"<x:a> <x:b> '" + b"x" * (3 << 20) + b"' .", {201, 204, 400}),
        ("results instead of RDF", "application/sparql-results+xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><sparql/>", {415}),
    ):
        yield stored("bodies", name, kind, body, frozenset(right))
    for coding, body in {
        "gzip": gzip.compress(b" " * 10_000_000),
        "deflate": b"x",
        "br": b"x",
        "zstd": b"x",
        "gzip, gzip": b"x",
        "x-nonsense": b"x",
    }.items():
        yield stored("bodies", f"coded {coding}", "text/turtle", body, frozenset({415}), f"Content-Encoding: {coding}")
    for name, graph in {
        "relative": "graph=a/b",
        "no": "x=1",
        "two": "graph=x:a&graph=x:b",
        "both": "default&graph=x:a",
        "spaces": "graph=x:a%20b",
        "controls": "graph=x:%00",
        "brackets": "graph=x:%3Ca%3E",
    }.items():
        yield stored("bodies", f"{name} graph", "text/turtle", b"", _BAD, graph=graph)


def _forms() -> Iterator[Probe]:
    part = b'--B\r\nContent-Disposition: form-data; name="f"; filename="f.ttl"\r\nContent-Type: text/turtle\r\n\r\n<x:a> <x:b> 1 .\r\n'  # noqa: E501
    form = "multipart/form-data"
    yield stored("forms", "no boundary", form, part, _BAD)
    yield stored("forms", "no end", f"{form}; boundary=B", part, _BAD)
    yield stored("forms", "no file", f"{form}; boundary=B", b"--B--\r\n", _BAD)
    yield stored("forms", "not a form", f"{form}; boundary=B", b"hello", _BAD)
    yield stored("forms", "500 files", f"{form}; boundary=B", part * 500 + b"--B--\r\n", _BAD)
    yield stored("forms", "a long boundary", f"{form}; boundary={'B' * 5_000}", part, _BAD)
    long = b'--B\r\nContent-Disposition: form-data; name="f"; filename="' + b"x" * 100_000 + b'"\r\n\r\n1\r\n--B--\r\n'
    yield stored("forms", "a long header", f"{form}; boundary=B", long, _BAD)
    path = part.replace(b"f.ttl", b"../../../../etc/passwd") + b"--B--\r\n"
    yield stored("forms", "a path for a name", f"{form}; boundary=B", path, frozenset({201, 204}))
