"""The export: the same bytes for the same data, whole or absent."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.errors import ExportError, UnknownDocumentError
from kg.export import Selection, select, to_file, to_stream
from kg.graph import Format, Iris, build, describe, ontology_quads
from kg.store import Change, Reader, Snapshots, Writer
from kg.vocabulary import NIF, ONTOLOGY_GRAPH
from tests.graph.fiction import BASE, Told, karsk, lund

IRIS = Iris(BASE)
EVERYTHING = Selection()


def fill(folder: Path, *told: Told) -> Reader:
    """A snapshot with these documents and the descriptions of their entities."""
    folder.mkdir(exist_ok=True)
    snapshots = Snapshots(folder / "snapshots")
    identifications = [i for one in told for i in (*one.identity.entities, *one.identity.added)]
    with Writer(folder / "store", create=True) as writer:
        for one in told:
            built = build(one.document, one.extract, one.identity, BASE, one.names)
            writer.apply(Change(quads=built.graph + built.conflicts))
        keys = {i.key: [j for j in identifications if j.key == i.key] for i in identifications}
        for of_key in keys.values():
            writer.apply(Change(quads=tuple(describe(of_key, BASE))))
        snapshots.publish(1, writer.checkpoint)
    return Reader(snapshots.hold())


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    with fill(tmp_path, karsk(), lund()) as reader:
        yield reader


def exported(reader: Reader, selection: Selection = EVERYTHING, form: Format = "nquads") -> bytes:
    sink = io.BytesIO()
    to_stream(select(reader, selection, BASE), form, BASE, sink)
    return sink.getvalue()


def quads(data: bytes) -> set[ox.Quad]:
    return set(ox.parse(data, format=ox.RdfFormat.N_QUADS))


def test_without_a_selection_everything_is_exported(reader: Reader) -> None:
    assert quads(exported(reader)) == set(reader.quads())


@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml"])
def test_the_order_of_ingestion_leaves_no_trace(tmp_path: Path, form: Format) -> None:
    with fill(tmp_path / "a", karsk(), lund()) as one, fill(tmp_path / "b", lund(), karsk()) as other:
        assert exported(one, form=form) == exported(other, form=form)


def test_turtle_reads_back_the_same_elsewhere(reader: Reader) -> None:
    ours, theirs = rdflib.Graph(), rdflib.Graph()
    ours.parse(data=exported(reader, form="turtle").decode(), format="turtle")
    theirs.parse(data=exported(reader, form="ntriples").decode(), format="nt")
    assert isomorphic(ours, theirs)


@pytest.mark.parametrize(
    "name", ["karsk.txt", "press/karsk.txt", karsk().document.id, BASE + "document/" + karsk().document.id]
)
def test_a_document_is_what_it_says_and_the_conflicts_that_rest_on_it(reader: Reader, name: str) -> None:
    document = karsk().document.id
    graphs = {quad.graph_name for quad in quads(exported(reader, Selection(documents=(name,))))}
    assert graphs == {IRIS.document_graph(document), IRIS.conflicts_graph(document)}


def test_an_entity_comes_with_what_points_at_it(reader: Reader) -> None:
    brigade = ox.NamedNode(BASE + "id/organisation/iron-brigade")
    chosen = quads(exported(reader, Selection(entities=(brigade.value,))))
    everything = set(reader.quads())
    assert {q for q in everything if brigade in (q.subject, q.object)} <= chosen
    assert {q.subject for q in chosen} == {q.subject for q in everything if q.object == brigade} | {brigade}
    assert {q for q in everything if q.subject in {c.subject for c in chosen}} == chosen


def test_parts_add_up_and_texts_can_be_left_out(reader: Reader) -> None:
    graph = IRIS.entities_graph.value
    chosen = quads(exported(reader, Selection(documents=("lund.txt",), graphs=(graph,), texts=False)))
    assert {q.graph_name.value for q in chosen} == {graph, IRIS.document_graph(lund().document.id).value}
    assert not [q for q in chosen if q.predicate.value == NIF + "isString"]
    assert [q for q in reader.quads() if q.predicate.value == NIF + "isString"]


def test_what_is_not_there_is_said(reader: Reader) -> None:
    with pytest.raises(UnknownDocumentError, match=r"no document 'other\.txt'"):
        exported(reader, Selection(documents=("other.txt",)))
    with pytest.raises(ExportError, match="'two words' is not an IRI"):
        exported(reader, Selection(entities=("two words",)))


def test_a_file_is_replaced_when_the_new_one_is_whole(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    file.write_text("before")
    to_file(select(reader, Selection(), BASE), "nquads", BASE, file)
    assert file.read_bytes() == exported(reader)
    assert [f.name for f in tmp_path.iterdir() if f.is_file()] == ["graph.nq"]


def broken() -> Iterator[ox.Quad]:
    yield ox.Quad(IRIS.context("x"), ox.NamedNode(NIF + "isString"), ox.Literal("text"))
    raise ExportError("the snapshot broke in the middle.")


def test_a_broken_export_leaves_no_half_file_and_what_was_there_stays(tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    file.write_text("before")
    with pytest.raises(ExportError, match="in the middle"):
        to_file(broken(), "nquads", BASE, file)
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]
    sink = io.BytesIO()
    with pytest.raises(ExportError):
        to_stream(broken(), "nquads", BASE, sink)
    assert sink.getvalue() == b""


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"graph\.nq could not be written: No such file"):
        to_file(iter(()), "nquads", BASE, tmp_path / "missing" / "graph.nq")


def test_the_ontology_alone_can_be_chosen(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path / "snapshots")
    with Writer(tmp_path / "store", create=True) as writer:
        writer.load(ontology_quads())
        snapshots.publish(1, writer.checkpoint)
    with Reader(snapshots.hold()) as reader:
        chosen = quads(exported(reader, Selection(ontology=True)))
    assert {q.graph_name.value for q in chosen} == {ONTOLOGY_GRAPH}
