"""How alike two keys are, by their names, classes, countries and identifiers, with the reasons in words.

``spelling`` compares words, ``names`` whole names, ``profiles`` everything that is known; ``blocks`` says which keys
are worth comparing, ``ambiguity`` which likenesses say too little because others say the same.
"""

from kg.identity.comparison.ambiguity import unambiguous
from kg.identity.comparison.blocks import blocks
from kg.identity.comparison.names import compare_names
from kg.identity.comparison.profiles import CANDIDATE, SAME, compare, excludes

__all__ = ["CANDIDATE", "SAME", "blocks", "compare", "compare_names", "excludes", "unambiguous"]
