"""The acting: does an act, so that it is true, shown and remembered by its key, or leaves everything as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kg.errors import (
    DecisionError,
    HerodotusError,
    IdentityConflictError,
    QueryError,
    UnknownClaimError,
    UnknownDocumentError,
    UnknownEntityError,
)
from kg.workspace.acts import Acted, Judge, Reject, Restore, Retry, Signed, Undo
from kg.workspace.identities import Identities
from kg.workspace.record import State
from kg.workspace.reviews import Reviews
from kg.workspace.truth import Truth
from kg.workspace.view import Checkpoint, View

_REFUSALS: Final = (
    DecisionError,
    IdentityConflictError,
    QueryError,
    UnknownClaimError,
    UnknownDocumentError,
    UnknownEntityError,
)
"""What refuses an act before anything has changed."""

_REMEMBERED: Final = 10_000
"""Acts that are remembered by their keys."""


class Acting:
    """Use it under the writer's lock."""

    def __init__(
        self, truth: Truth, view: View, identities: Identities, reviews: Reviews, checkpoint: Checkpoint
    ) -> None:
        self._truth = truth
        self._view = view
        self._identities = identities
        self._reviews = reviews
        self._checkpoint = checkpoint

    def do(self, signed: Signed, begun: Callable[[], None]) -> Acted | HerodotusError:
        """What an act came to, or why it was refused; ``begun`` may refuse it with a ``QueryError``."""
        try:
            begun()
            with self._truth.transaction():
                line, document = self._note(signed)
                if signed.key is not None:
                    self._remember(signed.key, line, document)
        except _REFUSALS as error:
            return error
        self._checkpoint("truth written")
        self._view.settle({})
        return self._acted(line, document)

    def done(self, key: str) -> Acted | None:
        """What the act with this key came to, ``None`` where it was not done."""
        rows = self._truth.run("SELECT line, document FROM acted WHERE key = ?", key)
        return self._acted(*rows[0]) if rows else None

    def _note(self, signed: Signed) -> tuple[int | None, str | None]:
        """The line of the journal and the document that the act is about."""
        author = signed.author
        match signed.act:
            case Judge(verdict, one, other, reason):
                return self._identities.note(verdict, one, other, author, reason).number, None
            case Undo(number, reason):
                return self._identities.note_undone(number, author, reason).number, None
            case Reject(claim, reason):
                made = self._reviews.note(claim, author, reason)
                return made.number, made.document
            case Restore(claim, reason):
                made = self._reviews.note_restored(claim, author, reason)
                return made.number, made.document
            case Retry(document):
                held = self._truth.held(document)
                if held is None:
                    raise UnknownDocumentError(f"no document has the id '{document}'.")
                if held.state is not State.QUARANTINED:
                    raise DecisionError(f"the document {document} is {held.state}, not in quarantine.")
                self._truth.set_state(document, State.PENDING)
                return None, document

    def _remember(self, key: str, line: int | None, document: str | None) -> None:
        self._truth.run("INSERT INTO acted (key, line, document) VALUES (?, ?, ?)", key, line, document)
        self._truth.run("DELETE FROM acted WHERE number <= (SELECT max(number) FROM acted) - ?", _REMEMBERED)

    def _acted(self, line: int | None, document: str | None) -> Acted:
        held = None if document is None else self._truth.held(document)
        return Acted(self._truth.version, line, document, None if held is None else held.state.value)
