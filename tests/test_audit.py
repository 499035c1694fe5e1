"""The audit of a whole store."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.audit import audit, merged
from kg.graph import Iris
from kg.model import NodeId
from kg.store import Change, Reader, Snapshots, Writer
from kg.validation import Severity
from kg.vocabulary import KG, NIF, SH
from tests.graph.fiction import BASE, karsk, lund
from tests.test_export import fill

IRIS = Iris(BASE)


def test_each_document_is_checked_by_itself_under_its_first_name(tmp_path: Path) -> None:
    with fill(tmp_path, karsk(), lund()) as reader:
        reports = list(audit(reader, BASE))
    assert [name for name, _ in reports] == ["karsk.txt", "lund.txt"]
    for name, report in reports:
        assert report.conforms, (name, report.to_table())
    assert merged(report for _, report in reports).conforms


def test_what_is_wrong_in_one_document_is_found_in_the_report_on_all(tmp_path: Path) -> None:
    fill(tmp_path, karsk(), lund()).close()
    document = lund().document.id
    quote = ox.Quad(
        ox.NamedNode(f"{BASE}document/{document}#char=0,9"),
        ox.NamedNode(NIF + "anchorOf"),
        ox.Literal("Something"),
        IRIS.document_graph(document),
    )
    claimless = ox.Quad(
        IRIS.node("claim", document, NodeId("c99")),
        ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        ox.NamedNode(KG + "Claim"),
        IRIS.document_graph(document),
    )
    snapshots = Snapshots(tmp_path / "snapshots")
    with Writer(tmp_path / "store") as writer:
        writer.apply(Change(quads=(quote, claimless)))
        snapshots.publish(2, writer.checkpoint)
    with Reader(snapshots.hold()) as reader:
        reports = dict(audit(reader, BASE))
    assert reports["karsk.txt"].conforms
    assert not reports["lund.txt"].conforms
    whole = merged(reports.values())
    assert not whole.conforms
    assert [r for r in whole.results if r.severity is Severity.VIOLATION] == [
        r for r in reports["lund.txt"].results if r.severity is Severity.VIOLATION
    ]
    kinds = [t for t in whole.graph if t.object == ox.NamedNode(SH + "ValidationReport")]
    assert len(kinds) == 1


def test_the_report_on_nothing_conforms() -> None:
    assert merged(()).conforms
