"""The review pages in words: pairs that may be one, claims that may be wrong, what the gate refused, who did what."""

from kg.web.review.claims import ReviewedClaim, reviewed_claim
from kg.web.review.logs import judgement_table, rejection_table, trail_table
from kg.web.review.pairs import ShownPair, ShownSide, shown_pairs
from kg.web.review.quarantine import ShownFault, ShownQuarantined, shown_quarantined

__all__ = [
    "ReviewedClaim",
    "ShownFault",
    "ShownPair",
    "ShownQuarantined",
    "ShownSide",
    "judgement_table",
    "rejection_table",
    "reviewed_claim",
    "shown_pairs",
    "shown_quarantined",
    "trail_table",
]
