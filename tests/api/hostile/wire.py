"""Requests that are not HTTP, hardly HTTP, too slow, too many, or gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.api.hostile.probe import BROKEN, CLOSED, LEFT, Outcome, Probe, got, message, raw
from tests.api.writing import TOKEN

_BAD: frozenset[Outcome] = frozenset({400, CLOSED})
_ASK = "/sparql?query=ASK%7B%7D"
_CROSS = "/sparql?query=SELECT%20*%20%7B%3Fa%20%3Fb%20%3Fc.%3Fd%20%3Fe%20%3Ff.%3Fg%20%3Fh%20%3Fi%7D"
_COUNT = (
    "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fa%20%3Fb%20%3Fc.%3Fd%20%3Fe%20%3Ff.%3Fg%20%3Fh%20%3Fi%7D"
)
_LEFT: frozenset[Outcome] = frozenset({LEFT})
_FINE: frozenset[Outcome] = frozenset({200})


def probes(canary: str) -> Iterator[Probe]:
    """All of them."""
    yield from _methods()
    yield from _framing()
    yield from _paths(canary)
    yield from _parameters()
    yield from _headers()
    yield from _slow()
    yield from _gone()
    yield from _origins()


def _methods() -> Iterator[Probe]:
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"):
        yield raw("methods", f"{method} /sparql", frozenset({400, 405}), message(method, "/sparql", b""), method=method)
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        yield raw("methods", f"{method} /update", frozenset({405}), message(method, "/update"), method=method)
    yield raw("methods", "PATCH /store", frozenset({405}), message("PATCH", "/store?default", b""), method="PATCH")
    yield raw(
        "methods", "CONNECT", frozenset({400, 404, 405, CLOSED}), b"CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n"
    )
    for name, line in {
        "small letters": b"get",
        "none": b"",
        "long": b"G" * 10_000,
        "with spaces": b"GE T",
        "bytes": b"\xff\xfe",
        "NUL": b"GET\0",
    }.items():
        yield raw(
            "methods", name, _BAD | {404, 405}, line + b" /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        )


def _framing() -> Iterator[Probe]:
    post = b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/sparql-query\r\n"
    for name, rest in {
        "two lengths": b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}x",
        "a negative length": b"Content-Length: -1\r\n\r\nASK {}",
        "a word for a length": b"Content-Length: six\r\n\r\nASK {}",
        "a signed length": b"Content-Length: +6\r\n\r\nASK {}",
        "a hexadecimal length": b"Content-Length: 0x6\r\n\r\nASK {}",
        "a huge length": b"Content-Length: 99999999999999999999999\r\n\r\nASK {}",
        "length and chunks": b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",  # noqa: E501
        "chunks and length": b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",  # noqa: E501
        "a bad chunk": b"Transfer-Encoding: chunked\r\n\r\nzz\r\nASK {}\r\n0\r\n\r\n",
        "a huge chunk": b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nASK {}",
        "an unknown coding": b"Transfer-Encoding: nonsense\r\n\r\nASK {}",
        "a coding in two lines": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "a chunk without its end": b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}XX0\r\n\r\n",
        "a header without a colon": b"Nonsense\r\nContent-Length: 6\r\n\r\nASK {}",
        "a space before a colon": b"Content-Length : 6\r\n\r\nASK {}",
        "a folded header": b"X-A: 1\r\n 2\r\nContent-Length: 6\r\n\r\nASK {}",
        "a NUL in a header": b"X-A: \0\r\nContent-Length: 6\r\n\r\nASK {}",
    }.items():
        right = _BAD | {413, 501} if name != "a folded header" else _BAD | {200}
        yield raw("framing", name, right, post + rest, method="POST")
    for name, sent in {
        "nothing": b"\r\n\r\n\r\n\r\n",
        "not HTTP": b"hello\r\n\r\n",
        "TLS": bytes.fromhex("16030100c8010000c40303") + b"\0" * 200,
        "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "no version": b"GET /sparql\r\n\r\n",
        "another version": b"GET /sparql HTTP/9.9\r\nHost: x\r\n\r\n",
        "a bad line end": b"GET /sparql HTTP/1.1\rHost: x\r\r",
        "random bytes": bytes(range(256)) * 40 + b"\r\n\r\n",
        "a proxy's preface": b"PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\nGET / HTTP/1.1\r\n\r\n",
    }.items():
        yield replace(raw("framing", name, _BAD | {LEFT, 404, 505, 501, 200}, sent), leave=0)
    pipelined = b"".join(f"GET {_ASK} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for _ in range(200))
    yield replace(raw("framing", "200 pipelined requests", _LEFT, pipelined), leave=65_536)
    yield replace(
        raw(
            "framing",
            "pipelined behind a long one",
            _LEFT,
            f"GET {_COUNT} HTTP/1.1\r\nHost: x\r\n\r\n".encode() + pipelined,
        ),
        leave=0,
    )
    upgrade = message(
        "GET", _ASK, None, "Upgrade: websocket", "Sec-WebSocket-Key: x", "Sec-WebSocket-Version: 13"
    ).replace(b"Connection: close", b"Connection: Upgrade")
    yield raw("framing", "an upgrade", frozenset({200, 400, 426}), upgrade)
    yield raw("framing", "an upgrade to HTTP/2", frozenset({200, 400}), upgrade.replace(b"websocket", b"h2c"))
    expect = message("POST", "/sparql", b"ASK {}", "Content-Type: application/sparql-query", "Expect: nonsense")
    yield raw("framing", "an odd expectation", frozenset({200, 417}), expect, method="POST")


def _paths(canary: str) -> Iterator[Probe]:
    none: frozenset[Outcome] = frozenset({400, 404, CLOSED})
    for path in (
        *(
            "/../",
            "/../../etc/passwd",
            "//sparql",
            "/sparql/%00",
            "/sparql/..%2f..%2fetc/passwd",
            "/sparql%2f",
            "/%2e%2e/",
        ),
        *(
            "/static/../../pyproject.toml",
            "/static/%2e%2e/%2e%2e/pyproject.toml",
            "/static//etc/passwd",
            "/static/..%5c..%5ca",
        ),
        *("/sparql;x=1", "/sparql/", "/SPARQL", "/.git/config", "/tokens.json", "/truth.sqlite", "/wp-login.php", "/%"),
        *(
            "/%zz",
            "/%ff%fe",
            "/%c0%ae%c0%ae/",
            "/a" * 3_000,
            "/" * 10_000,
            "/store/../sparql",
            "/store/%2e%2e/x",
            "/api/",
            "/docs",
        ),
    ):
        yield raw("paths", path[:40], none | {405}, message("GET", path))
    yield raw("paths", "65,000 characters", none | {414, 431}, message("GET", "/" + "x" * 65_000))
    yield raw(
        "paths", "a query of 3,000,000 characters", none | {413, 414, 431}, message("GET", _ASK + "%20" * 1_000_000)
    )
    absolute = f"GET {canary}/ok HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    yield raw("paths", "another server's address", none | {421}, absolute)
    yield raw("paths", "a star", none | {405}, b"GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    yield raw("paths", "bytes", none, b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    yield raw("paths", "a fragment", none | {200}, message("GET", "/sparql#x"))
    yield raw("paths", "a space", none, b"GET /spa rql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    yield raw("paths", "a NUL", none, b"GET /sparql\0 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")


def _parameters() -> Iterator[Probe]:
    bad: frozenset[Outcome] = frozenset({400})
    for name, address in {
        "twice": "query=ASK%7B%7D&query=ASK%7B%7D",
        "an update": "update=DROP%20ALL",
        "not UTF-8": "query=%ff%fe",
        "bad escapes": "query=%zz",
        "NUL": "query=%00",
        "5,000 parameters": "query=ASK%7B%7D&" + "&".join(f"a{i}=1" for i in range(5_000)),
        "a relative graph": "query=ASK%7B%7D&default-graph-uri=x",
        "a bad graph": "query=ASK%7B%7D&named-graph-uri=%3C%3E",
        "nothing": "query=",
        "surrogates": "query=%ED%A0%80",
    }.items():
        yield raw("parameters", name, bad, message("GET", f"/sparql?{address}"))
    graphs = "&".join(f"default-graph-uri=x:{i}" for i in range(900))
    yield raw("parameters", "900 graphs", frozenset({200}), message("GET", f"/sparql?query=ASK%7B%7D&{graphs}"))
    form = "Content-Type: application/x-www-form-urlencoded"
    for name, body in {
        "nothing": b"",
        "not ASCII": b"query=\xff",
        "twice": b"query=ASK{}&query=ASK{}",
        "20,000 fields": b"a=1&" * 20_000,
        "an update": b"update=DROP ALL",
    }.items():
        yield raw("parameters", f"a form of {name}", bad, message("POST", "/sparql", body, form), method="POST")
    yield raw(
        "parameters",
        "a long form",
        frozenset({400, 413}),
        message("POST", "/sparql", b"query=" + b"%20" * 1_500_000, form),
        method="POST",
    )
    here = message("POST", _ASK, b"query=ASK{}", form)
    yield raw("parameters", "here and there", bad, here, method="POST")


def _headers() -> Iterator[Probe]:
    ask = "ASK {}"
    for accept in (
        "text/html;q=0",
        "nonsense",
        "*/*;q=0",
        "image/png",
        "application/json;q=2",
        ",,,;;;",
        "a/b," * 5_000,
        "*/*;q=\xff",
        "text/*;q=0.0001",
        '"' * 3_000,
        "application/" + "x" * 8_000,
    ):
        yield got("headers", f"Accept: {accept[:30]}", ask, frozenset({200, 406, 400, 431}), f"Accept: {accept}")
    for coding in (
        "gzip;q=0",
        "*",
        "br",
        "gzip," * 5_000,
        ";;;",
        "gzip;q=nan",
        "identity;q=0, *;q=0",
        "\xff",
        "zstd, gzip, deflate, br, compress, " * 100,
    ):
        yield got(
            "headers",
            f"Accept-Encoding: {coding[:30]}",
            ask,
            frozenset({200, 406, 400, 431}),
            f"Accept-Encoding: {coding}",
        )
    tags = ", ".join(f'"{i}-{"0" * 16}"' for i in range(2_000))
    yield got("headers", "2,000 tags", ask, frozenset({200, 400, 431}), f"If-None-Match: {tags}")
    yield got(
        "headers", "10,000 tags", ask, frozenset({200, 400, 431, CLOSED}), f"If-None-Match: {', '.join([tags] * 5)}"
    )
    yield got("headers", "a bad tag", ask, _FINE, "If-None-Match: nonsense")
    yield got("headers", "a range", ask, frozenset({200}), "Range: bytes=0-1")
    yield got(
        "headers", "1,000 ranges", ask, frozenset({200}), "Range: bytes=" + ",".join(f"{i}-" for i in range(1_000))
    )
    yield got("headers", "a bad date", ask, _FINE, "If-Modified-Since: nonsense")
    yield got("headers", "one of 60,000 bytes", ask, frozenset({200, 400, 431, CLOSED}), "X-A: " + "x" * 60_000)
    yield got("headers", "one of 1,000,000 bytes", ask, frozenset({400, 431, CLOSED}), "X-A: " + "x" * 1_000_000)
    yield got(
        "headers", "10,000 of them", ask, frozenset({400, 431, CLOSED}), *(f"X-{i}: {'x' * 50}" for i in range(10_000))
    )
    yield got(
        "headers",
        "forged addresses",
        ask,
        _FINE,
        "X-Forwarded-For: 1.2.3.4",
        "Forwarded: for=1.2.3.4",
        "X-Real-IP: 1.2.3.4",
    )
    yield got("headers", "another method", ask, _FINE, "X-HTTP-Method-Override: DELETE")
    yield got("headers", "a forged id", ask, _FINE, 'X-Request-Id: "><script>')
    for host in ("", "evil.example", "x y", "a" * 5_000, "127.0.0.1:99999999", "[::1", "x\xffy", "<script>"):
        yield raw(
            "headers",
            f"Host: {host[:20]}",
            frozenset({200, 400}),
            message("GET", "/sparql", None, "Accept: text/turtle", host=host),
        )
    none = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nConnection: close\r\n\r\n"
    yield raw("headers", "no host", frozenset({200, 400}), none)
    for kind in (
        "",
        "text/plain",
        "application/sparql-query; charset=utf-16",
        "application/sparql-query; charset=\xff",
        "nonsense",
        ";" * 2_000,
        "application/json",
        "multipart/form-data",
    ):
        yield raw(
            "headers",
            f"Content-Type: {kind[:40]}",
            frozenset({400, 415}),
            message("POST", "/sparql", b"ASK {}", f"Content-Type: {kind}"),
            method="POST",
        )
    yield raw(
        "headers",
        "not UTF-8",
        frozenset({400}),
        message("POST", "/sparql", b"ASK { ?s ?p '\xff' }", "Content-Type: application/sparql-query"),
        method="POST",
    )
    for coding in ("gzip", "deflate", "br", "gzip, gzip, gzip"):
        yield raw(
            "headers",
            f"a body coded {coding}",
            frozenset({415}),
            message(
                "POST",
                "/sparql",
                b"\x1f\x8b" * 100,
                "Content-Type: application/sparql-query",
                f"Content-Encoding: {coding}",
            ),
            method="POST",
        )


def _slow() -> Iterator[Probe]:
    start = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n"
    yield replace(raw("slow", "headers, line by line", _LEFT, start, *([b"X-A: 1\r\n", 0.3] * 5)), leave=0)
    body = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\n"
    yield replace(raw("slow", "a body, byte by byte", _LEFT, body, *([b"A", 0.3] * 5)), leave=0)
    chunks = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n"  # noqa: E501
    yield replace(raw("slow", "chunks, byte by byte", _LEFT, chunks, *([b"1\r\nA\r\n", 0.3] * 5)), leave=0)
    put = f"PUT /store?graph=urn:slow HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: text/turtle\r\nContent-Length: 5000\r\n\r\n".encode()  # noqa: E501
    yield replace(raw("slow", "a graph, byte by byte", _LEFT, put, *([b"<", 0.3] * 5), method="PUT"), leave=0)
    yield replace(raw("slow", "one who reads a large result byte by byte", _LEFT, message("GET", _CROSS)), pace=2)
    yield replace(raw("slow", "one who reads nothing of it", _LEFT, message("GET", _CROSS), 2.0), leave=1)


def _gone() -> Iterator[Probe]:
    for name, path in {"a long count": _COUNT, "a large result": _CROSS, "nothing": _ASK}.items():
        for leave in (0, 1, 2_000):
            if path != _COUNT or leave == 0:
                yield replace(
                    raw("gone", f"after {leave} bytes of {name}", _LEFT, message("GET", path), 0.2), leave=leave
                )
    half = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\nASK"
    )
    yield replace(raw("gone", "in the middle of a body", _LEFT, half), leave=0)
    yield replace(raw("gone", "in the middle of a header", _LEFT, b"GET / HT"), leave=0)
    yield replace(raw("gone", "without a word", _LEFT), leave=0)
    text = b"INSERT { GRAPH <urn:gone> { ?a ?e ?i } } WHERE { GRAPH <urn:ground> { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }"
    head = ("Content-Type: application/sparql-update", f"Authorization: Bearer {TOKEN}")
    yield replace(
        raw("gone", "after a long update", _LEFT, message("POST", "/update", text, *head), 0.3, method="POST"), leave=0
    )
    put = f"PUT /store?graph=urn:gone HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: text/turtle\r\nContent-Length: 5000\r\n\r\n<x:a>".encode()  # noqa: E501
    yield replace(raw("gone", "in the middle of a graph", _LEFT, put, 0.1, method="PUT"), leave=0)
    yield raw(
        "gone", "a large result that breaks off for all to see", frozenset({BROKEN, 400, 503}), message("GET", _CROSS)
    )


def _origins() -> Iterator[Probe]:
    yield raw(
        "origins",
        "a preflight",
        frozenset({200, 204, 400}),
        message(
            "OPTIONS",
            "/update",
            None,
            "Origin: https://evil.example",
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: authorization",
        ),
        method="OPTIONS",
    )
    yield raw("origins", "none", frozenset({200}), message("GET", _ASK, None, "Origin: null"))
    yield raw("origins", "another", frozenset({200}), message("GET", _ASK, None, "Origin: https://evil.example"))
    yield raw(
        "origins",
        "a simple update",
        frozenset({401}),
        message(
            "POST",
            "/update",
            b"update=DROP%20ALL",
            "Content-Type: application/x-www-form-urlencoded",
            "Origin: https://evil.example",
        ),
        method="POST",
    )
