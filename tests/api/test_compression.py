"""Compression: which coding is taken, that it is right byte by byte, and that what breaks off is seen to."""

import asyncio
import gzip
import http.client
import os
import signal
import zlib
from typing import Any
from urllib.parse import quote

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from kg.api.compression import LEAST, Compression, choose_coding
from tests.api.service import Service

ALL = "SELECT * { ?s ?p ?o }"


def decoded(body: bytes, coding: str) -> bytes:
    if coding == "gzip":
        return gzip.decompress(body)
    made = zstandard.ZstdDecompressor().decompressobj()
    text = made.decompress(body)
    assert made.eof
    return text


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (None, None),
        (b"", None),
        (b"identity", None),
        (b"gzip", "gzip"),
        (b"x-gzip", "gzip"),
        (b"br, deflate", None),
        (b"gzip, deflate, br, zstd", "zstd"),
        (b"gzip;q=1.0, zstd;q=0.5", "gzip"),
        (b"zstd;q=0, gzip", "gzip"),
        (b"*", "zstd"),
        (b"*;q=0", None),
        (b"*, zstd;q=0", "gzip"),
        (b"gzip;q=0.2, identity;q=0.8", None),
        (b"GZIP ; Q=0.5", "gzip"),
        (b"gzip;q=nonsense", None),
        (b"\xff,;;=,gzip", "gzip"),
    ],
)
def test_the_coding_is_the_one_that_is_liked_best(accepted: bytes | None, coding: str | None) -> None:
    assert choose_coding(accepted) == coding


def exchange(
    parts: list[bytes], headers: list[tuple[bytes, bytes]], accepted: str, end: bool = True
) -> tuple[Any, list]:  # type: ignore[type-arg]
    sent: list[Any] = []

    async def app(_: Any, __: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for number, part in enumerate(parts):
            await send({"type": "http.response.body", "body": part, "more_body": number < len(parts) - 1 or not end})

    async def collect(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "headers": [(b"accept-encoding", accepted.encode())]}
    asyncio.run(Compression(app)(scope, None, collect))  # type: ignore[arg-type]
    return sent[0], sent[1:]


@given(st.lists(st.binary(max_size=3_000), min_size=1, max_size=8), st.sampled_from(["gzip", "zstd"]))
def test_what_is_unpacked_is_what_was_sent(parts: list[bytes], coding: str) -> None:
    start, bodies = exchange(parts, [(b"content-type", b"text/turtle"), (b"etag", b'"t"')], coding)
    headers = dict(start["headers"])
    body = b"".join(message["body"] for message in bodies)
    if len(parts) == 1 and len(parts[0]) < LEAST:
        assert b"content-encoding" not in headers
        assert (body, headers[b"etag"]) == (parts[0], b'"t"')
    else:
        assert (headers[b"content-encoding"], headers[b"etag"]) == (coding.encode(), b'"t-' + coding.encode() + b'"')
        assert decoded(body, coding) == b"".join(parts)
        assert int(headers.get(b"content-length", len(body))) == len(body)
    assert headers[b"vary"] == b"accept-encoding"


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_each_piece_can_be_read_as_soon_as_it_has_come(coding: str) -> None:
    _, bodies = exchange([b"one" * 100, b"two" * 100, b""], [(b"content-type", b"text/csv")], coding)
    made = zlib.decompressobj(31) if coding == "gzip" else zstandard.ZstdDecompressor().decompressobj()
    assert [made.decompress(message["body"]) for message in bodies] == [b"one" * 100, b"two" * 100, b""]


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_what_breaks_off_has_no_end_in_its_coding_either(coding: str) -> None:
    _, bodies = exchange([b"one" * 1_000, b"two" * 1_000], [(b"content-type", b"text/csv")], coding, end=False)
    body = b"".join(message["body"] for message in bodies)
    made = zlib.decompressobj(31) if coding == "gzip" else zstandard.ZstdDecompressor().decompressobj()
    assert made.decompress(body) == b"one" * 1_000 + b"two" * 1_000
    assert not made.eof


@pytest.mark.parametrize("kind", [b"image/png", b"application/gzip", b"application/octet-stream", b""])
def test_what_does_not_get_smaller_is_left_alone(kind: bytes) -> None:
    start, bodies = exchange([b"x" * 5_000], [(b"content-type", kind), (b"content-length", b"5000")], "gzip")
    assert b"content-encoding" not in dict(start["headers"])
    assert bodies[0]["body"] == b"x" * 5_000


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_results_come_compressed_from_readers_and_from_the_cache(service: Service, coding: str) -> None:
    path = f"/sparql?query={quote(ALL)}%20LIMIT%20{300 if coding == 'gzip' else 301}"
    plain = service.request("GET", path)
    for _ in range(3):
        packed = service.request("GET", path, {"Accept-Encoding": coding})
        assert packed.headers["content-encoding"] == coding
        assert packed.headers["vary"] == "accept, accept-encoding"
        assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body) / 4
        assert decoded(packed.body, coding) == plain.body
        assert packed.headers["etag"] == plain.headers["etag"][:-1] + f'-{coding}"'
    tag = packed.headers["etag"]
    again = service.request("GET", path, {"Accept-Encoding": coding, "If-None-Match": tag})
    assert (again.status, again.headers["etag"]) == (304, tag)
    assert service.request("GET", path, {"If-None-Match": tag}).status == 200, "the plain one has another tag"
    assert (
        service.request("GET", path, {"Accept-Encoding": coding, "If-None-Match": plain.headers["etag"]}).status == 304
    )


def test_what_the_framework_answers_is_compressed_too_and_small_answers_are_not(service: Service) -> None:
    accepted = {"Accept-Encoding": "gzip"}
    style = service.request("GET", "/static/herodotus.css", accepted)
    assert gzip.decompress(style.body) == service.request("GET", "/static/herodotus.css").body
    again = service.request("GET", "/static/herodotus.css", {**accepted, "If-None-Match": style.headers["etag"]})
    assert (again.status, again.headers["etag"]) == (304, style.headers["etag"])
    small = service.request("GET", "/sparql?query=ASK%7B%7D", {"Accept-Encoding": "gzip"})
    assert small.headers["content-encoding"] is None
    assert small.headers["vary"] == "accept, accept-encoding"


def test_a_compressed_result_that_is_cut_short_is_broken_visibly(service: Service) -> None:
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    connection = service.connect()
    connection.request("GET", f"/sparql?query={quote(endless)}", headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    assert response.headers["content-encoding"] == "gzip"
    made = zlib.decompressobj(31)
    made.decompress(response.read(10_000))
    for reader in service.readers():
        os.kill(reader, signal.SIGKILL)
    with pytest.raises(http.client.IncompleteRead) as broken:
        response.read()
    made.decompress(broken.value.partial)
    assert not made.eof
    connection.close()
