"""The count: how many, as inclusive bounds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """How many: inclusive bounds, ``None`` where the text sets none, and whether the text itself is vague.

    Raises ``ValueError`` where both bounds are missing or contradict each other.
    """

    minimum: int | None
    maximum: int | None
    approximate: bool = False

    def __post_init__(self) -> None:
        if self.minimum is None and self.maximum is None:
            raise ValueError("a count needs a bound")
        if self.minimum is not None and self.maximum is not None and not 0 <= self.minimum <= self.maximum:
            raise ValueError(f"a count cannot go from {self.minimum} to {self.maximum}")
