"""The mark: what a server says of itself, in one triple, so that nobody takes another graph for ours."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal, Self

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.remote import answer
from kg.store.remote.client import Client

State = Literal["settled", "changing", "rebuilding"]

_VERSION: Final = ox.NamedNode("http://www.w3.org/2002/07/owl#versionInfo")
_REBUILD: Final = "Run `kg rebuild` to put the graph there again."


@dataclass(frozen=True, slots=True)
class Mark:
    """What the server says of itself: whose graph it has, at which version, and whether a change is under way."""

    workspace: str
    version: int
    state: State

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The mark in a text; ``None`` where it is none of ours."""
        workspace, _, rest = text.partition(" ")
        version, _, state = rest.partition(" ")
        if not version.isdecimal() or state not in ("settled", "changing", "rebuilding"):
            return None
        return cls(workspace, int(version), state)  # type: ignore[arg-type]  # one of the three

    def __str__(self) -> str:
        return f"{self.workspace} {self.version} {self.state}"


class Marking:
    """The mark of one server, read and kept; ``node`` is the graph that it stands in, and its subject."""

    def __init__(self, client: Client, node: ox.NamedNode, workspace: str) -> None:
        self._client = client
        self._node = node
        self._workspace = workspace
        self.mark = self._read()
        """What the server says now; ``None`` where no workspace has its graph there."""

    def check(self, versions: Collection[int] | None) -> None:
        """Raises ``StoreError`` unless the server has the graph of our workspace, at one of these versions.

        With ``None`` it may have anything but the graph of another workspace.
        """
        mark, name = self.mark, self._client.server.name
        if mark is not None and mark.workspace != self._workspace:
            raise StoreError(
                f"{name} holds the graph of another workspace with the base IRI {self._client.server.base_iri}.",
                remedy="Give this one a dataset or a base IRI of its own, or remove that graph from the server.",
            )
        if versions is None:
            return
        if mark is None:
            raise StoreError(f"{name} does not hold the graph of this workspace.", remedy=_REBUILD)
        if mark.state == "rebuilding":
            raise StoreError(f"a rebuild of the graph in {name} was cut short.", remedy=_REBUILD)
        if mark.version not in versions:
            raise StoreError(
                f"{name} holds the graph at version {mark.version}, and the workspace is at {max(versions)}.",
                remedy=_REBUILD,
            )

    def begin(self) -> None:
        """Says that a change is under way, where it is not said yet."""
        if self.mark is None or self.mark.state == "settled":
            self._write(Mark(self._workspace, self.mark.version if self.mark else 0, "changing"))

    def rebuild(self) -> None:
        """Says that everything is being made again."""
        self._write(Mark(self._workspace, self.mark.version if self.mark else 0, "rebuilding"))

    def settle(self, version: int) -> None:
        """Says that the server is at a version."""
        mark = Mark(self._workspace, version, "settled")
        if mark != self.mark:
            self._write(mark)

    def _write(self, mark: Mark) -> None:
        node = self._node
        triple = f"{node} {_VERSION} {ox.Literal(str(mark))}"
        self._client.update(
            f"DELETE WHERE {{ GRAPH {node} {{ {node} ?p ?o }} }} ;\nINSERT DATA {{ GRAPH {node} {{ {triple} }} }}"
        )
        self.mark = mark

    def _read(self) -> Mark | None:
        text = f"SELECT ?v WHERE {{ GRAPH {self._node} {{ {self._node} {_VERSION} ?v }} }}"
        with self._client.query(text, answer.SOLUTIONS) as response:
            try:
                rows = [row["v"] for row in answer.solutions(self._client, response)]
            except (SyntaxError, KeyError) as error:
                raise answer.unreadable(self._client) from error
        marks = [Mark.parse(row.value) for row in rows if isinstance(row, ox.Literal)]
        return marks[0] if marks else None
