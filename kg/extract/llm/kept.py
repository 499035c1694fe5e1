"""What is kept of an answer: items that hold, with their words as ranges of the readable text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.extract.llm.grounding import Stretch
from kg.extract.llm.items import ClaimItem, DesignationItem, EntityItem, EventItem, PostItem, TenureItem, TollItem
from kg.extract.llm.reason import Reason
from kg.model import ClaimObject, MentionKind


@dataclass(frozen=True, slots=True)
class Denoting:
    """Words that denote an entity or event of the answer."""

    of: str
    stretch: Stretch
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Told:
    """An attribution whose words stand in the text."""

    id: str
    source: Stretch | None
    cue: Stretch
    content: tuple[Stretch, ...]
    claimant: str | None


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim that its evidence bears out.

    ``ref`` is the id of its object in the answer where it is a node, ``value`` the object where it is none.
    """

    item: ClaimItem
    evidence: Stretch
    ref: str | None
    value: ClaimObject | None
    mention: Stretch | None


@dataclass(slots=True)
class Kept:
    """What is kept of the answer about one passage, by the answer's ids, and how much was refused and why.

    ``returned`` is the number of items that the answer has; it equals ``len(self)`` and all ``refused`` together.
    ``normalised`` counts quotes that were found only after normalisation, ``ignored`` fields that nobody asked for.
    """

    entities: dict[str, EntityItem] = field(default_factory=dict)
    events: dict[str, EventItem] = field(default_factory=dict)
    mentions: list[Denoting] = field(default_factory=list)
    attributions: dict[str, Told] = field(default_factory=dict)
    tolls: dict[str, TollItem] = field(default_factory=dict)
    designations: dict[str, DesignationItem] = field(default_factory=dict)
    posts: dict[str, PostItem] = field(default_factory=dict)
    tenures: dict[str, TenureItem] = field(default_factory=dict)
    claims: list[Stated] = field(default_factory=list)
    refused: Counter[Reason] = field(default_factory=Counter)
    returned: int = 0
    ignored: int = 0
    normalised: int = 0

    def __len__(self) -> int:
        nodes = (self.entities, self.events, self.attributions, self.tolls, self.designations, self.posts, self.tenures)
        return sum(len(each) for each in nodes) + len(self.mentions) + len(self.claims)
