"""The export: a snapshot, or a chosen part of it, as RDF; whole or absent."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

import pyoxigraph as ox

from kg.errors import ExportError, UnknownDocumentError
from kg.graph import Format, Iris, serialise
from kg.store import Reader
from kg.vocabulary import KG, NIF, ONTOLOGY_GRAPH

_IN_MEMORY: Final = 64 * 1024 * 1024
"""Bytes of an export to a stream that are kept in memory until it is whole."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What to export: the union of the parts that are named, or everything where none is.

    ``documents`` are ids, IRIs or file names: what the document says, and the conflicts that rest on it.
    ``entities`` are IRIs of any nodes: the node and every node that points at it, each with all that is said of it.
    ``texts`` keeps the documents' full texts.
    """

    documents: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()
    ontology: bool = False
    texts: bool = True

    @property
    def everything(self) -> bool:
        """Whether no part is named."""
        return not (self.documents or self.entities or self.graphs or self.ontology)


def select(reader: Reader, selection: Selection, base: str) -> Iterator[ox.Quad]:
    """The quads of the selection; ``base`` is the base IRI. Quads may come twice.

    Raises ``UnknownDocumentError`` where a document is not in the graph, ``ExportError`` where an IRI is malformed.
    """
    quads = reader.quads() if selection.everything else _parts(reader, selection, Iris(base))
    if selection.texts:
        return quads
    return (quad for quad in quads if quad.predicate.value != NIF + "isString")


def to_stream(quads: Iterator[ox.Quad], form: Format, base: str, stream: IO[bytes]) -> None:
    """Writes the quads to a stream once they are serialised to the end, so that an error leaves no half."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        serialise(quads, form, base, cast(BinaryIO, spool))
        spool.seek(0)
        shutil.copyfileobj(spool, stream)
    stream.flush()


def to_file(quads: Iterator[ox.Quad], form: Format, base: str, path: Path) -> None:
    """Writes the quads to a file that takes its name when it is whole.

    Raises ``ExportError`` where it cannot be written; what stood under the name before still does.
    """
    try:
        with _replacing(path) as file:
            serialise(quads, form, base, file)
    except OSError as error:
        raise ExportError(
            f"{path} could not be written: {error.strerror}.",
            remedy="Nothing was left behind; what was there still is.",
        ) from error


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file beside ``path`` that takes its place when the block ends well, and is removed when it does not."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _parts(reader: Reader, selection: Selection, iris: Iris) -> Iterator[ox.Quad]:
    for document in selection.documents:
        for found in _documents(reader, document, iris):
            yield from reader.quads(iris.document_graph(found))
            yield from reader.quads(iris.conflicts_graph(found))
    for entity in selection.entities:
        yield from _around(reader, _iri(entity))
    for graph in (*selection.graphs, *([ONTOLOGY_GRAPH] if selection.ontology else ())):
        yield from reader.quads(_iri(graph))


def _documents(reader: Reader, wanted: str, iris: Iris) -> list[str]:
    """The ids of the documents that go by this id, IRI or file name."""
    prefix = iris.document("").value
    name = ox.Literal(wanted)
    named = set(reader.store.quads_for_pattern(None, ox.NamedNode(KG + "fileName"), name))
    named |= {
        q
        for q in reader.store.quads_for_pattern(None, ox.NamedNode(KG + "sha256"), None)
        if isinstance(q.subject, ox.NamedNode) and q.subject.value in (wanted, prefix + wanted)
    }
    ids = {(q.subject.value.removeprefix(prefix), q.graph_name) for q in named if isinstance(q.subject, ox.NamedNode)}
    # What people wrote into graphs of their own may look like a document.
    called = sorted(found for found, graph in ids if graph == iris.document_graph(found))
    if not called:
        raise UnknownDocumentError(f"no document '{wanted}' is in the graph.", remedy="`kg documents` lists them.")
    return called


def _around(reader: Reader, node: ox.NamedNode) -> Iterator[ox.Quad]:
    pointing = {q.subject for q in reader.store.quads_for_pattern(None, None, node)}
    for subject in {node, *pointing}:
        yield from reader.store.quads_for_pattern(subject, None, None)


def _iri(text: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise ExportError(f"'{text}' is not an IRI.", remedy="Write it in full, with http:// or https://.") from error
