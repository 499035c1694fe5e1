"""A server that lets those who show a token write."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

from kg.settings import Settings
from kg.workspace import Workspace
from tests.api.service import Answer, Service

TOKEN = "a-word-that-nobody-guesses"
AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}
UPDATE = {**AUTHORISED, "Content-Type": "application/sparql-update"}
FORM = {**AUTHORISED, "Content-Type": "application/x-www-form-urlencoded"}
TURTLE = {**AUTHORISED, "Content-Type": "text/turtle"}


class Writable(Service):
    """A service on an empty workspace of its own, in the specification's own plain default graph."""

    def __init__(self, workspace: Path, **settings: object) -> None:
        with Workspace.open(Settings(workspace=workspace), create=True):
            pass
        given = {"default_graph": "plain", "write_token": TOKEN, "query_seconds": 20.0, **settings}
        super().__init__(workspace, **given)

    def update(self, text: str, path: str = "/update", **headers: str) -> Answer:
        return self.request("POST", path, {**UPDATE, **headers}, text.encode())

    def put(self, graph: str, turtle: str, **headers: str) -> Answer:
        return self.request("PUT", at(graph), {**TURTLE, **headers}, turtle.encode())

    def get(self, graph: str, accept: str = "application/n-triples", **headers: str) -> Answer:
        return self.request("GET", at(graph), {"Accept": accept, **headers})

    def clear(self) -> None:
        answer = self.update("DROP ALL")
        assert answer.status == 204, answer.body

    def lines(self, graph: str) -> list[str]:
        """The triples of a graph, sorted."""
        answer = self.get(graph)
        assert answer.status == 200, answer.body
        return sorted(answer.body.decode().splitlines())


def at(graph: str) -> str:
    """The address of a graph in the graph store."""
    return "/store?default" if graph == "default" else f"/store?graph={quote(graph, safe='')}"


def problem(answer: Answer) -> dict[str, object]:
    """The problem document of an answer, which betrays nothing."""
    assert answer.media_type == "application/problem+json", answer.body
    document: dict[str, object] = json.loads(answer.body)
    assert document["status"] == answer.status
    for betrayal in ("Traceback", "/site-packages", "/kg/", ".py", ".part", "/tmp"):
        assert betrayal not in answer.body.decode()
    return document
