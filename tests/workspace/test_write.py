"""What people write into their own graphs is what the engine would have done, and nothing else changes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from hypothesis import given
from hypothesis import settings as examples

from kg.errors import QueryError
from kg.workspace import Workspace
from kg.workspace.writes import Update, Written
from tests.store.update.updates import updates
from tests.workspace.conftest import memory
from tests.workspace.toy import ingest, open_toy

OTHER = "http://elsewhere.example/"


def canonical(quads: Iterable[ox.Quad]) -> str:
    data = ox.Dataset(quads)
    data.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return "".join(sorted(f"{quad}\n" for quad in data))


def written(workspace: Workspace, *texts: str) -> tuple[object, ...]:
    return workspace.write([Update(text) for text in texts])


def everything(workspace: Workspace) -> str:
    with workspace.reader() as reader:
        return canonical(reader.quads())


def test_updates_do_what_the_engine_does() -> None:
    with tempfile.TemporaryDirectory(dir=memory()) as name, open_toy(Path(name) / "w") as workspace:
        model = [ox.Store()]

        @examples(max_examples=60, deadline=None)
        @given(text=updates())
        def run(text: str) -> None:
            text = f"BASE <{OTHER}>" + text
            expected = ox.Store()
            expected.extend(model[0])
            for graph in model[0].named_graphs():
                expected.add_graph(graph)
            try:
                expected.update(text)
            except SyntaxError:
                (answer,) = written(workspace, text)
                assert isinstance(answer, QueryError)
                return
            before, version = canonical(model[0]), workspace.version
            (answer,) = written(workspace, text)
            assert isinstance(answer, Written), (text, answer)
            with workspace.reader() as reader:
                found = list(reader.quads())
            assert canonical(found) == canonical(expected)
            assert workspace.version in (version, version + 1)
            if canonical(found) != before:
                assert workspace.version == answer.version == version + 1
            model[0] = ox.Store()
            model[0].extend(found)
            for graph in expected.named_graphs():
                model[0].add_graph(graph)

        run()
        before = everything(workspace)
        workspace.rebuild()
        assert everything(workspace) == before
        assert workspace.doctor() == ()


def test_a_write_that_is_refused_leaves_the_others_alone(fast_path: Path) -> None:
    with open_toy(fast_path / "w") as workspace:
        ingest(workspace, {"/in/a.txt": "Alpha attacks Beta\n"})
        before, graphs = everything(workspace), _graphs(workspace)
        assert len(graphs) > 2
        attacks = [
            form.format(graph)
            for graph in graphs
            for form in (
                "DROP GRAPH <{0}>",
                "CLEAR GRAPH <{0}>",
                "INSERT DATA {{ GRAPH <{0}> {{ <urn:a> <urn:b> <urn:c> }} }}",
                "DELETE DATA {{ GRAPH <{0}> {{ <urn:a> <urn:b> <urn:c> }} }}",
                "INSERT DATA {{ <urn:a> <urn:b> <urn:c> }} ; DELETE WHERE {{ GRAPH <{0}> {{ ?s ?p ?o }} }}",
                "WITH <{0}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
                "INSERT {{ GRAPH ?g {{ <urn:a> <urn:b> <urn:c> }} }} WHERE {{ BIND(<{0}> AS ?g) }}",
                "INSERT {{ GRAPH ?g {{ <urn:a> <urn:b> ?r }} }} WHERE {{ BIND(RAND() AS ?r) BIND(<{0}> AS ?g) }}",
                "MOVE <{0}> TO <urn:mine>",
                "COPY DEFAULT TO <{0}>",
                "DELETEWHERE{{GRAPH<{0}>{{?s ?p ?o}}}}",
                "CREATE GRAPH <{0}>",
            )
        ]
        attacks += ["DROP ALL", "CLEAR NAMED", "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }"]
        good = "INSERT DATA { GRAPH <urn:mine> { <urn:a> <urn:b> <urn:c> } }"
        version = workspace.version
        answers = written(workspace, *attacks[::2], good, *attacks[1::2])
        assert [type(answer).__name__ for answer in answers].count("ProtectedGraphError") == len(attacks)
        assert answers[len(attacks[::2])] == Written(version + 1, created=False, added=1, removed=0)
        written(workspace, "DROP GRAPH <urn:mine>")
        assert everything(workspace) == before
        assert workspace.doctor() == ()


def _graphs(workspace: Workspace) -> list[str]:
    with workspace.reader() as reader:
        return sorted(reader.graph_sizes())
