"""Processes that read documents for the writer: they may die or hang, and take nothing with them but one document.

``Pool`` is the writer's side. Its workers are forked from a ``nursery``, which has loaded what reading needs.
"""

from kg.pipeline.workers.hatchery import Hatchery
from kg.pipeline.workers.pool import Limits, Pool, usual_number

__all__ = ["Hatchery", "Limits", "Pool", "usual_number"]
