"""A claim under review: what it says, and what was decided about it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.web.claims import ShownClaim, show_claims
from kg.web.select import Select
from kg.workspace.review import RejectionLine


@dataclass(frozen=True, slots=True)
class ReviewedClaim:
    """A claim with the rejection that holds, where one does."""

    claim: ShownClaim
    rejection: RejectionLine | None


async def reviewed_claim(
    select: Select, base: str, claim: str, rejection: RejectionLine | None
) -> ReviewedClaim | None:
    """The claim with an IRI; ``None`` where there is none. Raises what ``select`` does."""
    shown = (await show_claims(select, base, [claim])).get(claim)
    return None if shown is None else ReviewedClaim(shown, rejection)
