"""The review: what reviewers look at, read from the truth beside whoever writes.

Nothing here takes the writer's lock, waits for a writer, or changes anything; every answer is of one moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import UnknownDocumentError, WorkspaceError
from kg.graph import Iris
from kg.identity.events import event_profiles
from kg.identity.profiles import profile
from kg.model import NodeId
from kg.workspace.directory import Directory, Proposal, Sort
from kg.workspace.fingerprint import evidence_of, resembling
from kg.workspace.journal import Journal, Judgement
from kg.workspace.record import DocumentRecord, Reading, State
from kg.workspace.rejections import ClaimReview, Rejections
from kg.workspace.truth import Truth
from kg.workspace.world import World

if TYPE_CHECKING:
    from kg.validation import Report


@dataclass(frozen=True, slots=True)
class JudgementLine:
    """A line of the journal of judgements; ``undone`` is the number of the line that took it back.

    ``labels`` say what the two are called now.
    """

    judgement: Judgement
    labels: tuple[str, str]
    undone: int | None = None

    @property
    def holds(self) -> bool:
        """Whether it is a judgement that nobody has taken back."""
        return self.judgement.verdict != "undo" and self.undone is None


@dataclass(frozen=True, slots=True)
class RejectionLine:
    """A line of the journal of rejections, and what it is about.

    ``claim`` is the IRI of the claim in the graph, ``None`` for a rejection without its claim: its document is gone or
    in quarantine, or was read again and no longer says so. ``names`` are those of the document, ``quotes`` the words of
    the evidence; both are empty where the document is gone.
    """

    review: ClaimReview
    claim: str | None
    names: tuple[str, ...]
    quotes: tuple[str, ...]


class ReviewReader:
    """Reads one workspace. Each call opens the truth for itself, so that it can be made in any thread.

    Every method raises ``WorkspaceError`` where there is no workspace, or its file is damaged.
    """

    def __init__(self, folder: Path, base_iri: str) -> None:
        self._path = folder / "truth.sqlite"
        self._base = base_iri

    def candidates(
        self, limit: int = 25, offset: int = 0, wanted: str | None = None, sort: Sort = "entity"
    ) -> tuple[Proposal, ...]:
        """Pairs that may be one and are not; see ``Directory.candidates``. Raises ``UnknownEntityError``."""
        with self._directory() as directory:
            return directory.candidates(wanted, limit, offset, sort)

    def lead(self, one: str) -> str:
        """The id that an entity or event goes by now, named by an IRI, an id or a name. ``UnknownEntityError``."""
        with self._directory() as directory:
            return directory.lead(directory.find(one))

    def judgements(self, limit: int = 50, offset: int = 0) -> tuple[JudgementLine, ...]:
        """What people decided about who is who, the newest first."""
        with self._truth() as truth:
            directory = self._of(truth)
            return tuple(
                JudgementLine(line, (directory.label(line.one), directory.label(line.other)), undone)
                for line, undone in Journal(truth).newest(limit, offset)
            )

    def rejections(self, limit: int = 50, offset: int = 0) -> tuple[RejectionLine, ...]:
        """What people decided about claims, the newest first."""
        with self._truth() as truth:
            reading = cache(truth.reading)
            lines = Rejections(truth).lines(limit, offset, newest=True)
            return tuple(self._rejection(line, truth, reading) for line in lines)

    def rejection_of(self, document: str, claim: str) -> RejectionLine | None:
        """The rejection of a claim of a document that holds, ``None`` where nobody has rejected it."""
        with self._truth() as truth:
            if truth.held(document) is None:
                return None
            rejections = Rejections(truth)
            found = rejections.in_force(truth.reading(document).extract).get(NodeId(claim))
            line = None if found is None else rejections.line(found.number)
            return None if line is None else self._rejection(line, truth, truth.reading)

    def states(self) -> dict[State, int]:
        """How many documents are in each state that any is in."""
        with self._truth() as truth:
            rows = truth.run("SELECT state, count(*) FROM documents GROUP BY state ORDER BY state")
            return {State(state): number for state, number in rows}

    def quarantined(self, limit: int = 50, offset: int = 0) -> tuple[DocumentRecord, ...]:
        """The documents that the gate turned away, by their ids, each with the reason."""
        with self._truth() as truth:
            rows = truth.run(
                "SELECT id FROM documents WHERE state = ? ORDER BY id LIMIT ? OFFSET ?",
                *(State.QUARANTINED, limit, offset),
            )
            return tuple(record for (document,) in rows for record in truth.records(document))

    def retracted(self, document: str) -> str | None:
        """When a document was taken out, in UTC (ISO 8601); ``None`` where it is here, or never was."""
        with self._truth() as truth:
            return truth.retracted(document)

    def document(self, document: str) -> DocumentRecord:
        """The document with this id. Raises ``UnknownDocumentError``."""
        with self._truth() as truth:
            found = truth.records(document) if truth.held(document) else ()
            if not found:
                raise UnknownDocumentError(f"no document has the id '{document}'.")
            return found[0]

    def report(self, document: str) -> Report | None:
        """The gate's report on a document in quarantine; ``None`` where it was not the shapes that turned it away.

        Raises ``UnknownDocumentError``.
        """
        from kg.validation import Report  # noqa: PLC0415 — it brings the engines, for which only this call should wait

        with self._truth() as truth:
            told = truth.report(document)
        if told is None:
            return None
        return Report.read(quad.triple for quad in ox.parse(told, format=ox.RdfFormat.TURTLE))

    def _rejection(self, line: ClaimReview, truth: Truth, read: Callable[[str], Reading]) -> RejectionLine:
        held = truth.held(line.document)
        if held is None:
            return RejectionLine(line, None, (), ())
        reading = read(line.document)
        claim = None
        if held.state is State.COMMITTED:
            claim = resembling(reading.extract, line.claim, line.fingerprint)
        return RejectionLine(
            line,
            None if claim is None else Iris(self._base).node("claim", line.document, claim).value,
            truth.names(line.document),
            tuple(span.of(reading.document.text) for span in evidence_of(line.fingerprint)),
        )

    def _of(self, truth: Truth) -> Directory:
        return Directory(truth, World(truth, profile, event_profiles), self._base)

    @contextmanager
    def _directory(self) -> Iterator[Directory]:
        with self._truth() as truth:
            yield self._of(truth)

    @contextmanager
    def _truth(self) -> Iterator[Truth]:
        if not self._path.exists():
            raise WorkspaceError(
                f"there is no workspace in {self._path.parent}.", remedy="Run `kg ingest` to make one."
            )
        truth = Truth.looking(self._path)
        try:
            truth.run("BEGIN")  # everything that one call gives is of one moment
            yield truth
        finally:
            truth.close()
