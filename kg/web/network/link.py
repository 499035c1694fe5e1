"""Links: how two actors are linked, summed over claims, and what stands at their ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from kg.web.claims import count_of
from kg.web.network.kinds import phrase

Standing = Literal["said", "disputed", "denied", "planned", "possible", "hypothetical"]
"""How far a link is from a plain fact."""

LinkKey = tuple[str, str, str]
"""Source, kind and target."""


@dataclass(frozen=True, slots=True)
class End:
    """One that is linked: an actor or a place. ``cls`` is its class in words, ``shape`` how it is drawn.

    ``linked`` is the number of others to whom somebody affirms a link of the summed kinds.
    """

    iri: str
    label: str
    cls: str = ""
    shape: str = "other"
    linked: int = 0


@dataclass(frozen=True, slots=True)
class Voice:
    """One claim behind a link: who makes it, and its words. ``claimant`` is a name."""

    claim: str
    claimant: str
    claimant_iri: str
    quote: str
    span: str


@dataclass(frozen=True, slots=True)
class Link:
    """What is claimed of one ordered pair in one kind. ``iri`` names a relationship, or what else the link rests on.

    ``affirmed`` and ``denied`` count claims of what is said to be so; ``planned``, ``possible`` and ``hypothetical``
    count the others. ``claimants`` and ``documents`` are at least so many. ``first`` and ``last`` are ISO days.
    ``claims`` are some of them, to begin reading at; ``voices`` the same with their words.
    """

    iri: str
    source: str
    kind: str
    target: str
    affirmed: int = 0
    denied: int = 0
    planned: int = 0
    possible: int = 0
    hypothetical: int = 0
    claimants: int = 0
    documents: int = 0
    first: str = ""
    last: str = ""
    claims: tuple[str, ...] = ()
    voices: tuple[Voice, ...] = ()

    @property
    def key(self) -> LinkKey:
        """What tells it from other links."""
        return self.source, self.kind, self.target

    @property
    def phrase(self) -> str:
        """Its kind in words."""
        return phrase(self.kind)

    @property
    def number(self) -> int:
        """How many claims tell of it."""
        return self.affirmed + self.denied + self.planned + self.possible + self.hypothetical

    @property
    def standing(self) -> Standing:
        """How far it is from a plain fact."""
        if self.affirmed:
            return "disputed" if self.denied else "said"
        if self.denied:
            return "denied"
        return "planned" if self.planned else "possible" if self.possible else "hypothetical"

    @property
    def stance(self) -> str:
        """The same in words; empty where all say it plainly.

        >>> Link("", "a", "attacks", "b", affirmed=3, denied=1).stance
        'denied by 1 of 4 claims'
        """
        if not self.affirmed and self.standing != "denied":
            return self.standing
        if self.number == self.denied:
            return "denied"
        counted = {"denied": self.denied, "planned": self.planned, "possible": self.possible}
        counted["hypothetical"] = self.hypothetical
        parts = [f"{name} by {n:,} of {count_of(self.number, 'claim')}" for name, n in counted.items() if n]
        return ", ".join(parts)

    def joined(self, other: Link) -> Link:
        """This link with what another of the same ends and kind counts beside it."""
        return replace(
            self,
            affirmed=self.affirmed + other.affirmed,
            denied=self.denied + other.denied,
            planned=self.planned + other.planned,
            possible=self.possible + other.possible,
            hypothetical=self.hypothetical + other.hypothetical,
            claimants=max(self.claimants, other.claimants),
            documents=max(self.documents, other.documents),
            first=min(filter(None, (self.first, other.first)), default=""),
            last=max(self.last, other.last),
            claims=tuple(dict.fromkeys((*self.claims, *other.claims))),
        )
