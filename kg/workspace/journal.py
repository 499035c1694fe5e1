"""The journal of judgements: what people decided about who is who. It only ever grows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from kg.errors import DecisionError, IdentityConflictError
from kg.identity.resolution import Pair, contradiction
from kg.workspace.resolver import Judgements
from kg.workspace.truth import Truth

Verdict = Literal["same", "different", "undo"]

_COLUMNS: Final = "number, verdict, one, other, author, time, score, reason, undoes"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line of the journal. ``one`` and ``other`` are ids of keys (``person/qassem-soleimani``) or of events.

    ``score`` is the machine's at that time, where it had one. ``undoes`` is the number of the line that it takes back.
    """

    number: int
    verdict: Verdict
    one: str
    other: str
    author: str
    time: str
    score: float | None
    reason: str
    undoes: int | None = None


class Journal:
    """The judgements of a workspace. Use it inside a transaction of the truth."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth

    def all(self) -> tuple[Judgement, ...]:
        """Every line, the oldest first."""
        rows = self._truth.run(
            "SELECT number, verdict, one, other, author, time, score, reason, undoes FROM judgements ORDER BY number"
        )
        return tuple(Judgement(*row) for row in rows)

    def newest(self, limit: int, offset: int) -> tuple[tuple[Judgement, int | None], ...]:
        """Lines, the newest first, each with the number of the line that took it back."""
        rows = self._truth.run(
            "SELECT j.number, j.verdict, j.one, j.other, j.author, j.time, j.score, j.reason, j.undoes, u.number"
            " FROM judgements j LEFT JOIN judgements u ON u.undoes = j.number"
            " ORDER BY j.number DESC LIMIT ? OFFSET ?",
            *(limit, offset),
        )
        return tuple((Judgement(*row[:9]), row[9]) for row in rows)

    def in_force(self) -> tuple[Judgement, ...]:
        """The judgements that nobody has undone; of those about one pair the last."""
        lines = self.all()
        undone = {line.undoes for line in lines}
        last = {
            frozenset((line.one, line.other)): line
            for line in lines
            if line.verdict != "undo" and line.number not in undone
        }
        return tuple(sorted(last.values(), key=lambda line: line.number))

    def judgements(self, sort: Literal["entity", "event"]) -> Judgements:
        """What holds of the things of one sort."""
        ours = [line for line in self.in_force() if line.one.startswith("event/") is (sort == "event")]
        return Judgements(
            tuple(Pair.of(line.one, line.other) for line in ours if line.verdict == "same"),
            tuple(Pair.of(line.one, line.other) for line in ours if line.verdict == "different"),
        )

    def add(
        self,
        verdict: Literal["same", "different"],
        pair: Pair[str],
        author: str,
        time: str,
        score: float | None,
        reason: str,
    ) -> Judgement:
        """Adds a judgement. Raises ``IdentityConflictError`` with the pair where it contradicts others."""
        lines = [line for line in self.in_force() if {line.one, line.other} != {pair.first, pair.second}]
        same = [Pair.of(line.one, line.other) for line in lines if line.verdict == "same"]
        different = [Pair.of(line.one, line.other) for line in lines if line.verdict == "different"]
        (same if verdict == "same" else different).append(pair)
        refuted = contradiction(same, different)
        if refuted is not None:
            raise _conflict(refuted, lines)
        return self._write(verdict, pair.first, pair.second, author, time, score, reason, None)

    def undo(self, number: int | None, author: str, time: str, reason: str) -> Judgement:
        """Takes a judgement back: the one with this number, or the last that holds. Raises ``DecisionError``."""
        lines = self.in_force()
        found = next((line for line in reversed(lines) if number in (None, line.number)), None)
        if found is None:
            what = "no judgement holds" if number is None else f"no judgement {number} holds"
            raise DecisionError(f"{what}, so there is nothing to undo.", remedy="`kg identity log` shows them.")
        return self._write("undo", found.one, found.other, author, time, None, reason, found.number)

    def _write(self, *values: str | float | None) -> Judgement:
        self._truth.run(
            "INSERT INTO judgements (verdict, one, other, author, time, score, reason, undoes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            *values,
        )
        return self.all()[-1]


def _conflict(pair: Pair[str], lines: Iterable[Judgement]) -> IdentityConflictError:
    said = [f"{line.number} ({line.verdict}: {line.one}, {line.other})" for line in lines]
    return IdentityConflictError(
        f"{pair.first} and {pair.second} would be one and two at once.",
        pair=(pair.first, pair.second),
        remedy=f"Undo one of the judgements that contradict it first; in force are {'; '.join(said[-20:])}.",
    )
