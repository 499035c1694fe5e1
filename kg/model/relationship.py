"""The tie and the relationship: what single claims say of how two actors relate, and what all of them come to."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.account import NodeKey
from kg.model.claim import Polarity
from kg.model.identity import EntityKey


@dataclass(frozen=True, slots=True)
class Tie:
    """One claim that joins two actors, directly (``kind`` is a predicate) or by an event (``attacks``).

    ``voice`` is the claimant (``Account.voice``). ``earliest`` and ``latest`` are the ISO days that it speaks of: the
    event's date, else the document's; ``None`` where neither is known. ``event`` is the event that joins them.
    """

    first: EntityKey
    second: EntityKey
    kind: str
    claim: NodeKey
    voice: str
    polarity: Polarity
    earliest: str | None = None
    latest: str | None = None
    event: NodeKey | None = None


@dataclass(frozen=True, slots=True)
class Relationship:
    """All that is claimed of one ordered pair of actors in one kind.

    Counts are of claims, of claimants, of documents and of events (0 where the relation is direct); ``affirmed`` and
    ``denied`` add up to ``claims``. ``listed`` are claims to begin reading at, no more than a bounded number.
    """

    first: EntityKey
    second: EntityKey
    kind: str
    claims: int
    claimants: int
    documents: int
    events: int
    affirmed: int
    denied: int
    earliest: str | None
    latest: str | None
    listed: tuple[NodeKey, ...]
