"""Rules and a language model together: the rules read all, the model what they are unsure of or silent about.

``CombinedExtractor`` is the extractor; ``Difference`` says where the two agree, differ and contradict each other.
"""

from kg.extract.combined.combined_extractor import CombinedExtractor
from kg.extract.combined.doubt import doubtful
from kg.extract.combined.joining import Difference, Joined, Verdict, join

__all__ = ["CombinedExtractor", "Difference", "Joined", "Verdict", "doubtful", "join"]
