"""Gold facts: what must and what must not be found in a document, written down by a careful reader.

``load`` reads a file, ``evaluate`` looks for its facts in the rows of the named queries.
"""

from kg.evaluation.facts.gold import Fact, Gold, load
from kg.evaluation.facts.score import Evaluation, Finding, evaluate

__all__ = ["Evaluation", "Fact", "Finding", "Gold", "evaluate", "load"]
