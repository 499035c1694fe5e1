"""The directory: who is who in a workspace, looked up. It reads the truth and changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from kg import reference
from kg.errors import UnknownEntityError
from kg.identity.comparison import blocks
from kg.model import EntityClass, EntityKey, EventProfile, Profile, prevailing_label
from kg.workspace.journal import Judgement
from kg.workspace.resolver import Candidate, Resolver
from kg.workspace.truth import Truth
from kg.workspace.world import World, key_of

Sort = Literal["entity", "event"]

_WINDOW: Final = 100
"""Pairs that are put in order together: of equally likely ones those that more documents mention come first."""

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


class Directory:
    """Looks things up under the names of now. ``base_iri`` is what IRIs begin with."""

    def __init__(self, truth: Truth, world: World, base_iri: str) -> None:
        self._truth = truth
        self._world = world
        self._base = base_iri

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
        return self._resolver(one).lead(one)

    def members(self, one: str) -> tuple[str, ...]:
        """All ids of the entity or event that an id belongs to."""
        resolver = self._resolver(one)
        return resolver.members(resolver.lead(one))

    def moved(self, sort: Sort) -> tuple[tuple[str, str], ...]:
        """All ids that go by another's name, each with the other."""
        return (self._world.events if sort == "event" else self._world.keys).moved()

    def candidates(
        self, wanted: str | None = None, limit: int = 50, offset: int = 0, sort: Sort = "entity"
    ) -> tuple[Proposal, ...]:
        """What may be one and is not, the likeliest first, ``offset`` left out; of one thing, where it is named.

        Pairs that a person has judged are left out. Of two that are equally likely, those that more documents mention
        together come first, within a hundred.
        """
        one = None if wanted is None else self.find(wanted)
        resolver = self._resolver(one or ("event/" if sort == "event" else ""))
        found: list[tuple[Candidate, int]] = []
        first = offset // _WINDOW * _WINDOW
        for begin in range(first, offset + limit, _WINDOW):
            window = resolver.candidates(one, _WINDOW, begin)
            found += sorted(((c, self._together(c)) for c in window), key=_order)
            if len(window) < _WINDOW:
                break
        return tuple(
            Proposal(c, (self.label(c.first), self.label(c.second)), documents)
            for c, documents in found[offset - first : offset - first + limit]
        )

    def log(self) -> tuple[Judgement, ...]:
        """All judgements that people ever made, the oldest first."""
        return self._world.journal.all()

    def in_force(self) -> tuple[Judgement, ...]:
        """The judgements that hold."""
        return self._world.journal.in_force()

    def why(self, one: str, other: str) -> Candidate | None:
        """What the machine says of two ids; ``None`` where it sees nothing in common."""
        return self._resolver(one).pair(one, other)

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

    def _resolver(self, one: str) -> Resolver[Profile] | Resolver[EventProfile]:
        return self._world.events if one.startswith("event/") else self._world.keys

    def _profile(self, one: str) -> object:
        return self._resolver(one).profile(one)

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
        one, other = key_of(candidate.first), key_of(candidate.second)
        rows = self._truth.run(
            "SELECT count(*) FROM speaks a JOIN speaks b USING (document)"
            " WHERE a.kind = ? AND a.name = ? AND b.kind = ? AND b.name = ?",
            *(one.kind, one.name, other.kind, other.name),
        )
        count: int = rows[0][0]
        return count


def _order(found: tuple[Candidate, int]) -> tuple[object, ...]:
    candidate, documents = found
    return -candidate.score, -documents, candidate.first, candidate.second
