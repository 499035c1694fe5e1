"""How well the graph holds what careful readers found: gold facts, span gold and judgements.

``facts`` and ``spans`` hold gold against the rows of the named queries, ``judgement`` counts claims that readers
judged. See ``docs/quality.md`` for figures.
"""

from kg.evaluation.facts import Evaluation, Fact, Finding, Gold, evaluate, load
from kg.evaluation.figures import Count, Figure, Figures
from kg.evaluation.rows import QUERIES, Rows

__all__ = [
    "QUERIES",
    "Count",
    "Evaluation",
    "Fact",
    "Figure",
    "Figures",
    "Finding",
    "Gold",
    "Rows",
    "evaluate",
    "load",
]
