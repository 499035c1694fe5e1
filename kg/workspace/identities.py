"""The identities: what people ask and decide about who is who."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Literal

from kg.errors import DecisionError
from kg.identity.resolution import Pair
from kg.workspace.directory import Directory
from kg.workspace.journal import Judgement
from kg.workspace.record import State
from kg.workspace.reviews import named, now, tidied
from kg.workspace.truth import Truth
from kg.workspace.view import View
from kg.workspace.world import id_of, key_of, local


class Identities(Directory):
    """Who is who in a workspace: looked up, judged, undone.

    ``writing`` is the workspace's own way to change something: under its lock, after what a crash has left undone.
    """

    def __init__(
        self, truth: Truth, view: View, base_iri: str, writing: Callable[[], AbstractContextManager[None]]
    ) -> None:
        super().__init__(truth, view.world, base_iri)
        self._view = view
        self._writing = writing

    def judge(
        self, verdict: Literal["same", "different"], one: str, other: str, author: str, reason: str = ""
    ) -> Judgement:
        """Notes that two things are, or are not, the same, and lets everything follow from it.

        Each is an IRI, an id or a name; for *different*, ``other`` may be a document, in which ``one`` then is
        somebody of its own. Raises ``UnknownEntityError``, ``DecisionError`` where the two cannot be judged, or
        ``IdentityConflictError`` where it contradicts others.
        """
        with self._writing():
            with self._truth.transaction():
                made = self.note(verdict, one, other, author, reason)
            self._view.settle({})
        return made

    def undo(self, author: str, number: int | None = None, reason: str = "") -> Judgement:
        """Takes back the judgement with a number, or the last that holds; ``DecisionError`` where there is none."""
        with self._writing():
            with self._truth.transaction():
                made = self.note_undone(number, author, reason)
            self._view.settle({})
        return made

    # Inside of a transaction of the truth, under the lock; what follows is for who calls it to settle.

    def note(self, verdict: Literal["same", "different"], one: str, other: str, author: str, reason: str) -> Judgement:
        """As ``judge``, without what follows from it."""
        first = self.find(one)
        document = self._truth.held(other) if verdict == "different" else None
        second = id_of(local(key_of(first), document.id)) if document else self.find(other)
        if first == second or first.startswith("event/") is not second.startswith("event/"):
            raise DecisionError(f"{first} and {second} cannot be judged: give two entities, or two events.")
        machine = self.why(first, second)
        score = machine.score if machine else None
        made = self._world.journal.add(verdict, Pair.of(first, second), named(author), now(), score, tidied(reason))
        self._touch(made)
        return made

    def note_undone(self, number: int | None, author: str, reason: str) -> Judgement:
        """As ``undo``, without what follows from it."""
        made = self._world.journal.undo(number, named(author), now(), tidied(reason))
        self._touch(made)
        return made

    def _touch(self, made: Judgement) -> None:
        self._world.touch((made.one, made.other))
        for one in (made.one, made.other):  # what one document calls by a name of its own is read from it again
            held = self._truth.held(one.rpartition("-")[2])
            if held is not None and held.state is State.COMMITTED:
                self._truth.set_state(held.id, State.PENDING)
