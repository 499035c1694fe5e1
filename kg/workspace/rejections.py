"""The journal of rejections: which claims reviewers called wrong, and took back. It only ever grows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from kg.errors import DecisionError, UnknownClaimError
from kg.model import Extract, NodeId, NodeKey, Rejection
from kg.workspace.fingerprint import fingerprint, resembling
from kg.workspace.truth import Truth

_CLAIM: Final = re.compile(r"(?:id/)?claim/([0-9a-f]{20})[-/](.+)")
_LINES: Final = (
    "SELECT r.number, r.verdict, r.document, r.claim, r.fingerprint, r.author, r.time, r.reason, r.restores, u.number"
    " FROM rejections r LEFT JOIN rejections u ON u.restores = r.number"
)


@dataclass(frozen=True, slots=True)
class ClaimReview:
    """One line of the journal: a claim was rejected, or restored.

    ``claim`` is the id that the claim had in its document then; ``fingerprint`` says which claim it was. ``restores``
    is the number of the line that this one takes back, ``restored`` of the one that takes this one back.
    """

    number: int
    verdict: Literal["reject", "restore"]
    document: str
    claim: NodeId
    fingerprint: str
    author: str
    time: str
    reason: str
    restores: int | None = None
    restored: int | None = None

    @property
    def holds(self) -> bool:
        """Whether it is a rejection that nobody has taken back."""
        return self.verdict == "reject" and self.restored is None


class Rejections:
    """The rejections of a workspace. Use it inside a transaction of the truth."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth

    def lines(self, limit: int = -1, offset: int = 0, *, newest: bool = False) -> tuple[ClaimReview, ...]:
        """Lines of the journal, the oldest or the newest first."""
        order = "DESC" if newest else "ASC"
        return self._lines(f"ORDER BY r.number {order} LIMIT ? OFFSET ?", limit, offset)

    def line(self, number: int) -> ClaimReview | None:
        """The line with a number."""
        return next(iter(self._lines("WHERE r.number = ?", number)), None)

    def of(self, document: str) -> tuple[ClaimReview, ...]:
        """Every line about a document, the oldest first."""
        return self._lines("WHERE r.document = ? ORDER BY r.number", document)

    def documents(self) -> tuple[str, ...]:
        """The documents with a rejection that holds, sorted."""
        rows = self._truth.run(
            "SELECT DISTINCT document FROM rejections r WHERE verdict = 'reject'"
            " AND NOT EXISTS (SELECT 1 FROM rejections u WHERE u.restores = r.number) ORDER BY document"
        )
        return tuple(row[0] for row in rows)

    def in_force(self, extract: Extract) -> dict[NodeId, Rejection]:
        """The rejections that hold and whose claims this extract of their document has, by the claims."""
        found: dict[NodeId, Rejection] = {}
        for line in self.of(extract.document):
            claim = resembling(extract, line.claim, line.fingerprint) if line.holds else None
            if claim is not None and claim not in found:
                key = NodeKey(extract.document, claim)
                found[claim] = Rejection(line.number, key, line.author, line.time, line.reason)
        return found

    def reject(self, extract: Extract, claim: NodeId, author: str, time: str, reason: str) -> ClaimReview:
        """Adds a rejection. Raises ``UnknownClaimError``, or ``DecisionError`` where the claim is rejected already."""
        found = next((one for one in extract.claims if one.id == claim), None)
        if found is None:
            raise _unknown(f"claim/{extract.document}-{claim}")
        already = self.in_force(extract).get(claim)
        if already is not None:
            raise DecisionError(f"{already.reviewer} has rejected the claim already (rejection {already.number}).")
        said = fingerprint(extract, found)
        return self._write("reject", extract.document, claim, said, author, time, reason, None)

    def restore(self, line: ClaimReview, author: str, time: str, reason: str) -> ClaimReview:
        """Takes a rejection back. Raises ``DecisionError`` where it does not hold."""
        if not line.holds:
            raise DecisionError(f"rejection {line.number} does not hold, so there is nothing to take back.")
        return self._write("restore", line.document, line.claim, line.fingerprint, author, time, reason, line.number)

    def _lines(self, rest: str, *values: str | int) -> tuple[ClaimReview, ...]:
        return tuple(ClaimReview(*row) for row in self._truth.run(f"{_LINES} {rest}", *values))

    def _write(self, *values: str | int | None) -> ClaimReview:
        self._truth.run(
            "INSERT INTO rejections (verdict, document, claim, fingerprint, author, time, reason, restores)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            *values,
        )
        return self.lines(1, newest=True)[0]


def claim_of(wanted: str, base_iri: str) -> NodeKey:
    """The claim that an IRI or an id (``claim/{document}-{node}``) names. Raises ``UnknownClaimError``."""
    named = _CLAIM.fullmatch(wanted.strip().removeprefix(base_iri))
    if named is None:
        raise _unknown(wanted)
    return NodeKey(named[1], NodeId(named[2]))


def _unknown(wanted: str) -> UnknownClaimError:
    return UnknownClaimError(f"there is no claim '{wanted}'.", remedy="Give its IRI, or an id such as claim/6a1e…-c12.")
