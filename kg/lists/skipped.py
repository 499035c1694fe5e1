"""What of a list was passed over, with the reasons."""

from __future__ import annotations

from collections import Counter
from typing import Final

_SHOWN: Final = 20


class Skipped:
    """Counts the entries of a list that could not be used, by reason, and remembers where the first ones stand."""

    __slots__ = ("examples", "reasons")

    def __init__(self) -> None:
        self.reasons: Counter[str] = Counter()
        self.examples: list[str] = []

    def add(self, where: str, reason: str) -> None:
        """One entry was passed over; ``where`` is its line or its id."""
        self.reasons[reason] += 1
        if len(self.examples) < _SHOWN:
            self.examples.append(f"{where}: {reason}")

    def clear(self) -> None:
        """Forgets everything."""
        self.reasons.clear()
        self.examples.clear()

    @property
    def total(self) -> int:
        """How many were passed over."""
        return self.reasons.total()
