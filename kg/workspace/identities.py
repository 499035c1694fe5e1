"""The identities: what people ask and decide about who is who."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from kg import reference
from kg.errors import UnknownEntityError, WorkspaceError
from kg.identity.comparison import blocks
from kg.identity.resolution import Pair
from kg.model import EntityClass, EntityKey, Profile, prevailing_label
from kg.workspace.journal import Judgement
from kg.workspace.record import State
from kg.workspace.resolver import Candidate
from kg.workspace.truth import Truth
from kg.workspace.view import View
from kg.workspace.world import World, id_of, key_of, local

_KINDS: Final = {
    "person": EntityClass.PERSON,
    "organisation": EntityClass.ORGANISATION,
    "group": EntityClass.GROUP,
    "place": EntityClass.PLACE,
    "actor": EntityClass.ACTOR,
}
_EVENT: Final = re.compile(r"event/([0-9a-f]{20})[-/](.+)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two entities or events that may be one, with what they are called, what speaks for it, and how much they share.

    ``documents`` counts the documents that speak of both.
    """

    candidate: Candidate
    labels: tuple[str, str]
    documents: int


class Identities:
    """Who is who in a workspace: looked up, judged, undone.

    ``writing`` is the workspace's own way to change something: under its lock, after what a crash has left undone.
    """

    def __init__(
        self, truth: Truth, view: View, base_iri: str, writing: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._truth = truth
        self._view = view
        self._world: World = view.world
        self._base = base_iri
        self._writing = writing

    # Asking

    def find(self, wanted: str) -> str:
        """The id of what an IRI, an id or a name means. Raises ``UnknownEntityError`` where it is none, or several."""
        plain = wanted.removeprefix(self._base).removeprefix("id/").strip()
        event = _EVENT.fullmatch(plain)
        if event is not None:
            plain = f"event/{event[1]}/{event[2]}"
        if self._profile(plain) is not None:
            return plain
        found = sorted(self._called(wanted))
        if not found:
            raise UnknownEntityError(
                f"nothing is called '{wanted}'.", remedy="Give a name, or an id such as person/ali-khamenei."
            )
        if len({self._world.keys.lead(one) for one in found}) > 1:
            raise UnknownEntityError(f"'{wanted}' may be {', '.join(found)}.", remedy="Give one of these ids.")
        return found[0]

    def lead(self, one: str) -> str:
        """The id that the entity or event of an id goes by."""
        return (self._world.events if one.startswith("event/") else self._world.keys).lead(one)

    def members(self, one: str) -> tuple[str, ...]:
        """All ids of the entity or event that an id belongs to."""
        resolver = self._world.events if one.startswith("event/") else self._world.keys
        return resolver.members(resolver.lead(one))

    def moved(self, sort: Literal["entity", "event"]) -> tuple[tuple[str, str], ...]:
        """All ids that go by another's name, each with the other."""
        return (self._world.events if sort == "event" else self._world.keys).moved()

    def candidates(self, wanted: str | None = None, limit: int = 50) -> tuple[Proposal, ...]:
        """What may be one and is not, the likeliest first; of one thing, where it is named.

        Pairs that a person has judged are left out. Of two that are equally likely, those that more documents mention
        together come first.
        """
        one = None if wanted is None else self.find(wanted)
        judged = {frozenset((j.one, j.other)) for j in self._world.journal.in_force()}
        resolver = self._world.events if one is not None and one.startswith("event/") else self._world.keys
        found = [c for c in resolver.candidates(one, 4 * limit) if frozenset((c.first, c.second)) not in judged]
        proposals = [Proposal(c, (self.label(c.first), self.label(c.second)), self._together(c)) for c in found]
        return tuple(sorted(proposals, key=_order)[:limit])

    def log(self) -> tuple[Judgement, ...]:
        """All judgements that people ever made, the oldest first."""
        return self._world.journal.all()

    def in_force(self) -> tuple[Judgement, ...]:
        """The judgements that hold."""
        return self._world.journal.in_force()

    def why(self, one: str, other: str) -> Candidate | None:
        """What the machine says of two ids; ``None`` where it sees nothing in common."""
        return (self._world.events if one.startswith("event/") else self._world.keys).pair(one, other)

    def label(self, one: str) -> str:
        """What an id's thing is called."""
        if one.startswith("event/"):
            profile = self._world.events.profile(one)
            if profile is None:
                return one
            return ", ".join(
                [
                    *(cls.value for cls in profile.classes[:1]),
                    *profile.dates[:1],
                    *(p.key.name for p in profile.places[:1]),
                ]
            )
        told = self._truth.told(key_of(one))
        told.update(self._world.shelf.told(key_of(one)))
        return prevailing_label(told) if told else one

    # Deciding

    def judge(
        self, verdict: Literal["same", "different"], one: str, other: str, author: str, reason: str = ""
    ) -> Judgement:
        """Notes that two things are, or are not, the same, and lets everything follow from it.

        Each is an IRI, an id or a name; for *different*, ``other`` may be a document, in which ``one`` then is
        somebody of its own. Raises ``UnknownEntityError``, or ``IdentityConflictError`` where it contradicts others.
        """
        with self._writing():
            first = self.find(one)
            document = self._truth.held(other) if verdict == "different" else None
            second = id_of(local(key_of(first), document.id)) if document else self.find(other)
            if first == second or first.startswith("event/") is not second.startswith("event/"):
                raise WorkspaceError(f"{first} and {second} cannot be judged: give two entities, or two events.")
            machine = self.why(first, second)
            with self._truth.transaction():
                made = self._world.journal.add(
                    verdict, Pair.of(first, second), author, _now(), machine.score if machine else None, reason
                )
                self._touch(made)
            self._view.settle({})
        return made

    def undo(self, author: str, number: int | None = None, reason: str = "") -> Judgement:
        """Takes back the judgement with a number, or the last that holds; ``WorkspaceError`` where there is none."""
        with self._writing():
            with self._truth.transaction():
                made = self._world.journal.undo(number, author, _now(), reason)
                self._touch(made)
            self._view.settle({})
        return made

    def _touch(self, made: Judgement) -> None:
        self._world.touch((made.one, made.other))
        for one in (made.one, made.other):  # what one document calls by a name of its own is read from it again
            held = self._truth.held(one.rpartition("-")[2])
            if held is not None and held.state is State.COMMITTED:
                self._truth.set_state(held.id, State.PENDING)

    def _profile(self, one: str) -> object:
        return (self._world.events if one.startswith("event/") else self._world.keys).profile(one)

    def _called(self, name: str) -> Iterator[str]:
        folded = reference.fold(name)
        seen: set[str] = set()
        for kind, cls in _KINDS.items():
            for block in blocks(Profile(EntityKey(kind, "x"), (name, name.title()), (cls,))):
                for one in self._world.keys.sharing(block) - seen:
                    seen.add(one)
                    profile = self._world.keys.profile(one)
                    if profile and any(reference.fold(known) == folded for known in profile.names):
                        yield one

    def _together(self, candidate: Candidate) -> int:
        if candidate.first.startswith("event/"):
            return 0
        documents = [self._world.documents([key_of(one)]) for one in (candidate.first, candidate.second)]
        return len(documents[0] & documents[1])


def _order(proposal: Proposal) -> tuple[object, ...]:
    c = proposal.candidate
    return -c.score, -proposal.documents, c.first, c.second


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()
