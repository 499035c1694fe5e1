"""Every format reads back as what was written, and is the same for the same data."""

import json
from io import BytesIO

import pyoxigraph as ox
import pytest

from kg.errors import ExportError
from kg.graph import build, serialise
from tests.graph.fiction import BASE, karsk, lund

WITH_GRAPHS = {"trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD}
WITHOUT = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "rdfxml": ox.RdfFormat.RDF_XML}


def everything() -> list[ox.Quad]:
    quads = []
    for told in (karsk(), lund()):
        built = build(told.document, told.extract, told.identity, BASE, told.names)
        quads += [*built.graph, *built.conflicts]
    return quads


def write(quads, form: str) -> bytes:
    output = BytesIO()
    serialise(quads, form, BASE, output)
    return output.getvalue()


@pytest.mark.parametrize("form", [*WITH_GRAPHS, *WITHOUT])
def test_formats_read_back_and_do_not_depend_on_order(form):
    quads = everything()
    written = write(quads, form)
    back = set(ox.parse(written, format=(WITH_GRAPHS | WITHOUT)[form]))
    assert back == (set(quads) if form in WITH_GRAPHS else {ox.Quad(*q.triple) for q in quads})
    assert write(reversed(quads * 2), form) == written


def test_json_ld_names_each_graph_once():
    graphs = [part["@id"] for part in json.loads(write(everything(), "jsonld"))]
    assert len(graphs) == len(set(graphs)) == 3


def _say(text: str, local: str = "p") -> list[ox.Quad]:
    return [ox.Quad(ox.NamedNode(BASE + "a"), ox.NamedNode(BASE + local), ox.Literal(text))]


def test_rdf_xml_keeps_line_ends_as_they_are():
    quads = _say("one\r\ntwo\rthree\n<&>")
    assert list(ox.parse(write(quads, "rdfxml"), format=ox.RdfFormat.RDF_XML)) == quads


@pytest.mark.parametrize("quads", [_say("a\x01b"), _say("a", "1"), _say("a", "q?x=")])
def test_what_xml_cannot_carry_is_refused(quads):
    with pytest.raises(ExportError, match="Export Turtle"):
        write(quads, "rdfxml")
