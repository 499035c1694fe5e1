"""The explanation of one document: sentence by sentence, what each rule found, what was turned down, what became of it.

``explain`` makes an ``Explanation`` of what the workspace holds and of the extractor's trace; it changes nothing.
"""

from kg.explanation.account import (
    AttributionAccount,
    ClaimAccount,
    EntityAccount,
    EventAccount,
    Explanation,
    GateAccount,
    MentionAccount,
    RefusalAccount,
    Role,
    RuleAccount,
    SentenceAccount,
    Words,
)
from kg.explanation.explaining import explain

__all__ = [
    "AttributionAccount",
    "ClaimAccount",
    "EntityAccount",
    "EventAccount",
    "Explanation",
    "GateAccount",
    "MentionAccount",
    "RefusalAccount",
    "Role",
    "RuleAccount",
    "SentenceAccount",
    "Words",
    "explain",
]
