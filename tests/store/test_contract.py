"""What every store holds to: the one on disk, and those of other makers. A workspace is the same on all of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import ProtectedGraphError, QuerySyntaxError, UnknownGraphError
from kg.graph import Iris
from kg.queries import all_queries, run
from kg.store import Server
from kg.store.remote.graph import RemoteGraph
from kg.workspace import Workspace
from kg.workspace.writes import GraphWrite, Payload, Update, Write, Written
from tests.workspace import toy
from tests.workspace.toy import export, ingest

A = "Alpha attacks Beta\nBeta attacks Gamma\n"
B = "beta attacks DELTA\n"
C = "GAMMA attacks alpha\n" + 'Zeta \U0001f600 attacks "Öl\\\n'.replace(" \U0001f600", "\U0001f600")
MANY = "".join(f"Group{n} attacks Group{n + 1}\n" for n in range(120))


def opened(folder: Path, place: dict[str, Any]) -> Workspace:
    settings = replace(toy.settings(folder), **place)
    return Workspace.open(settings, create=True, derivation=toy.DERIVATION)


def embedded(folder: Path, *steps: dict[str, str]) -> str:
    """What the store on disk exports after the same texts came in."""
    with opened(folder, {}) as workspace:
        for texts in steps:
            ingest(workspace, texts)
        return export(workspace)


def there(workspace: Workspace) -> str:
    """All quads of ours that the server has, sorted; those of the snapshot where there is no server."""
    server = Server.of(workspace.settings)
    if server is None:
        return export(workspace)
    user_graphs = workspace._view.graphs.names()
    return "".join(sorted(f"{q} .\n" for q in RemoteGraph(server, user_graphs).quads_for_pattern(None, None, None)))


def rows(workspace: Workspace, text: str) -> list[tuple[str, ...]]:
    with workspace.reader() as reader:
        results = reader.query(text)
        assert isinstance(results, ox.QuerySolutions)
        return sorted(tuple("" if term is None else term.value for term in row) for row in results)


def test_documents_come_are_replaced_and_go(folder: Path, tmp_path: Path, place: dict[str, Any]) -> None:
    with opened(folder, place) as workspace:
        assert export(workspace) == ""
        first = {"/in/a.txt": A, "/in/b.txt": B, "/in/c.txt": C}
        ingest(workspace, first)
        assert export(workspace) == embedded(tmp_path / "1", first)
        ingest(workspace, {"/in/b.txt": "Beta attacks Omega\n"})
        second = {**first, "/in/b.txt": "Beta attacks Omega\n"}
        assert export(workspace) == there(workspace) == embedded(tmp_path / "2", second)
        workspace.retract("c.txt")
        assert export(workspace) == embedded(tmp_path / "3", {n: t for n, t in second.items() if n != "/in/c.txt"})
        workspace.retract("a.txt")
        workspace.retract("b.txt")
        assert export(workspace) == ""


def test_a_batch_too_large_for_one_update_arrives_whole(folder: Path, tmp_path: Path, place: dict[str, Any]) -> None:
    texts = {"/in/many.txt": MANY, "/in/a.txt": A}
    changed = {"/in/many.txt": MANY.replace("Group7 ", "Group700 "), "/in/a.txt": A}
    with opened(folder, place) as workspace:
        ingest(workspace, texts)
        ingest(workspace, changed)
        assert export(workspace) == there(workspace) == embedded(tmp_path / "1", changed)


def test_long_texts_and_odd_characters_arrive(folder: Path, tmp_path: Path, place: dict[str, Any]) -> None:
    odd = "".join(map(chr, (*range(0x20, 0x250), 0x2028, 0xFEFF, 0xFFFD, 0x1F600, 0x10FFFD)))
    texts = {"/in/long.txt": "Alpha attacks Beta" + f" {odd}" * 3_000 + "\n", "/in/a.txt": A}
    with opened(folder, place) as workspace:
        ingest(workspace, texts)
        assert export(workspace) == there(workspace) == embedded(tmp_path / "1", texts)


def test_what_comes_again_changes_nothing(folder: Path, place: dict[str, Any]) -> None:
    with opened(folder, place) as workspace:
        ingest(workspace, {"/in/a.txt": A})
        before = workspace.version, export(workspace)
        ingest(workspace, {"/in/a.txt": A})
        assert (workspace.version, export(workspace)) == before


def test_a_rebuild_gives_the_same_graph(folder: Path, place: dict[str, Any]) -> None:
    with opened(folder, place) as workspace:
        ingest(workspace, {"/in/a.txt": A, "/in/b.txt": B})
        workspace.write([Update("INSERT DATA { GRAPH <http://example.com/g> { <urn:s> <urn:p> 1, _:b } }")])
        before = export(workspace)
        workspace.rebuild()
        assert export(workspace) == before
        workspace.rebuild()
        assert export(workspace) == before
        assert len(there(workspace)) == len(before)


def test_queries_see_the_union_of_all_graphs(folder: Path, place: dict[str, Any]) -> None:
    with opened(folder, place) as workspace:
        ingest(workspace, {"/in/a.txt": A})
        workspace.write([Update("INSERT DATA { GRAPH <http://example.com/g> { <urn:s> <urn:p> 'o' } }")])
        assert rows(workspace, "SELECT ?o { <urn:s> <urn:p> ?o }") == [("o",)]
        label = "http://www.w3.org/2004/02/skos/core#prefLabel"
        assert ("Alpha",) in rows(workspace, f"SELECT ?o {{ ?s <{label}> ?o }}")
        entities = Iris(workspace.settings.base_iri).entities_graph
        assert ("Alpha",) in rows(workspace, f"SELECT ?o FROM {entities} {{ ?s <{label}> ?o }}")
        assert rows(workspace, f"SELECT ?o FROM {entities} {{ <urn:s> <urn:p> ?o }}") == []
        assert rows(workspace, "SELECT ?o { <../urn:s> <urn:p> ?o }") == []


def test_all_forms_of_a_query_are_answered(folder: Path, place: dict[str, Any]) -> None:
    with opened(folder, place) as workspace:
        data = (
            "<urn:s> <urn:p> 2, 0.5, true, 'x'@en, 'Ö\\n\"\\\\', '2020-01-02'^^<http://www.w3.org/2001/XMLSchema#date>"
        )
        workspace.write([Update(f"INSERT DATA {{ GRAPH <http://example.com/g> {{ {data} }} }}")])
        with workspace.reader() as reader:
            assert bool(reader.query("ASK { <urn:s> <urn:p> 2 }"))
            assert not bool(reader.query("ASK { <urn:s> <urn:p> 3 }"))
            built = reader.query("CONSTRUCT { ?o <urn:of> ?s } WHERE { ?s <urn:p> 'x'@en . BIND(<urn:o> AS ?o) }")
            assert isinstance(built, ox.QueryTriples)
            assert [str(triple) for triple in built] == ["<urn:o> <urn:of> <urn:s>"]
            values = reader.query("SELECT ?o { <urn:s> <urn:p> ?o }")
            assert isinstance(values, ox.QuerySolutions)
            found = {str(row["o"]) for row in values}
            with pytest.raises(QuerySyntaxError, match="line 1, column 10"):
                reader.query("SELECT * WRONG")
        xsd = "http://www.w3.org/2001/XMLSchema#"
        assert found == {
            *(f'"2"^^<{xsd}integer>', f'"0.5"^^<{xsd}decimal>', f'"true"^^<{xsd}boolean>'),
            *('"x"@en', '"Ö\\n\\"\\\\"', f'"2020-01-02"^^<{xsd}date>'),
        }


def test_named_queries_say_the_same(folder: Path, tmp_path: Path, place: dict[str, Any]) -> None:
    if place.get("store_copy") == "off":
        pytest.skip("Virtuoso answers some of them otherwise, which is why a copy is kept beside it: docs/stores.md")
    names = [query.name for query in all_queries() if not any(p.required for p in query.parameters)]
    answers = []
    for where, settings in ((folder, place), (tmp_path / "embedded", {})):
        with opened(where, settings) as workspace:
            ingest(workspace, {"/in/a.txt": A, "/in/b.txt": B, "/in/c.txt": C})
            with workspace.reader() as reader:
                answers.append({name: run(reader.store, name, {}) for name in names})
    assert sum(len(rows.rows) for rows in answers[0].values()) > 20
    assert answers[0] == answers[1]


def test_people_write_data(folder: Path, tmp_path: Path, place: dict[str, Any]) -> None:
    graph = "http://example.com/g"
    payload = tmp_path / "payload.nt"
    payload.write_text('<urn:a> <urn:p> _:b .\n_:b <urn:p> "c" .\n')
    with opened(folder, place) as workspace:
        ingest(workspace, {"/in/a.txt": A})
        without = export(workspace)
        writes: list[Write] = [
            Update(f"INSERT DATA {{ <urn:d> <urn:p> 'default' . GRAPH <{graph}> {{ <urn:s> <urn:p> 1, 2 }} }}"),
            Update(f"DELETE DATA {{ GRAPH <{graph}> {{ <urn:s> <urn:p> 1 }} }}"),
            GraphWrite("post", graph, (Payload(payload, "application/n-triples"),), None),
        ]
        assert all(isinstance(answer, Written) for answer in workspace.write(writes))
        # Blank nodes are what they are wherever they are shown: one node, known by what is said of it.
        assert rows(workspace, "SELECT ?o { <urn:a> <urn:p> ?b . ?b <urn:p> ?o }") == [("c",)]
        assert rows(workspace, "SELECT ?o { <urn:s> <urn:p> ?o }") == [("2",)]
        assert rows(workspace, "SELECT ?o { <urn:d> <urn:p> ?o }") == [("default",)]
        lines = export(workspace)
        assert '<urn:d> <urn:p> "default"' in lines
        assert " <urn:p> _:" in lines
        (gone,) = workspace.write([GraphWrite("delete", graph, (), None)])
        assert isinstance(gone, Written)
        assert gone.removed == 3
        workspace.write([Update("DROP DEFAULT")])
        assert export(workspace) == without


def test_people_write_with_patterns(folder: Path, place: dict[str, Any]) -> None:
    with opened(folder, place) as workspace:
        ingest(workspace, {"/in/a.txt": A})
        label = "http://www.w3.org/2004/02/skos/core#prefLabel"
        where = f"GRAPH ?g {{ ?s <{label}> ?o }} FILTER(?o = 'Alpha')"
        text = f"INSERT {{ GRAPH <urn:x:g> {{ ?s <urn:called> ?o }} }} WHERE {{ {where} }}"
        (answer,) = workspace.write([Update(text)])
        assert isinstance(answer, Written)
        assert answer.added == 1
        assert rows(workspace, "SELECT ?o { GRAPH <urn:x:g> { ?s <urn:called> ?o } }") == [("Alpha",)]
        where = "GRAPH ?g { ?s ?p ?o } FILTER(?g = <urn:x:g>)"
        change = f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} INSERT {{ GRAPH ?g {{ ?s ?p 'A' }} }} WHERE {{ {where} }}"
        workspace.write([Update(change)])
        assert rows(workspace, "SELECT ?o { GRAPH <urn:x:g> { ?s <urn:called> ?o } }") == [("A",)]


def test_graphs_of_documents_are_not_written_to(folder: Path, place: dict[str, Any]) -> None:
    with opened(folder, place) as workspace:
        ingest(workspace, {"/in/a.txt": A})
        before = export(workspace)
        base = workspace.settings.base_iri
        (refused,) = workspace.write([Update(f"INSERT DATA {{ GRAPH <{base}graph/version> {{ <urn:s> <urn:p> 1 }} }}")])
        assert isinstance(refused, ProtectedGraphError)
        (unknown,) = workspace.write([GraphWrite("delete", "http://example.com/none", (), None)])
        assert isinstance(unknown, UnknownGraphError)
        assert export(workspace) == before


def test_each_commit_has_a_version_of_its_own(folder: Path, place: dict[str, Any]) -> None:
    with opened(folder, place) as workspace:
        ingest(workspace, {"/in/a.txt": A})
        with workspace.reader() as reader:
            assert reader.version == workspace.version == 1
        workspace.write([Update("INSERT DATA { <urn:s> <urn:p> 1 }")])
        with workspace.reader() as reader:
            assert reader.version == workspace.version == 2


def test_the_doctor_finds_nothing_wrong(folder: Path, place: dict[str, Any]) -> None:
    with opened(folder, place) as workspace:
        ingest(workspace, {"/in/a.txt": A, "/in/b.txt": B})
        workspace.write(
            [Update("INSERT DATA { <urn:s> <urn:p> 1 . GRAPH <http://example.com/g> { <urn:s> <urn:p> 1 } }")]
        )
        assert workspace.doctor() == ()
