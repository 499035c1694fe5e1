"""Writes quads in every RDF format that Herodotus offers, sorted, so that equal data give equal bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import BinaryIO, Final, Literal, cast

import pyoxigraph as ox

from kg.errors import ExportError
from kg.graph.turtle import trig_chunks, turtle_chunks
from kg.vocabulary import PREFIXES

Format = Literal["turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml"]
"""Names of the formats."""

_Writer = Callable[[Iterable[ox.Quad], str, BinaryIO], None]

_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_NAME: Final = re.compile(r"[A-Za-z_][\w.-]*$")


def serialise(quads: Iterable[ox.Quad], format: Format, base: str, output: BinaryIO) -> None:  # noqa: A002 - the word
    """Write the quads to ``output``, UTF-8.

    Formats without named graphs (``turtle``, ``ntriples``, ``rdfxml``) get the union of all. Raises ``ExportError``
    where RDF/XML cannot carry what the data hold, ``OSError`` where the output cannot be written.
    """
    _WRITERS[format](quads, base, output)


def _turtle(quads: Iterable[ox.Quad], base: str, output: BinaryIO) -> None:
    for chunk in turtle_chunks(quads, base):
        output.write(chunk.encode("utf-8"))


def _trig(quads: Iterable[ox.Quad], base: str, output: BinaryIO) -> None:
    for chunk in trig_chunks(quads, base):
        output.write(chunk.encode("utf-8"))


def _nquads(quads: Iterable[ox.Quad], _base: str, output: BinaryIO) -> None:
    for line in sorted({f"{quad} .\n" for quad in quads}):
        output.write(line.encode("utf-8"))


def _ntriples(quads: Iterable[ox.Quad], _base: str, output: BinaryIO) -> None:
    for line in sorted({f"{quad.triple} .\n" for quad in quads}):
        output.write(line.encode("utf-8"))


def _jsonld(quads: Iterable[ox.Quad], _base: str, output: BinaryIO) -> None:
    # Graph before subject: the serialiser opens a graph's object anew each time that the graph changes.
    ordered = sorted(set(quads), key=lambda quad: (str(quad.graph_name), str(quad)))
    ox.serialize(ordered, output, ox.RdfFormat.JSON_LD)


def _rdfxml(quads: Iterable[ox.Quad], _base: str, output: BinaryIO) -> None:
    ordered = sorted({quad.triple for quad in quads}, key=str)
    for triple in ordered:
        _check_xml(triple)
    ox.serialize(ordered, cast(BinaryIO, _KeepReturns(output)), ox.RdfFormat.RDF_XML, prefixes=PREFIXES)


def _check_xml(triple: ox.Triple) -> None:
    if not _XML_NAME.search(triple.predicate.value):
        raise ExportError(
            f"RDF/XML has no name for the property <{triple.predicate.value}>.", remedy="Export Turtle or JSON-LD."
        )
    if isinstance(triple.object, ox.Literal) and _NO_XML.search(triple.object.value):
        raise ExportError(
            f"a value of {triple.subject} has a control character, which XML cannot carry.",
            remedy="Export Turtle or JSON-LD.",
        )


class _KeepReturns:
    """Writes carriage returns as references: an XML parser turns raw ones into line feeds (XML 1.0, section 2.11)."""

    __slots__ = ("_output",)

    def __init__(self, output: BinaryIO) -> None:
        self._output = output

    def write(self, data: bytes) -> int:
        self._output.write(data.replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        self._output.flush()


_WRITERS: Final[dict[str, _Writer]] = {
    "turtle": _turtle,
    "trig": _trig,
    "nquads": _nquads,
    "ntriples": _ntriples,
    "jsonld": _jsonld,
    "rdfxml": _rdfxml,
}
