"""The rejection: a reviewer says that a claim was read wrongly. The claim stays, and supports nothing any more."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.account import NodeKey


@dataclass(frozen=True, slots=True, order=True)
class Rejection:
    """One rejection that holds: ``number`` is its line in the log, ``time`` UTC, ISO 8601; ``reason`` may be empty."""

    number: int
    claim: NodeKey
    reviewer: str
    time: str
    reason: str = ""
