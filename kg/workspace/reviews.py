"""The reviews: what people decide about claims that were read wrongly."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from kg.errors import DecisionError, UnknownClaimError
from kg.model import Extract
from kg.workspace.record import State
from kg.workspace.rejections import ClaimReview, Rejections, claim_of
from kg.workspace.truth import Truth
from kg.workspace.view import View


class Reviews:
    """Claims of a workspace, rejected and restored.

    ``writing`` is the workspace's own way to change something: under its lock, after what a crash has left undone.
    """

    def __init__(
        self, truth: Truth, view: View, base_iri: str, writing: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._truth = truth
        self._view = view
        self._base = base_iri
        self._writing = writing
        self._journal = Rejections(truth)

    def reject(self, claim: str, author: str, reason: str = "") -> ClaimReview:
        """Notes that a claim, named by its IRI or id, was read wrongly, and lets everything follow from it.

        Raises ``UnknownClaimError``, or ``DecisionError`` where it is rejected already, or its document in quarantine.
        """
        with self._writing():
            with self._truth.transaction():
                made = self.note(claim, author, reason)
            self._view.settle({})
        return made

    def restore(self, claim: str | int, author: str, reason: str = "") -> ClaimReview:
        """Takes a rejection back, named by its number or by its claim.

        Raises ``UnknownClaimError``, or ``DecisionError`` where no rejection of it holds.
        """
        with self._writing():
            with self._truth.transaction():
                made = self.note_restored(claim, author, reason)
            self._view.settle({})
        return made

    def log(self) -> tuple[ClaimReview, ...]:
        """All that people ever decided about claims, the oldest first."""
        return self._journal.lines()

    # Inside of a transaction of the truth, under the lock; what follows is for who calls it to settle.

    def note(self, claim: str, author: str, reason: str) -> ClaimReview:
        """As ``reject``, without what follows from it."""
        key = claim_of(claim, self._base)
        made = self._journal.reject(self._extract(key.document), key.node, named(author), now(), tidied(reason))
        self._touch(made)
        return made

    def note_restored(self, claim: str | int, author: str, reason: str) -> ClaimReview:
        """As ``restore``, without what follows from it."""
        line = self._journal.line(claim) if isinstance(claim, int) else self._rejecting(claim)
        if line is None:
            what = f"there is no rejection {claim}" if isinstance(claim, int) else f"nobody has rejected {claim}"
            raise DecisionError(f"{what}, so there is nothing to take back.", remedy="`kg claim log` shows them.")
        made = self._journal.restore(line, named(author), now(), tidied(reason))
        self._touch(made)
        return made

    def _rejecting(self, claim: str) -> ClaimReview | None:
        """The rejection of a claim that its document has, or had when it was rejected."""
        key = claim_of(claim, self._base)
        if self._truth.held(key.document):
            found = self._journal.in_force(self._truth.reading(key.document).extract).get(key.node)
            if found is not None:
                return self._journal.line(found.number)
        lines = (line for line in self._journal.of(key.document) if line.holds and line.claim == key.node)
        return next(lines, None)

    def _extract(self, document: str) -> Extract:
        held = self._truth.held(document)
        if held is None:
            raise UnknownClaimError(f"there is no document '{document}', and so no claim of it.")
        if held.state is not State.COMMITTED:
            raise DecisionError(f"the document {document} is {held.state}, so its claims are not in the graph.")
        return self._truth.reading(document).extract

    def _touch(self, made: ClaimReview) -> None:
        held = self._truth.held(made.document)
        if held is not None and held.state is State.COMMITTED:
            self._truth.set_state(held.id, State.PENDING)


def tidied(text: str) -> str:
    """What somebody typed, on one line, without what cannot be printed."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def named(author: str) -> str:
    """The name of whoever decides. Raises ``DecisionError`` where it is none."""
    name = tidied(author)
    if not name:
        raise DecisionError("a decision needs the name of whoever takes it.")
    return name


def now() -> str:
    """The time, UTC, to the second, ISO 8601."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()
