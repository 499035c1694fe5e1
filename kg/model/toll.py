"""The toll: how many of which group an event did something to, according to one claim."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.model.ids import NodeId


class Effect(StrEnum):
    """What happened to the people counted."""

    KILLED = "Killed"
    INJURED = "Injured"
    MISSING = "Missing"
    DETAINED = "Detained"
    DISPLACED = "Displaced"


@dataclass(frozen=True, slots=True)
class Toll:
    """A count of people as one claim states it.

    ``minimum`` and ``maximum`` are inclusive; ``None`` means that the text sets no bound ("over 51": minimum 52, no
    maximum; "dozens": minimum 24, no maximum; "no casualties": 0 and 0). ``group`` denotes who was counted. Raises
    ``ValueError`` where both bounds are missing or contradict each other.
    """

    id: NodeId
    effect: Effect
    minimum: int | None
    maximum: int | None
    group: NodeId | None = None

    def __post_init__(self) -> None:
        if self.minimum is None and self.maximum is None:
            raise ValueError("a toll needs a bound")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError(f"a toll's minimum {self.minimum} exceeds its maximum {self.maximum}")
