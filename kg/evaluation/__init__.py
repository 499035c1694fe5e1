"""How well the graph holds what a careful reader found: gold facts against the rows of the named queries.

A gold file lists facts that must be found and statements that must not be. See ``docs/quality.md`` for figures.
"""

from kg.evaluation.gold import Fact, Gold, load
from kg.evaluation.rows import QUERIES, Rows
from kg.evaluation.score import Evaluation, Finding, evaluate

__all__ = ["QUERIES", "Evaluation", "Fact", "Finding", "Gold", "Rows", "evaluate", "load"]
