"""The answer: what a server sends, read into the engine's own results as it comes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, Final, cast

import httpx
import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.remote.client import Client

SOLUTIONS: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples"

_VIRTUOSO_ASK: Final = "__ASK_RETVAL"
_BOOLEAN: Final = b'"datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": '
_TRUE: Final = b'{"head":{},"boolean":true}'
_FALSE: Final = b'{"head":{},"boolean":false}'


class _Body(io.RawIOBase):
    """The body of an answer as a file. It raises ``StoreError`` where the body ends too early."""

    def __init__(self, client: Client, response: httpx.Response) -> None:
        self._client = client
        self._response = response
        chunks = response.iter_bytes()
        self._chunks = _with_booleans(chunks) if client.is_virtuoso else chunks
        self._chunk, self._at = b"", 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        # Never more than was asked for: the engine aborts the process where it gets more.
        if self._at == len(self._chunk):
            try:
                self._chunk, self._at = next(self._chunks, b""), 0
            except (httpx.HTTPError, httpx.StreamError) as error:
                raise self._client.cut(error) from error
            if not self._chunk:
                self.close()
                return b""
        begin, self._at = self._at, len(self._chunk) if size < 0 else min(self._at + size, len(self._chunk))
        return self._chunk[begin : self._at]

    def close(self) -> None:
        self._response.close()
        super().close()


def _with_booleans(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Virtuoso's JSON, one row a line, with ``true`` and ``false`` where it has ``1`` and ``0``."""
    rest = b""
    for chunk in chunks:
        whole, newline, rest = (rest + chunk).rpartition(b"\n")
        if newline:
            yield _booleans(whole + newline)
    if rest:
        yield _booleans(rest)


def _booleans(text: bytes) -> bytes:
    for digit, word in ((b"1", b"true"), (b"0", b"false")):
        text = text.replace(_BOOLEAN + b'"%s"' % digit, _BOOLEAN + b'"%s"' % word)
    return text


def solutions(client: Client, response: httpx.Response) -> ox.QuerySolutions:
    """The rows of a ``SELECT``."""
    results = ox.parse_query_results(_file(client, response), format=ox.QueryResultsFormat.JSON)
    if not isinstance(results, ox.QuerySolutions):
        raise unreadable(client)
    return results


def boolean(client: Client, response: httpx.Response) -> ox.QueryBoolean:
    """The answer to an ``ASK``. Virtuoso gives a row with a 1, or no row."""
    results = ox.parse_query_results(_file(client, response), format=ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QuerySolutions):
        if [variable.value for variable in results.variables] != [_VIRTUOSO_ASK]:
            raise unreadable(client)
        true = any(cast(ox.Literal, row[0]).value == "1" for row in results)
        results = ox.parse_query_results(_TRUE if true else _FALSE, format=ox.QueryResultsFormat.JSON)
    return cast(ox.QueryBoolean, results)


def triples(client: Client, response: httpx.Response) -> Iterator[ox.Quad]:
    """The triples of a graph, each in the default graph."""
    try:
        yield from ox.parse(_file(client, response), format=ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise unreadable(client) from error


def unreadable(client: Client) -> StoreError:
    """What an answer means that is none."""
    return StoreError(
        f"{client.server.name} answered with something that cannot be read.",
        remedy="See that `store` is the address of a SPARQL 1.1 endpoint; its own log may say more.",
    )


def _file(client: Client, response: httpx.Response) -> BinaryIO:
    return cast(BinaryIO, _Body(client, response))
