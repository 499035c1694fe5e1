"""The toll summary: what all accounts of one event come to, for one effect."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.account import NodeKey
from kg.model.toll import Effect


@dataclass(frozen=True, slots=True)
class TollSummary:
    """The best, the lowest and the highest figure that the accounts in force allow; ``low <= best <= high``.

    ``open`` says that somebody sets no upper bound, so that ``high`` is the highest number named. ``method`` tells
    people how it was derived; ``claims`` are those that it rests on (each figure's first, sorted), and ``tellers`` says
    how many claimants stand behind the best figure.
    """

    event: NodeKey
    effect: Effect
    best: int
    low: int
    high: int
    open: bool
    tellers: int
    method: str
    claims: tuple[NodeKey, ...]
