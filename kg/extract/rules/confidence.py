"""Confidence: how far a rule's reading is trusted before anything else is known.

The figures are priors by kind of rule, set from the share of right readings seen while the rules were written; they
rank claims, they are no measured probabilities.
"""

from __future__ import annotations

_PRIORS = {
    "event-verb": 0.8,
    "event-noun": 0.7,
    "role-verb": 0.8,
    "role-noun": 0.75,
    "event-place": 0.65,
    "event-date": 0.75,
    "toll": 0.8,
    "blame": 0.7,
    "relation-compound": 0.85,
    "relation-verb": 0.75,
    "relation-preposition": 0.75,
    "relation-noun": 0.65,
    "relation-possessive": 0.8,
    "relation-membership": 0.75,
    "relation-including": 0.75,
    "office-before-name": 0.9,
    "office-apposition": 0.85,
    "office-copula": 0.8,
    "designation-verb": 0.85,
    "designation-attribute": 0.7,
}


def prior(rule: str) -> float:
    """The prior of ``rule``, between 0 and 1."""
    return _PRIORS.get(rule, 0.6)
