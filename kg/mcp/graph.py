"""The graph as assistants' tools see it: one request's view, whoever serves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from kg.search import Results
from kg.web.search.wish import Wanted
from kg.web.select import Solution


@dataclass(frozen=True, slots=True)
class Result:
    """The beginning of what somebody's SPARQL gives.

    ``lines`` are whole lines: of solutions the terms of one each as SPARQL's TSV writes them, the names of the
    variables first; of a graph one triple each as N-Triples; of a boolean ``true`` or ``false``. ``more`` says that
    there are others after them.
    """

    kind: Literal["solutions", "boolean", "graph"]
    lines: tuple[str, ...]
    more: bool


class Graph(Protocol):
    """What answers tools, within the limits of the settings and of its client. All raise errors of ``kg.errors``."""

    @property
    def base(self) -> str:
        """The start of our IRIs."""

    @property
    def seconds(self) -> float:
        """Seconds that one call of a tool may take."""

    @property
    def version(self) -> int:
        """The version of the data that answered last; the newest one where nothing has been asked yet."""

    @property
    def steady(self) -> bool:
        """Whether all answers since ``begin`` came from one version."""

    def begin(self) -> None:
        """Begins an answer, which is best made from one version."""

    async def select(self, text: str) -> list[Solution]:
        """Answers a ``SELECT`` of our own, which bounds itself."""

    async def run(self, text: str, rows: int, *, union: bool = False) -> Result:
        """Answers somebody's query within the limits of the settings, up to so many rows.

        ``union`` makes the default graph the union of all, whatever the settings say.
        """

    async def find(self, wanted: Wanted) -> Results:
        """Asks the search index."""
